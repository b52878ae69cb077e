/** The figures of the page, where a Chrome or Chromium is found: first load and main thread (test/bench/page.mjs). */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchOptions, Figure } from './index';

/** Beside dist/cli/main.js, which this becomes part of. */
const SCRIPT = '../../test/bench/page.mjs';

export function page({ large }: BenchOptions): readonly Figure[] {
  const script = fileURLToPath(new URL(SCRIPT, import.meta.url));
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [script, '--times', large ? '5' : '3'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${script}: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [what = '', measured = '', must = ''] = line.split('\t');
      return { what, measured, must };
    });
}
