// What somebody waits for who comes for the first time: largest paint, the stage alive, what moved under the eye.
import { serve } from './serve.mjs';

/** As the developer tools of Chrome have it: 1.6 Mbit/s and 150 ms, adjusted to what a request sees of them. */
const FAST_3G = { latencyMs: 562, bytesPerSecond: (1.6e6 / 8) * 0.9 };
const SETTLE_MS = 1500;

/** Runs in the page before anything else. Alive: both halves have all their tiles, and the clock has moved. */
function watch() {
  const seen = { lcp: 0, alive: 0, shift: 0 };
  window.seen = seen;
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
      type,
      buffered: true,
    });
  observe('largest-contentful-paint', (entry) => (seen.lcp = entry.startTime));
  observe('layout-shift', (entry) => (seen.shift += entry.value));
  const look = () => {
    const tiles = (half) =>
      document.querySelectorAll(`svg.stage-half[data-platform=${half}] .layer-tiles > *`).length;
    const clock = document.querySelector('[role=timer]')?.textContent ?? '0:00.0';
    if (tiles('ecs') >= 6 && tiles('kubernetes') >= 6 && /[1-9]/.test(clock))
      seen.alive = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function visit(browser, url, cpuSlowdown) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.seen?.alive > 0, undefined, { timeout: 60_000 });
  await page.waitForTimeout(SETTLE_MS);
  const seen = await page.evaluate(() => window.seen);
  await context.close();
  return seen;
}

async function visits(browser, folder, times, network, cpuSlowdown) {
  const host = await serve(folder, network);
  const all = [];
  for (let i = 0; i < times; i++) all.push(await visit(browser, host.url, cpuSlowdown));
  host.close();
  const median = (name) => all.map((one) => one[name]).sort((a, b) => a - b)[all.length >> 1];
  return {
    lcp: median('lcp'),
    alive: median('alive'),
    shift: Math.max(...all.map((a) => a.shift)),
  };
}

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

export async function firstLoad(browser, folder, times) {
  const quick = await visits(browser, folder, times, {}, 1);
  const slow = await visits(browser, folder, times, FAST_3G, 4);
  return [
    ['stage alive, unthrottled', seconds(quick.alive), 'at most 2 s'],
    ['largest paint, Fast 3G and 4x CPU', seconds(slow.lcp), 'at most 2.0 s'],
    ['stage alive, Fast 3G and 4x CPU', seconds(slow.alive), 'at most 3.5 s'],
    ['layout shift, worst of all', Math.max(quick.shift, slow.shift).toFixed(4), '0'],
  ];
}
