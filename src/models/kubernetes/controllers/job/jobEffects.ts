/** What the Job controller does: pods made and ended, the status written, the Job itself deleted. */
import type { Context, Effect } from '../../../../engine/model';
import { deleteObjectEffects, deletePodEffects } from '../../api/deletion';
import { isPodActive } from '../../api/indexes';
import { recordEvent } from '../../api/recordEvent';
import type { Condition, PodTemplateSpec } from '../../types';
import { createPodEffects } from '../createPod';
import type { JobFact } from './facts';
import { COMPLETION_INDEX } from './indexes';
import {
  aboutJob,
  finishedCondition,
  isSuspended,
  jobAt,
  NO_BOOK,
  type Job,
  type JobCommandOf,
  type JobStatus,
} from './jobRecord';

const COMPONENT = 'job-controller';
const FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count';

export const jobCommands = {
  createJobPods,
  deleteJobPods,
  updateJobStatus,
  deleteJob,
  forgetJob: ({ job: key }: JobCommandOf<'forgetJob'>): readonly Effect[] => [
    { do: 'remove', kind: 'kube-jobs/Book', key },
  ],
};

export const noteJob = (key: string, fact: JobFact): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', about: aboutJob(key), ...fact },
});

function createJobPods(
  { job: key, count, indexes, active, wanted }: JobCommandOf<'createJobPods'>,
  ctx: Context,
): readonly Effect[] {
  const job = jobAt(ctx, key);
  if (!job) return [];
  const together = new Set<string>();
  return Array.from({ length: count }, (_, i) => {
    const counts = { active: active + i, wanted };
    const index = indexes[i];
    if (index === undefined) return createPodEffects(job, COMPONENT, counts, ctx, together);
    const failures = ctx.get('kube-jobs/Book', key)?.byIndex?.[index]?.counted ?? 0;
    const owner = { ...job, spec: { ...job.spec, template: templateFor(job, index, failures) } };
    const base = `${job.metadata.name}-${index}`;
    return createPodEffects(owner, COMPONENT, counts, ctx, together, base);
  }).flat();
}

/** The pod knows its index by annotation, label, host name and environment variable. */
function templateFor({ metadata, spec }: Job, index: number, failures: number): PodTemplateSpec {
  const { template } = spec;
  const own = { [COMPLETION_INDEX]: String(index) };
  const failed =
    spec.backoffLimitPerIndex === undefined ? {} : { [FAILURE_COUNT]: String(failures) };
  const variable = { name: 'JOB_COMPLETION_INDEX', value: String(index) };
  const told = template.spec.containers.map((c) => ({ ...c, env: [...(c.env ?? []), variable] }));
  return {
    metadata: {
      ...template.metadata,
      labels: { ...template.metadata?.labels, ...own },
      annotations: { ...template.metadata?.annotations, ...own, ...failed },
    },
    spec: { ...template.spec, containers: told, hostname: `${metadata.name}-${index}` },
  };
}

function deleteJobPods(
  { job: key, pods, uncounted }: JobCommandOf<'deleteJobPods'>,
  ctx: Context,
): readonly Effect[] {
  const job = jobAt(ctx, key);
  const found = pods
    .flatMap((podKey) => ctx.get('kubernetes/Pod', podKey) ?? [])
    .filter(isPodActive);
  if (!job || found.length === 0) return [];
  const book = ctx.get('kube-jobs/Book', key) ?? NO_BOOK;
  const counted = [...book.counted, ...found.map((pod) => pod.metadata.uid)];
  return [
    ...(uncounted
      ? [{ do: 'put', kind: 'kube-jobs/Book', key, value: { ...book, counted } } as const]
      : []),
    ...found.flatMap((pod) => [
      ...deletePodEffects(ctx, pod),
      ...recordEvent(ctx, job, {
        type: 'Normal',
        reason: 'SuccessfulDelete',
        message: `Deleted pod: ${pod.metadata.name}`,
        component: COMPONENT,
      }),
    ]),
  ];
}

function updateJobStatus(
  { job: key, status, book }: JobCommandOf<'updateJobStatus'>,
  ctx: Context,
): readonly Effect[] {
  const job = jobAt(ctx, key);
  if (!job) return [];
  const value: Job = { ...job, status };
  return [
    { do: 'put', kind: 'kubernetes/Object', key, value },
    { do: 'put', kind: 'kube-jobs/Book', key, value: book },
    ...news(key, job, value, book.failuresAfterLastSuccess, ctx),
  ];
}

function news(
  key: string,
  before: Job,
  after: Job,
  failures: number,
  ctx: Context,
): readonly Effect[] {
  const finished = finishedCondition(after);
  if (finished) return finishedNews(key, after, finished, ctx);
  if (isSuspended(before) !== isSuspended(after)) return suspensionNews(key, after, ctx);
  const failed = after.status?.failed ?? 0;
  if (failed <= (before.status?.failed ?? 0)) return [];
  const backoffLimit = after.spec.backoffLimit ?? 6;
  return [noteJob(key, { type: 'jobPodFailed', data: { failed, backoffLimit, failures } })];
}

function finishedNews(
  key: string,
  job: Job,
  { type, reason = '', message = '' }: Condition,
  ctx: Context,
): readonly Effect[] {
  const { succeeded = 0, failed = 0, startTime = ctx.nowMs }: JobStatus = job.status ?? {};
  const tookMs = ctx.nowMs - startTime;
  if (type === 'Complete')
    return [
      noteJob(key, { type: 'jobCompleted', data: { succeeded, failed, tookMs } }),
      ...event(ctx, job, 'Normal', 'Completed', 'Job completed'),
    ];
  return [
    noteJob(key, { type: 'jobFailed', data: { succeeded, failed, tookMs, reason, message } }),
    ...event(ctx, job, 'Warning', reason, message),
  ];
}

function suspensionNews(key: string, job: Job, ctx: Context): readonly Effect[] {
  return isSuspended(job)
    ? [
        noteJob(key, { type: 'jobSuspended', data: {} }),
        ...event(ctx, job, 'Normal', 'Suspended', 'Job suspended'),
      ]
    : [
        noteJob(key, { type: 'jobResumed', data: {} }),
        ...event(ctx, job, 'Normal', 'Resumed', 'Job resumed'),
      ];
}

const event = (
  ctx: Context,
  job: Job,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): readonly Effect[] => recordEvent(ctx, job, { type, reason, message, component: COMPONENT });

/** Its pods follow by the garbage collector. */
function deleteJob({ job: key, why }: JobCommandOf<'deleteJob'>, ctx: Context): readonly Effect[] {
  const job = jobAt(ctx, key);
  if (!job || job.metadata.deletionTimestamp !== undefined) return [];
  return [
    noteJob(key, { type: 'jobCleanedUp', data: { because: why } }),
    ...deleteObjectEffects(ctx, 'kubernetes/Object', key, job),
  ];
}
