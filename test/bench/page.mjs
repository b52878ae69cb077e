// The figures of the page: `node test/bench/page.mjs [--times N]`, or `npm run bench -- --only page`. Builds the page and
// the rollout into a folder of its own, drives the Chrome that it finds, prints a figure a line: what, measured, must.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../findBrowser.mjs';
import { firstLoad } from './firstLoad.mjs';
import { rollout } from './rollout.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ROLLOUT = 'src/app/gallery/rollout.html';
const times = Number(process.argv[process.argv.indexOf('--times') + 1]) || 3;

const executablePath = findBrowser();
if (!executablePath) {
  console.log('no Chrome or Chromium was found; CHROME_PATH may name one\t-\t-');
  process.exit(0);
}
/** Each alone: what is built together shares chunks, and the first load would be of a page that nobody is given. */
async function built(entry) {
  const outDir = mkdtempSync(join(tmpdir(), 'quayside-bench-'));
  await build({
    root,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(root, entry) } },
  });
  return outDir;
}
const page = await built('index.html');
const gallery = await built(ROLLOUT);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const figures = [
    ...(await firstLoad(browser, page, times)),
    ...(await rollout(browser, gallery, ROLLOUT)),
  ];
  for (const [what, measured, must] of figures) console.log(`${what}\t${measured}\t${must}`);
} finally {
  await browser.close();
  for (const folder of [page, gallery]) rmSync(folder, { recursive: true, force: true });
}
