import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { runnerImport, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { lessonContent } from './src/lessons/read/vitePlugin.ts';

const chrome = process.env['CHROME_PATH'];
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `scenario.yaml?scenario` -> the compiled scenario with its files, so that no page needs a YAML parser to open one. */
function scenarios(): Plugin {
  // Our own reader, run through Vite because Node would not resolve its extension-less imports.
  let reader: Promise<{ module: typeof import('./src/host/readScenario') }> | undefined;
  return {
    name: 'quayside:scenarios',
    async load(id) {
      const [path = '', query] = id.split('?');
      if (query !== 'scenario') return undefined;
      const folder = dirname(path);
      const names = readdirSync(folder).filter((name) => /\.(json|ya?ml)$/.test(name));
      for (const name of names) this.addWatchFile(join(folder, name));
      const files = names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
      reader ??= runnerImport(here('src/host/readScenario.ts'), { configFile: false });
      const { readScenario } = (await reader).module;
      const scenario = readScenario(basename(folder), files);
      return { code: `export default ${JSON.stringify(scenario)}`, map: null, moduleType: 'js' };
    },
  };
}

/**
 * What is painted before any script runs: the text of the first file, where the editor will stand; and `first-paint.js` is
 * told where the built worker lies, so that it loads beside the page and not after it.
 */
function firstPaint(): Plugin {
  const file = here('lessons/scenarios/first-visit/service.json');
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return {
    name: 'quayside:first-paint',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const worker = Object.keys(bundle ?? {}).find((name) => /\/worker-[^/]+\.js$/.test(name));
        const told = worker ? `first-paint.js" data-worker="./${worker}"` : 'first-paint.js"';
        return html
          .replace('first-paint.js"', told)
          .replace('%FIRST_FILE%', () => escaped(readFileSync(file, 'utf8').trimEnd()));
      },
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [
    scenarios(),
    lessonContent(here('.')),
    firstPaint(),
    svelte({ preprocess: vitePreprocess(), configFile: false }),
  ],
  resolve: {
    alias: [
      // monaco-yaml's worker manager still imports the path that monaco had before 0.56.
      {
        find: 'monaco-editor/esm/vs/editor/editor.worker.js',
        replacement: here('node_modules/monaco-editor/esm/vs/editor/editor.worker.js'),
      },
    ],
  },
  worker: { format: 'es' },
  build: { target: 'es2022', manifest: true },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/browser/**'],
          environment: 'node',
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                args: ['--no-sandbox', '--disable-gpu'],
                ...(chrome ? { executablePath: chrome } : {}),
              },
            }),
          },
        },
      },
    ],
  },
});
