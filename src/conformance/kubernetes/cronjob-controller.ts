/** CronJobs: missed runs, and one pass of the controller. */
import { decideCronJob } from '../../models/kubernetes/controllers/cronJob/decideCronJob';
import { mostRecentScheduleTime } from '../../models/kubernetes/controllers/cronJob/missedRuns';
import { parseSchedule, ScheduleError } from '../../models/kubernetes/controllers/cronJob/schedule';
import { differences, type Suite } from '../suite';
import { instantOf, instantText } from './instants';

type Input = Readonly<Record<string, unknown>>;

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'cronjob-controller',
  check({ input, expect }) {
    return differences(expect, input['operation'] === 'sync' ? sync(input) : recent(input));
  },
};

function recent(input: Input): Input {
  const since = {
    creationMs: instantOf(input['earliestTime']),
    lastScheduleMs: null,
    startingDeadlineSeconds: null,
  };
  try {
    const schedule = parseSchedule(input['schedule'] as string);
    const { timeMs, missed } = mostRecentScheduleTime(
      since,
      instantOf(input['now']),
      schedule,
      'UTC',
    );
    return { time: timeMs === null ? null : instantText(timeMs), missed };
  } catch (error) {
    if (error instanceof ScheduleError) return { error: true };
    throw error;
  }
}

interface CronInput {
  readonly schedule: string;
  readonly concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace';
  readonly suspend: boolean;
  readonly creationTime: string;
  readonly lastScheduleTime?: string;
  readonly startingDeadlineSeconds?: number;
  readonly timeZone?: string;
}

function sync(input: Input): Input {
  const cron = input['cronJob'] as CronInput;
  const previous = input['previousJob'] as { readonly active: boolean } | undefined;
  const active = previous?.active === true ? ['previous'] : [];
  const decision = decideCronJob({
    nowMs: instantOf(input['now']),
    schedule: cron.schedule,
    timeZone: cron.timeZone ?? null,
    concurrencyPolicy: cron.concurrencyPolicy,
    suspend: cron.suspend,
    creationMs: instantOf(cron.creationTime),
    lastScheduleMs: cron.lastScheduleTime === undefined ? null : instantOf(cron.lastScheduleTime),
    startingDeadlineSeconds: cron.startingDeadlineSeconds ?? null,
    active,
    isStarted: () => false,
  });
  const creates = decision.startMs !== null;
  return {
    createsJob: creates,
    deletesJob: decision.replaces.length > 0,
    activeJobs: active.length - decision.replaces.length + (creates ? 1 : 0),
    requeues: decision.nextMs !== null,
    error: false,
  };
}
