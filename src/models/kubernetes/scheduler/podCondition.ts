/** Setting one condition as UpdatePodCondition does (pkg/api/v1/pod, v1.34): in place, dated when the status changes. */
import type { Condition, Pod } from '../types';

export type ConditionText = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** The same array when nothing changes. */
export function withCondition(
  conditions: readonly Condition[],
  condition: ConditionText,
  nowMs: number,
): readonly Condition[] {
  const at = conditions.findIndex((c) => c.type === condition.type);
  const old = conditions[at];
  if (!old) return [...conditions, { ...condition, lastTransitionTime: nowMs }];
  const { status, reason, message } = condition;
  if (old.status === status && old.reason === reason && old.message === message) return conditions;
  const since = old.status === status ? old.lastTransitionTime : undefined;
  const { lastProbeTime, observedGeneration } = old;
  return conditions.with(at, {
    ...condition,
    ...(lastProbeTime !== undefined && { lastProbeTime }),
    ...(observedGeneration !== undefined && { observedGeneration }),
    lastTransitionTime: since ?? nowMs,
  });
}

/** The same pod when nothing changes. */
export function withPodCondition(pod: Pod, condition: ConditionText, nowMs: number): Pod {
  const before = pod.status.conditions ?? [];
  const conditions = withCondition(before, condition, nowMs);
  return conditions === before ? pod : { ...pod, status: { ...pod.status, conditions } };
}
