/** Without a pointer: the stage, the transport and Apply are reached and used with keys alone. */
import type { Page } from '@playwright/test';
import { expect, test } from './quayside';

/** Presses Tab until what has the focus is what is looked for. */
async function tabTo(page: Page, is: { role: string; name: RegExp }, atMost = 30): Promise<void> {
  const sought = page.getByRole(is.role as 'button', { name: is.name }).and(page.locator(':focus'));
  for (let pressed = 0; pressed < atMost; pressed++) {
    await page.keyboard.press('Tab');
    if ((await sought.count()) > 0) return;
  }
  throw new Error(`${atMost} times Tab did not lead to ${is.role} ${is.name.source}`);
}

test('stage, transport and Apply without a pointer', async ({ page, quayside }) => {
  await quayside.open();
  await tabTo(page, { role: 'link', name: /Skip to the stage/ }, 2);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(quayside.boxes('ecs').first()).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(quayside.boxes('ecs').nth(1)).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: /^What to do with/ })).toBeVisible();
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem').nth(1)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(quayside.boxes('ecs').nth(1)).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(quayside.boxes('kubernetes').first()).toBeFocused();

  await tabTo(page, { role: 'button', name: /^Pause$/ }, 3);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeFocused();

  await expect(page.locator('.monaco-editor .view-line')).not.toHaveCount(0);
  await page.keyboard.press('a');
  await expect(quayside.editor()).toBeFocused();
  await quayside.retype(5, '6', '5', ',');
  await expect(quayside.applyButton()).toBeEnabled();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(quayside.editor()).not.toBeFocused();
  await tabTo(page, { role: 'button', name: /^Apply/ }, 5);
  await page.keyboard.press('Enter');
  await quayside.figures('ecs', /^Asked 5 desiredCount\./);
});

test('Escape closes the key, and the page has its keys again', async ({ page, quayside }) => {
  await quayside.openPaused();
  await page.keyboard.press('?');
  const key = page.getByRole('dialog', { name: 'Key and keyboard' });
  await expect(key).toBeVisible();
  await page.keyboard.press('5');
  await page.keyboard.press('Escape');
  await expect(key).toBeHidden();
  await expect(page.getByRole('button', { name: '1×', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('2');
  await expect(page.getByRole('button', { name: '5×', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('every single key can be switched off', async ({ page, quayside }) => {
  await quayside.openPaused();
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: /Single keys/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('5');
  await expect(page.getByRole('button', { name: '1×', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('the legend has the keys while it is open, and Escape closes it', async ({
  page,
  quayside,
}) => {
  await quayside.openPaused();
  await page.keyboard.press('?');
  const legend = page.getByRole('dialog', { name: 'Key and keyboard' });
  await legend.getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('5');
  await page.keyboard.press('Escape');
  await expect(legend).toBeHidden();
  await expect(page.getByRole('button', { name: '1×', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});
