/**
 * One pass of the HorizontalPodAutoscaler controller (k/k pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler,
 * v1.36): bounds first and without metrics, then the largest proposal, stabilised, limited, carried out.
 */
import type { Condition } from '../types';
import {
  convertDesiredReplicasWithBehaviorRate,
  convertDesiredReplicasWithRules,
  DEFAULT_SCALE_DOWN,
  DEFAULT_SCALE_UP,
  DOWNSCALE_STABILIZATION_SECONDS,
  stabilizeRecommendation,
  stabilizeRecommendationWithBehaviors,
  storeRecommendation,
  storeScaleEvent,
  type Limited,
  type ScaleEvent,
  type TimedRecommendation,
} from './behavior';
import type { ReadinessPeriods } from './groupPods';
import {
  computeReplicasForMetric,
  type MetricFailure,
  type MetricProposal,
  type MetricsSource,
  type PodsFor,
} from './metricProposals';
import type { Tolerances } from './replicaCalculator';
import type { HpaSpec, MetricSpec } from './types';

/** What the controller remembers between passes; upstream in memory, here beside the object. */
export interface HpaHistory {
  readonly recommendations: readonly TimedRecommendation[];
  readonly scaleUpEvents: readonly ScaleEvent[];
  readonly scaleDownEvents: readonly ScaleEvent[];
}

export interface ReconcileInput {
  readonly spec: HpaSpec;
  /** `spec.replicas` and `status.replicas` of the target's Scale. */
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly podsFor: PodsFor;
  readonly source: MetricsSource;
  /** null: the controller sees this autoscaler for the first time. */
  readonly history: HpaHistory | null;
  readonly tolerance: number;
  readonly periods: ReadinessPeriods;
  readonly nowMs: number;
}

export interface HpaEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export interface Reconciled {
  readonly desiredReplicas: number;
  readonly rescale: boolean;
  /** Why it rescales: the end of the SuccessfulRescale event. */
  readonly rescaleReason: string;
  readonly conditions: readonly Omit<Condition, 'lastTransitionTime'>[];
  readonly proposals: readonly (MetricProposal | MetricFailure)[];
  /** The largest proposal before it was stabilised and limited; null where no metric was asked. */
  readonly recommended: number | null;
  readonly stabilized: number | null;
  readonly events: readonly HpaEvent[];
  readonly history: HpaHistory;
}

const DEFAULT_METRICS: readonly MetricSpec[] = [
  {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
  },
];

const condition = (type: string, status: boolean, reason: string, message: string) => ({
  type,
  status: status ? ('True' as const) : ('False' as const),
  reason,
  message,
});

const GOT_SCALE = condition(
  'AbleToScale',
  true,
  'SucceededGetScale',
  "the HPA controller was able to get the target's current scale",
);

export function reconcileAutoscaler(input: ReconcileInput): Reconciled {
  const { spec, specReplicas: current, nowMs } = input;
  const minReplicas = spec.minReplicas ?? 1;
  const history = input.history ?? {
    recommendations: [{ replicas: current, atMs: nowMs }],
    scaleUpEvents: [],
    scaleDownEvents: [],
  };
  const unasked = { proposals: [], recommended: null, stabilized: null, events: [], history };
  if (current === 0 && minReplicas !== 0) {
    const why = 'scaling is disabled since the replica count of the target is zero';
    const conditions = [GOT_SCALE, condition('ScalingActive', false, 'ScalingDisabled', why)];
    return { ...unasked, desiredReplicas: 0, rescale: false, rescaleReason: '', conditions };
  }
  if (current > spec.maxReplicas)
    return rescaled(input, history, unasked, [GOT_SCALE], {
      desired: spec.maxReplicas,
      reason: 'Current number of replicas above Spec.MaxReplicas',
    });
  if (current < minReplicas)
    return rescaled(input, history, unasked, [GOT_SCALE], {
      desired: minReplicas,
      reason: 'Current number of replicas below Spec.MinReplicas',
    });
  return byMetrics(input, history, minReplicas);
}

