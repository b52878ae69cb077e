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

/** The thread's own time, where the browser tells it: other programs of this machine are not in it. */
const msOf = ({ dur, tdur }) => (tdur ?? dur) / 1000;

/** Whole tasks, each with how much of it was script, and whether it made a frame. */
function tasksOf(thread) {
  const whole = thread.filter((e) => e.ph === 'X' && e.dur > 0);
  whole.sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const tasks = [];
  let scriptUntil = 0;
  for (const event of whole) {
    const task = tasks.at(-1);
    const isInside = task && event.ts < task.until;
    if (event.name === 'RunTask' && !isInside)
      tasks.push({ until: event.ts + event.dur, ms: msOf(event), scriptMs: 0, isFrame: false });
    if (!isInside) continue;
    if (event.name === 'FireAnimationFrame') task.isFrame = true;
    if (event.name !== 'FunctionCall' || event.ts < scriptUntil) continue;
    task.scriptMs += msOf(event);
    scriptUntil = event.ts + event.dur;
  }
  return tasks;
}

/** From the least to the most. */
const sorted = (values) => values.sort((a, b) => a - b);
const share = (values, part) => values[Math.floor(part * (values.length - 1))] ?? NaN;

export async function rollout(browser, folder, path) {
  const host = await serve(folder);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(host.url + path);
  await page.locator('svg.stage-half .layer-boxes > *').first().waitFor({ timeout: 120_000 });
  await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: '5×', exact: true }).click();
  await page.waitForTimeout(1000);
  const events = await traced(browser, page, () => page.waitForTimeout(WATCH_MS));
  await page.close();
  host.close();
  const tasks = tasksOf(mainThread(events));
  const frames = tasks.filter((task) => task.isFrame);
  const script = sorted(frames.map((task) => task.scriptMs));
  const all = sorted(frames.map((task) => task.ms));
  const ofFrames = (values) =>
    `${share(values, 0.95).toFixed(1)} ms (median ${share(values, 0.5).toFixed(1)}, ${frames.length} frames)`;
  const longest = Math.max(...tasks.map((task) => task.ms));
  return [
    ['longest task, rollout of 1,000 + 1,000', `${longest.toFixed(1)} ms`, 'at most 50 ms'],
    ['frame work p95, the same', ofFrames(script), 'at most 8 ms'],
    ['the same with style, layout and paint', ofFrames(all), '-'],
  ];
}
