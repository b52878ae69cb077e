/** Within another page: what that page asks for, and what both say to each other. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, PATIENCE_MS, test } from './quayside';

interface Heard {
  readonly quayside: string;
  readonly nowMs: number;
  readonly ok?: boolean;
}
type Host = Window & { heard: Heard[] };

let server: Server;
let origin: string;
test.beforeAll(async () => {
  server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://x');
    response.setHeader('content-type', 'text/html');
    response.end(
      `<script>heard = []; onmessage = (event) => heard.push(event.data)</script>` +
        `<iframe width="900" height="500" src="${searchParams.get('page') ?? ''}"></iframe>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => server.close());

const host = (page: Page, address: string) =>
  page.goto(`${origin}/?page=${encodeURIComponent(address)}`);
const last = (page: Page, kind: string) =>
  page.evaluate(
    (name) => (window as unknown as Host).heard.findLast((m) => m.quayside === name),
    kind,
  );
const say = (page: Page, message: object) =>
  page.evaluate((sent) => {
    window.frames[0]?.postMessage(sent, '*');
  }, message);

// The embedding page is of another origin on purpose, so the plain `test` of the house does not fit: requests leave it.
test('plays, pauses, seeks and applies for the page around it', async ({ browser, baseURL }) => {
  const page = await browser.newPage();
  await host(page, `${baseURL}?embed&autoplay=0&half=ecs&lang=ko&theme=dark&origin=${origin}`);
  const frame = page.frameLocator('iframe');
  await expect
    .poll(() => last(page, 'ready'), { timeout: PATIENCE_MS })
    .toMatchObject({ nowMs: 0 });
  await expect(frame.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(frame.locator('svg.stage-half[data-platform=kubernetes]')).toHaveCount(0);
  await expect(frame.getByRole('banner')).toBeHidden();
  expect(await last(page, 'time')).toMatchObject({ nowMs: 0, playing: false });

  await say(page, { quayside: 'play' });
  await expect.poll(async () => (await last(page, 'time'))?.nowMs).toBeGreaterThan(500);
  await say(page, { quayside: 'pause' });
  await say(page, { quayside: 'seek', toMs: 60_000 });
  await expect.poll(async () => (await last(page, 'time'))?.nowMs).toBe(60_000);
  await say(page, {
    quayside: 'apply',
    id: 1,
    document: { service: 'web', cluster: 'harbour', desiredCount: 7 },
  });
  await expect.poll(() => last(page, 'applied')).toMatchObject({ id: 1, ok: true });
  await say(page, { quayside: 'apply', id: 2, document: { kind: 'Nothing' } });
  await expect.poll(() => last(page, 'applied')).toMatchObject({ id: 2, ok: false });
  await page.close();
});

test('does not listen to a page of another origin than the one named', async ({
  browser,
  baseURL,
}) => {
  const page = await browser.newPage();
  await host(page, `${baseURL}?embed&autoplay=0&origin=https://elsewhere.example`);
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('timer')).toHaveText('0:00.0', { timeout: PATIENCE_MS });
  await say(page, { quayside: 'play' });
  await page.waitForTimeout(1_000);
  await expect(frame.getByRole('timer')).toHaveText('0:00.0');
  expect(await page.evaluate(() => (window as unknown as Host).heard)).toEqual([]);
  await page.close();
});