function byMetrics(input: ReconcileInput, history: HpaHistory, minReplicas: number): Reconciled {
  const { specReplicas: current } = input;
  const asked = askMetrics(input);
  const { proposals, best, active, failed } = asked;
  const events = failed ? failureEvents(failed, asked.error) : [];
  if (!best)
    return {
      desiredReplicas: current,
      rescale: false,
      rescaleReason: '',
      conditions: [GOT_SCALE, active],
      proposals,
      recommended: null,
      stabilized: null,
      events,
      history,
    };
  const recommended = best.replicas;
  const normal = input.spec.behavior
    ? withBehaviors(input, history, minReplicas, recommended)
    : withDefaults(input, history, minReplicas, recommended);
  const desired = normal.limited.replicas;
  const reason =
    desired > current
      ? `${best.name} above target`
      : desired < current
        ? 'All metrics below target'
        : '';
  const { limited } = normal;
  const able =
    normal.stabilized.replicas === recommended
      ? condition('AbleToScale', true, 'ReadyForNewScale', 'recommended size matches current size')
      : condition('AbleToScale', true, normal.stabilized.reason, normal.stabilized.message);
  const limits = condition(
    'ScalingLimited',
    desired !== normal.stabilized.replicas,
    limited.reason,
    limited.message,
  );
  const result = {
    proposals,
    recommended,
    stabilized: normal.stabilized.replicas,
    events,
    history: normal.history,
  };
  return rescaled(input, normal.history, result, [able, active, limits], { desired, reason });
}

interface Asked {
  readonly proposals: readonly (MetricProposal | MetricFailure)[];
  /** undefined: no proposal may be followed. */
  readonly best: MetricProposal | undefined;
  readonly active: Omit<Condition, 'lastTransitionTime'>;
  readonly failed: MetricFailure | undefined;
  readonly error: string;
}

/** The largest proposal counts; a metric that fails forbids to shrink, but not to grow. */
function askMetrics(input: ReconcileInput): Asked {
  const { spec, specReplicas: current, podsFor, source, tolerance, periods, nowMs } = input;
  const asks = {
    currentReplicas: current,
    tolerances: tolerancesOf(spec, tolerance),
    periods,
    nowMs,
  };
  const proposals = (spec.metrics ?? DEFAULT_METRICS).map((metric) =>
    computeReplicasForMetric(metric, asks, podsFor, source),
  );
  const failures = proposals.filter((p): p is MetricFailure => 'error' in p);
  let best: MetricProposal | undefined;
  for (const each of proposals)
    if (!('error' in each) && (!best || each.replicas > best.replicas)) best = each;
  const [failed] = failures;
  const error = `invalid metrics (${failures.length} invalid out of ${proposals.length}), first error is: ${failed?.error ?? ''}`;
  if (failed && (!best || best.replicas < current)) {
    const why = `the HPA was unable to compute the replica count: ${failed.error}`;
    const active = condition('ScalingActive', false, failed.reason, why);
    return { proposals, best: undefined, active, failed, error };
  }
  const found = `the HPA was able to successfully calculate a replica count from ${best?.name ?? ''}`;
  const active = condition('ScalingActive', true, 'ValidMetricFound', found);
  return { proposals, best, active, failed, error };
}

const failureEvents = (failed: MetricFailure, error: string): readonly HpaEvent[] => [
  { type: 'Warning', reason: failed.reason, message: failed.error },
  { type: 'Warning', reason: 'FailedComputeMetricsReplicas', message: error },
];

function tolerancesOf({ behavior }: HpaSpec, standard: number): Tolerances {
  const own = (value: string | number | undefined) =>
    value === undefined ? standard : Number(value);
  return { up: own(behavior?.scaleUp?.tolerance), down: own(behavior?.scaleDown?.tolerance) };
}

interface Normalized {
  readonly stabilized: Limited;
  readonly limited: Limited;
  readonly history: HpaHistory;
}

