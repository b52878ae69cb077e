/**
 * How many nodes are looked at, and which of the best is taken (pkg/scheduler/schedule_one.go, v1.34). Upstream samples
 * ties with a reservoir; one draw over the tied nodes is the same distribution and can be remembered as one number.
 */
const MIN_FEASIBLE_NODES = 100;
const MIN_FEASIBLE_PERCENTAGE = 5;

/** After this many nodes that pass, the search ends. `percentage` 0: adaptive, less the larger the cluster. */
export function numFeasibleNodesToFind(nodes: number, percentage: number): number {
  if (nodes < MIN_FEASIBLE_NODES) return nodes;
  const share =
    percentage === 0 ? Math.max(50 - Math.trunc(nodes / 125), MIN_FEASIBLE_PERCENTAGE) : percentage;
  return Math.max(Math.floor((nodes * share) / 100), MIN_FEASIBLE_NODES);
}

/** Indexes of the highest totals, in order. */
export function highest(totals: readonly number[]): readonly number[] {
  let max = -Infinity;
  let best: number[] = [];
  for (let i = 0; i < totals.length; i++) {
    const total = totals[i] ?? 0;
    if (total > max) {
      max = total;
      best = [i];
    } else if (total === max) best.push(i);
  }
  return best;
}
