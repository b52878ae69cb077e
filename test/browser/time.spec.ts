/** Time by hand: it stops, steps, goes back and runs at five speeds, and the run is the same afterwards. */
import { expect, test } from './quayside';

test('stops, steps to the next event, goes back, and repeats itself', async ({
  page,
  quayside,
}) => {
  await quayside.openPaused();
  const stoppedAt = await quayside.clockMs();
  // Long enough for a clock that had not stopped to show it.
  await page.waitForTimeout(600);
  expect(await quayside.clockMs()).toBe(stoppedAt);
  await expect(quayside.log.locator('time')).toHaveCount(0);

  await page.keyboard.press('.');
  await expect(quayside.timer).toHaveText(/0:08\s*\.0/);
  await quayside.logs('Fault process in');

  await quayside.goTo('Shift+ArrowRight', '0:18.0');
  const first = await quayside.settledLog();
  expect(first).toContain('Fault process in');
  await quayside.goTo('Home', '0:00.0');
  await expect(quayside.timer).toHaveText(/0:00\s*\.0/);
  await expect(quayside.log.locator('time')).toHaveCount(0);
  await quayside.figures('ecs', 'Asked 6 desiredCount. True 6 RUNNING');
  await quayside.goTo('ArrowRight', '0:01.0');
  await quayside.goTo('End', '0:30.0');
  await quayside.goTo('Shift+ArrowLeft', '0:20.0');
  await quayside.goTo('ArrowLeft', '0:19.0');
  await quayside.goTo('ArrowLeft', '0:18.0');
  expect(await quayside.settledLog()).toBe(first);
});

test('plays and pauses with Space, and takes its speed from the keys 1 to 5', async ({
  page,
  quayside,
}) => {
  await quayside.openPaused();
  await page.getByRole('link', { name: 'Skip to the stage' }).focus();
  await page.keyboard.press('Enter');
  for (const [key, times] of Object.entries({ 1: 1, 2: 5, 3: 20, 4: 60, 5: 600 })) {
    await page.keyboard.press(key);
    await expect(page.getByRole('button', { name: `${times}×`, exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
  }
  await page.keyboard.press(' ');
  await expect.poll(() => quayside.clockMs(), { timeout: 20_000 }).toBeGreaterThan(60_000);
  await page.keyboard.press(' ');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});

test('every press of an arrow counts, however fast', async ({ page, quayside }) => {
  await quayside.openPaused();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await quayside.goTo('ArrowRight', '0:06.0');
});
