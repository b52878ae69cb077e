/**
 * Step scaling: the adjustment of the step that the breach falls into (Application Auto Scaling user guide, "Step scaling
 * policies", read 2026-11).
 */
export interface StepAdjustment {
  /** Relative to the threshold; null is without bound. Above it the lower bound belongs to the step, below it the upper. */
  readonly metricIntervalLowerBound: number | null;
  readonly metricIntervalUpperBound: number | null;
  readonly scalingAdjustment: number;
}
export type AdjustmentType = 'ChangeInCapacity' | 'PercentChangeInCapacity' | 'ExactCapacity';

export interface StepPolicy {
  readonly adjustmentType: AdjustmentType;
  readonly stepAdjustments: readonly StepAdjustment[];
  /** For percentages only. */
  readonly minAdjustmentMagnitude: number | null;
}

/** The wanted capacity before the limits of the scalable target; `current` where no step applies. */
export function stepCapacity(
  policy: StepPolicy,
  current: number,
  metric: number,
  threshold: number,
): number {
  const step = stepOf(policy.stepAdjustments, metric - threshold);
  if (!step) return current;
  const { scalingAdjustment: adjustment } = step;
  switch (policy.adjustmentType) {
    case 'ExactCapacity':
      return adjustment;
    case 'ChangeInCapacity':
      return current + adjustment;
    case 'PercentChangeInCapacity':
      return current + percentChange(current, adjustment, policy.minAdjustmentMagnitude ?? 0);
  }
}

export function stepOf(
  steps: readonly StepAdjustment[],
  breach: number,
): StepAdjustment | undefined {
  return steps.find(({ metricIntervalLowerBound: lower, metricIntervalUpperBound: upper }) => {
    if (breach >= 0)
      return (lower === null || breach >= lower) && (upper === null || breach < upper);
    return (lower === null || breach > lower) && (upper === null || breach <= upper);
  });
}

/** Towards zero, but a change of less than one is one, and never less than the minimum magnitude. */
function percentChange(current: number, percent: number, minimum: number): number {
  const exact = (current * percent) / 100;
  if (exact === 0) return 0;
  const size = Math.max(1, Math.trunc(Math.abs(exact)), minimum);
  return exact > 0 ? size : -size;
}
