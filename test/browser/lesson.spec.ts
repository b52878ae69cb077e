/** Lesson 2 from its first word to its last question, in both languages: predict, act, hints, Show me, progress over a reload. */
import type { Locator, Page } from '@playwright/test';
import { violations } from './axe';
import { expect, PATIENCE_MS, test, type Quayside } from './quayside';

const WORDS = {
  en: {
    title: 'Ask for three, keep three',
    goals: 'Goals',
    hint: 'Hint 1 of 3',
    hintSays: /There are two numbers/,
    predicted: 'ECS two, pods one',
    left: 'ECS one, pods one',
    waits: 'waits for your answer',
    play: 'Play',
    measured: /ECS made 2 new tasks.*1 new pod.*1 restart/s,
    apply: /^Apply/,
    deletePod: 'Delete the pod',
    crash: /exits with 1/,
    showMe: 'Show me',
    shown: /That was the solution/,
    watched: /^watched, /,
    kept: /^met (before|at \d)/,
    done: 'done',
    begun: 'begun',
    own: 'Begin again with my text',
  },
  ko: {
    title: '셋을 바라면 셋이 유지된다',
    goals: '목표',
    hint: '힌트 1/3',
    hintSays: /바꿀 수는 둘/,
    predicted: 'ECS 두 개, 파드 한 개',
    left: 'ECS 한 개, 파드 한 개',
    waits: '답을 기다림',
    play: '재생',
    measured: /ECS는 태스크 2개를 새로.*파드 1개를 새로.*1번 재시작/s,
    apply: /^적용/,
    deletePod: '파드 삭제',
    crash: /비정상 종료/,
    showMe: '풀이 보기',
    shown: /여기까지가 풀이/,
    watched: /^지켜봄, /,
    kept: /이룸$/,
    done: '마침',
    begun: '하는 중',
    own: '쓰던 글로 다시 시작',
  },
} as const;
type Language = keyof typeof WORDS;
const LANGUAGES: readonly Language[] = ['en', 'ko'];
const SLUG = 'keep-three-running';

/** The lesson as somebody reads it. */
class Lesson {
  readonly panel: Locator;
  readonly goals: Locator;

  constructor(
    readonly page: Page,
    readonly quayside: Quayside,
    readonly words: (typeof WORDS)[Language],
  ) {
    this.panel = page.getByRole('complementary').filter({ hasText: words.title });
    this.goals = this.panel.getByRole('region', { name: words.goals }).getByRole('listitem');
  }

  async open(): Promise<void> {
    await this.page.goto(`./#lesson/${SLUG}`);
    await expect(this.panel.getByRole('heading', { level: 2 })).toHaveText(this.words.title);
    for (const platform of ['ecs', 'kubernetes'] as const)
      await expect(this.quayside.tiles(platform)).toHaveCount(1, { timeout: PATIENCE_MS });
  }

  /** What each goal says of itself: `not yet`, `met at 0:20`. */
  async standing(goal: number, says: RegExp | string, timeout = PATIENCE_MS): Promise<void> {
    await expect(this.goals.nth(goal).locator('.visually-hidden').last()).toHaveText(says, {
      timeout,
    });
  }

  met = (goal: number): Promise<void> => this.standing(goal, /\d:\d\d/);

