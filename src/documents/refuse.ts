/** Documents that were not read: beyond a limit, or broken. */
import { LIMITS, type ParsedDocument, type Problem, type TextRange } from './document';
import type { RangeOf } from './lines';

type LimitCode = 'tooLong' | 'tooDeep' | 'tooManyDocuments' | 'tooManyAliases';

const LIMIT: Record<LimitCode, number> = {
  tooLong: LIMITS.textLength,
  tooDeep: LIMITS.depth,
  tooManyDocuments: LIMITS.documents,
  tooManyAliases: LIMITS.aliasedValues,
};

const grouped = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

const WORDS: Record<LimitCode, (count: string, limit: string) => string> = {
  tooLong: (n, limit) => `The file has ${n} characters; the limit is ${limit}.`,
  tooDeep: (n, limit) => `Values are nested ${n} levels deep; the limit is ${limit}.`,
  tooManyDocuments: (n, limit) => `The file holds ${n} documents; the limit is ${limit}.`,
  tooManyAliases: (_, limit) =>
    `document contains excessive aliasing: aliases stand for more than ${limit} values.`,
};

export function beyondLimit(code: LimitCode, count: number, range: TextRange): Problem {
  const limit = LIMIT[code];
  const message = WORDS[code](grouped(count), grouped(limit));
  return { severity: 'error', code, message, detail: { count, limit }, range };
}

/** A whole text that is refused before it is read. */
export function refusedText(code: LimitCode, count: number, rangeOf: RangeOf): ParsedDocument {
  const range = rangeOf(0, 0);
  return emptyDocument(range, [beyondLimit(code, count, range)]);
}

export function emptyDocument(range: TextRange, problems: readonly Problem[]): ParsedDocument {
  return { value: undefined, range, locate: () => range, problems };
}
