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
  type RateRecorder,
  type ScaleEvent,
  type TimedRecommendation,
} from './behavior';
import { DEFAULT_METRICS } from './defaults';
import type { ReadinessPeriods } from './groupPods';
import {
  computeReplicasForMetric,
  type MetricFailure,
  type MetricProposal,
  type MetricsSource,
  type PodsFor,
} from './metricProposals';
import type { CalculationRecorder, Tolerances } from './replicaCalculator';
import type { HpaSpec } from './types';

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
  /** Of the autoscaler. */
  readonly namespace?: string;
  /** What the metrics ask for where nothing that they are made of has changed since they were asked. */
  readonly known?: readonly (MetricProposal | MetricFailure)[] | undefined;
  /** The pods cannot be told, or are not this autoscaler's alone: no metric is asked. */
  readonly selectorError?: { readonly reason: string; readonly message: string } | null;
  readonly recorder?: ScalingRecorder | undefined;
}

/** Hears every step of a pass; nothing depends on it. */
export interface ScalingRecorder extends RateRecorder {
  metric(index: number): CalculationRecorder;
  windows(upSeconds: number, downSeconds: number, stabilized: Limited): void;
  limited(limited: Limited): void;
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
  const nothing = { proposals: [], recommended: null, stabilized: null, events: [], history };
  if (current === 0 && minReplicas !== 0) {
    const why = 'scaling is disabled since the replica count of the target is zero';
    const conditions = [GOT_SCALE, condition('ScalingActive', false, 'ScalingDisabled', why)];
    return { ...nothing, desiredReplicas: 0, rescale: false, rescaleReason: '', conditions };
  }
  if (current > spec.maxReplicas)
    return rescaled(input, history, nothing, [GOT_SCALE], {
      desired: spec.maxReplicas,
      reason: 'Current number of replicas above Spec.MaxReplicas',
    });
  if (current < minReplicas)
    return rescaled(input, history, nothing, [GOT_SCALE], {
      desired: minReplicas,
      reason: 'Current number of replicas below Spec.MinReplicas',
    });
  return byMetrics(input, history, minReplicas);
}

function byMetrics(input: ReconcileInput, history: HpaHistory, minReplicas: number): Reconciled {
  const { specReplicas: current, selectorError } = input;
  const asked = selectorError ? unasked(selectorError) : askMetrics(input);
  const { proposals, best, active } = asked;
  const events = failureEvents(asked);
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
  // Said of what the metrics ask for: what a window or a policy makes of it has no words of its own.
  const reason =
    recommended > current
      ? `${best.name} above target`
      : recommended < current
        ? 'All metrics below target'
        : '';
  const { limited } = normal;
  input.recorder?.limited(limited);
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
  readonly failures: readonly MetricFailure[];
  readonly error: string;
}

function unasked({ reason, message }: { reason: string; message: string }): Asked {
  const active = condition('ScalingActive', false, reason, message);
  const own = { spec: { type: '' }, reason: SELECTOR_EVENTS[reason] ?? reason, within: '' };
  const error = reason === 'InvalidSelector' ? NO_SELECTOR : message;
  const failures = [{ ...own, error }];
  return { proposals: [], best: undefined, active, failures, error };
}
/** The condition and the event about a missing selector have different words. */
const SELECTOR_EVENTS: Readonly<Record<string, string>> = { InvalidSelector: 'SelectorRequired' };
const NO_SELECTOR = 'selector is required';

/** The largest proposal counts; a metric that fails forbids to shrink, but not to grow. */
function askMetrics(input: ReconcileInput): Asked {
  const { specReplicas: current } = input;
  const proposals = input.known ?? computeProposals(input);
  const failures = proposals.filter((p): p is MetricFailure => 'error' in p);
  let best: MetricProposal | undefined;
  for (const each of proposals)
    if (!('error' in each) && (!best || each.replicas > best.replicas)) best = each;
  const [failed] = failures;
  const error = `invalid metrics (${failures.length} invalid out of ${proposals.length}), first error is: ${failed ? failed.within + failed.error : ''}`;
  if (failed && (!best || best.replicas < current)) {
    const why = `the HPA was unable to compute the replica count: ${failed.error}`;
    const active = condition('ScalingActive', false, failed.reason, why);
    return { proposals, best: undefined, active, failures, error };
  }
  const found = `the HPA was able to successfully calculate a replica count from ${best?.name ?? ''}`;
  const active = condition('ScalingActive', true, 'ValidMetricFound', found);
  return { proposals, best, active, failures, error };
}

function computeProposals(input: ReconcileInput): Asked['proposals'] {
  const { spec, podsFor, source, tolerance, recorder } = input;
  const asks = {
    currentReplicas: input.specReplicas,
    statusReplicas: input.statusReplicas,
    tolerances: tolerancesOf(spec, tolerance),
    periods: input.periods,
    nowMs: input.nowMs,
    ...(input.namespace === undefined ? {} : { namespace: input.namespace }),
  };
  return (spec.metrics ?? DEFAULT_METRICS).map((metric, i) =>
    computeReplicasForMetric(
      metric,
      recorder ? { ...asks, recorder: recorder.metric(i) } : asks,
      podsFor,
      source,
    ),
  );
}

/** Each metric that fails says so; that there is no proposal to follow is said once more. */
const failureEvents = ({ failures, best, error }: Asked): readonly HpaEvent[] => [
  ...failures.map((failure) => ({
    type: 'Warning' as const,
    reason: failure.reason,
    message: failure.error,
  })),
  ...(best
    ? []
    : [{ type: 'Warning' as const, reason: 'FailedComputeMetricsReplicas', message: error }]),
];

export function tolerancesOf({ behavior }: HpaSpec, standard: number): Tolerances {
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
  { spec, specReplicas, nowMs, recorder }: ReconcileInput,
  history: HpaHistory,
  minReplicas: number,
  recommended: number,
): Normalized {
  const replicas = stabilizeRecommendation(history.recommendations, recommended, nowMs);
  const stabilized: Limited = {
    replicas,
    reason: 'ScaleDownStabilized',
    message:
      'recent recommendations were higher than current one, applying the highest recent recommendation',
  };
  recorder?.windows(0, DOWNSCALE_STABILIZATION_SECONDS, stabilized);
  const recommendations = storeRecommendation(
    history.recommendations,
    recommended,
    DOWNSCALE_STABILIZATION_SECONDS,
    nowMs,
  );
  return {
    stabilized,
    limited: convertDesiredReplicasWithRules(specReplicas, replicas, minReplicas, spec.maxReplicas),
    history: { ...history, recommendations },
  };
}

function withBehaviors(
  { spec, specReplicas: current, nowMs, recorder }: ReconcileInput,
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
  recorder?.windows(windows.upSeconds, windows.downSeconds, stabilized);
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
    recorder,
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
