/** Who asked for less motion sees no dots and nothing sliding, and the page tells as much. */
import { expect, test } from './quayside';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('no dots, the same story', async ({ page, quayside }) => {
  await quayside.open();
  await quayside.chooseSpeed(5);
  await quayside.logs(/has started 1 tasks/);
  for (const platform of ['ecs', 'kubernetes'] as const)
    await expect(quayside.half(platform).locator('.request[d*=M]')).toHaveCount(0);
  await quayside.recovered();
  await quayside.figures('ecs', 'Asked 6 desiredCount. True 6 RUNNING');
  const { transitions } = await page.evaluate(() => ({
    transitions: document
      .getAnimations()
      .filter((each) => Number(each.effect?.getComputedTiming().duration ?? 0) > 1).length,
  }));
  expect(transitions).toBe(0);
});
