/** What the last change of a record was: which of its fields, and what stood there before. */
import type { DocumentPath } from '../../documents';

export interface Change {
  readonly path: DocumentPath;
  /** As written before; null where nothing was set, or what was set is too long to be said in a few characters. */
  readonly was: string | null;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export function changesOf(before: unknown, after: unknown, path: DocumentPath = []): Change[] {
  if (Object.is(before, after)) return [];
  if (isFields(before) && isFields(after))
    return Object.keys(after).flatMap((key) => changesOf(before[key], after[key], [...path, key]));
  if (Array.isArray(before) && Array.isArray(after))
    return after.flatMap((item: unknown, i) =>
      changesOf(partner(item, before, i), item, [...path, i]),
    );
  return [{ path, was: inFew(before, path) }];
}

/** Items that are named are compared with the one of that name: a list of events grows at its head. */
function partner(item: unknown, before: readonly unknown[], i: number): unknown {
  if (!isFields(item)) return before[i];
  for (const key of ['id', 'name', 'type'])
    if (item[key] !== undefined)
      return before.find((each) => isFields(each) && each[key] === item[key]);
  return before[i];
}

const FEW = 24;

/** A moment is a number in the records and a date in print: what it was says nothing. */
function inFew(value: unknown, path: DocumentPath): string | null {
  const name = String(path.at(-1));
  if (/(At|Time|Timestamp|since)$/.test(name)) return null;
  const plain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const text = plain ? String(value) : '';
  return text === '' || text.length > FEW ? null : text;
}
