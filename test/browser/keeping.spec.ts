/** What a learner has done outlives the tab, the network and the worker; where it cannot, the page says so. */
import type { Page } from '@playwright/test';
import { expect, PATIENCE_MS, test } from './quayside';

test('text and run survive a reload', async ({ page, quayside }) => {
  await quayside.openPaused();
  await quayside.openFile('service.json');
  await quayside.retype(5, '6,', '7,');
  await quayside.applyButton().click();
  await quayside.figures('ecs', /Asked 7 desiredCount/);
  await page.reload();
  await expect(page.locator('p.note')).toContainText('goes on where you left it', {
    timeout: PATIENCE_MS,
  });
  await quayside.figures('ecs', /Asked 7 desiredCount/);
  await quayside.openFile('service.json');
  await expect(quayside.line('"desiredCount": 7')).toBeVisible();
  await page.getByRole('button', { name: 'Start again' }).click();
  await quayside.figures('ecs', /Asked 6 desiredCount/);
});

test('bookmarks and a future that was left survive a reload, and the next', async ({
  page,
  quayside,
}) => {
  await quayside.openPaused();
  await quayside.goTo('Shift+ArrowRight', '0:10.0');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Bookmark' }).click();
  await quayside.goTo('Shift+ArrowRight', '0:20.0');
  await quayside.choose(quayside.boxes('ecs').last(), 'TerminateInstances');
  await quayside.goTo('Shift+ArrowRight', '0:30.0');
  await quayside.goTo('Shift+ArrowLeft', '0:20.0');
  await quayside.goTo('ArrowLeft', '0:19.0');
  await page.getByRole('button', { name: 'Fork here' }).click();
  const bookmark = page.getByRole('button', { name: 'Bookmark at 0:10.0' });
  await expect(page.getByText('left here: 1 change')).toBeVisible();
  for (let visit = 0; visit < 2; visit++) {
    await page.reload();
    await expect(bookmark).toBeAttached({ timeout: PATIENCE_MS });
    await expect(page.getByText('left here: 1 change')).toBeVisible();
    await page.getByRole('tab', { name: 'Charts' }).click();
    await expect(page.locator('.chart[data-row=running] .chart-left').first()).toBeAttached({
      timeout: PATIENCE_MS,
    });
    await page.getByRole('tab', { name: 'Log' }).click();
  }
  await bookmark.press('Enter');
  await expect.poll(() => quayside.clockMs()).toBe(10_000);
});

test('a browser that refuses storage is told of, and everything else works', async ({
  page,
  quayside,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  await quayside.openPaused();
  await quayside.openFile('service.json');
  await quayside.retype(5, '6,', '7,');
  await quayside.applyButton().click();
  await quayside.figures('ecs', /Asked 7 desiredCount/);
  await expect(page.locator('p.note')).toContainText('refuses storage');
  await page.goto('./#lesson/keep-three-running');
  await page.reload();
  await expect(page.locator('p.note')).toContainText('refuses storage');
});

/** Has the page's worlds at hand, so that one can be ended. */
async function countWorlds(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Plain = window.Worker;
    const made: Worker[] = [];
    Object.assign(window, { worlds: made });
    window.Worker = class extends Plain {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (String(url).includes('/worker-')) made.push(this);
      }
    };
  });
}
async function killWorld(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { worlds } = window as unknown as { worlds: Worker[] };
    worlds[0]?.terminate();
    worlds[0]?.dispatchEvent(new ErrorEvent('error', { message: 'killed' }));
  });
}

test('a worker that dies is built again, and nothing is lost', async ({ page, quayside }) => {
  await countWorlds(page);
  await quayside.openPaused();
  await quayside.openFile('service.json');
  await quayside.retype(5, '6,', '7,');
  await quayside.applyButton().click();
  await quayside.figures('ecs', /Asked 7 desiredCount/);
  await killWorld(page);
  await quayside.play();
  await expect(page.locator('p.note')).toContainText('rebuilt from its journal', {
    timeout: PATIENCE_MS,
  });
  await quayside.figures('ecs', /Asked 7 desiredCount/);
});

test('a solution whose world dies while it is shown is offered again', async ({ page }) => {
  await countWorlds(page);
  await page.goto('./#lesson/keep-three-running');
  const lesson = page.getByRole('complementary', { name: /^Lesson/ });
  await lesson.getByRole('button', { name: 'Show me' }).click({ timeout: PATIENCE_MS });
  await expect(lesson.getByText('Step 1 of', { exact: false })).toBeVisible();
  await killWorld(page);
  await expect(lesson.getByText('does not know the rest of it')).toBeVisible({
    timeout: PATIENCE_MS,
  });
  await lesson.getByRole('button', { name: 'Show it again' }).click();
  await expect(lesson.getByText('Step 1 of', { exact: false })).toBeVisible();
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('the page opens again, whole', async ({ page, context, quayside }) => {
    test.setTimeout(120_000);
    await quayside.open();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await context.setOffline(true);
    await quayside.open();
    await quayside.figures('kubernetes', 'Asked 6 replicas. True 6 Ready');
    await quayside.openFile('service.json');
    await expect(quayside.line('"desiredCount": 6')).toBeVisible();
    await context.setOffline(false);
  });
});
