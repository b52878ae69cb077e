/**
 * How wide a text will be, without a document: advances of IBM Plex in thousandths of the size, rounded up, so that
 * what is said to fit does fit in either weight. Hangul and other wide letters count as one em.
 */
const NARROW = new Set("iljtfrI.,:;'|!()[]- ");
const WIDE = new Set('mwMW%@…');

export function sansWidth(text: string, size: number): number {
  let em = 0;
  for (const letter of text) em += sansAdvance(letter);
  return em * size;
}

function sansAdvance(letter: string): number {
  if (letter.codePointAt(0)! > 0x2e7f) return 0.95;
  if (NARROW.has(letter)) return 0.33;
  if (WIDE.has(letter)) return 0.88;
  return letter >= 'A' && letter <= 'Z' ? 0.66 : 0.58;
}

export function monoWidth(text: string, size: number): number {
  let em = 0;
  for (const letter of text) em += letter.codePointAt(0)! > 0x2e7f ? 1 : 0.6;
  return em * size;
}

/** The text, or as much of it as fits before an ellipsis; null when fewer than `least` letters would be left. */
export function clipped(text: string, width: number, size: number, least = 3): string | null {
  if (sansWidth(text, size) <= width) return text;
  let kept = '';
  let used = sansAdvance('…') * size;
  for (const letter of text) {
    used += sansAdvance(letter) * size;
    if (used > width) break;
    kept += letter;
  }
  return kept.length >= least ? `${kept.trimEnd()}…` : null;
}
