/**
 * Fonts that may come late: the italic of zone names on any page, and on a Korean one Pretendard, whose 92 files the browser
 * picks by character. An English page never asks for it, though the editor measures a full-width letter and an arrow.
 * `font-display: optional`: nothing moves when they arrive after all; the next visit has them from the start.
 */
import italicFile from '@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-italic.woff2?url';

const loaded = new Set<string>();

export async function loadLateFonts(language: 'en' | 'ko'): Promise<void> {
  once(
    'italic',
    `@font-face{font-family:'IBM Plex Sans';font-style:italic;font-weight:400;font-display:optional;src:url(${italicFile}) format('woff2')}`,
  );
  if (language !== 'ko') return;
  const { default: pretendard } =
    await import('pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css?inline');
  once('pretendard', pretendard.replaceAll(/font-display:\s*swap/g, 'font-display:optional'));
}

function once(name: string, text: string): void {
  if (loaded.has(name)) return;
  loaded.add(name);
  const style = document.createElement('style');
  style.textContent = text;
  document.head.append(style);
}