function withDefaults(
  { spec, specReplicas, nowMs }: ReconcileInput,
  history: HpaHistory,
  minReplicas: number,
  recommended: number,
): Normalized {
  const replicas = stabilizeRecommendation(history.recommendations, recommended, nowMs);
  const recommendations = storeRecommendation(
    history.recommendations,
    recommended,
    DOWNSCALE_STABILIZATION_SECONDS,
    nowMs,
  );
  return {
    stabilized: {
      replicas,
      reason: 'ScaleDownStabilized',
      message:
        'recent recommendations were higher than current one, applying the highest recent recommendation',
    },
    limited: convertDesiredReplicasWithRules(specReplicas, replicas, minReplicas, spec.maxReplicas),
    history: { ...history, recommendations },
  };
}

function withBehaviors(
  { spec, specReplicas: current, nowMs }: ReconcileInput,
  history: HpaHistory,
  minReplicas: number,
  recommended: number,
): Normalized {
  const scaleUp = { ...DEFAULT_SCALE_UP, ...spec.behavior?.scaleUp };
  const scaleDown = { ...DEFAULT_SCALE_DOWN, ...spec.behavior?.scaleDown };
  const windows = {
    upSeconds: scaleUp.stabilizationWindowSeconds,
    downSeconds: scaleDown.stabilizationWindowSeconds,
  };
  const { recommendations, scaleUpEvents, scaleDownEvents } = history;
  const stabilized = stabilizeRecommendationWithBehaviors(
    recommendations,
    current,
    recommended,
    windows,
    nowMs,
  );
  const longest = Math.max(windows.upSeconds, windows.downSeconds);
  const limited = convertDesiredReplicasWithBehaviorRate({
    current,
    desired: stabilized.replicas,
    minReplicas,
    maxReplicas: spec.maxReplicas,
    scaleUp,
    scaleDown,
    scaleUpEvents,
    scaleDownEvents,
    nowMs,
  });
  const stored = storeRecommendation(recommendations, recommended, longest, nowMs);
  return { stabilized, limited, history: { ...history, recommendations: stored } };
}

type Unfinished = Pick<
  Reconciled,
  'proposals' | 'recommended' | 'stabilized' | 'events' | 'history'
>;

function rescaled(
  { spec, specReplicas: current, nowMs }: ReconcileInput,
  history: HpaHistory,
  so: Unfinished,
  conditions: Reconciled['conditions'],
  { desired, reason }: { readonly desired: number; readonly reason: string },
): Reconciled {
  if (desired === current)
    return { ...so, desiredReplicas: desired, rescale: false, rescaleReason: '', conditions };
  const able = condition(
    'AbleToScale',
    true,
    'SucceededRescale',
    `the HPA controller was able to update the target scale to ${desired}`,
  );
  const message = `New size: ${desired}; reason: ${reason}`;
  return {
    ...so,
    desiredReplicas: desired,
    rescale: true,
    rescaleReason: reason,
    conditions: [able, ...conditions.filter(({ type }) => type !== 'AbleToScale')],
    events: [...so.events, { type: 'Normal', reason: 'SuccessfulRescale', message }],
    history: withScaleEvent(history, spec, desired - current, nowMs),
  };
}

function withScaleEvent(
  history: HpaHistory,
  { behavior }: HpaSpec,
  change: number,
  nowMs: number,
): HpaHistory {
  // Without `behavior` nobody asks how fast it went.
  if (!behavior) return history;
  const up = { ...DEFAULT_SCALE_UP, ...behavior.scaleUp };
  const down = { ...DEFAULT_SCALE_DOWN, ...behavior.scaleDown };
  return change > 0
    ? { ...history, scaleUpEvents: storeScaleEvent(history.scaleUpEvents, change, up, nowMs) }
    : {
        ...history,
        scaleDownEvents: storeScaleEvent(history.scaleDownEvents, -change, down, nowMs),
      };
}
