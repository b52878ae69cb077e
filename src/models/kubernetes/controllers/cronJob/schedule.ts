/**
 * Cron expressions as the CronJob controller reads them (github.com/robfig/cron v3, ParseStandard and SpecSchedule.Next): five
 * fields, names of months and days, steps, `@hourly` and friends, `@every`. Of day-of-month and day-of-week either is enough
 * where both are restricted; a stepped star counts as restricted. Instants are ms since 1970.
 *
 * Hours go by on the clock that runs, not on the wall: in the hour that summer time skips nothing runs, in the hour that it
 * gives back everything runs twice.
 */
import { daysInMonth } from '../../../workload/calendar/civil';
import { instantsAt, localTimeAt, type LocalTime } from '../../../workload/calendar/zones';

interface Field {
  readonly values: ReadonlySet<number>;
  /** A bare `*` or `?`. */
  readonly star: boolean;
}
export type Schedule =
  | { readonly everyMs: number }
  | {
      readonly minute: Field;
      readonly hour: Field;
      readonly dayOfMonth: Field;
      readonly month: Field;
      readonly dayOfWeek: Field;
    };

export class ScheduleError extends Error {}

const MINUTE_MS = 60_000;
/** What cannot come within so many years never comes. */
const YEARS = 5;

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}
const MINUTE: Bounds = { min: 0, max: 59 };
const HOUR: Bounds = { min: 0, max: 23 };
const DAY_OF_MONTH: Bounds = { min: 1, max: 31 };
const MONTH: Bounds = {
  min: 1,
  max: 12,
  names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
};
const DAY_OF_WEEK: Bounds = { min: 0, max: 6, names: 'sun mon tue wed thu fri sat'.split(' ') };

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Throws `ScheduleError` with the parser's own text. */
export function parseSchedule(text: string): Schedule {
  if (text === '') throw new ScheduleError('empty spec string');
  if (text.startsWith('@every ')) return { everyMs: everyMs(text) };
  if (text.startsWith('@') && !(text in DESCRIPTORS))
    throw new ScheduleError(`unrecognized descriptor: ${text}`);
  const fields = (DESCRIPTORS[text] ?? text).trim().split(/\s+/);
  if (fields.length !== 5)
    throw new ScheduleError(
      `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`,
    );
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fields;
  return {
    minute: parseField(minute, MINUTE),
    hour: parseField(hour, HOUR),
    dayOfMonth: parseField(dayOfMonth, DAY_OF_MONTH),
    month: parseField(month, MONTH),
    dayOfWeek: parseField(dayOfWeek, DAY_OF_WEEK),
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };

/** A Go duration in whole seconds, at least one. */
function everyMs(text: string): number {
  const duration = text.slice('@every '.length);
  if (!/^(?:\d+[hms])+$/.test(duration))
    throw new ScheduleError(
      `failed to parse duration ${text}: time: invalid duration ${JSON.stringify(duration)}`,
    );
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  return Math.max(
    1_000,
    parts.reduce((sum, [, n, unit]) => sum + Number(n) * (UNIT_MS[unit ?? 's'] ?? 0), 0),
  );
}

function parseField(text: string, bounds: Bounds): Field {
  const values = new Set<number>();
  let star = false;
  for (const part of text.split(',').filter((piece) => piece !== '')) {
    const range = parseRange(part, bounds);
    for (let value = range.start; value <= range.end; value += range.step) values.add(value);
    star ||= range.star;
  }
  return { values, star };
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly star: boolean;
}

function parseRange(text: string, bounds: Bounds): Range {
  const [whole = '', stepText, ...tooMany] = text.split('/');
  if (tooMany.length > 0) throw new ScheduleError(`too many slashes: ${text}`);
  const span = parseSpan(whole, text, bounds);
  const step = stepText === undefined ? 1 : number(stepText, text);
  // `N/step` means from N to the end.
  const end = stepText !== undefined && span.single ? bounds.max : span.end;
  const star = span.star && step === 1;
  if (span.start < bounds.min)
    throw new ScheduleError(
      `beginning of range (${span.start}) below minimum (${bounds.min}): ${text}`,
    );
  if (end > bounds.max)
    throw new ScheduleError(`end of range (${end}) above maximum (${bounds.max}): ${text}`);
  if (span.start > end)
    throw new ScheduleError(
      `beginning of range (${span.start}) beyond end of range (${end}): ${text}`,
    );
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${text}`);
  return { start: span.start, end, step, star };
}

function parseSpan(whole: string, text: string, bounds: Bounds) {
  const [first = '', second, ...more] = whole.split('-');
  if (first === '*' || first === '?')
    return { start: bounds.min, end: bounds.max, star: true, single: false };
  if (more.length > 0) throw new ScheduleError(`too many hyphens: ${text}`);
  const start = named(first, text, bounds);
  if (second === undefined) return { start, end: start, star: false, single: true };
  return { start, end: named(second, text, bounds), star: false, single: false };
}

function named(word: string, text: string, { names, min }: Bounds): number {
  const at = names?.indexOf(word.toLowerCase()) ?? -1;
  return at >= 0 ? at + min : number(word, text);
}

function number(word: string, text: string): number {
  if (!/^\d{1,9}$/.test(word))
    throw new ScheduleError(
      `failed to parse int from ${word}: strconv.Atoi: parsing ${JSON.stringify(word)}: invalid syntax`,
    );
  const value = Number(word);
  if (value < 0) throw new ScheduleError(`negative number (${value}) not allowed: ${text}`);
  return value;
}

/** The first time after `afterMs`; null: none within five years. */
export function nextTime(schedule: Schedule, afterMs: number, zone = 'UTC'): number | null {
  if ('everyMs' in schedule) return afterMs - (afterMs % 1000) + schedule.everyMs;
  let atMs = Math.floor(afterMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const lastYear = localTimeAt(zone, atMs).year + YEARS;
  for (;;) {
    const local = localTimeAt(zone, atMs);
    if (local.year > lastYear) return null;
    if (!schedule.month.values.has(local.month)) atMs = nextMonth(zone, local);
    else if (!dayMatches(schedule, local)) atMs = nextDay(zone, local);
    else if (!schedule.hour.values.has(local.hour)) atMs += (60 - local.minute) * MINUTE_MS;
    else if (schedule.minute.values.has(local.minute)) return atMs;
    else atMs += minutesToNext(schedule.minute, local.minute) * MINUTE_MS;
  }
}

function dayMatches(
  { dayOfMonth, dayOfWeek }: Exclude<Schedule, { readonly everyMs: number }>,
  { day, weekday }: LocalTime & { readonly weekday: number },
): boolean {
  const [ofMonth, ofWeek] = [dayOfMonth.values.has(day), dayOfWeek.values.has(weekday)];
  return dayOfMonth.star || dayOfWeek.star ? ofMonth && ofWeek : ofMonth || ofWeek;
}

/** Within the hour, or to its end. */
function minutesToNext({ values }: Field, minute: number): number {
  for (let next = minute + 1; next < 60; next++) if (values.has(next)) return next - minute;
  return 60 - minute;
}

function nextMonth(zone: string, { year, month }: LocalTime): number {
  return month === 12
    ? startOfDay(zone, { year: year + 1, month: 1, day: 1 })
    : startOfDay(zone, { year, month: month + 1, day: 1 });
}

function nextDay(zone: string, local: LocalTime): number {
  const { year, month, day } = local;
  if (day === daysInMonth(year, month)) return nextMonth(zone, local);
  return startOfDay(zone, { year, month, day: day + 1 });
}

/** Midnight, or one o'clock where summer time begins at midnight. */
function startOfDay(zone: string, date: Pick<LocalTime, 'year' | 'month' | 'day'>): number {
  const at = (hour: number) => instantsAt(zone, { ...date, hour, minute: 0, second: 0 })[0];
  return at(0) ?? at(1) ?? Infinity;
}
