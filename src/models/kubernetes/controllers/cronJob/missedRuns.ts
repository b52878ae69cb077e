/** Which run of a CronJob is due (pkg/controller/cronjob/utils.go mostRecentScheduleTime, v1.34). Instants are ms since 1970. */
import { nextTime, ScheduleError, type Schedule } from './schedule';

export interface Due {
  /** Where the search began: the last run, the object's creation, or the starting deadline. */
  readonly earliestMs: number;
  /** Only the most recent one starts. null: none since. */
  readonly timeMs: number | null;
  readonly missed: number;
}

export const TOO_MANY = 100;

export interface DueInput {
  readonly creationMs: number;
  readonly lastScheduleMs: number | null;
  readonly startingDeadlineSeconds: number | null;
}

/** Throws `ScheduleError` for one that never comes. */
export function mostRecentScheduleTime(
  { creationMs, lastScheduleMs, startingDeadlineSeconds }: DueInput,
  nowMs: number,
  schedule: Schedule,
  zone: string,
): Due {
  const since = lastScheduleMs ?? creationMs;
  const earliestMs =
    startingDeadlineSeconds === null
      ? since
      : Math.max(since, nowMs - startingDeadlineSeconds * 1000);
  const first = nextTime(schedule, earliestMs, zone);
  const second = first === null ? null : nextTime(schedule, first, zone);
  if (first === null || second === null) throw new ScheduleError(NEVER);
  if (nowMs < first) return { earliestMs, timeMs: null, missed: 0 };
  if (nowMs < second) return { earliestMs, timeMs: first, missed: 1 };
  const betweenMs = second - first;
  const missed = Math.floor((nowMs - first) / betweenMs) + 1;
  // One back, because not every schedule is as regular as its first two times.
  let timeMs: number | null = null;
  let at = nextTime(schedule, first + (missed - 2) * betweenMs, zone);
  while (at !== null && at <= nowMs) {
    timeMs = at;
    at = nextTime(schedule, at, zone);
  }
  return { earliestMs, timeMs, missed };
}

const NEVER = 'time difference between two schedules is less than 1 second';
