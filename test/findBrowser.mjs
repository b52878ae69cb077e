// The Chrome or Chromium of this machine: CHROME_PATH, one on the path, one in its usual place, or Playwright's own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((n) => join(folder, n)));
  const places = [
    process.env.CHROME_PATH,
    ...onPath,
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return places.find((path) => path && existsSync(path)) ?? playwrightsOwn();
}

function playwrightsOwn() {
  const code = "import('@playwright/test').then(p => console.log(p.chromium.executablePath()))";
  const path = spawnSync(process.execPath, ['-e', code], {
    cwd: root,
    encoding: 'utf8',
  }).stdout.trim();
  return path && existsSync(path) ? path : undefined;
}
