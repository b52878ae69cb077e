/** axe finds nothing: both languages, both themes, desk and phone; at rest, with the inspector, with a menu. No sideways scroll. */
import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, test } from './quayside';

const LANGUAGES = ['en', 'ko'] as const;
const THEMES = ['light', 'dark'] as const;

/** What is wider than the window it stands in. */
const sideways = (page: Page) =>
  page.evaluate(() =>
    [
      document.documentElement,
      document.body,
      ...document.querySelectorAll('.app, .app > :not(.visually-hidden)'),
    ]
      .filter((element) => element.scrollWidth > Math.max(element.clientWidth, 1) + 1)
      .map((element) => `${element.tagName}.${element.className} ${element.scrollWidth}`),
  );

/** What can be pressed and is smaller than 24 px. Not the hand of the timeline: it is moved by pressing anywhere on the strip. */
const smallTargets = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, a[href], input')].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      const seen = width > 0 && element.checkVisibility() && !element.closest('.skip');
      return seen && (width < 23.5 || height < 23.5)
        ? [
            `${element.getAttribute('aria-label') ?? element.textContent.trim()} ${width} x ${height}`,
          ]
        : [];
    }),
  );

for (const { name, width, height } of [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
])
  for (const language of LANGUAGES)
    for (const theme of THEMES)
      test(`axe: ${name}, ${language}, ${theme}`, async ({ page, quayside }) => {
        test.setTimeout(120_000);
        await page.setViewportSize({ width, height });
        await page.addInitScript(
          ([chosenLanguage, chosenTheme]) => {
            localStorage.setItem('quayside/language', chosenLanguage);
            localStorage.setItem('quayside/theme', chosenTheme);
            localStorage.setItem('quayside/shown', 'both');
          },
          [language, theme] as const,
        );
        await quayside.open();
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        const found: string[] = [];
        const look = async (state: string) => {
          found.push(...(await violations(page)).map((line) => `${state}: ${line}`));
          found.push(
            ...(await sideways(page)).map((line) => `${state}: scrolls sideways: ${line}`),
          );
        };

        if (name === 'desk')
          await expect(page.locator('.monaco-editor .view-line')).not.toHaveCount(0);
        await look('open');
        await quayside.tiles('ecs').first().click();
        await expect(
          quayside.inspector.locator('#inspector-placement tr[data-chosen=true]').first(),
        ).toBeAttached();
        await look('inspector');
        await quayside.inspector.locator('button[aria-haspopup=menu]').click();
        await expect(page.getByRole('menu').first()).toBeVisible();
        await look('menu');
        await page.keyboard.press('Escape');
        await quayside.inspector.getByRole('button').first().press('Escape');
        await expect(quayside.inspector).toBeHidden();
        await page.keyboard.press('?');
        await expect(page.getByRole('dialog')).toBeVisible();
        await look('key');
        expect(found).toEqual([]);
      });

for (const language of LANGUAGES)
  test(`a phone, ${language}: each of its places fits, and can be touched`, async ({
    page,
    quayside,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.addInitScript((chosen) => {
      localStorage.setItem('quayside/language', chosen);
    }, language);
    await quayside.open(['ecs']);
    const found: string[] = [];
    const places = page.getByRole('navigation').last().getByRole('button');
    await expect(places).toHaveCount(4);
    for (const place of await places.all()) {
      await place.click();
      await expect(place).toHaveAttribute('aria-current', 'page');
      const title = await place.innerText();
      found.push(...(await violations(page)).map((line) => `${title}: ${line}`));
      found.push(...(await smallTargets(page)).map((line) => `${title}: below 24 px: ${line}`));
      for (const width of [360, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await expect.poll(() => sideways(page), `${title}, ${width} px`).toEqual([]);
      }
    }
    expect(found).toEqual([]);
  });

for (const language of LANGUAGES)
  test(`no width scrolls sideways, ${language}`, async ({ page, quayside }) => {
    await page.addInitScript((chosen) => {
      localStorage.setItem('quayside/language', chosen);
    }, language);
    await quayside.open();
    for (const width of [2560, 1920, 1680, 1280, 1200, 1199, 1024, 800, 799, 600, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await expect(page.locator('.app')).toHaveCSS('width', `${width}px`);
      // The parts find their place a moment after the window has its size.
      await expect.poll(() => sideways(page), `${width} px`).toEqual([]);
    }
  });
