// The page without a network: everything that the build made, kept under the version of that build. A version is kept whole or
// not at all; it takes over when no page of the one before is open any more, so that no page ever mixes two. Written by hand,
// with its list of files filled in by the build (vitePlugin.ts). It works under any path: all addresses are the scope's.
const VERSION = '__VERSION__';
/** Addresses of everything that is kept. */
const FILES = JSON.parse(`__FILES__`);
const PREFIX = 'quayside-';
const CACHE = PREFIX + VERSION;
const PAGE = './';
/** The build names these by their content, so that an older version's copy is the same. */
const isHashed = (path) => path.startsWith('assets/');
const addressOf = (path) => new URL(path, self.registration.scope).href;

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});
self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers());
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const isOurs = request.url.startsWith(self.registration.scope);
  if (request.method === 'GET' && isOurs) event.respondWith(answer(request));
});

async function install() {
  const cache = await caches.open(CACHE);
  try {
    for (const path of FILES) await keep(cache, path);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function keep(cache, path) {
  const address = addressOf(path);
  const known = isHashed(path) ? await caches.match(address) : undefined;
  const response =
    known ?? (await fetch(address, { cache: isHashed(path) ? 'default' : 'reload' }));
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
  await cache.put(address, response);
}

async function forgetOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.mode === 'navigate' ? addressOf(PAGE) : request, {
    ignoreSearch: true,
    ignoreVary: true,
  });
  if (kept) return kept;
  const response = await fetch(request);
  const path = request.url.slice(self.registration.scope.length);
  // Fonts for single characters: whichever have been shown once.
  if (response.ok && isHashed(path)) await cache.put(request, response.clone());
  return response;
}
