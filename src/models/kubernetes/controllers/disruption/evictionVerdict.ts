/**
 * May this pod be evicted (registry/core/pod/storage/eviction.go, v1.34)? Pods that do not count as healthy go without
 * asking; otherwise the one budget that selects the pod must have a disruption left, and loses it.
 */
import type { Rejection } from '../../../../engine/model';
import { isPodReady } from '../../api/indexes';
import { rejection } from '../../api/status';
import type { Pod, PodDisruptionBudget } from '../../types';
import type { BudgetStatus } from './budget';

export type EvictionVerdict =
  /** `budget`: the one to take a disruption from; absent: none is used up. */
  | { readonly allowed: true; readonly budget?: PodDisruptionBudget }
  | {
      readonly allowed: false;
      readonly refusal: Rejection;
      /** The budget that forbids it, and its own explanation; absent where there is more than one. */
      readonly budget?: PodDisruptionBudget;
      readonly cause: string;
    };

const NO_STATUS: BudgetStatus = {
  disruptionsAllowed: 0,
  currentHealthy: 0,
  desiredHealthy: 0,
  expectedPods: 0,
};
const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget.";
const SEVERAL =
  'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
/** eviction.go MaxDisruptedPodSize. */
const MAX_DISRUPTED_PODS = 2_000;

export function judgeEviction(
  pod: Pick<Pod, 'metadata' | 'status'>,
  budgets: readonly PodDisruptionBudget[],
): EvictionVerdict {
  if (goesUnasked(pod)) return { allowed: true };
  const [budget, another] = budgets;
  if (!budget) return { allowed: true };
  if (another)
    return { allowed: false, refusal: rejection(500, 'InternalError', SEVERAL), cause: SEVERAL };
  const { status = NO_STATUS, spec } = budget;
  if (!isPodReady(pod as Pod)) {
    if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return { allowed: true };
    if (status.desiredHealthy > 0 && status.currentHealthy >= status.desiredHealthy)
      return { allowed: true };
  }
  return usingUp(budget, status);
}

/** Finished, not started yet, or going already. */
const goesUnasked = ({ metadata, status }: Pick<Pod, 'metadata' | 'status'>): boolean =>
  status.phase === 'Succeeded' ||
  status.phase === 'Failed' ||
  status.phase === 'Pending' ||
  metadata.deletionTimestamp !== undefined;

function usingUp(budget: PodDisruptionBudget, status: BudgetStatus): EvictionVerdict {
  const { name, generation = 1 } = budget.metadata;
  if ((status.observedGeneration ?? 0) < generation)
    return violates(
      budget,
      `The disruption budget ${name} is still being processed by the server.`,
    );
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED_PODS) {
    const cause = `poddisruptionbudget.policy "${name}" is forbidden: DisruptedPods map too big - too many evictions not confirmed by PDB controller`;
    return { allowed: false, budget, refusal: rejection(403, 'Forbidden', cause), cause };
  }
  return status.disruptionsAllowed > 0
    ? { allowed: true, budget }
    : violates(budget, whyNone(name, status));
}

function whyNone(name: string, status: BudgetStatus): string {
  const condition = status.conditions?.find((c) => c.type === 'DisruptionAllowed');
  const says = condition?.status === 'False' ? (condition.message ?? '') : '';
  const none = `The disruption budget ${name} does not allow evicting pods currently`;
  if (says !== '' && condition?.reason === 'SyncFailed')
    return `${none} because it failed sync: ${says}`;
  if (status.currentHealthy <= status.desiredHealthy)
    return `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`;
  return says === '' ? none : `${none} (${condition?.reason ?? ''}): ${says}`;
}

const violates = (budget: PodDisruptionBudget, cause: string): EvictionVerdict => ({
  allowed: false,
  budget,
  cause,
  refusal: rejection(429, 'TooManyRequests', VIOLATES, [
    { path: [], reason: 'DisruptionBudget', message: cause },
  ]),
});
