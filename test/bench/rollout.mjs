// The main thread while 1,000 tasks and 1,000 pods are replaced: its longest task, and what a frame costs it.
import { serve } from './serve.mjs';

const WATCH_MS = 20_000;
/** Chrome's events of the main thread, in microseconds. */
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'];

async function traced(browser, page, work) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: CATEGORIES, recordMode: 'recordUntilFull' },
    transferMode: 'ReportEvents',
  });
  await work();
  const done = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await done;
  return events;
}

/** The thread that this page's frames are made on. */
function mainThread(events) {
  const frame = events.filter((e) => e.name === 'FireAnimationFrame');
  const counts = Map.groupBy
    ? Map.groupBy(frame, (e) => `${e.pid} ${e.tid}`)
    : frame.reduce((map, e) => {
        const key = `${e.pid} ${e.tid}`;
        return map.set(key, [...(map.get(key) ?? []), e]);
      }, new Map());
  const [busiest] = [...counts].sort((a, b) => b[1].length - a[1].length);
  const id = busiest?.[0];
  return events.filter((e) => `${e.pid} ${e.tid}` === id);
}

/** Whole tasks, longest first, each with what it was for. */
function tasksOf(thread) {
  const tasks = thread.filter((e) => e.name === 'RunTask' && e.dur > 0).sort((a, b) => a.ts - b.ts);
  const frames = thread.filter((e) => e.name === 'FireAnimationFrame').map((e) => e.ts);
  let at = 0;
  return tasks.map(({ ts, dur }) => {
    while (at < frames.length && frames[at] < ts) at += 1;
    return { ms: dur / 1000, isFrame: at < frames.length && frames[at] < ts + dur };
  });
}

const share = (values, part) => values[Math.floor(part * (values.length - 1))] ?? NaN;

export async function rollout(browser, folder, path) {
  const host = await serve(folder);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(host.url + path);
  await page.locator('svg.stage-half .layer-boxes > *').first().waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: '5×', exact: true }).click();
  await page.waitForTimeout(1000);
  const events = await traced(browser, page, () => page.waitForTimeout(WATCH_MS));
  await page.close();
  host.close();
  const tasks = tasksOf(mainThread(events));
  const frames = tasks
    .filter((task) => task.isFrame)
    .map((task) => task.ms)
    .sort((a, b) => a - b);
  const longest = Math.max(...tasks.map((task) => task.ms));
  return [
    ['longest task, rollout of 1,000 + 1,000', `${longest.toFixed(1)} ms`, 'at most 50 ms'],
    [
      'frame work p95, the same',
      `${share(frames, 0.95).toFixed(1)} ms (median ${share(frames, 0.5).toFixed(1)}, ${frames.length} frames in ${WATCH_MS / 1000} s)`,
      'at most 8 ms',
    ],
  ];
}
