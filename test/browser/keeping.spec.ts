/** What a learner has done outlives the tab, the network and the worker; where it cannot, the page says so. */
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
});

test('a worker that dies is built again, and nothing is lost', async ({ page, quayside }) => {
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
  await quayside.openPaused();
  await quayside.openFile('service.json');
  await quayside.retype(5, '6,', '7,');
  await quayside.applyButton().click();
  await quayside.figures('ecs', /Asked 7 desiredCount/);
  await page.evaluate(() => {
    const { worlds } = window as unknown as { worlds: Worker[] };
    worlds[0]?.terminate();
    worlds[0]?.dispatchEvent(new ErrorEvent('error', { message: 'killed' }));
  });
  await quayside.play();
  await expect(page.locator('p.note')).toContainText('rebuilt from its journal', {
    timeout: PATIENCE_MS,
  });
  await quayside.figures('ecs', /Asked 7 desiredCount/);
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
