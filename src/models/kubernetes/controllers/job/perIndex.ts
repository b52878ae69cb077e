/**
 * A back-off limit for each index (pkg/controller/job/indexed_job_utils.go and backoff_utils.go, v1.34; spec.backoffLimitPerIndex):
 * every index has failures of its own and waits of its own; one that has failed too often, or whose failure a rule calls FailIndex,
 * is given up while the others go on.
 */
import { JOB_POD_FAILURE_BACKOFF } from '../../timings';
import { countIndexes, indexOfPod, succeededIndexes, type Interval } from './indexes';
import { remainingJobBackoffMs } from './jobBackoff';
import { podEndedAtMs, type Job } from './jobRecord';
import type { PolicyMatch } from './podFailurePolicy';
import type { Pod } from '../../types';

export interface IndexFailures {
  /** Those that count, and all: the wait grows with ignored ones too. */
  readonly counted: number;
  readonly all: number;
  readonly lastMs: number;
}
export type FailuresByIndex = Readonly<Record<string, IndexFailures>>;

export interface PerIndex {
  readonly failures: FailuresByIndex;
  /** Given up. */
  readonly failed: readonly Interval[];
  /** Indexes whose wait is not over, and how long the shortest takes. */
  readonly waiting: readonly number[];
  readonly waitMs: number;
}

export interface Failure {
  readonly pod: Pod;
  readonly match: PolicyMatch;
}

/** null: the Job has no limit for each index. */
export function perIndexNow(
  { spec, status }: Job,
  before: FailuresByIndex = {},
  failures: readonly Failure[],
  nowMs: number,
): PerIndex | null {
  const { backoffLimitPerIndex: limit, completions = 0 } = spec;
  if (limit === undefined) return null;
  const now: Record<string, IndexFailures> = { ...before };
  const lost: number[] = [];
  for (const { pod, match } of failures) {
    const index = indexOfPod(pod);
    if (index === undefined) continue;
    const known = now[index] ?? { counted: 0, all: 0, lastMs: 0 };
    const counted = known.counted + (match.countsAsFailure ? 1 : 0);
    const lastMs = Math.max(known.lastMs, podEndedAtMs(pod, nowMs));
    now[index] = { counted, all: known.all + 1, lastMs };
    if (counted > limit || match.action === 'FailIndex') lost.push(index);
  }
  const failed = succeededIndexes(status?.failedIndexes ?? '', completions, lost);
  const waits = Object.entries(now).flatMap(([index, { all, lastMs }]) => {
    const record = { failuresAfterLastSuccess: all, lastFailureTimeMs: lastMs };
    const leftMs = remainingJobBackoffMs(record, nowMs, JOB_POD_FAILURE_BACKOFF);
    return leftMs > 0 && !includes(failed, Number(index)) ? [{ index: Number(index), leftMs }] : [];
  });
  return {
    failures: now,
    failed,
    waiting: waits.map(({ index }) => index),
    waitMs: waits.length === 0 ? 0 : Math.min(...waits.map(({ leftMs }) => leftMs)),
  };
}

const includes = (intervals: readonly Interval[], index: number): boolean =>
  intervals.some(([first, last]) => index >= first && index <= last);

/** As the arithmetic takes it. `busy`: indexes that have a pod. */
export const observedIndexes = (
  { failed, waiting, waitMs }: PerIndex,
  { spec }: Job,
  done: readonly Interval[],
  busy: readonly number[],
) => ({
  failed: countIndexes(failed),
  maxFailed: spec.maxFailedIndexes ?? null,
  ready: Math.max(
    0,
    (spec.completions ?? 0) -
      countIndexes(done) -
      countIndexes(failed) -
      new Set([...busy, ...waiting.filter((index) => !includes(done, index))]).size,
  ),
  waitMs,
});
export type ObservedIndexes = ReturnType<typeof observedIndexes>;
