/** Lists of the Describe calls: filtered by resource, a page at a time, instants as seconds since 1970. */
import type { Admission } from '../../../../engine/model';
import { STARTS_AT_MS } from '../../../workload/calendar/civil';
import { textOf, wholeOf, type Input } from '../../requestInput';
import { invalid, namespaceField } from './fields';

export const epochOf = (ms: number): number => (STARTS_AT_MS + ms) / 1000;

/** ResourceId to filter by; undefined: all. */
export function asked(input: Input): string | undefined {
  namespaceField(input);
  return textOf(input, 'ResourceId');
}

/** Of values that the same function has made. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const MOST = 50;

/** `NextToken` is how many have been given. */
export function page<T>(
  input: Input,
  name: string,
  items: readonly T[],
  wire: (item: T) => unknown,
): Admission {
  const size = wholeOf(input, 'MaxResults') ?? MOST;
  if (size < 1 || size > MOST) invalid(`MaxResults must be between 1 and ${MOST}.`, 'MaxResults');
  const from = Number(textOf(input, 'NextToken') ?? 0);
  if (!Number.isInteger(from) || from < 0) invalid('The next token is invalid.', 'NextToken');
  const NextToken = from + size < items.length ? { NextToken: String(from + size) } : {};
  const shown = items.slice(from, from + size).map(wire);
  return { ok: true, output: { [name]: shown, ...NextToken }, effects: [] };
}
