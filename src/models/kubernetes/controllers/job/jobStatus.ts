/**
 * What a Job says of itself (job_controller.go, v1.34): counts, times, conditions. It is over in two steps: first the reason
 * (FailureTarget, SuccessCriteriaMet), and once none of its pods is left running, Failed or Complete.
 */
import { conditionsWith } from '../../kubelet/podStatus';
import type { Condition } from '../../types';
import type { JobCondition, JobDecision } from './decideJob';
import type { Job, JobStatus } from './jobRecord';
import { completedIndexes, type JobPass } from './observeJob';

const FIRST_STEP = { Failed: 'FailureTarget', Complete: 'SuccessCriteriaMet' } as const;

/** What has been decided before stays decided. */
export function decidedBefore({ status }: Job): JobCondition | null {
  for (const type of ['Failed', 'Complete'] as const) {
    const step = status?.conditions?.find(
      (c) => c.type === FIRST_STEP[type] && c.status === 'True',
    );
    if (step)
      return { type, status: 'True', reason: step.reason ?? '', message: step.message ?? '' };
  }
  return null;
}

export function newStatus(pass: JobPass, decision: JobDecision): JobStatus {
  const { job, active, ready, terminating, observed } = pass;
  const { nowMs, succeeded, failed, suspend } = observed;
  const over = overNow(pass, decision);
  const resumed = decision.condition?.reason === 'JobResumed';
  const startTime = resumed ? nowMs : (job.status?.startTime ?? (suspend ? undefined : nowMs));
  const stays = active.length - decision.deletes + decision.creates;
  return {
    ...(stays > 0 ? { active: stays, ready: Math.min(ready, stays) } : {}),
    ...(terminating + decision.deletes > 0 ? { terminating: terminating + decision.deletes } : {}),
    ...(succeeded > 0 ? { succeeded } : {}),
    ...(failed > 0 ? { failed } : {}),
    ...(startTime === undefined ? {} : { startTime }),
    ...(over === 'Complete' ? { completionTime: nowMs } : {}),
    ...completedIndexes(pass),
    ...conditionsOf(job, decision.condition, over, nowMs),
  };
}

/** Complete or Failed in this very pass. */
export function overNow(
  { active, terminating }: JobPass,
  { condition, deletes }: JobDecision,
): 'Complete' | 'Failed' | null {
  if (condition === null || condition.type === 'Suspended') return null;
  return active.length + terminating + deletes === 0 ? condition.type : null;
}

function conditionsOf(
  { status }: Job,
  decided: JobCondition | null,
  over: 'Complete' | 'Failed' | null,
  nowMs: number,
): { readonly conditions?: readonly Condition[] } {
  const before = status?.conditions ?? [];
  if (!decided) return before.length > 0 ? { conditions: before } : {};
  const { type, ...told } = decided;
  const first = type === 'Suspended' ? type : FIRST_STEP[type];
  const news = [{ type: first, ...told }, ...(over ? [{ type: over, ...told }] : [])];
  return { conditions: conditionsWith(before, news, nowMs) };
}
