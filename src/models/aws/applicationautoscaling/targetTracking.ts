/**
 * Target tracking as Application Auto Scaling does it for ECS services and EC2 Auto Scaling for its groups (user guides, "Target
 * tracking scaling policies", read 2026-11; alarm shapes as their own alarms show them): two alarms a policy, a proportional
 * step out, a careful one in.
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

/** How far below its target a metric must fall before anything shrinks, so that the two alarms never chase each other. */
export type LowPercent = 90 | 70;
export const LOW_PERCENT: Readonly<Record<'ecsService' | 'autoScalingGroup', LowPercent>> = {
  ecsService: 90,
  autoScalingGroup: 70,
};

export function trackingAlarms(
  target: number,
  lowPercent: LowPercent = LOW_PERCENT.ecsService,
): TrackingAlarms {
  return {
    periodSeconds: PERIOD_SECONDS,
    highThreshold: target,
    highDatapoints: HIGH_DATAPOINTS,
    lowThreshold: target - (target * (100 - lowPercent)) / 100,
    lowDatapoints: LOW_DATAPOINTS,
  };
}

/** Out in proportion, at once: as many as bring the metric back to the target. */
export const proportionalCapacity = (current: number, metric: number, target: number): number =>
  Math.ceil(withoutNoise((current * metric) / target));

export interface CarefulStep {
  /** As many as still keep the metric below the low threshold. */
  readonly enough: number;
  /** No fewer than this in one step. */
  readonly slowest: number;
}

/** In with care. The formula is not documented: never more than half at a time; chosen. */
export function carefulStep(current: number, metric: number, lowThreshold: number): CarefulStep {
  return {
    enough: proportionalCapacity(current, metric, lowThreshold),
    slowest: Math.floor(current / 2),
  };
}

export const carefulCapacity = (current: number, { enough, slowest }: CarefulStep): number =>
  Math.min(current, Math.max(enough, slowest));

/** 10.000000000000002 of something is ten: means of measured values are not exact. */
const withoutNoise = (value: number): number => Math.round(value * 1_000_000) / 1_000_000;
