import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { runnerImport, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { lessonContent } from './src/lessons/read/vitePlugin.ts';
import { offline } from './src/offline/vitePlugin.ts';

const chrome = process.env['CHROME_PATH'];
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Our own modules, run through Vite because Node would not resolve their extension-less imports. */
function once<T>(path: string): () => Promise<T> {
  let loaded: Promise<{ module: T }> | undefined;
  return async () => (await (loaded ??= runnerImport<T>(here(path), { configFile: false }))).module;
}
const reader = once<typeof import('./src/host/readScenario')>('src/host/readScenario.ts');
const recorder = once<typeof import('./src/host/recordOpening')>('src/host/recordOpening.ts');

/**
 * `scenario.yaml?scenario` -> the compiled scenario with its files, so that no page needs a YAML parser to open one;
 * `?opening` -> how it opens, so that none has to wait for the models. null in development, where models change.
 */
function scenarios(): Plugin {
  let isBuild = false;
  return {
    name: 'quayside:scenarios',
    configResolved(config) {
      isBuild = config.command === 'build';
    },
    async load(id) {
      const [path = '', query] = id.split('?');
      if (query !== 'scenario' && query !== 'opening') return undefined;
      const folder = dirname(path);
      const names = readdirSync(folder).filter((name) => /\.(json|ya?ml)$/.test(name));
      for (const name of names) this.addWatchFile(join(folder, name));
      const files = names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
      const scenario = (await reader()).readScenario(basename(folder), files);
      if (query === 'scenario')
        return { code: `export default ${JSON.stringify(scenario)}`, map: null, moduleType: 'js' };
      return asModule(isBuild ? (await recorder()).recordOpening(scenario) : null);
    },
  };
}

// Parsed as JSON, which is faster than to be read as a program.
const asModule = (value: unknown) => ({
  code: `export default JSON.parse(${JSON.stringify(JSON.stringify(value))})`,
  map: null,
  moduleType: 'js' as const,
});

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
    offline(here('src/offline/serviceWorker.mjs')),
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
  worker: { format: 'es', plugins: () => [scenarios()] },
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
