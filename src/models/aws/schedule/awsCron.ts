/**
 * Cron expressions of six fields as AWS's schedulers read them: minutes, hours, day of month, month, day of week, year (Amazon
 * EventBridge User Guide, "Cron expressions"; Application Auto Scaling user guide, "Schedule recurring scaling actions"). One
 * of the two day fields is `?`; `L`, `W` and `#` as there. Sunday is 1. What summer time skips does not run; what it gives
 * back runs once, the first time (EventBridge Scheduler User Guide, "Daylight saving time").
 */
import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  weekdayOf,
  type CivilDate,
} from '../../workload/calendar/civil';
import { instantsAt, localTimeAt } from '../../workload/calendar/zones';
import { parseDays, parseWeekdays, type DayRule } from './cronDays';
import { CronError, parseSet } from './cronSet';

export interface AwsCron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  readonly onDay: DayRule;
}

export { CronError };

/** What stands in the parentheses of `cron(...)`. Throws a CronError. */
export function parseAwsCron(text: string): AwsCron {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) throw new CronError(`six fields are needed, found ${fields.length}`);
  const [minutes, hours, days, months, weekdays, years] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if ((days === '?') === (weekdays === '?'))
    throw new CronError('exactly one of day-of-month and day-of-week must be ?');
  return {
    minutes: parseSet(minutes, { from: 0, to: 59 }),
    hours: parseSet(hours, { from: 0, to: 23 }),
    onDay: days === '?' ? parseWeekdays(weekdays) : parseDays(days),
    months: parseSet(months, { from: 1, to: 12, names: MONTHS }),
    years: parseSet(years, { from: 1970, to: 2199 }),
  };
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A leap day on one weekday comes back within 28 years. */
const DAYS_AHEAD = 28 * 366;

/** The first time after `afterMs` (ms since 1970); null: never again. */
export function nextCronMs(cron: AwsCron, zone: string, afterMs: number): number | null {
  const today = daysFromCivil(localTimeAt(zone, afterMs));
  for (let days = today; days <= today + DAYS_AHEAD; days++) {
    const date = civilFromDays(days);
    if (date.year > (cron.years.at(-1) ?? 0)) return null;
    if (!falls(cron, date, days)) continue;
    const found = firstOn(cron, date, zone, afterMs);
    if (found !== null) return found;
  }
  return null;
}

const falls = (cron: AwsCron, date: CivilDate, days: number): boolean =>
  cron.months.includes(date.month) &&
  cron.years.includes(date.year) &&
  cron.onDay({
    day: date.day,
    weekday: weekdayOf(days) + 1,
    last: daysInMonth(date.year, date.month),
    firstWeekday: weekdayOf(days - date.day + 1) + 1,
  });

function firstOn(cron: AwsCron, date: CivilDate, zone: string, afterMs: number): number | null {
  const { year, month, day } = date;
  let first: number | null = null;
  for (const hour of cron.hours)
    for (const minute of cron.minutes) {
      const [atMs] = instantsAt(zone, { year, month, day, hour, minute, second: 0 });
      if (atMs !== undefined && atMs > afterMs && (first === null || atMs < first)) first = atMs;
    }
  return first;
}
