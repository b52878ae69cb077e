/** A Job with its pods, as its controller sees them in one pass. */
import type { Read } from '../../../../engine/model';
import { isPodActive, isPodReady } from '../../api/indexes';
import { JOB_POD_FAILURE_BACKOFF } from '../../timings';
import type { Pod } from '../../types';
import type { ObservedJob } from './decideJob';
import { countIndexes, indexOfPod, printIndexes, succeededIndexes, type Interval } from './indexes';
import { newBackoffRecord, remainingJobBackoffMs } from './jobBackoff';
import {
  isPodFailed,
  isSuspended,
  NO_BOOK,
  podEndedAtMs,
  type Job,
  type JobBook,
} from './jobRecord';
import { observedIndexes, perIndexNow, type Failure, type PerIndex } from './perIndex';
import { matchPodFailurePolicy, type PolicyMatch } from './podFailurePolicy';

export interface JobPass {
  readonly key: string;
  readonly job: Job;
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: number;
  readonly book: JobBook;
  /** Of an indexed Job. */
  readonly done: readonly Interval[] | null;
  readonly perIndex: PerIndex | null;
  readonly observed: ObservedJob;
}

export function observeJob(key: string, job: Job, read: Read): JobPass {
  const pods = read.by('kubernetes/Pod', 'owner', job.metadata.uid);
  const active = pods.filter(isPodActive);
  const before = read.get('kube-jobs/Book', key) ?? NO_BOOK;
  const ended = newlyEnded(job, pods, before, read.nowMs);
  const perIndex = perIndexNow(job, before.byIndex, ended.failures, read.nowMs);
  const book = {
    ...newBackoffRecord(before, ended.succeededAtMs, ended.failedAtMs),
    counted: ended.counted,
    ...(perIndex ? { byIndex: perIndex.failures } : {}),
  };
  const done = doneIndexes(job, ended.indexes);
  const succeeded = done
    ? countIndexes(done)
    : (job.status?.succeeded ?? 0) + ended.succeededAtMs.length;
  const failed = (job.status?.failed ?? 0) + ended.failed;
  const terminating = pods.filter(isTerminating).length;
  const counts = { active: active.length, terminating, succeeded, failed };
  const common = observedOf(job, counts, book, active, ended.policyMessage, read.nowMs);
  const busy = active.flatMap((pod) => indexOfPod(pod) ?? []);
  const observed: ObservedJob = perIndex
    ? {
        ...common,
        backoffRemainingMs: 0,
        perIndex: observedIndexes(perIndex, job, done ?? [], busy),
      }
    : common;
  return {
    key,
    job,
    active,
    ready: active.filter(isPodReady).length,
    terminating,
    book,
    done,
    perIndex,
    observed,
  };
}

const isTerminating = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp !== undefined &&
  pod.status.phase !== 'Succeeded' &&
  pod.status.phase !== 'Failed';

interface Ended {
  readonly succeededAtMs: readonly number[];
  /** For the back-off: also those that the policy does not count. */
  readonly failedAtMs: readonly number[];
  readonly failed: number;
  readonly indexes: readonly number[];
  readonly counted: readonly string[];
  readonly policyMessage: string | null;
  readonly failures: readonly Failure[];
}

function newlyEnded({ spec }: Job, pods: readonly Pod[], book: JobBook, nowMs: number): Ended {
  const known = new Set(book.counted);
  const succeeded: Pod[] = [];
  const failed: Pod[] = [];
  for (const pod of pods) {
    if (known.has(pod.metadata.uid)) continue;
    if (pod.status.phase === 'Succeeded') succeeded.push(pod);
    else if (isPodFailed(pod, spec)) failed.push(pod);
  }
  const matches = failed.map((pod): PolicyMatch =>
    matchPodFailurePolicy(spec.podFailurePolicy, pod),
  );
  const there = new Set(pods.map((pod) => pod.metadata.uid));
  return {
    succeededAtMs: succeeded.map((pod) => podEndedAtMs(pod, nowMs)),
    failedAtMs: failed.map((pod) => podEndedAtMs(pod, nowMs)),
    failed: matches.filter((match) => match.countsAsFailure).length,
    indexes: succeeded.flatMap((pod) => indexOfPod(pod) ?? []),
    counted: [
      ...book.counted.filter((uid) => there.has(uid)),
      ...[...succeeded, ...failed].map((pod) => pod.metadata.uid),
    ],
    failures: failed.map((pod, i) => ({ pod, match: matches[i] as PolicyMatch })),
    policyMessage: matches.find((match) => match.action === 'FailJob')?.message ?? null,
  };
}

function doneIndexes(
  { spec, status }: Job,
  indexes: readonly number[],
): readonly Interval[] | null {
  const { completionMode, completions } = spec;
  if (completionMode !== 'Indexed' || completions === undefined) return null;
  return succeededIndexes(status?.completedIndexes ?? '', completions, indexes);
}

export const completedIndexes = ({
  done,
  perIndex,
}: JobPass): { readonly completedIndexes?: string; readonly failedIndexes?: string } => ({
  ...(done === null ? {} : { completedIndexes: printIndexes(done) }),
  ...(perIndex === null ? {} : { failedIndexes: printIndexes(perIndex.failed) }),
});

function observedOf(
  job: Job,
  counts: Pick<ObservedJob, 'active' | 'terminating' | 'succeeded' | 'failed'>,
  book: JobBook,
  active: readonly Pod[],
  policyMessage: string | null,
  nowMs: number,
): ObservedJob {
  const { spec, status, metadata } = job;
  return {
    nowMs,
    parallelism: spec.parallelism ?? 1,
    completions: spec.completions ?? null,
    backoffLimit: spec.backoffLimit ?? 6,
    activeDeadlineSeconds: spec.activeDeadlineSeconds ?? null,
    suspend: spec.suspend ?? false,
    wasSuspended: isSuspended(job),
    deleting: metadata.deletionTimestamp !== undefined,
    startTimeMs: status?.startTime ?? null,
    ...counts,
    terminating: spec.podReplacementPolicy === 'Failed' ? counts.terminating : 0,
    restartPolicy: spec.template.spec.restartPolicy === 'OnFailure' ? 'OnFailure' : 'Never',
    restarts: active.reduce((sum, pod) => sum + restartsOf(pod), 0),
    backoffRemainingMs: remainingJobBackoffMs(book, nowMs, JOB_POD_FAILURE_BACKOFF),
    policyMessage,
  };
}

export const restartsOf = ({ status }: Pod): number =>
  [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].reduce(
    (sum, { restartCount }) => sum + restartCount,
    0,
  );
