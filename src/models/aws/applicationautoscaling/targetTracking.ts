/**
 * Target tracking as Application Auto Scaling does it for ECS services (user guide "Target tracking scaling policies", read
 * 2026-11; alarm shapes as its own alarms show them): two alarms a policy, a proportional step out, a careful one in.
 */

/** The alarms that a policy makes for itself. */
export interface TrackingAlarms {
  readonly periodSeconds: number;
  readonly highThreshold: number;
  readonly highDatapoints: number;
  readonly lowThreshold: number;
  readonly lowDatapoints: number;
}

const PERIOD_SECONDS = 60;
const HIGH_DATAPOINTS = 3;
const LOW_DATAPOINTS = 15;

/** The low alarm of an ECS service stands a tenth below the target, so that the two never chase each other. */
export function trackingAlarms(target: number): TrackingAlarms {
  return {
    periodSeconds: PERIOD_SECONDS,
    highThreshold: target,
    highDatapoints: HIGH_DATAPOINTS,
    lowThreshold: target - target / 10,
    lowDatapoints: LOW_DATAPOINTS,
  };
}

/** Every one of the newest datapoints (one a minute, newest last) is beyond the threshold. */
export const isAlarmHigh = (target: number, datapoints: readonly number[]): boolean =>
  allNewest(datapoints, HIGH_DATAPOINTS, (value) => value > target);

export const isAlarmLow = (target: number, datapoints: readonly number[]): boolean =>
  allNewest(datapoints, LOW_DATAPOINTS, (value) => value < trackingAlarms(target).lowThreshold);

function allNewest(
  datapoints: readonly number[],
  count: number,
  breaches: (value: number) => boolean,
): boolean {
  return datapoints.length >= count && datapoints.slice(-count).every(breaches);
}

/** Out in proportion, at once: as many as bring the metric back to the target. */
export const proportionalCapacity = (current: number, metric: number, target: number): number =>
  Math.ceil((current * metric) / target);

/**
 * In with care. The formula is not documented: here as many as would still keep the metric a tenth below the target, and
 * never more than one task in ten (at least one) at a time; chosen.
 */
export function carefulCapacity(current: number, metric: number, target: number): number {
  const enough = proportionalCapacity(current, metric, trackingAlarms(target).lowThreshold);
  const slowest = current - Math.max(1, Math.trunc(current / 10));
  return Math.min(current, Math.max(enough, slowest));
}
