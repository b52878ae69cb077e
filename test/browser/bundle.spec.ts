/** What a first visit has to fetch before the stage lives (DESIGN.md 7), in bytes as a server would send them. */
import { gzipSync } from 'node:zlib';
import { expect, test as it, type APIRequestContext } from '@playwright/test';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly assets?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

const PAGE_LIMIT_KB = 80;
/** The worker opens from a recording; the world is fetched while that is on the stage. */
const WORKER_LIMIT_KB = 130;

async function gzipKb(request: APIRequestContext, files: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const file of files) {
    const response = await request.get(`./${file}`);
    expect(response.ok(), file).toBe(true);
    bytes += gzipSync(await response.body()).byteLength;
  }
  return Math.round(bytes / 100) / 10;
}

/** The chunk and all that it imports before it runs. */
function graphOf(manifest: Manifest, key: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (!chunk || seen.has(key)) return seen;
  seen.add(key);
  for (const each of chunk.imports ?? []) graphOf(manifest, each, seen);
  return seen;
}

/** A worker is not in the manifest by itself: its own static imports stand in its text. */
async function workerGraph(request: APIRequestContext, first: string): Promise<Set<string>> {
  const seen = new Set<string>();
  const queue = [first];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = await (await request.get(`./${file}`)).text();
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    const imports = text.matchAll(/\b(?:import|from)\s*["']\.\/([^"']+\.js)["']/g);
    for (const [, name = ''] of imports) queue.push(folder + name);
  }
  return seen;
}

it('the page and its worker stay within what a slow network allows', async ({ request }) => {
  const response = await request.get('./.vite/manifest.json');
  expect(response.ok(), 'the build writes a manifest').toBe(true);
  const manifest = (await response.json()) as Manifest;
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry) ?? '';
  const graph = graphOf(manifest, entry);
  const files = [...graph].map((key) => manifest[key]?.file ?? '');
  expect([...graph, ...files].filter((name) => /monaco|editor\.api/i.test(name))).toEqual([]);

  const worker = [...graph]
    .flatMap((key) => manifest[key]?.assets ?? [])
    .find((file) => /\/worker-[\w-]+\.js$/.test(file));
  expect(worker, 'the entry names its worker').toBeDefined();
  const workerFiles = await workerGraph(request, worker ?? '');
  const first = await (await request.get(`./${worker ?? ''}`)).text();
  expect(first, 'the worker fetches the world by itself').toMatch(/import\(["'`]\.\/answer-/);
  const pageKb = await gzipKb(request, ['first-paint.js', ...files]);
  const workerKb = await gzipKb(request, workerFiles);
  console.log(`page script ${pageKb} KB gzip, worker ${workerKb} KB gzip`);
  expect.soft(pageKb, 'page script, KB gzip').toBeLessThanOrEqual(PAGE_LIMIT_KB);
  expect.soft(workerKb, 'worker, KB gzip').toBeLessThanOrEqual(WORKER_LIMIT_KB);
});

it('nothing is asked for from the root, so any path will do', async ({ request }) => {
  const html = await (await request.get('./')).text();
  expect([...html.matchAll(/\b(?:src|href)="\/[^"]*"/g)].map(([found]) => found)).toEqual([]);
});
