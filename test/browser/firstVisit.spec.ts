/** The first minute, with nothing asked of the learner: open, the same crash on both sides, two answers, both recovered. */
import { expect, PATIENCE_MS, test } from './quayside';

test('opens alive, crashes on both sides and recovers', async ({ page, quayside }) => {
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const shifts = list.getEntries() as (PerformanceEntry & { value: number })[];
      const before = Number(document.documentElement.dataset['shifted'] ?? 0);
      const sum = shifts.reduce((all, { value }) => all + value, before);
      document.documentElement.dataset['shifted'] = String(sum);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const startedAt = performance.now();
  const aliveMs = await quayside.open();
  await quayside.figures('ecs', 'Asked 6 desiredCount. True 6 RUNNING');
  await quayside.figures('kubernetes', 'Asked 6 replicas. True 6 Ready');
  await expect(page.locator('.monaco-editor .view-line')).not.toHaveCount(0);
  const shifted = await page.evaluate(() =>
    Number(document.documentElement.dataset['shifted'] ?? 0),
  );
  console.log(`stage alive after ${Math.round(aliveMs)} ms, layout shift ${shifted.toFixed(4)}`);
  expect(shifted).toBeLessThan(0.005);
  expect(aliveMs).toBeLessThan(10_000);
  await expect(page.locator('meta[http-equiv=Content-Security-Policy]')).toHaveAttribute(
    'content',
    /default-src 'none'.*script-src 'self';/,
  );
  // Something moves: requests flow, and the simulated time passes.
  await expect(quayside.half('ecs').locator('.request')).toHaveAttribute('d', /M/);

  // The same fault at 0:08: a task ends and another is started, a container starts again where it is.
  await quayside.logs(/0:08.*Fault.*exits with 1/, PATIENCE_MS);
  await quayside.chooseSpeed(5);
  await quayside.logs(/Essential container web in task \w+ exited/);
  await quayside.logs(/has started 1 tasks/);
  await quayside.logs(/started container web again in place, restart 1/);
  await expect(quayside.tiles('kubernetes', 'restarted once')).toHaveCount(1);

  const race = await quayside.recovered();
  const clock = await quayside.timer.innerText();
  console.log(
    `open, crash, recover: ECS ${race.ecs}, Kubernetes ${race.kubernetes}, over by ${clock.replace(/\s/g, '')}, ` +
      `${Math.round((performance.now() - startedAt) / 1000)} s after the page was asked for`,
  );
  await quayside.figures('ecs', 'Asked 6 desiredCount. True 6 RUNNING');
  await quayside.figures('kubernetes', 'Asked 6 replicas. True 6 Ready');
  expect(await quayside.clockMs()).toBeLessThan(60_000);
});

test('crashes both sides again when asked to', async ({ page, quayside }) => {
  await quayside.open();
  await page.getByRole('button', { name: 'Crash web on both sides' }).click();
  await quayside.logs(/You.*exits with 1|Fault.*exits with 1/);
  await quayside.chooseSpeed(20);
  await quayside.recovered();
});
