/**
 * The CronJob controller (pkg/controller/cronjob/cronjob_controllerv2.go, v1.34): it looks a tenth of a second after each time of
 * its schedule, starts the most recent run that is due, and keeps so many finished Jobs. Between two times it costs nothing.
 */
import type { ModelPart } from '../../../../engine/composeModel';
import { defineWatch, type Command, type Read } from '../../../../engine/model';
import { STARTS_AT_MS } from '../../../workload/calendar/civil';
import { controllerOf } from '../../api/indexes';
import { CONTROLLER_LATENCY_MS } from '../../timings';
import { finishedCondition, JOBS, type Job } from '../job/jobRecord';
import { cronJobCommands } from './cronJobEffects';
import {
  cronJobAt,
  cronJobKey,
  CRON_JOBS,
  type CronJob,
  type CronJobCommand,
} from './cronJobRecord';
import { decideCronJob, type CronDecision } from './decideCronJob';
import { jobsOf, runName } from './runs';

const CONTROLLER = 'kubernetes/cronJob';

export function syncCronJob(key: string, read: Read) {
  const cronJob = cronJobAt(read, key);
  if (!cronJob || cronJob.metadata.deletionTimestamp !== undefined) return undefined;
  const decision = decideCronJob(observed(cronJob, read));
  const commands = [
    command({ type: 'syncCronStatus', cronJob: key }),
    ...told(key, decision),
    ...started(key, decision),
  ];
  const { nextMs } = decision;
  return nextMs === null
    ? { commands }
    : { commands, requeueAfterMs: Math.max(1, nextMs - STARTS_AT_MS - read.nowMs) };
}

function observed(cronJob: CronJob, read: Read) {
  const { metadata, spec, status } = cronJob;
  const jobs = jobsOf(read, cronJob);
  return {
    nowMs: read.nowMs + STARTS_AT_MS,
    schedule: spec.schedule,
    timeZone: spec.timeZone ?? null,
    concurrencyPolicy: spec.concurrencyPolicy ?? 'Allow',
    suspend: spec.suspend ?? false,
    creationMs: metadata.creationTimestamp + STARTS_AT_MS,
    lastScheduleMs:
      status?.lastScheduleTime === undefined ? null : status.lastScheduleTime + STARTS_AT_MS,
    startingDeadlineSeconds: spec.startingDeadlineSeconds ?? null,
    active: jobs.filter((job) => !finishedCondition(job)).map((job) => job.metadata.name),
    isStarted: (scheduledMs: number) =>
      jobs.some((job) => job.metadata.name === runName(cronJob, scheduledMs)),
  };
}

function told(key: string, { events, skipped }: CronDecision): readonly Command[] {
  if (events.length === 0 && skipped === null) return [];
  const { scheduledMs = 0, because } = skipped ?? {};
  const run = because === undefined ? null : { scheduledAtMs: scheduledMs - STARTS_AT_MS, because };
  return [command({ type: 'tellCronEvents', cronJob: key, events, skipped: run })];
}

function started(key: string, { startMs, replaces }: CronDecision): readonly Command[] {
  if (startMs === null) return [];
  const scheduledAtMs = startMs - STARTS_AT_MS;
  return [command({ type: 'startCronRun', cronJob: key, scheduledAtMs, replaces })];
}

const command = (body: CronJobCommand): Command =>
  ({ model: 'kubernetes', ...body }) as unknown as Command;

export const cronJobPart: ModelPart = {
  controllers: [{ name: CONTROLLER, latencyMs: CONTROLLER_LATENCY_MS, sync: syncCronJob }],
  commands: cronJobCommands,
  watches: [
    defineWatch({
      kind: 'kubernetes/Object',
      wakes: CONTROLLER,
      keys: (after, before, key) => {
        if (key.startsWith(`${CRON_JOBS}/`))
          return after && after['spec'] !== before?.['spec'] ? [key] : [];
        if (!key.startsWith(`${JOBS}/`)) return [];
        const isOver = (job: unknown) => job !== undefined && finishedCondition(job as Job);
        return after && before && !isOver(after) === !isOver(before)
          ? []
          : cronJobOf(after ?? before);
      },
    }),
  ],
};

function cronJobOf(job: Pick<Job, 'metadata'> | undefined): readonly string[] {
  const owner = controllerOf(job?.metadata.ownerReferences);
  return job && owner?.kind === 'CronJob'
    ? [cronJobKey(job.metadata.namespace ?? 'default', owner.name)]
    : [];
}
