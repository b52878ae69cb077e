// Runs every test there is and ends with one line, `N passed, N failed`, summed over all runners from their reports.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './findBrowser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, 'test-results');
const total = { passed: 0, failed: 0 };

/** A step that either works or does not. */
function step(name, command, args, env = {}) {
  console.log(`\n== ${name}`);
  const startedAt = Date.now();
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  console.log(
    `== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - startedAt) / 1000)} s`,
  );
  return status === 0;
}

function check(name, args) {
  if (step(name, 'npx', args)) total.passed += 1;
  else total.failed += 1;
}

/** A runner that writes a report; without one, the runner itself has failed. */
function runner(name, args, report, count, env) {
  const path = join(reports, report);
  rmSync(path, { force: true });
  const ok = step(name, 'npx', args, env);
  const { passed, failed } = existsSync(path)
    ? count(JSON.parse(readFileSync(path, 'utf8')))
    : { passed: 0, failed: 1 };
  total.passed += passed;
  total.failed += !ok && failed === 0 ? 1 : failed;
}

const vitestCount = (r) => ({
  passed: r.numPassedTests,
  failed: r.numFailedTests + r.numFailedTestSuites,
});
const playwrightCount = ({ stats }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected,
});

function installBrowser() {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    step('update package lists', 'apt-get', ['update', '-qq']);
    step('install Chromium', 'apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk']);
  } else step('install Chromium', 'npx', ['playwright', 'install', 'chromium']);
  return findBrowser();
}

mkdirSync(reports, { recursive: true });
check('types', [
  'svelte-check',
  '--tsconfig',
  './tsconfig.json',
  '--fail-on-warnings',
  '--output',
  'human',
]);
check('lint', ['eslint', '.']);
check('format', ['prettier', '--check', '--log-level', 'warn', '.']);
const json = (file) => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(reports, file)}`,
];
runner(
  'units, conformance, scenarios',
  ['vitest', 'run', '--project', 'node', ...json('node.json')],
  'node.json',
  vitestCount,
);
check('build', ['vite', 'build', '--logLevel', 'warn']);
check('command line', [
  'vite',
  'build',
  '--ssr',
  'src/cli/main.ts',
  '--outDir',
  'dist/cli',
  '--logLevel',
  'warn',
]);

const browser = findBrowser() ?? installBrowser();
if (browser) {
  const env = { CHROME_PATH: browser };
  runner(
    'in the browser',
    ['vitest', 'run', '--project', 'browser', ...json('browser.json')],
    'browser.json',
    vitestCount,
    env,
  );
  runner(
    'the page',
    ['playwright', 'test', '--config', 'test/browser/playwright.config.ts'],
    'page.json',
    playwrightCount,
    env,
  );
} else {
  console.error(
    '\nNo Chrome or Chromium was found and none could be installed. Install one, or set CHROME_PATH to it.',
  );
  total.failed += 1;
}

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
