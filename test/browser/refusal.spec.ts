/** What is refused shows the reason at its line, changes nothing in the world and nothing in the text. */
import { expect, test, type Quayside } from './quayside';

/** The message stands in full right under the line that it is about. */
async function expectMessageUnder(quayside: Quayside, line: string, message: RegExp) {
  const shown = quayside.documents.locator('.editor-problem').filter({ hasText: message });
  await expect(shown).toBeVisible();
  const [at, below] = await Promise.all([
    quayside.line(line).first().boundingBox(),
    shown.boundingBox(),
  ]);
  expect(at && below && Math.abs(below.y - (at.y + at.height))).toBeLessThan(8);
}

async function expectWorldAsItWas(quayside: Quayside, rows: number) {
  const [pane, button] = await Promise.all([
    quayside.documents.boundingBox(),
    quayside.applyButton().boundingBox(),
  ]);
  expect(button && pane && button.x + button.width, 'Apply stays in its pane').toBeLessThanOrEqual(
    (pane?.x ?? 0) + (pane?.width ?? 0),
  );
  await quayside.figures('ecs', 'Asked 6 desiredCount. True 6 RUNNING');
  await quayside.figures('kubernetes', 'Asked 6 replicas. True 6 Ready');
  await expect(quayside.log.locator('time')).toHaveCount(rows);
}

test('broken JSON', async ({ page, quayside }) => {
  await quayside.openPaused();
  await quayside.openFile('service.json');
  const rows = await quayside.log.locator('time').count();
  await quayside.retype(5, '6,', '8,,');
  await expect(quayside.status()).toHaveText(/^\d+ places? to repair before it can be sent$/);
  await expectMessageUnder(quayside, '"desiredCount"', /./);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(quayside.line('"desiredCount": 8,,')).toBeVisible();
  await expectWorldAsItWas(quayside, rows);
});

test('a manifest that the API server refuses', async ({ page, quayside }) => {
  await quayside.openPaused();
  await quayside.openFile('deployment.yaml');
  const rows = await quayside.log.locator('time').count();
  await quayside.retype(6, '6', '-1');
  await expect(quayside.status()).toHaveText('1 place that the platform refuses');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(quayside.status()).toHaveText(
    'Not applied: the world is as it was, and your text is kept.',
  );
  await expectMessageUnder(
    quayside,
    'replicas:',
    /Invalid value: -1: must be greater than or equal to 0/,
  );
  await expect(quayside.line('replicas: -1')).toBeVisible();
  await expectWorldAsItWas(quayside, rows);
});

test('a field that does not exist', async ({ page, quayside }) => {
  await quayside.openPaused();
  await quayside.openFile('deployment.yaml');
  const rows = await quayside.log.locator('time').count();
  await quayside.retype(6, 's: 6', ': 6');
  await expect(quayside.applyButton()).toBeEnabled();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(quayside.status()).toHaveText(
    'Not applied: the world is as it was, and your text is kept.',
  );
  await expectMessageUnder(quayside, 'replica:', /unknown field "?spec\.replica"?/);
  await expectWorldAsItWas(quayside, rows);
});
