/**
 * PodDisruptionBudgets as preemption reads them: a preference, not a guarantee (plugins/defaultpreemption
 * filterPodsWithPDBViolation, v1.34). Taking a pod away uses up a budget; who comes when it is used up violates it.
 */
import { selectorPredicate } from '../../selector';
import type { LabelSelector } from '../../types';
import type { RunningPod } from './victims';

export interface DisruptionBudget {
  readonly namespace: string;
  /** Missing or empty: matches nothing. */
  readonly selector: LabelSelector | undefined;
  readonly disruptionsAllowed: number;
  /** Names of pods whose eviction the API has granted already. */
  readonly disruptedPods: readonly string[];
}

export function splitByBudget(
  pods: readonly RunningPod[],
  budgets: readonly DisruptionBudget[],
): { readonly violating: readonly RunningPod[]; readonly others: readonly RunningPod[] } {
  const allowed = budgets.map((b) => b.disruptionsAllowed);
  const violating: RunningPod[] = [];
  const others: RunningPod[] = [];
  for (const running of pods) {
    let violates = false;
    budgets.forEach((budget, i) => {
      if (!concerns(budget, running)) return;
      allowed[i] = (allowed[i] ?? 0) - 1;
      violates ||= (allowed[i] ?? 0) < 0;
    });
    (violates ? violating : others).push(running);
  }
  return { violating, others };
}

function concerns({ namespace, selector, disruptedPods }: DisruptionBudget, { pod }: RunningPod) {
  const isEmpty =
    Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length ===
    0;
  return (
    !isEmpty &&
    namespace === pod.namespace &&
    Object.keys(pod.labels).length > 0 &&
    !disruptedPods.includes(pod.name) &&
    selectorPredicate(selector)(pod.labels)
  );
}
