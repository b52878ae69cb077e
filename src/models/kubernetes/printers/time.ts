/**
 * Virtual milliseconds <-> RFC 3339, and ages as kubectl prints them, on the calendar that the models share.
 */
import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  STARTS_AT_MS,
} from '../../workload/calendar/civil';
import type { Time } from '../types';

/** 2026-01-05T00:00:00Z, a Monday: every run begins here. Seconds since 1970. */
export const RUN_STARTS_AT_SECONDS = STARTS_AT_MS / 1000;
const DAY_SECONDS = 86_400;

/** Whole seconds, as `metav1.Time` is written. */
export const rfc3339 = (time: Time): string => {
  const seconds = Math.floor(time / 1000) + RUN_STARTS_AT_SECONDS;
  return `${dateText(seconds)}T${clockText(seconds)}Z`;
};

/** With microseconds, as `metav1.MicroTime` is written. */
export const rfc3339Micro = (time: Time): string => {
  const seconds = Math.floor(time / 1000) + RUN_STARTS_AT_SECONDS;
  const micros = String((time - Math.floor(time / 1000) * 1000) * 1000).padStart(6, '0');
  return `${dateText(seconds)}T${clockText(seconds)}.${micros}Z`;
};

/** The virtual time that a text means; undefined when it is not RFC 3339. */
export function parseRfc3339(text: string): Time | undefined {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const offset =
    (match[8] === '-' ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  const seconds =
    daysFromCivil({ year, month, day }) * DAY_SECONDS +
    hour * 3600 +
    (minute - offset) * 60 +
    second;
  const millis = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return (seconds - RUN_STARTS_AT_SECONDS) * 1000 + millis;
}

/** `5s`, `2m30s`, `3h12m`, `2d4h`: apimachinery duration.HumanDuration. */
export function humanDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60 * 2) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's');
  if (minutes < 60 * 3) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 24 * 8) return withRest(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  if (hours < 24 * 365 * 8) return withRest(years, 'y', days % 365, 'd');
  return `${years}y`;
}

const withRest = (whole: number, unit: string, rest: number, restUnit: string): string =>
  rest === 0 ? `${whole}${unit}` : `${whole}${unit}${rest}${restUnit}`;

const two = (n: number): string => String(n).padStart(2, '0');

function clockText(seconds: number): string {
  const inDay = modulo(seconds, DAY_SECONDS);
  return [Math.floor(inDay / 3600), Math.floor(inDay / 60) % 60, inDay % 60].map(two).join(':');
}

function dateText(seconds: number): string {
  const { year, month, day } = civilFromDays(Math.floor(seconds / DAY_SECONDS));
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

const modulo = (n: number, by: number): number => ((n % by) + by) % by;
