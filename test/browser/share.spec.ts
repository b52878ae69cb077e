/** A run travels: what one learner did is what another sees, in a browser that knows nothing of the first. */
import { deflateRawSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, PATIENCE_MS, Quayside, test } from './quayside';

const note = (page: Page) => page.locator('p.note');
const fragment = (run: unknown) =>
  `#run=${deflateRawSync(JSON.stringify(run)).toString('base64url')}`;
/** As the panel writes it. */
const plain = {
  format: 1,
  scenario: { slug: 'first-visit', hash: '0000000000000000' },
  seed: 7,
  journal: [],
  files: [],
  atMs: 300_000,
  digest: {},
};

async function linkOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share this run' }).click();
  const panel = page.getByRole('dialog', { name: 'Share this run' });
  const address = panel.getByRole('textbox', { name: 'Link' });
  await expect(address).toHaveValue(/#run=[\w-]+$/, { timeout: PATIENCE_MS });
  await expect(panel).toContainText(/[\d.]+ KB of at most 32\.0/);
  const link = await address.inputValue();
  await panel.getByRole('button', { name: 'Close' }).click();
  return link;
}

/** Scales the service to eight and crashes both sides, then stands still a little later. */
async function somethingDone(quayside: Quayside): Promise<void> {
  await quayside.openPaused();
  await quayside.openFile('service.json');
  await quayside.retype(5, '6,', '8,');
  await quayside.applyButton().click();
  await quayside.page.getByRole('button', { name: 'Crash web on both sides' }).click();
  await quayside.chooseSpeed(20);
  await quayside.play();
  await quayside.figures('ecs', /Asked 8 desiredCount\. True 8 RUNNING/);
  await quayside.page.getByRole('button', { name: 'Pause' }).click();
}

test('a link shows the same run in another browser, and leaves what was there alone', async ({
  quayside,
  browser,
  baseURL,
}) => {
  await somethingDone(quayside);
  const shown = await quayside.settledClock();
  const link = await linkOf(quayside.page);
  expect(link.length).toBeLessThan(16_000);

  const context = await browser.newContext({ baseURL: baseURL ?? '', serviceWorkers: 'block' });
  const other = new Quayside(await context.newPage());
  const errors: string[] = [];
  other.page.on('pageerror', (error) => errors.push(error.message));
  await other.page.goto(link);
  await expect(note(other.page)).toContainText('A shared run', { timeout: PATIENCE_MS });
  await expect(note(other.page)).not.toContainText('differs');
  await other.figures('ecs', /Asked 8 desiredCount\. True 8 RUNNING/);
  expect(await other.clockMs()).toBe(shown);
  await other.openFile('service.json');
  await expect(other.line('"desiredCount": 8')).toBeVisible();

  await note(other.page).getByRole('button', { name: 'Keep mine' }).click();
  await other.figures('ecs', /Asked 6 desiredCount\. True 6 RUNNING/);
  await other.openFile('service.json');
  await expect(other.line('"desiredCount": 6')).toBeVisible();
  expect(new URL(other.page.url()).hash).toBe('');
  expect(errors).toEqual([]);
  await context.close();
});

test('a saved file opens again', async ({ page, quayside }) => {
  await somethingDone(quayside);
  await page.getByRole('button', { name: 'Share this run' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as file' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('first-visit.quayside');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  const chooser = page.locator('#share-panel input[type=file]');
  await chooser.setInputFiles(await download.path());
  await expect(note(page)).toContainText('A shared run', { timeout: PATIENCE_MS });
});

const HOSTILE: readonly (readonly [string, string, RegExp])[] = [
  ['cut short', `${fragment(plain).slice(0, -20)}`, /not whole/],
  ['of letters', '#run=hello', /not whole/],
  ['of markup', '#run=<img src=x onerror=alert(1)>', /not whole/],
  ['too long', `#run=${'A'.repeat(60_000)}`, /more than one may hold/],
  [
    'that grows a thousandfold',
    `#run=${deflateRawSync(Buffer.alloc(25_000_000, 32)).toString('base64url')}`,
    /more than one may hold/,
  ],
  ['of a later format', fragment({ ...plain, format: 2 }), /newer Quayside/],
  [
    'about nothing here',
    fragment({ ...plain, scenario: { slug: 'no-such', hash: '' } }),
    /not here/,
  ],
];
for (const [what, hash, says] of HOSTILE)
  test(`a link ${what} ends in a sentence, and the own run is open`, async ({ page, quayside }) => {
    let alerts = 0;
    page.on('dialog', () => (alerts += 1));
    await page.goto(`./${hash}`);
    await expect(note(page)).toContainText(says, { timeout: PATIENCE_MS });
    await quayside.figures('ecs', 'Asked 6 desiredCount. True 6 RUNNING');
    expect(alerts).toBe(0);
  });

test('a link of another version says so', async ({ page, quayside }) => {
  await page.goto(`./${fragment(plain)}`);
  await expect(note(page)).toContainText('made by another version', { timeout: PATIENCE_MS });
  await quayside.figures('ecs', 'Asked 6 desiredCount. True 6 RUNNING');
});

test('a run that would take for ever can be left at once', async ({ page, quayside }) => {
  const rolls = Array.from({ length: 400 }, (_, i) => ({
    atMs: 300_000 + i * 1000,
    by: 'learner',
    request: {
      api: 'ecs',
      action: 'UpdateService',
      input: { cluster: 'harbour', service: 'web', desiredCount: 4000 + i },
    },
  }));
  await page.goto(`./${fragment({ ...plain, journal: rolls, atMs: 80_000_000 })}`);
  await note(page).getByRole('button', { name: 'Keep mine' }).click();
  await quayside.figures('ecs', 'Asked 6 desiredCount. True 6 RUNNING');
});
