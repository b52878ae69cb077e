/** The Jobs of a CronJob: named after the minute they are for, made from its template, cleaned up when there are too many. */
import type { Read } from '../../../../engine/model';
import { STARTS_AT_MS } from '../../../workload/calendar/civil';
import { offsetMinutesAt } from '../../../workload/calendar/zones';
import { rfc3339 } from '../../printers/time';
import { withDefaults } from '../../validation/defaulting';
import type { Job } from '../job/jobRecord';
import { finishedCondition, JOBS } from '../job/jobRecord';
import { jobWithSelector } from '../job/jobSelector';
import type { CronJob } from './cronJobRecord';

/** `<cronjob>-<minutes since 1970>`: the same run never starts twice. */
export const runName = ({ metadata }: CronJob, scheduledMs: number): string =>
  `${metadata.name}-${Math.floor(scheduledMs / 60_000)}`;

export const jobsOf = (read: Read, { metadata }: CronJob): readonly Job[] =>
  read
    .keysBy('kubernetes/Object', 'owner', metadata.uid)
    .filter((key) => key.startsWith(`${JOBS}/`))
    .map((key) => read.get('kubernetes/Object', key) as unknown as Job);

const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

export function jobFromTemplate(
  cronJob: CronJob,
  scheduledAtMs: number,
  made: { readonly uid: string; readonly nowMs: number },
): Job {
  const { metadata, spec } = cronJob;
  const { metadata: own = {}, spec: jobSpec } = spec.jobTemplate;
  const scheduled = { [SCHEDULED]: inZone(scheduledAtMs, spec.timeZone ?? 'UTC') };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: runName(cronJob, scheduledAtMs + STARTS_AT_MS),
      namespace: metadata.namespace ?? 'default',
      uid: made.uid,
      creationTimestamp: made.nowMs,
      generation: 1,
      ...(own.labels ? { labels: own.labels } : {}),
      annotations: { ...own.annotations, ...scheduled },
      ownerReferences: [
        {
          apiVersion: cronJob.apiVersion,
          kind: cronJob.kind,
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: jobSpec,
  };
  return jobWithSelector(withDefaults('Job', job) as unknown as Job);
}

/** `2026-03-09T08:50:00+09:00`. */
function inZone(atMs: number, zone: string): string {
  const minutes = offsetMinutesAt(zone, atMs + STARTS_AT_MS);
  if (minutes === 0) return rfc3339(atMs);
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const size = Math.abs(minutes);
  const offset = `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
  return rfc3339(atMs + minutes * 60_000).replace('Z', offset);
}

/** Finished ones beyond the limits, oldest first (cleanupFinishedJobs). */
export function jobsBeyondHistory({ spec }: CronJob, jobs: readonly Job[]): readonly Job[] {
  const { successfulJobsHistoryLimit: good = 3, failedJobsHistoryLimit: bad = 1 } = spec;
  return [...oldest(jobs, 'Complete', good), ...oldest(jobs, 'Failed', bad)];
}

function oldest(jobs: readonly Job[], type: string, limit: number): readonly Job[] {
  const finished = jobs.filter((job) => finishedCondition(job)?.type === type);
  const started = (job: Job) => job.status?.startTime ?? job.metadata.creationTimestamp;
  return [...finished]
    .sort((a, b) => started(a) - started(b) || (a.metadata.name < b.metadata.name ? -1 : 1))
    .slice(0, Math.max(0, finished.length - limit));
}
