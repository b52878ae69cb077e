/**
 * One pass of the Job controller as arithmetic (pkg/controller/job/job_controller.go syncJob and manageJob, v1.34): whether it
 * is over, how many pods it is to have, and when it has to wait.
 */
import type { ObservedIndexes } from './perIndex';

export interface ObservedJob {
  readonly nowMs: number;
  readonly parallelism: number;
  /** null: a work queue, done when one pod has succeeded and none runs. */
  readonly completions: number | null;
  readonly backoffLimit: number;
  readonly activeDeadlineSeconds: number | null;
  readonly suspend: boolean;
  readonly wasSuspended: boolean;
  /** The Job itself is on its way out: it makes no pods any more. */
  readonly deleting: boolean;
  readonly startTimeMs: number | null;
  readonly active: number;
  /** On their way out, where they count as taking a place (podReplacementPolicy Failed). */
  readonly terminating: number;
  /** Those of this pass included. */
  readonly succeeded: number;
  readonly failed: number;
  readonly restartPolicy: 'Never' | 'OnFailure';
  /** Of the containers of pods that are pending or running. */
  readonly restarts: number;
  readonly backoffRemainingMs: number;
  /** The pod failure policy says that all is lost. */
  readonly policyMessage: string | null;
  /** Where each index has a back-off limit of its own. */
  readonly perIndex?: ObservedIndexes | null;
}

export interface JobCondition {
  readonly type: 'Complete' | 'Failed' | 'Suspended';
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

export interface JobDecision {
  readonly creates: number;
  readonly deletes: number;
  /** After that. */
  readonly active: number;
  readonly failed: number;
  readonly condition: JobCondition | null;
  /** How many it wants to have. */
  readonly wanted: number;
  /** It would make pods now if the last failure were longer ago. */
  readonly waitsMs: number;
}

export function decideJob(job: ObservedJob): JobDecision {
  const failure = failureOf(job);
  if (failure)
    return {
      ...resting(job),
      // What still runs is ended, and counts as failed.
      deletes: job.active,
      active: 0,
      failed: job.failed + job.active,
      condition: { type: 'Failed', status: 'True', ...failure },
    };
  const managed = job.deleting ? resting(job) : manageJob(job);
  if (isComplete(job, managed.active)) return { ...managed, condition: COMPLETE };
  return job.deleting ? managed : { ...managed, condition: suspension(job) };
}

const resting = ({ active, failed }: ObservedJob): JobDecision => ({
  creates: 0,
  deletes: 0,
  active,
  failed,
  condition: null,
  wanted: active,
  waitsMs: 0,
});

const COMPLETE: JobCondition = {
  type: 'Complete',
  status: 'True',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

type Failure = Pick<JobCondition, 'reason' | 'message'>;

function failureOf(job: ObservedJob): Failure | undefined {
  if (job.policyMessage !== null) return { reason: 'PodFailurePolicy', message: job.policyMessage };
  if (job.failed > job.backoffLimit || pastBackoffLimitOnFailure(job))
    return {
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    };
  if (deadlineInMs(job) === 0)
    return {
      reason: 'DeadlineExceeded',
      message: 'Job was active longer than specified deadline',
    };
  return failedIndexes(job);
}

/** Too many, or all others are done. */
function failedIndexes({ perIndex, completions, succeeded }: ObservedJob): Failure | undefined {
  if (!perIndex) return undefined;
  const { failed, maxFailed } = perIndex;
  if (maxFailed !== null && failed > maxFailed)
    return {
      reason: 'MaxFailedIndexesExceeded',
      message: 'Job has exceeded the specified maximal number of failed indexes',
    };
  return failed > 0 && failed + succeeded >= (completions ?? 0)
    ? { reason: 'FailedIndexes', message: 'Job has failed indexes' }
    : undefined;
}

/** With 0, the first restart. */
function pastBackoffLimitOnFailure({
  restartPolicy,
  restarts,
  backoffLimit,
}: ObservedJob): boolean {
  if (restartPolicy !== 'OnFailure') return false;
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

/** 0: it is past it. null: there is none. A suspended Job's clock stands. */
export function deadlineInMs(job: ObservedJob): number | null {
  const { activeDeadlineSeconds, startTimeMs, nowMs, suspend } = job;
  if (activeDeadlineSeconds === null || startTimeMs === null || suspend) return null;
  return Math.max(0, startTimeMs + activeDeadlineSeconds * 1000 - nowMs);
}

function isComplete({ completions, succeeded }: ObservedJob, active: number): boolean {
  if (active > 0) return false;
  return completions === null ? succeeded > 0 : succeeded >= completions;
}

/** Never both in one pass: what is too much goes first. */
function manageJob(job: ObservedJob): JobDecision {
  const { active, suspend, terminating, backoffRemainingMs } = job;
  const wanted = suspend ? 0 : wantedActive(job);
  const tooMany = Math.max(0, active - wanted);
  if (tooMany > 0) return { ...resting(job), deletes: tooMany, active: active - tooMany, wanted };
  const missing = wanted - terminating - active;
  if (missing <= 0) return { ...resting(job), wanted };
  if (backoffRemainingMs > 0) return { ...resting(job), wanted, waitsMs: backoffRemainingMs };
  // Indexes that still wait are made when their own wait is over.
  const creates = Math.min(missing, job.perIndex?.ready ?? missing);
  const waitsMs = creates < missing ? (job.perIndex?.waitMs ?? 0) : 0;
  return { ...resting(job), creates, active: active + creates, wanted, waitsMs };
}

/** A work queue that has seen a success leaves what runs running. */
function wantedActive(job: ObservedJob): number {
  const { completions, parallelism, succeeded, active, perIndex } = job;
  if (completions === null) return succeeded > 0 ? active : parallelism;
  return Math.max(0, Math.min(completions - succeeded - (perIndex?.failed ?? 0), parallelism));
}

function suspension({ suspend, wasSuspended }: ObservedJob): JobCondition | null {
  if (suspend === wasSuspended) return null;
  return suspend
    ? { type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended' }
    : { type: 'Suspended', status: 'False', reason: 'JobResumed', message: 'Job resumed' };
}
