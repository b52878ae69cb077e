/** Writes `sw.js` beside the built page: the service worker, with the files of this build and a version made from them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** Kept when they have been shown once, or of no use to the page. */
const LEFT_OUT = [
  /^\.vite\//,
  /\.map$/,
  /^sw\.js$/,
  /^screenshot\.png$/,
  /^cli\//,
  /subset\.\d+.*\.woff2?$/,
];

export function offline(template: string): Plugin {
  return {
    name: 'quayside:offline',
    apply: (_, { command, isSsrBuild }) => command === 'build' && !isSsrBuild,
    writeBundle({ dir }) {
      if (dir === undefined) return;
      const files = filesOf(dir).filter((path) => !LEFT_OUT.some((left) => left.test(path)));
      const hash = createHash('sha256');
      for (const path of files) hash.update(path).update(readFileSync(join(dir, path)));
      const addresses = files.map((path) => (path === 'index.html' ? './' : path));
      const text = readFileSync(template, 'utf8')
        .replace('__VERSION__', hash.digest('hex').slice(0, 16))
        .replace('__FILES__', () => JSON.stringify(addresses));
      writeFileSync(join(dir, 'sw.js'), text);
    },
  };
}

function filesOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
