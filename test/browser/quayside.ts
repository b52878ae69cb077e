/**
 * The page as a learner meets it: found by role, name and words, so that a flow reads as what somebody does. Every test
 * that opens it also holds that nothing was written to the console as an error and that no request left the origin.
 */
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export { expect };
export type Platform = 'ecs' | 'kubernetes';

/** A slow computer plays slower: what is waited for is a condition, and this is when to give up on it. */
export const PATIENCE_MS = 25_000;

const HALF = { ecs: 'Amazon ECS', kubernetes: 'Kubernetes' } as const;

export class Quayside {
  readonly page: Page;
  readonly log: Locator;
  readonly inspector: Locator;
  readonly documents: Locator;
  readonly timer: Locator;

  constructor(page: Page) {
    this.page = page;
    this.log = page.getByRole('list', { name: 'Log', exact: true });
    this.inspector = page.getByRole('complementary', { name: /^(Inspector|인스펙터)$/ });
    this.documents = page.getByRole('region', { name: 'Documents' });
    this.timer = page.getByRole('timer');
  }

  /** Opens the page; returns how long it took until the halves that are shown had their tiles. */
  async open(halves: readonly Platform[] = ['ecs', 'kubernetes']): Promise<number> {
    const startedAt = performance.now();
    await this.page.goto('./');
    for (const platform of halves)
      await expect(this.tiles(platform).nth(5)).toBeVisible({ timeout: PATIENCE_MS });
    return performance.now() - startedAt;
  }

