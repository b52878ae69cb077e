/**
 * When something is due: `at(2026-03-09T08:50:00)`, `rate(5 minutes)`, `cron(50 8 ? * MON-FRI *)`, in a time zone (Application
 * Auto Scaling API, PutScheduledAction). Times are ms since 1970. An `at` in the hour that summer time skips is an hour later;
 * in the hour that it gives back, the first time (chosen).
 */
import { instantsAt, offsetMinutesAt, type LocalTime } from '../../workload/calendar/zones';
import { daysInMonth, daysFromCivil } from '../../workload/calendar/civil';
import { CronError, nextCronMs, parseAwsCron, type AwsCron } from './awsCron';

export type Schedule =
  | { readonly kind: 'at'; readonly atMs: number }
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly cron: AwsCron };

/** undefined: not a schedule. */
export function parseSchedule(text: string, zone: string): Schedule | undefined {
  const form = /^(at|rate|cron)\((.*)\)$/.exec(text.trim());
  const [, kind, inside = ''] = form ?? [];
  if (kind === 'at') return atOf(inside, zone);
  if (kind === 'rate') return rateOf(inside);
  if (kind !== 'cron') return undefined;
  try {
    return { kind, cron: parseAwsCron(inside) };
  } catch (error) {
    if (error instanceof CronError) return undefined;
    throw error;
  }
}

/** The first time after `afterMs`, counting rates from `fromMs`; null: never again. */
export function nextScheduleMs(
  schedule: Schedule,
  zone: string,
  { afterMs, fromMs }: { readonly afterMs: number; readonly fromMs: number },
): number | null {
  switch (schedule.kind) {
    case 'at':
      return schedule.atMs > afterMs ? schedule.atMs : null;
    case 'rate': {
      const passed = Math.max(0, Math.floor((afterMs - fromMs) / schedule.everyMs));
      return fromMs + (passed + 1) * schedule.everyMs;
    }
    case 'cron':
      return nextCronMs(schedule.cron, zone, afterMs);
  }
}

function atOf(text: string, zone: string): Schedule | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/.exec(text.trim());
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return { kind: 'at', atMs: instantOf(zone, { year, month, day, hour, minute, second }) };
}

function instantOf(zone: string, local: LocalTime): number {
  const [atMs] = instantsAt(zone, local);
  if (atMs !== undefined) return atMs;
  const { hour, minute, second } = local;
  const asUtcMs = daysFromCivil(local) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000;
  return asUtcMs - offsetMinutesAt(zone, asUtcMs - 86_400_000) * 60_000;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** `1 minute`, `5 minutes`: singular exactly for one. */
function rateOf(text: string): Schedule | undefined {
  const [, digits = '', unit = '', plural = ''] =
    /^(\d+) (minute|hour|day)(s?)$/.exec(text.trim()) ?? [];
  const count = Number(digits);
  if (count < 1 || (count === 1) !== (plural === '')) return undefined;
  return { kind: 'rate', everyMs: count * (UNIT_MS[unit] ?? 0) };
}
