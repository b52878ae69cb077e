// A static host with gzip, as slow as it is told to be: every answer waits `latencyMs`, and all of them together get
// `bytesPerSecond`. The network is slowed down here and not in the browser, because a browser slows down the page alone and
// not its workers.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const CHUNK = 4096;

/** Serves `folder` on loopback. */
export async function serve(folder, { latencyMs = 0, bytesPerSecond = Infinity } = {}) {
  const packed = new Map();
  // When the wire is free again: whoever sends books the time that it needs.
  let freeAt = 0;
  const server = createServer(async (request, response) => {
    const path = join(folder, normalize(new URL(request.url, 'http://x').pathname));
    const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path;
    await sleep(latencyMs);
    if (!existsSync(file)) return response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const isText = /text|json|svg/.test(type);
    if (!isText && bytesPerSecond === Infinity) {
      response.writeHead(200, { 'content-type': type });
      return createReadStream(file).pipe(response);
    }
    if (!packed.has(file)) {
      const plain = readFileSync(file);
      packed.set(file, isText ? gzipSync(plain) : plain);
    }
    const body = packed.get(file);
    const encoding = isText ? { 'content-encoding': 'gzip' } : {};
    response.writeHead(200, { 'content-type': type, 'content-length': body.length, ...encoding });
    for (let at = 0; at < body.length; at += CHUNK) {
      const part = body.subarray(at, at + CHUNK);
      const now = performance.now();
      freeAt = Math.max(freeAt, now) + (part.length / bytesPerSecond) * 1000;
      if (freeAt - now > 1) await sleep(freeAt - now);
      response.write(part);
    }
    response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
