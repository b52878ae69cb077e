/**
 * Fonts that may come late: the italic of zone names, and Pretendard, whose 92 files the browser picks by character.
 * `font-display: optional`: nothing moves when they arrive after all; the next visit has them from the start.
 */
import italicFile from '@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-italic.woff2?url';
import pretendard from 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css?inline';

export function loadLateFonts(): void {
  const style = document.createElement('style');
  style.textContent = `${pretendard.replaceAll(/font-display:\s*swap/g, 'font-display:optional')}
@font-face{font-family:'IBM Plex Sans';font-style:italic;font-weight:400;font-display:optional;src:url(${italicFile}) format('woff2')}`;
  document.head.append(style);
}
