/** An instant as the CLI takes it: ISO 8601 (UTC where no offset is given) or seconds since 1970. Virtual ms. */
import type { Path } from '../../../engine/model';
import { daysFromCivil, daysInMonth, STARTS_AT_MS } from '../../workload/calendar/civil';
import type { Input } from '../requestInput';

export function instantField(
  input: Input,
  field: string,
  invalid: (message: string, ...path: Path) => never,
): number | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value >= 0) return Math.round(value * 1000) - STARTS_AT_MS;
  const atMs = typeof value === 'string' ? parseInstant(value) : undefined;
  if (atMs === undefined)
    return invalid(`Invalid timestamp for parameter ${field}: ${JSON.stringify(value)}`, field);
  return atMs - STARTS_AT_MS;
}

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|([+-])(\d\d):?(\d\d))?)?$/;

/** ms since 1970 */
function parseInstant(text: string): number | undefined {
  const found = FORM.exec(text.trim());
  if (!found) return undefined;
  const number = (i: number) => Number(found[i] ?? 0);
  const [year, month, day] = [number(1), number(2), number(3)];
  const [hour, minute, second] = [number(4), number(5), number(6)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = (number(8) * 60 + number(9)) * (found[7] === '-' ? -1 : 1);
  const minutes = daysFromCivil({ year, month, day }) * 1440 + hour * 60 + minute - offset;
  return (minutes * 60 + second) * 1000;
}