  option(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true });
  }

  /** Writes a 3 for the 1 at a line's end, before what stays there, and applies. */
  async ask(file: string, line: number, stays: string): Promise<void> {
    const { page } = this;
    await page.getByRole('tab', { name: file }).click();
    const editor = page.getByRole('textbox', { name: new RegExp(file.replace('.', '\\.')) });
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+Home');
    for (let i = 1; i < line; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    for (let i = 0; i < stays.length; i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('3');
    await expect(page.getByRole('button', { name: this.words.apply })).toBeEnabled();
    await page.keyboard.press('ControlOrMeta+Enter');
  }

  async choose(thing: Locator, item: string | RegExp): Promise<void> {
    await thing.click({ button: 'right', position: { x: 8, y: 8 } });
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  /** How the course's menu shows the lesson. */
  async standsAs(state: string): Promise<void> {
    await this.page.locator('[popovertarget=course-menu]').click();
    const entry = this.page.getByRole('dialog').getByRole('link', { name: this.words.title });
    await expect(entry).toContainText(state);
    await this.page.keyboard.press('Escape');
  }
}

async function speak(page: Page, language: Language): Promise<void> {
  await page.addInitScript((chosen) => {
    localStorage.setItem('quayside/language', chosen);
  }, language);
}

for (const language of LANGUAGES)
  test(`lesson 2 by hand, ${language}`, async ({ page, quayside }) => {
    test.setTimeout(240_000);
    await speak(page, language);
    const words = WORDS[language];
    const lesson = new Lesson(page, quayside, words);
    await lesson.open();
    await expect(page.locator('.monaco-editor .view-line')).not.toHaveCount(0);
    const found = await violations(page);

    await lesson.panel.getByRole('button', { name: words.hint }).click();
    await expect(lesson.panel.getByText(words.hintSays)).toBeVisible();
    // What a word names is ringed on the stage while it has the focus.
    await lesson.panel.locator('.prose .link').first().focus();
    await expect(quayside.half('ecs').locator('.ring[data-as=found]')).toHaveCount(1);

    await lesson.ask('service.json', 5, ',');
    await lesson.ask('deployment.yaml', 6, '');
    await quayside.chooseSpeed(5);
    await lesson.met(0);

    // The clock waits for the prediction, whatever is pressed.
    await expect(page.getByText(words.waits, { exact: true })).toBeVisible();
    const stoodAt = await quayside.clockMs();
    await page.getByRole('button', { name: words.play, exact: true }).click();
    await expect(lesson.option(words.left)).toBeFocused();
    await page.keyboard.press('.');
    expect(await quayside.clockMs()).toBe(stoodAt);
    await lesson.option(words.predicted).click();
    await expect(lesson.option(words.predicted)).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(() => quayside.clockMs()).toBeGreaterThan(stoodAt);

    const served = (platform: 'ecs' | 'kubernetes') =>
      quayside.tiles(platform, platform === 'ecs' ? 'RUNNING' : 'Ready');
    await lesson.choose(served('ecs').first(), 'StopTask');
    await lesson.choose(served('kubernetes').first(), words.deletePod);
    for (const platform of ['ecs', 'kubernetes'] as const)
      await expect(served(platform)).toHaveCount(3, { timeout: PATIENCE_MS });
    for (const platform of ['ecs', 'kubernetes'] as const)
      await lesson.choose(served(platform).first(), words.crash);
    await lesson.met(1);
    await quayside.chooseSpeed(20);
    await lesson.met(2);

    await expect(lesson.panel.getByText(words.measured)).toBeVisible();
    await expect(lesson.panel.locator('a.next')).toHaveClass(/primary/);
    await expect(lesson.panel.locator('.end .question')).toBeVisible();
    found.push(...(await violations(page)));
    expect(found).toEqual([]);

    await page.reload();
    await lesson.standing(2, words.kept);
    // Once the run has come back so far, the choice has its mark, and says more.
    await expect(lesson.panel.getByRole('button', { name: words.predicted })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await lesson.standsAs(words.done);
  });

for (const language of LANGUAGES)
  test(`Show me plays lesson 2, ${language}`, async ({ page, quayside }) => {
    test.setTimeout(240_000);
    await speak(page, language);
    const words = WORDS[language];
    const lesson = new Lesson(page, quayside, words);
    await lesson.open();
    await lesson.ask('service.json', 5, ',');
    await lesson.panel.getByRole('button', { name: words.showMe }).click();
    // Typed into the same editor, from the lesson's own text on.
    await expect(page.locator('.view-line').filter({ hasText: '"desiredCount": 1' })).toBeVisible();
    await expect(page.locator('.view-line').filter({ hasText: '"desiredCount": 3' })).toBeVisible();
    await expect(page.locator('.view-line').filter({ hasText: 'replicas: 3' })).toBeVisible({
      timeout: PATIENCE_MS,
    });
    await quayside.chooseSpeed(20);
    await expect(lesson.panel.getByText(words.shown)).toBeVisible({ timeout: 120_000 });
    for (const goal of [0, 1, 2]) await lesson.standing(goal, words.watched);
    expect(await violations(page)).toEqual([]);
    await lesson.standsAs(language === 'en' ? 'watched' : '지켜봄');

    // The learner's own text comes back with a run of their own.
    await lesson.panel.getByRole('button', { name: words.own }).click();
    await page.getByRole('tab', { name: 'service.json' }).click();
    await expect(page.locator('.view-line').filter({ hasText: '"desiredCount": 3' })).toBeVisible();
    await page.getByRole('tab', { name: 'deployment.yaml' }).click();
    await expect(page.locator('.view-line').filter({ hasText: 'replicas: 1' })).toBeVisible();
    await lesson.standing(0, /^(not yet|아직)$/);
  });

test('a lesson that is not there leads to free play, and says so', async ({ page, quayside }) => {
  await page.goto('./?lesson=no-such-lesson');
  await expect(page.getByText(/no lesson “no-such-lesson”/)).toBeVisible();
  await expect(quayside.tiles('ecs').nth(5)).toBeVisible({ timeout: PATIENCE_MS });
});

test('the course leads from free play to a lesson and back', async ({ page, quayside }) => {
  await quayside.open();
  await page.locator('[popovertarget=course-menu]').click();
  const course = page.getByRole('dialog');
  await course.getByRole('link', { name: WORDS.en.title }).click();
  await expect(page).toHaveURL(new RegExp(`#lesson/${SLUG}$`));
  await expect(page.getByRole('heading', { level: 2, name: WORDS.en.title })).toBeVisible();
  await expect(quayside.tiles('ecs')).toHaveCount(1, { timeout: PATIENCE_MS });
  await page.keyboard.press('g');
  await expect(page.getByRole('region', { name: 'Goals' }).getByRole('list')).toBeFocused();
  await page.goBack();
  await expect(quayside.tiles('ecs').nth(5)).toBeVisible({ timeout: PATIENCE_MS });
  await expect(page.getByRole('heading', { name: 'Free play' })).toBeVisible();
});

test('on a phone: both halves in small, everything within reach', async ({ page, quayside }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`./#lesson/${SLUG}`);
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(WORDS.en.title);
  await expect(panel.locator('.mini svg .mark')).toHaveCount(2, { timeout: PATIENCE_MS });
  expect(await violations(page)).toEqual([]);
  const small = await panel
    .locator('button:visible, .next')
    .evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 43.5).length);
  expect(small).toBe(0);
  await panel.locator('.mini button').first().click();
  await expect(quayside.tiles('ecs')).toHaveCount(1);
});
