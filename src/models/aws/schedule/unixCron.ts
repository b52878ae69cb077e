/**
 * Five-field cron expressions of EC2 Auto Scaling's scheduled actions: minutes, hours, day of month, month, day of week (User
 * Guide, "Recurring schedules"). Sunday is 0 or 7; with both day fields set, either is enough.
 */
import { CronError, parseSet } from './cronSet';
import type { AwsCron } from './awsCron';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** undefined: not an expression. */
export function parseUnixCron(text: string): AwsCron | undefined {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) return undefined;
  try {
    return cronOf(fields as [string, string, string, string, string]);
  } catch (error) {
    if (error instanceof CronError) return undefined;
    throw error;
  }
}

function cronOf([minutes, hours, days, months, weekdays]: [
  string,
  string,
  string,
  string,
  string,
]): AwsCron {
  const ofMonth = parseSet(days, { from: 1, to: 31 });
  const ofWeek = parseSet(weekdays, { from: 0, to: 7, names: WEEKDAYS }).map((day) => day % 7);
  const everyDay = days === '*' || weekdays === '*';
  return {
    minutes: parseSet(minutes, { from: 0, to: 59 }),
    hours: parseSet(hours, { from: 0, to: 23 }),
    months: parseSet(months, { from: 1, to: 12, names: MONTHS }),
    years: ALL_YEARS,
    onDay: ({ day, weekday }) => {
      const [byMonth, byWeek] = [ofMonth.includes(day), ofWeek.includes(weekday - 1)];
      return everyDay ? byMonth && byWeek : byMonth || byWeek;
    },
  };
}

const ALL_YEARS = parseSet('*', { from: 1970, to: 2199 });
