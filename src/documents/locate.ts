/**
 * Where the values of a document stand in its text. A reader builds one `Place` per value; a path of the
 * platforms' errors is then followed as far as it goes.
 */
import type { DocumentPath, TextRange } from './document';
import type { RangeOf } from './lines';

/** Offsets into the text, end exclusive. */
export type Span = readonly [from: number, to: number];

export interface Place {
  readonly span: Span;
  /** The key under which the value stands, when it has one. */
  readonly key: Span | null;
  /** By key or index; null for a scalar. */
  readonly children: Map<string, Place> | null;
}

/**
 * The best place to point at: a scalar's own text, the key of a mapping or list (never twenty lines of it),
 * and for a field that is missing the nearest thing around it.
 */
export function locateIn(root: Place, path: DocumentPath, rangeOf: RangeOf): TextRange {
  let place = root;
  for (const step of path) {
    const next = place.children?.get(String(step));
    if (!next) break;
    place = next;
  }
  const [from, to] = place.children ? (place.key ?? opening(place)) : place.span;
  return rangeOf(from, to);
}

/** A container without a key: its first key stands for it, else its first character. */
function opening(place: Place): Span {
  const first = place.children?.values().next().value;
  if (first?.key) return first.key;
  const [from, to] = place.span;
  return [from, Math.min(to, from + 1)];
}
