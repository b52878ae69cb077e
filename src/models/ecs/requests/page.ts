/**
 * Lists in pages. A `nextToken` is opaque to clients: the store's revision and the last key of the page before, so that
 * a list goes on after that key whatever has happened meanwhile. Lists are in key order.
 */
import type { Read } from '../../../engine/model';
import { refuse } from '../../aws/refusal';

export interface PageRequest {
  readonly nextToken?: string;
  readonly maxResults?: number;
}

export interface Page {
  readonly keys: readonly string[];
  readonly nextToken?: string;
}

const MAX_RESULTS = 100;

export function pageOf(
  keys: readonly string[],
  { nextToken, maxResults = MAX_RESULTS }: PageRequest,
  read: Read,
  inOrder = byCodeUnit,
): Page {
  if (maxResults < 1 || maxResults > MAX_RESULTS)
    refuse('InvalidParameterException', `maxResults must be between 1 and ${MAX_RESULTS}.`, [
      'maxResults',
    ]);
  const sorted = [...keys].sort(inOrder);
  const last = nextToken === undefined ? undefined : lastKeyOf(nextToken);
  const rest = last === undefined ? sorted : sorted.filter((key) => inOrder(key, last) > 0);
  const page = rest.slice(0, maxResults);
  const end = page.at(-1);
  return rest.length > page.length && end !== undefined
    ? { keys: page, nextToken: tokenOf(read.revision('ecs'), end) }
    : { keys: page };
}

export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const tokenOf = (revision: number, key: string) => btoa(`${revision} ${key}`);

function lastKeyOf(token: string): string {
  const key = /^[A-Za-z0-9+/]+=*$/.test(token) ? /^\d+ (.+)$/.exec(decoded(token))?.[1] : undefined;
  if (key === undefined) refuse('InvalidParameterException', 'Invalid token.', ['nextToken']);
  return key;
}

function decoded(token: string): string {
  try {
    return atob(token);
  } catch {
    return '';
  }
}
