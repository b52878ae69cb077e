/** Instants as the suites write them, as ms since 1970 and back. */
import { STARTS_AT_MS } from '../../models/workload/calendar/civil';
import { parseRfc3339, rfc3339 } from '../../models/kubernetes/printers/time';

export const instantOf = (text: unknown): number =>
  typeof text === 'string' ? (parseRfc3339(text) ?? NaN) + STARTS_AT_MS : NaN;

export const instantText = (ms: number): string => rfc3339(ms - STARTS_AT_MS);
