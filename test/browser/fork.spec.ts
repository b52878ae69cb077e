/** Going back and on again, another future from the same moment, and the charts that hold both. */
import type { Page } from '@playwright/test';
import { expect, test } from './quayside';

/** What the charts' table says of a row, both platforms. */
const counted = (page: Page, row: RegExp) =>
  page.getByRole('row', { name: row }).getByRole('cell').allInnerTexts();
const dashed = (page: Page) => page.locator('.time-forks .left-behind');

test('what was played stays known, and as a faint branch once something else is done', async ({
  page,
  quayside,
}) => {
  await quayside.openPaused();
  await page.getByRole('tab', { name: 'Charts' }).click();
  await quayside.goTo('End', '0:30.0');
  const fork = page.getByRole('button', { name: 'Fork here' });
  await expect(fork).toBeDisabled();

  // Back to a moment at which the crash is not yet healed: its future is pale, and known.
  await quayside.goTo('Shift+ArrowLeft', '0:20.0');
  await quayside.goTo('Shift+ArrowLeft', '0:10.0');
  await expect(page.locator('.time-veil')).toHaveCount(1);
  await expect.poll(() => counted(page, /^Running/)).toEqual(['5', '5']);
  await expect(page.locator('.chart[data-row=running] .chart-line')).toHaveCount(4);
  await expect(dashed(page)).toHaveCount(0);

  await fork.click();
  await expect(dashed(page)).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeFocused();
  await expect(page.getByText('left here', { exact: true })).toBeVisible();
  await expect(page.locator('.time-veil')).toHaveCount(0);
  await expect(page.locator('.chart[data-row=running] .chart-left')).toHaveCount(2);

  // The same future comes again until something is done; then that one is left too, with what was done in it.
  await quayside.goTo('Shift+ArrowRight', '0:20.0');
  await quayside.choose(quayside.boxes('ecs').last(), 'TerminateInstances');
  await quayside.goTo('Shift+ArrowRight', '0:30.0');
  await quayside.goTo('Shift+ArrowLeft', '0:20.0');
  await quayside.goTo('ArrowLeft', '0:19.0');
  await quayside.choose(quayside.tiles('ecs').first(), 'StopTask');
  await expect(dashed(page)).toHaveCount(2);
  await expect(page.getByText('left here: 1 change')).toBeVisible();
  await expect.poll(() => counted(page, /^Running/)).toEqual(['5', '6']);
});

test('bookmarks are set, gone to and taken away by keyboard', async ({ page, quayside }) => {
  await quayside.openPaused();
  await quayside.goTo('ArrowRight', '0:01.0');
  await page.getByRole('link', { name: 'Skip to the stage' }).focus();
  await page.keyboard.press('k');
  await quayside.goTo('Shift+ArrowRight', '0:11.0');
  const bookmark = page.getByRole('button', { name: 'Bookmark at 0:01.0' });
  await bookmark.press('Enter');
  await expect.poll(() => quayside.clockMs()).toBe(1_000);
  await bookmark.press('Delete');
  await expect(bookmark).toHaveCount(0);
});

test('the charts say the values of the moment under the pointer, and go there', async ({
  page,
  quayside,
}) => {
  await quayside.openPaused();
  await page.getByRole('tab', { name: 'Charts' }).click();
  await quayside.goTo('End', '0:30.0');
  await expect.poll(() => counted(page, /^Running/)).toEqual(['6', '6']);
  const base = await page.locator('.chart[data-row=running] .chart-base').boundingBox();
  if (!base) throw new Error('no chart');
  // The run is shown from 0:00 to 1:00; at 0:09 both sides miss one.
  await page.mouse.move(base.x + (9 / 60) * base.width, base.y - 10);
  await expect.poll(() => counted(page, /^Running/)).toEqual(['5', '5']);
  await page.mouse.down();
  await page.mouse.up();
  const seconds = async () => Math.round((await quayside.clockMs()) / 1000);
  await expect.poll(seconds).toBe(9);
});
