/** The two day fields of a cron expression as rules: on which days of a month it falls. */
import { CronError, parseSet, wholeOf, type CronField } from './cronSet';

export interface MonthDay {
  readonly day: number;
  /** 1 Sunday to 7 Saturday. */
  readonly weekday: number;
  /** The last day of the month. */
  readonly last: number;
  /** The weekday of its first day. */
  readonly firstWeekday: number;
}

export type DayRule = (date: MonthDay) => boolean;

const DAYS: CronField = { from: 1, to: 31 };
const WEEKDAYS: CronField = {
  from: 1,
  to: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

/** `L`: the last day; `15W`: the weekday nearest to the 15th of the same month; `LW`: the last weekday. */
export function parseDays(text: string): DayRule {
  if (text === 'L') return ({ day, last }) => day === last;
  if (text === 'LW') return (date) => date.day === nearestWeekday(date.last, date);
  const nearest = /^(\d+)W$/.exec(text);
  if (nearest) {
    const wanted = wholeOf(nearest[1] ?? '', DAYS);
    return (date) => wanted <= date.last && date.day === nearestWeekday(wanted, date);
  }
  const days = parseSet(text, DAYS);
  return ({ day }) => days.includes(day);
}

/** `5L`: the last Thursday; `L`: Saturday; `2#1`: the first Monday. */
export function parseWeekdays(text: string): DayRule {
  if (text === 'L') return ({ weekday }) => weekday === 7;
  const last = /^(\w+)L$/.exec(text);
  if (last) {
    const wanted = wholeOf(last[1] ?? '', WEEKDAYS);
    return (date) => date.weekday === wanted && date.day + 7 > date.last;
  }
  if (text.includes('#')) return nthWeekday(text);
  const weekdays = parseSet(text, WEEKDAYS);
  return ({ weekday }) => weekdays.includes(weekday);
}

function nthWeekday(text: string): DayRule {
  const [day = '', nth = ''] = text.split('#');
  const wanted = wholeOf(day, WEEKDAYS);
  const which = wholeOf(nth, { from: 1, to: 5 });
  if (text.split('#').length !== 2) throw new CronError(`${text} is not a weekday of a month`);
  return (date) => date.weekday === wanted && Math.ceil(date.day / 7) === which;
}

/** Saturday goes back to Friday and Sunday on to Monday, but never into another month. */
function nearestWeekday(wanted: number, { last, firstWeekday }: MonthDay): number {
  const weekday = ((firstWeekday - 1 + wanted - 1) % 7) + 1;
  if (weekday === 7) return wanted === 1 ? 3 : wanted - 1;
  if (weekday === 1) return wanted === last ? wanted - 2 : wanted + 1;
  return wanted;
}
