/**
 * ISO 8601 instants, as `registeredAt` expressions write them: `2018-06-18T22:28:28Z`, `...+00:00`, without an
 * offset (taken as UTC), or a bare date. Calendar arithmetic is spelled out: models have no `Date`.
 */

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds since 1970-01-01T00:00:00Z; undefined when the text is no instant. */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const days = daysFromCivil(year ?? 0, month ?? 0, day ?? 0);
  if (days === undefined || (hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59)
    return undefined;
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const seconds = ((days * 24 + (hour ?? 0)) * 60 + (minute ?? 0)) * 60 + (second ?? 0);
  return (seconds - offsetMinutes(match[8]) * 60) * 1000 + ms;
}

function offsetMinutes(offset: string | undefined): number {
  if (offset === undefined || offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return offset.startsWith('-') ? -minutes : minutes;
}

/** Days since 1970-01-01 in the Gregorian calendar; undefined when the month has no such day. */
function daysFromCivil(year: number, month: number, day: number): number | undefined {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const length = lengths[month - 1];
  if (length === undefined || day < 1 || day > length) return undefined;
  const before = year - 1;
  const leapDays = (y: number) => Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  const yearDays = (year - 1970) * 365 + leapDays(before) - leapDays(1969);
  return yearDays + lengths.slice(0, month - 1).reduce((sum, l) => sum + l, 0) + day - 1;
}
