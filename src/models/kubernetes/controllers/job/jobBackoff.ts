/**
 * How long a Job waits before it replaces failed pods (pkg/controller/job/backoff_utils.go, v1.34): the base doubles
 * with every failure since the last success, up to the maximum, and counts from the last failure.
 */
import type { BackOffLimits } from '../../kubelet/backoff';

export interface JobBackoffRecord {
  readonly failuresAfterLastSuccess: number;
  readonly lastFailureTimeMs: number | null;
}

/** The record after more pods have ended, given when each ended. */
export function newBackoffRecord(
  record: JobBackoffRecord,
  succeededAtMs: readonly number[],
  failedAtMs: readonly number[],
): JobBackoffRecord {
  const lastSuccessMs = latest(succeededAtMs);
  if (lastSuccessMs === null)
    return failedAtMs.length === 0
      ? record
      : {
          failuresAfterLastSuccess: record.failuresAfterLastSuccess + failedAtMs.length,
          lastFailureTimeMs: latest(failedAtMs),
        };
  const since = failedAtMs.filter((atMs) => atMs > lastSuccessMs);
  return { failuresAfterLastSuccess: since.length, lastFailureTimeMs: latest(since) };
}

export function remainingJobBackoffMs(
  { failuresAfterLastSuccess, lastFailureTimeMs }: JobBackoffRecord,
  nowMs: number,
  limits: BackOffLimits,
): number {
  if (failuresAfterLastSuccess === 0 || lastFailureTimeMs === null) return 0;
  let waitMs = limits.initialMs;
  for (let failures = 1; failures < failuresAfterLastSuccess && waitMs < limits.maxMs; failures++)
    waitMs = Math.min(waitMs * 2, limits.maxMs);
  return Math.max(0, waitMs - (nowMs - lastFailureTimeMs));
}

const latest = (times: readonly number[]): number | null =>
  times.length === 0 ? null : Math.max(...times);
