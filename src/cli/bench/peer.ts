/**
 * The peer, @ngrok/webernetes, made loadable: its modules import each other without file extensions, which Node refuses, so
 * it is bundled into one file when a bench asks for it. Kept in node_modules/.cache; no part of the command line's build.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Webernetes from '@ngrok/webernetes';

export async function loadPeer(): Promise<typeof Webernetes> {
  const entry = fileURLToPath(import.meta.resolve('@ngrok/webernetes'));
  const modules = entry.slice(0, entry.indexOf('@ngrok'));
  const outDir = join(modules, '.cache/quayside');
  const bundle = join(outDir, 'webernetes.mjs');
  if (!existsSync(bundle)) await bundleTo(entry, outDir);
  return (await import(pathToFileURL(bundle).href)) as typeof Webernetes;
}

async function bundleTo(entry: string, outDir: string): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'webernetes.mjs' } },
    },
  });
}
