/**
 * What the controller remembers of an autoscaler between passes, as upstream does in memory: recommendations, scale events,
 * and the inputs of decisions. Its family is `horizontal-pod-autoscaler`: the API server does not know it, and no page draws it.
 *
 * Equal recommendations in a row are one run. The last run stays open while passes bring nothing new: it then reaches to the
 * pass before, without being written again (DECISIONS.md 1.14). Upstream keeps the list in a ring that it reuses; what has left
 * every window counts for nothing in either.
 */
import type { ScaleEvent, TimedRecommendation } from './behavior';
import type { HpaPod } from './groupPods';
import type { MetricFailure, MetricProposal } from './metricProposals';
import type { HpaHistory } from './reconcile';
import { SYNC_PERIOD_MS } from './timings';
import type { HpaSpec } from './types';

export interface RecommendationRun {
  readonly replicas: number;
  /** The first and the last pass that said so; `toMs` is not kept up to date on an open run. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ScalingHistory {
  /** Oldest first. */
  readonly runs: readonly RecommendationRun[];
  /** The passes since have recommended what the last run says. */
  readonly open: boolean;
  readonly scaleUpEvents: readonly ScaleEvent[];
  readonly scaleDownEvents: readonly ScaleEvent[];
  readonly known: KnownProposals | null;
  /** How many passes have been kept for good; the newest are there to be explained. */
  readonly kept: number;
}

/** What the metrics asked for, good as long as nothing that they are made of changes. */
export interface KnownProposals {
  /** `scalingInputs` at that pass. */
  readonly inputs: number;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  /** Nothing in them moves with time alone. */
  readonly settled: boolean;
  readonly proposals: readonly (MetricProposal | MetricFailure)[];
}

/** The whole input of one pass: the same functions on it give the same decision, with a recorder (DECISIONS.md). */
export interface ScalingPass {
  readonly atMs: number;
  readonly spec: HpaSpec;
  readonly target: ScaleRead;
  /** By resource of a metric; `''` for metrics that are of no resource. */
  readonly pods: Readonly<Record<string, readonly HpaPod[]>>;
  /** One a metric, in the order of the spec. */
  readonly answers: readonly MetricAnswer[];
  readonly history: HpaHistory | null;
  /** `AmbiguousSelector`... and its text. */
  readonly selectorError: { readonly reason: string; readonly message: string } | null;
  readonly settled: boolean;
}
/** What a metrics API answered. `settled`: time alone does not change it. */
export type MetricAnswer =
  /** Thousandths of each pod, in the order of the pass's pods; null: no sample. */
  | {
      readonly milli: readonly (number | null)[];
      readonly atMs: number;
      readonly windowMs: number;
      readonly settled: boolean;
    }
  | { readonly values: readonly number[]; readonly settled: boolean }
  | { readonly error: string };

/** The target's Scale, or why it could not be read. */
export type ScaleRead =
  | { readonly error: string }
  | {
      readonly specReplicas: number;
      readonly statusReplicas: number;
      /** As `status.selector` has it. */
      readonly selector: string;
    };

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: that of the autoscaler. */
    'horizontal-pod-autoscaler/History': ScalingHistory;
    /** Key: that of the autoscaler and `/latest`, or `/<slot>` of one that changed something. Index `autoscaler`. */
    'horizontal-pod-autoscaler/Pass': ScalingPass;
  }
}

export const HISTORY = 'horizontal-pod-autoscaler/History';
export const PASS = 'horizontal-pod-autoscaler/Pass';
/** Passes that changed something and can still be explained, beside the newest. */
export const PASSES_KEPT = 100;

/** Where runs reach to, as of the pass at `nowMs`. */
export function runsAt(
  { runs, open }: ScalingHistory,
  nowMs: number,
): readonly RecommendationRun[] {
  const last = runs.at(-1);
  if (!open || !last) return runs;
  return [...runs.slice(0, -1), { ...last, toMs: nowMs - SYNC_PERIOD_MS }];
}

/**
 * As the arithmetic takes it. An entry is stamped a moment early: passes take a moment, so that in a cluster what was said 300 s
 * ago has just left a window of 300 s.
 */
export function historyOf(history: ScalingHistory, nowMs: number): HpaHistory {
  const { scaleUpEvents, scaleDownEvents } = history;
  const recommendations = runsAt(history, nowMs).map(asEntry);
  return { recommendations, scaleUpEvents, scaleDownEvents };
}

const asEntry = ({ replicas, fromMs, toMs }: RecommendationRun): TimedRun => ({
  replicas,
  fromMs,
  atMs: toMs - 1,
});

/** A run among recommendations: its newest entry decides whether it is in a window. */
export interface TimedRun extends TimedRecommendation {
  readonly fromMs: number;
}

/** One more recommendation, and what has left the longest window that the API admits forgotten. */
export function withRecommendation(
  runs: readonly RecommendationRun[],
  replicas: number,
  nowMs: number,
): readonly RecommendationRun[] {
  const kept = runs.filter(({ toMs }) => toMs > nowMs - LONGEST_WINDOW_MS);
  const last = kept.at(-1);
  if (last?.replicas === replicas && last.toMs >= nowMs - SYNC_PERIOD_MS)
    return [...kept.slice(0, -1), { ...last, toMs: nowMs }];
  return [...kept, { replicas, fromMs: nowMs, toMs: nowMs }];
}

/** stabilizationWindowSeconds is at most this. */
const LONGEST_WINDOW_MS = 3_600_000;
