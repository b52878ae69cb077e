/** One pass of the CronJob controller as a decision (pkg/controller/cronjob/cronjob_controllerv2.go syncCronJob, v1.34). */
import { mostRecentScheduleTime, TOO_MANY, type DueInput } from './missedRuns';
import { nextTime, parseSchedule, ScheduleError, type Schedule } from './schedule';
import { isTimeZone } from '../../../workload/calendar/zones';

/** Instants are ms since 1970. */
export interface ObservedCronJob extends DueInput {
  readonly nowMs: number;
  readonly schedule: string;
  readonly timeZone: string | null;
  readonly concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace';
  readonly suspend: boolean;
  /** Names of the Jobs of former runs that are not over. */
  readonly active: readonly string[];
  /** Whether the Job of that run is there already. */
  isStarted(scheduledMs: number): boolean;
}

export interface CronEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export interface CronDecision {
  /** The run to start; null: none. */
  readonly startMs: number | null;
  /** Jobs to delete first: concurrencyPolicy Replace. */
  readonly replaces: readonly string[];
  /** A run that is due and does not start. */
  readonly skipped: { readonly scheduledMs: number; readonly because: Skipped } | null;
  readonly missed: number;
  readonly events: readonly CronEvent[];
  /** When to look again; null: not by itself. */
  readonly nextMs: number | null;
}

export type Skipped = 'alreadyActive' | 'tooLate';

/** Upstream looks a moment after the time itself, so that the time has surely come (nextScheduleDelta). */
export const NEXT_SCHEDULE_DELTA_MS = 100;

const REST: CronDecision = {
  startMs: null,
  replaces: [],
  skipped: null,
  missed: 0,
  events: [],
  nextMs: null,
};

export function decideCronJob(cron: ObservedCronJob): CronDecision {
  const { suspend, timeZone, nowMs } = cron;
  if (timeZone !== null && !isTimeZone(timeZone))
    return rests(
      'UnknownTimeZone',
      `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`,
    );
  if (suspend) return REST;
  const zone = timeZone ?? 'UTC';
  try {
    const schedule = parseSchedule(cron.schedule);
    const due = mostRecentScheduleTime(cron, nowMs, schedule, zone);
    const events = due.missed > TOO_MANY ? [TOO_MANY_MISSED] : [];
    const nextMs = nextLookMs(schedule, due.timeMs ?? due.earliestMs, nowMs, zone);
    const decision = due.timeMs === null ? REST : decideRun(cron, due.timeMs);
    return { ...decision, missed: due.missed, events: [...events, ...decision.events], nextMs };
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return rests(
      'UnparseableSchedule',
      `unparseable schedule: ${JSON.stringify(cron.schedule)} : ${error.message}`,
    );
  }
}

const rests = (reason: string, message: string): CronDecision => ({
  ...REST,
  events: [{ type: 'Warning', reason, message }],
});

const TOO_MANY_MISSED: CronEvent = {
  type: 'Warning',
  reason: 'TooManyMissedTimes',
  message:
    'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
};

function nextLookMs(
  schedule: Schedule,
  sinceMs: number,
  nowMs: number,
  zone: string,
): number | null {
  const after = nextTime(schedule, sinceMs, zone);
  const next = after !== null && after <= nowMs ? nextTime(schedule, nowMs, zone) : after;
  return next === null ? null : next + NEXT_SCHEDULE_DELTA_MS;
}

function decideRun(cron: ObservedCronJob, scheduledMs: number): CronDecision {
  const { startingDeadlineSeconds: deadline, nowMs, active, lastScheduleMs } = cron;
  if (cron.isStarted(scheduledMs) || lastScheduleMs === scheduledMs) return REST;
  if (deadline !== null && scheduledMs + deadline * 1000 < nowMs)
    return {
      ...REST,
      skipped: { scheduledMs, because: 'tooLate' },
      events: [
        {
          type: 'Warning',
          reason: 'MissSchedule',
          message: `Missed scheduled time to start a job: ${scheduledMs}`,
        },
      ],
    };
  if (cron.concurrencyPolicy === 'Forbid' && active.length > 0)
    return {
      ...REST,
      skipped: { scheduledMs, because: 'alreadyActive' },
      events: [
        {
          type: 'Normal',
          reason: 'JobAlreadyActive',
          message:
            'Not starting job because prior execution is running and concurrency policy is Forbid',
        },
      ],
    };
  const replaces = cron.concurrencyPolicy === 'Replace' ? active : [];
  return { ...REST, startMs: scheduledMs, replaces };
}