  /** Opens the page and stops its clock at 0:00, so that what follows starts from one moment however slow the computer. */
  async openPaused(): Promise<void> {
    await this.open();
    await this.page.getByRole('button', { name: 'Pause' }).click();
    await expect(this.page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await this.goTo('Home', '0:00.0');
  }

  /** Moves the hand of the timeline by a key, until the world has followed it there. */
  async goTo(key: string, clock: string): Promise<void> {
    const slider = this.page.getByRole('slider', { name: 'Time' });
    await slider.press(key);
    await expect(slider).toHaveAttribute('aria-valuetext', `now ${clock}`);
    await expect.poll(() => this.clockMs(), { timeout: PATIENCE_MS }).toBe(clockMsOf(clock));
  }

  /** The half's drawing. */
  half(platform: Platform): Locator {
    return this.page.locator(`svg.stage-half[data-platform=${platform}]`);
  }

  /** In either language. */
  tiles(platform: Platform, state = ''): Locator {
    const kind = platform === 'ecs' ? '(task|태스크)' : '(pod|파드)';
    return this.half(platform).getByRole('button', { name: new RegExp(`^${kind} web .*${state}`) });
  }

  boxes(platform: Platform): Locator {
    const kind = platform === 'ecs' ? 'instance' : 'node';
    return this.half(platform).getByRole('button', { name: new RegExp(`^${kind} `) });
  }

  /** `Asked 6 replicas. True 6 Ready`, as the gauge of the half says it aloud. */
  async figures(platform: Platform, says: RegExp | string, timeout = PATIENCE_MS): Promise<void> {
    const gauge = this.page
      .getByRole('region', { name: HALF[platform] })
      .getByRole('img', { name: /^Asked/ });
    await expect(gauge).toHaveAccessibleName(says, { timeout });
  }

  /** The simulated time that the page shows. */
  async clockMs(): Promise<number> {
    return clockMsOf(await this.timer.innerText());
  }

  /** What the log says, once it has caught up: panels that are read rather than watched follow ten times a second. */
  async settledLog(): Promise<string> {
    let before = '';
    await expect
      .poll(
        async () => {
          const was = before;
          before = await this.log.innerText();
          return was === before;
        },
        { intervals: [250] },
      )
      .toBe(true);
    return before;
  }

  /** The clock once it stands: what was asked of the world before a pause still arrives after it. */
  async settledClock(): Promise<number> {
    let before = -1;
    await expect
      .poll(
        async () => {
          const was = before;
          before = await this.clockMs();
          return was === before;
        },
        { intervals: [300] },
      )
      .toBe(true);
    return before;
  }

  async logs(line: RegExp | string, timeout = PATIENCE_MS): Promise<void> {
    await expect(this.log.getByRole('listitem').filter({ hasText: line }).first()).toBeAttached({
      timeout,
    });
  }

  /** Waits until as many serve as before the newest fault; returns how long each side took, null where nothing was lost. */
  async recovered(timeout = PATIENCE_MS): Promise<Record<Platform, string | null>> {
    const chip = this.page.getByText(/^Back to \d+/);
    await expect(chip).toContainText(/\d+ m?s|\d:\d\d/, { timeout });
    await expect(chip).not.toContainText('…', { timeout });
    const took = async (shape: string) => {
      const figure = chip.locator(`i.${shape} + b`);
      return (await figure.count()) > 0 ? figure.innerText() : null;
    };
    return { ecs: await took('sq'), kubernetes: await took('ci') };
  }

  async chooseSpeed(times: 1 | 5 | 20 | 60 | 600): Promise<void> {
    await this.page.getByRole('button', { name: `${times}×`, exact: true }).click();
  }

  async play(): Promise<void> {
    await this.page.getByRole('button', { name: 'Play', exact: true }).click();
  }

  /** What the context menu of a thing offers; pressed at its upper edge, where nothing stands on it. */
  async menuOf(thing: Locator): Promise<Locator> {
    await thing.click({ button: 'right', position: { x: 8, y: 6 } });
    const menu = this.page.getByRole('menu', { name: /^What to do with/ });
    await expect(menu).toBeVisible();
    return menu;
  }

  async choose(thing: Locator, item: string | RegExp): Promise<void> {
    const menu = await this.menuOf(thing);
    await menu.getByRole('menuitem', { name: item }).click();
    await expect(menu).toBeHidden();
  }

  /** Opens a file once the full editor has taken the place of the plain field. */
  async openFile(name: string): Promise<void> {
    await expect(this.page.locator('.monaco-editor .view-line').first()).toBeVisible({
      timeout: PATIENCE_MS,
    });
    await this.documents.getByRole('tab', { name }).click();
    await expect(this.editor()).toHaveAccessibleName(new RegExp(`^Text of ${name}`));
  }

  editor(): Locator {
    return this.documents.getByRole('textbox', { name: /^Text of/ });
  }

  /** A line of the text as the editor shows it. */
  line(text: string | RegExp): Locator {
    return this.documents.locator('.view-line').filter({ hasText: text });
  }

  /** Types something else at the end of a line (from 1) of the open file, before the characters that stay there. */
  async retype(line: number, was: string, now: string, stays = ''): Promise<void> {
    const { keyboard } = this.page;
    await this.editor().focus();
    await keyboard.press('ControlOrMeta+Home');
    for (let i = 1; i < line; i++) await keyboard.press('ArrowDown');
    await keyboard.press('End');
    for (let i = 0; i < stays.length; i++) await keyboard.press('ArrowLeft');
    for (let i = 0; i < was.length; i++) await keyboard.press('Backspace');
    await keyboard.type(now);
  }

  applyButton(): Locator {
    return this.documents.getByRole('button', { name: /^Apply/ });
  }

  status(): Locator {
    return this.documents.getByRole('status');
  }
}

/** `1:02:03` or `0:15.8` in milliseconds. */
function clockMsOf(text: string): number {
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
}

export const test = base.extend<{ quayside: Quayside }>({
  quayside: async ({ page, context, baseURL }, use) => {
    const faults: string[] = [];
    const { origin } = new URL(baseURL ?? '');
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== origin)
        faults.push(`left the origin: ${request.url()}`);
    });
    await use(new Quayside(page));
    expect(faults).toEqual([]);
  },
});
