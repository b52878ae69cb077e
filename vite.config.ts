import { fileURLToPath } from 'node:url';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: './',
  plugins: [svelte({ preprocess: vitePreprocess(), configFile: false })],
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
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    environment: 'node',
  },
});
