/** What the CronJob controller does: a run started, its events told, its status and its history kept. */
import type { Command, Context, Effect } from '../../../../engine/model';
import { recordEvent } from '../../api/recordEvent';
import { newUid } from '../../naming';
import { finishedCondition, jobKey, type Job } from '../job/jobRecord';
import {
  aboutCronJob,
  cronJobAt,
  type CronJob,
  type CronJobCommandOf,
  type CronJobStatus,
} from './cronJobRecord';
import type { JobFact } from '../job/facts';
import { jobFromTemplate, jobsBeyondHistory, jobsOf } from './runs';

const COMPONENT = 'cronjob-controller';

export const cronJobCommands = { startCronRun, tellCronEvents, syncCronStatus };

const noteCronJob = (key: string, fact: JobFact): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', about: aboutCronJob(key), ...fact },
});

const event = (
  ctx: Context,
  cronJob: CronJob,
  reason: string,
  message: string,
  type: 'Normal' | 'Warning' = 'Normal',
): readonly Effect[] => recordEvent(ctx, cronJob, { type, reason, message, component: COMPONENT });

const deleteJob = (job: Job, why: 'history' | 'replaced'): Effect => {
  const command = { model: 'kubernetes', type: 'deleteJob', job: keyOf(job), why };
  return { do: 'command', command: command as unknown as Command };
};
const keyOf = ({ metadata }: Job): string => jobKey(metadata.namespace ?? 'default', metadata.name);

function startCronRun(
  { cronJob: key, scheduledAtMs, replaces }: CronJobCommandOf<'startCronRun'>,
  ctx: Context,
): readonly Effect[] {
  const cronJob = cronJobAt(ctx, key);
  if (!cronJob) return [];
  const uid = newUid(ctx.random(`kubernetes/uid/${key}`));
  const job = jobFromTemplate(cronJob, scheduledAtMs, { uid, nowMs: ctx.nowMs });
  const { name } = job.metadata;
  if (ctx.has('kubernetes/Object', keyOf(job))) return [];
  const replaced = jobsOf(ctx, cronJob).filter((old) => replaces.includes(old.metadata.name));
  const { schedule, timeZone = null } = cronJob.spec;
  const active = jobsOf(ctx, cronJob).filter(
    (old) => !finishedCondition(old) && !replaced.includes(old),
  );
  const status = {
    ...cronJob.status,
    ...activeOf([...active, job]),
    lastScheduleTime: scheduledAtMs,
  };
  return [
    ...replaced.flatMap((old) => [
      deleteJob(old, 'replaced'),
      ...event(ctx, cronJob, 'SuccessfulDelete', `Deleted job ${old.metadata.name}`),
    ]),
    { do: 'put', kind: 'kubernetes/Object', key: keyOf(job), value: job },
    { do: 'put', kind: 'kubernetes/Object', key, value: { ...cronJob, status } },
    noteCronJob(key, {
      type: 'cronJobStarted',
      data: { job: name, scheduledAtMs, schedule, timeZone },
    }),
    ...event(ctx, cronJob, 'SuccessfulCreate', `Created job ${name}`),
  ];
}

const activeOf = (jobs: readonly Job[]): Pick<CronJobStatus, 'active'> =>
  jobs.length === 0
    ? {}
    : {
        active: jobs.map(({ metadata }) => ({
          apiVersion: 'batch/v1',
          kind: 'Job',
          name: metadata.name,
          namespace: metadata.namespace ?? 'default',
          uid: metadata.uid,
        })),
      };

function tellCronEvents(
  { cronJob: key, events, skipped }: CronJobCommandOf<'tellCronEvents'>,
  ctx: Context,
): readonly Effect[] {
  const cronJob = cronJobAt(ctx, key);
  if (!cronJob) return [];
  const { schedule } = cronJob.spec;
  const cannot = events.find(
    (e) => e.reason === 'UnparseableSchedule' || e.reason === 'UnknownTimeZone',
  );
  return [
    ...(skipped
      ? [noteCronJob(key, { type: 'cronJobSkipped', data: { ...skipped, schedule } })]
      : []),
    ...(cannot
      ? [
          noteCronJob(key, {
            type: 'cronJobCannotRun',
            data: { reason: cannot.reason, message: cannot.message },
          }),
        ]
      : []),
    ...events.flatMap((e) => event(ctx, cronJob, e.reason, e.message, e.type)),
  ];
}

/** Which runs are under way, and what has come of those that were. */
function syncCronStatus(
  { cronJob: key }: CronJobCommandOf<'syncCronStatus'>,
  ctx: Context,
): readonly Effect[] {
  const cronJob = cronJobAt(ctx, key);
  if (!cronJob) return [];
  const jobs = jobsOf(ctx, cronJob);
  const under = new Set((cronJob.status?.active ?? []).map(({ uid }) => uid));
  const over = jobs.filter((job) => under.has(job.metadata.uid) && finishedCondition(job));
  const succeededAtMs = jobs.flatMap((job) => job.status?.completionTime ?? []);
  const { active: _, ...rest } = cronJob.status ?? {};
  const status: CronJobStatus = {
    ...rest,
    ...activeOf(jobs.filter((job) => !finishedCondition(job))),
    ...(succeededAtMs.length > 0 ? { lastSuccessfulTime: Math.max(...succeededAtMs) } : {}),
  };
  const changed = JSON.stringify(status) !== JSON.stringify(cronJob.status ?? {});
  return [
    ...(changed
      ? [{ do: 'put', kind: 'kubernetes/Object', key, value: { ...cronJob, status } } as const]
      : []),
    ...over.flatMap((job) => {
      const condition = finishedCondition(job)?.type ?? '';
      const message = `Saw completed job: ${job.metadata.name}, condition: ${condition}`;
      return event(ctx, cronJob, 'SawCompletedJob', message);
    }),
    ...jobsBeyondHistory(cronJob, jobs).flatMap((job) => [
      deleteJob(job, 'history'),
      ...event(ctx, cronJob, 'SuccessfulDelete', `Deleted job ${job.metadata.name}`),
    ]),
  ];
}
