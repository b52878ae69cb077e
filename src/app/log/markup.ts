/** The two marks that sentences use: `code` for ids and values, **strong** for names. Everything else is text. */
export interface Piece {
  readonly kind: 'text' | 'code' | 'strong';
  readonly content: string;
}

const MARK = /`([^`]+)`|\*\*([^*]+)\*\*/g;

export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > from) found.push({ kind: 'text', content: text.slice(from, match.index) });
    const [whole, code, strong] = match;
    found.push(
      code === undefined
        ? { kind: 'strong', content: strong ?? '' }
        : { kind: 'code', content: code },
    );
    from = match.index + whole.length;
  }
  if (from < text.length) found.push({ kind: 'text', content: text.slice(from) });
  return found;
}

/** Without the marks: for names that are spoken or shown in a tooltip. */
export const plainText = (text: string): string =>
  pieces(text)
    .map(({ content }) => content)
    .join('');
