/**
 * RequestedToCapacityRatio: utilisation through a curve of the configuration (plugins/noderesources/
 * requested_to_capacity_ratio.go, plugins/helper/shape_score.go, v1.34). The curve's scores run to 10 and count tenfold.
 * A resource that scores 0 is dropped together with its weight.
 */
import type { ResourceSpec, UtilizationShapePoint } from '../configuration';
import { MAX_NODE_SCORE } from '../framework';
import type { Allocation } from './resourceAllocation';

const MAX_UTILIZATION = 100;
const MAX_CUSTOM_PRIORITY_SCORE = 10;

export function requestedToCapacityRatioScorer(
  resources: readonly ResourceSpec[],
  shape: readonly UtilizationShapePoint[],
): (allocation: Allocation) => number {
  const curve = buildBrokenLinearFunction(
    shape.map(({ utilization, score }) => ({
      utilization,
      score: score * (MAX_NODE_SCORE / MAX_CUSTOM_PRIORITY_SCORE),
    })),
  );
  const resourceScore = (requested: number, capacity: number): number =>
    curve(
      requested > capacity ? MAX_UTILIZATION : Math.floor((requested * MAX_UTILIZATION) / capacity),
    );
  return ({ requested, allocatable }) => {
    let score = 0;
    let weights = 0;
    for (let i = 0; i < resources.length; i++) {
      const capacity = allocatable[i] ?? 0;
      if (capacity === 0) continue;
      const own = resourceScore(requested[i] ?? 0, capacity);
      if (own <= 0) continue;
      const { weight } = resources[i] as ResourceSpec;
      score += own * weight;
      weights += weight;
    }
    // Scores are not negative here, so this is Go's rounding away from zero.
    return weights === 0 ? 0 : Math.floor(score / weights + 0.5);
  };
}

/** Straight between two points in whole numbers, truncated toward zero; flat before the first and after the last. */
export function buildBrokenLinearFunction(
  shape: readonly UtilizationShapePoint[],
): (utilization: number) => number {
  return (utilization) => {
    let left: UtilizationShapePoint | undefined;
    for (const right of shape) {
      if (utilization <= right.utilization) {
        if (!left) return right.score;
        const rise = (right.score - left.score) * (utilization - left.utilization);
        return left.score + Math.trunc(rise / (right.utilization - left.utilization));
      }
      left = right;
    }
    return left?.score ?? 0;
  };
}
