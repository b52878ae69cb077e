/** The service worker in a browser of cardboard: kept whole or not at all, answered from what is kept. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';

const SCOPE = 'https://host.example/some/path/';
const template = readFileSync(fileURLToPath(new URL('serviceWorker.mjs', import.meta.url)), 'utf8');
type Handler = (event: { request?: unknown; waitUntil?: unknown; respondWith?: unknown }) => void;

class Cache {
  readonly kept = new Map<string, Response>();
  match = (of: string | { url: string }) =>
    Promise.resolve(this.kept.get(typeof of === 'string' ? of : of.url.replace(/\?.*/, '')));
  put = (of: string | { url: string }, response: Response) => {
    this.kept.set(typeof of === 'string' ? of : of.url, response);
    return Promise.resolve();
  };
}

class Browser {
  readonly stored = new Map<string, Cache>();
  fetched: string[] = [];
  missing = new Set<string>();

  worker(version: string, files: readonly string[]) {
    const handlers: Record<string, Handler> = {};
    const self = {
      registration: { scope: SCOPE },
      addEventListener: (type: string, handler: Handler) => (handlers[type] = handler),
    };
    const caches = {
      open: (name: string) => {
        const cache = this.stored.get(name) ?? new Cache();
        this.stored.set(name, cache);
        return Promise.resolve(cache);
      },
      delete: (name: string) => Promise.resolve(this.stored.delete(name)),
      keys: () => Promise.resolve([...this.stored.keys()]),
      match: async (address: string) => {
        for (const cache of this.stored.values()) {
          const found = await cache.match(address);
          if (found) return found;
        }
        return undefined;
      },
    };
    const fetch = (of: string | { url: string }) => {
      const address = typeof of === 'string' ? of : of.url;
      this.fetched.push(address.slice(SCOPE.length));
      const ok = !this.missing.has(address.slice(SCOPE.length));
      return Promise.resolve(new Response(version, { status: ok ? 200 : 404 }));
    };
    const text = template
      .replace('__VERSION__', version)
      .replace('__FILES__', JSON.stringify(files));
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    new Function('self', 'caches', 'fetch', text)(self, caches, fetch);
    const run = async (type: string, request?: object): Promise<Response | undefined> => {
      let result: Promise<Response | undefined> | undefined;
      const take = (promise: typeof result) => (result = promise);
      handlers[type]?.({ request, waitUntil: take, respondWith: take });
      return result;
    };
    return run;
  }
}

const get = (path: string, mode = 'cors') => ({ method: 'GET', url: SCOPE + path, mode });
const FILES = ['./', 'assets/a-1.js', 'first-paint.js'];

describe('offline', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
  });

  it('answers the page and its files from what it keeps, under any path', async () => {
    const run = browser.worker('one', FILES);
    await run('install');
    browser.fetched = [];
    expect(await (await run('fetch', get('?embed', 'navigate')))?.text()).toBe('one');
    expect((await run('fetch', get('assets/a-1.js')))?.ok).toBe(true);
    expect(browser.fetched).toEqual([]);
  });

  it('keeps nothing when one file fails', async () => {
    browser.missing.add('first-paint.js');
    await expect(browser.worker('one', FILES)('install')).rejects.toThrow('first-paint.js: 404');
    expect([...browser.stored.keys()]).toEqual([]);
  });

  it('takes from an older version what is the same, and forgets that version when it takes over', async () => {
    await browser.worker('one', FILES)('install');
    browser.fetched = [];
    const run = browser.worker('two', [...FILES, 'assets/b-2.js']);
    await run('install');
    expect(browser.fetched).toEqual(['', 'first-paint.js', 'assets/b-2.js']);
    expect([...browser.stored.keys()]).toEqual(['quayside-one', 'quayside-two']);
    await run('activate');
    expect([...browser.stored.keys()]).toEqual(['quayside-two']);
  });

  it('does not keep an answer that failed, and leaves other origins alone', async () => {
    const run = browser.worker('one', FILES);
    await run('install');
    browser.missing.add('assets/font-3.woff2');
    expect((await run('fetch', get('assets/font-3.woff2')))?.status).toBe(404);
    expect(browser.stored.get('quayside-one')?.kept.size).toBe(FILES.length);
    const other = { method: 'GET', url: 'https://other.example/x', mode: 'cors' };
    expect(await run('fetch', other)).toBeUndefined();
  });
});
