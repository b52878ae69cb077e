/**
 * What becomes of a recommendation before it is carried out: stabilisation over a window, then the rate that the policies
 * allow, then the bounds (k/k pkg/controller/podautoscaler/horizontal.go, v1.36). Without `behavior` the older rules hold: a
 * window of 300 s downwards, and at most twice the size (or four) upwards.
 */
import type { HpaScalingPolicy, HpaScalingRules } from './types';

export interface TimedRecommendation {
  readonly replicas: number;
  readonly atMs: number;
}
export interface ScaleEvent {
  /** Replicas added or removed, positive. */
  readonly change: number;
  readonly atMs: number;
}
export interface Limited {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
}

export const DOWNSCALE_STABILIZATION_SECONDS = 300;
const SCALE_UP_LIMIT_FACTOR = 2;
const SCALE_UP_LIMIT_MINIMUM = 4;

/** Defaults of `behavior` when a part of it is given (pkg/apis/autoscaling/v2/defaults.go). */
export const DEFAULT_SCALE_UP: Required<Omit<HpaScalingRules, 'tolerance'>> = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
export const DEFAULT_SCALE_DOWN: Required<Omit<HpaScalingRules, 'tolerance'>> = {
  stabilizationWindowSeconds: DOWNSCALE_STABILIZATION_SECONDS,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

const MESSAGES = {
  DesiredWithinRange: 'the desired count is within the acceptable range',
  ScaleUpLimit: 'the desired replica count is increasing faster than the maximum scale rate',
  ScaleDownLimit: 'the desired replica count is decreasing faster than the maximum scale rate',
  TooManyReplicas: 'the desired replica count is more than the maximum replica count',
  TooFewReplicas: 'the desired replica count is less than the minimum replica count',
  ScaleUpStabilized:
    'recent recommendations were lower than current one, applying the lowest recent recommendation',
  ScaleDownStabilized:
    'recent recommendations were higher than current one, applying the highest recent recommendation',
} as const;

const limited = (replicas: number, reason: keyof typeof MESSAGES): Limited => ({
  replicas,
  reason,
  message: MESSAGES[reason],
});

/** Without `behavior`: the highest recommendation of the window. */
export function stabilizeRecommendation(
  recommendations: readonly TimedRecommendation[],
  desired: number,
  nowMs: number,
  windowSeconds = DOWNSCALE_STABILIZATION_SECONDS,
): number {
  const cutoffMs = nowMs - windowSeconds * 1000;
  const inWindow = recommendations.filter(({ atMs }) => atMs >= cutoffMs);
  return Math.max(desired, ...inWindow.map(({ replicas }) => replicas));
}

/** With `behavior`: the present size, moved only as far as the windows in both directions agree. */
export function stabilizeRecommendationWithBehaviors(
  recommendations: readonly TimedRecommendation[],
  current: number,
  desired: number,
  windows: { readonly upSeconds: number; readonly downSeconds: number },
  nowMs: number,
): Limited {
  const after = (seconds: number) =>
    recommendations.filter(({ atMs }) => atMs > nowMs - seconds * 1000).map((r) => r.replicas);
  const lowest = Math.min(desired, ...after(windows.upSeconds));
  const highest = Math.max(desired, ...after(windows.downSeconds));
  const replicas = Math.min(Math.max(current, lowest), highest);
  return limited(replicas, desired >= current ? 'ScaleUpStabilized' : 'ScaleDownStabilized');
}

/** The history with one more recommendation; the newest of those that have left the window makes room for it. */
export function storeRecommendation(
  recommendations: readonly TimedRecommendation[],
  replicas: number,
  windowSeconds: number,
  nowMs: number,
): readonly TimedRecommendation[] {
  const entry = { replicas, atMs: nowMs };
  const old = recommendations.findLastIndex(({ atMs }) => atMs < nowMs - windowSeconds * 1000);
  return old === -1 ? [...recommendations, entry] : recommendations.with(old, entry);
}

/** Scale events that a policy may still count, with one more. */
export function storeScaleEvent(
  events: readonly ScaleEvent[],
  change: number,
  rules: HpaScalingRules,
  nowMs: number,
): readonly ScaleEvent[] {
  const longest = Math.max(0, ...(rules.policies ?? []).map(({ periodSeconds }) => periodSeconds));
  const kept = events.filter(({ atMs }) => atMs > nowMs - longest * 1000);
  return [...kept, { change, atMs: nowMs }];
}

/** Without `behavior`. */
export function convertDesiredReplicasWithRules(
  current: number,
  desired: number,
  minReplicas: number,
  maxReplicas: number,
  scaleUpLimitFactor = SCALE_UP_LIMIT_FACTOR,
): Limited {
  const scaleUpLimit = Math.max(scaleUpLimitFactor * current, SCALE_UP_LIMIT_MINIMUM);
  const [maximum, reason] =
    maxReplicas > scaleUpLimit
      ? ([scaleUpLimit, 'ScaleUpLimit'] as const)
      : ([maxReplicas, 'TooManyReplicas'] as const);
  if (desired < minReplicas) return limited(minReplicas, 'TooFewReplicas');
  if (desired > maximum) return limited(maximum, reason);
  return limited(desired, 'DesiredWithinRange');
}

/** What each policy allows, for whoever wants to see it. */
export interface PolicyLimit {
  readonly policy: HpaScalingPolicy;
  /** Replicas added less those removed within the period, and the size before them. */
  readonly changed: number;
  readonly start: number;
  readonly limit: number;
}
export interface RateRecorder {
  policies(direction: 'up' | 'down', selectPolicy: string, limits: readonly PolicyLimit[]): void;
}

export interface RateInput {
  readonly current: number;
  readonly desired: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly scaleUp: HpaScalingRules;
  readonly scaleDown: HpaScalingRules;
  readonly scaleUpEvents: readonly ScaleEvent[];
  readonly scaleDownEvents: readonly ScaleEvent[];
  readonly nowMs: number;
  readonly recorder?: RateRecorder | undefined;
}

/** With `behavior`: as fast as the policies allow. */
export function convertDesiredReplicasWithBehaviorRate(input: RateInput): Limited {
  const { current, desired, minReplicas, maxReplicas } = input;
  if (desired > current) {
    const rate = Math.max(current, scaleUpLimit(input));
    const [maximum, reason] =
      maxReplicas > rate
        ? ([rate, 'ScaleUpLimit'] as const)
        : ([maxReplicas, 'TooManyReplicas'] as const);
    if (desired > maximum) return limited(maximum, reason);
  } else if (desired < current) {
    const rate = Math.min(current, scaleDownLimit(input));
    const [minimum, reason] =
      minReplicas < rate
        ? ([rate, 'ScaleDownLimit'] as const)
        : ([minReplicas, 'TooFewReplicas'] as const);
    if (desired < minimum) return limited(minimum, reason);
  }
  return limited(desired, 'DesiredWithinRange');
}

function scaleUpLimit(input: RateInput): number {
  const { policies, selectPolicy } = { ...DEFAULT_SCALE_UP, ...input.scaleUp };
  if (selectPolicy === 'Disabled') return input.current;
  const limits = policies.map((policy) => {
    const { start, changed } = replicasAtPeriodStart(input, policy);
    const { type, value } = policy;
    const limit = type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
    return { policy, changed, start, limit };
  });
  input.recorder?.policies('up', selectPolicy, limits);
  const proposals = limits.map(({ limit }) => limit);
  return selectPolicy === 'Min' ? Math.min(...proposals) : Math.max(...proposals);
}

/** Downwards the policy that changes most leaves the fewest. */
function scaleDownLimit(input: RateInput): number {
  const { policies, selectPolicy } = { ...DEFAULT_SCALE_DOWN, ...input.scaleDown };
  if (selectPolicy === 'Disabled') return input.current;
  const limits = policies.map((policy) => {
    const { start, changed } = replicasAtPeriodStart(input, policy);
    const { type, value } = policy;
    const limit = type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
    return { policy, changed, start, limit };
  });
  input.recorder?.policies('down', selectPolicy, limits);
  const proposals = limits.map(({ limit }) => limit);
  return selectPolicy === 'Min' ? Math.max(...proposals) : Math.min(...proposals);
}

function replicasAtPeriodStart(
  { current, scaleUpEvents, scaleDownEvents, nowMs }: RateInput,
  { periodSeconds }: HpaScalingPolicy,
): { readonly start: number; readonly changed: number } {
  const changedBy = (events: readonly ScaleEvent[]) =>
    events
      .filter(({ atMs }) => atMs > nowMs - periodSeconds * 1000)
      .reduce((sum, { change }) => sum + change, 0);
  const changed = changedBy(scaleUpEvents) - changedBy(scaleDownEvents);
  return { start: current - changed, changed };
}
