/** The scheduler alone, decision after decision: what its own bench measures (models/kubernetes/scheduler/schedule.bench.ts). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure } from './index';

/** Beside dist/cli/main.js, which this becomes part of. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BENCH = 'src/models/kubernetes/scheduler/schedule.bench.ts';

interface Report {
  readonly files: readonly {
    readonly groups: readonly {
      readonly fullName: string;
      readonly benchmarks: readonly { readonly hz: number }[];
    }[];
  }[];
}

export function decisions(nodes: number): Figure {
  return {
    what: `${nodes.toLocaleString('en')} nodes, the scheduler and its cluster alone`,
    measured: `${Math.round(rateAt(nodes)).toLocaleString('en')} decisions/s`,
    must: 'at least 2,000',
  };
}

function rateAt(nodes: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-bench-'));
  const outputJson = join(folder, 'report.json');
  try {
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const args = ['bench', '--run', '--project', 'node', '--outputJson', outputJson];
    const named = ['-t', `${nodes} nodes`, BENCH];
    const run = spawnSync(process.execPath, [vitest, ...args, ...named], { cwd: ROOT });
    if (run.status !== 0) throw new Error(`${BENCH}: ${run.stderr.toString()}`);
    const { files } = JSON.parse(readFileSync(outputJson, 'utf8')) as Report;
    const groups = files.flatMap((file) => file.groups);
    const group = groups.find(({ fullName }) => fullName.endsWith(`> ${nodes} nodes`));
    return group?.benchmarks[0]?.hz ?? NaN;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
