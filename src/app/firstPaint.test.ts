/** What index.html paints before any script runs says the same as the page that replaces it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { en } from './i18n/messages.en';
import { ko } from './i18n/messages.ko';

const html = readFileSync(new URL('../../index.html', import.meta.url), 'utf8')
  .replace(/<\/?b>/g, '**')
  .replace(/\s+/g, ' ');

it.each([
  ['English', en.intro],
  ['Korean', ko.intro],
])('%s', (_, intro) => {
  for (const text of [intro.crumb, intro.title, ...intro.prose]) expect(html).toContain(text);
});
