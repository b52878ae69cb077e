/**
 * The arithmetic of a PodDisruptionBudget (pkg/controller/disruption/disruption.go, v1.34). Percentages round up, both of
 * what must stay and of what may go, so `maxUnavailable` in percent is generous.
 */
import type { Read } from '../../../../engine/model';
import { selectorPredicate } from '../../selector';
import type { Pod, PodDisruptionBudget } from '../../types';
import { scaledValue } from '../deployment/arithmetic';

export type BudgetSpec = NonNullable<PodDisruptionBudget['spec']>;
export type BudgetStatus = NonNullable<PodDisruptionBudget['status']>;

export const BUDGETS = 'poddisruptionbudgets.policy';

/** Does the budget count against what its controllers want, rather than against the pods that are there? */
export const countsScale = ({ minAvailable, maxUnavailable }: BudgetSpec): boolean =>
  maxUnavailable !== undefined || typeof minAvailable === 'string';

/** How many pods must stay healthy, given how many there should be. */
export function desiredHealthy(
  { minAvailable, maxUnavailable }: BudgetSpec,
  expectedPods: number,
): number {
  if (maxUnavailable !== undefined)
    return Math.max(0, expectedPods - scaledValue(maxUnavailable, expectedPods, 'up'));
  return minAvailable === undefined ? 0 : scaledValue(minAvailable, expectedPods, 'up');
}

/** How many pods may go now. */
export function disruptionsAllowed(of: {
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly expectedPods: number;
}): number {
  return of.expectedPods <= 0 ? 0 : Math.max(0, of.currentHealthy - of.desiredHealthy);
}

export const budgetAt = (read: Read, key: string): PodDisruptionBudget | undefined =>
  read.get('kubernetes/Object', key);

/** Keys of the budgets that select this pod. */
export function budgetKeysOf(read: Read, { metadata }: Pick<Pod, 'metadata'>): readonly string[] {
  if (read.count('kubernetes/Object', 'resource', BUDGETS) === 0) return [];
  const prefix = `${BUDGETS}/${metadata.namespace ?? 'default'}/`;
  return read
    .keysBy('kubernetes/Object', 'resource', BUDGETS)
    .filter((key) => key.startsWith(prefix) && selects(budgetAt(read, key), metadata.labels));
}

/** The budgets that govern the eviction of this pod: none where it has no labels. */
export const budgetsOf = (read: Read, pod: Pod): readonly PodDisruptionBudget[] =>
  Object.keys(pod.metadata.labels ?? {}).length === 0
    ? []
    : budgetKeysOf(read, pod).flatMap((key) => budgetAt(read, key) ?? []);

const selects = (
  budget: PodDisruptionBudget | undefined,
  labels: Pod['metadata']['labels'],
): boolean => selectorPredicate(budget?.spec?.selector)(labels);
