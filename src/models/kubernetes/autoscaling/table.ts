/**
 * The whole arithmetic of one pass of the HorizontalPodAutoscaler, as the query `explainScaling` returns it. JSON.
 * `quayside explainScaling { namespace, name, atMs? }`: the newest pass, or the newest at or before `atMs`.
 * Quantities are thousandths (`...Milli`), utilisation is whole percent of the requests.
 */
import type { HpaEvent } from './reconcile';

export interface ScalingExplanation {
  readonly namespace: string;
  readonly name: string;
  /** Of this pass; the one after it is due at `nextAtMs`. */
  readonly atMs: number;
  readonly nextAtMs: number;
  readonly target: { readonly kind: string; readonly name: string };
  /** `spec.replicas` and `status.replicas` of the target's Scale; null where it could not be read. */
  readonly specReplicas: number | null;
  readonly statusReplicas: number | null;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Bounds come first: outside them no metric is asked. */
  readonly outsideBounds: 'aboveMax' | 'belowMin' | null;
  /** In the order of the spec. Empty where none was asked. */
  readonly metrics: readonly MetricRow[];
  /** The largest proposal; null where there is none to follow. */
  readonly recommended: number | null;
  readonly stabilization: StabilizationStep | null;
  readonly rate: RateStep | null;
  /** After the bounds: the reason and message of ScalingLimited. */
  readonly limit: {
    readonly replicas: number;
    readonly reason: string;
    readonly message: string;
  } | null;
  /** What the target is to have; the present size where nothing is changed. */
  readonly result: number | null;
  readonly outcome: 'rescaled' | 'kept' | 'disabled' | 'failed';
  /** The end of the SuccessfulRescale event; empty where it does not rescale. */
  readonly rescaleReason: string;
  /** Why the result is not what the metrics asked for, or why nothing moves. */
  readonly heldBackBy: HeldBackBy;
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
  }[];
  readonly events: readonly HpaEvent[];
}

export type HeldBackBy =
  /** The result is what was recommended, and a change. */
  | 'nothing'
  /** Every ratio is within the tolerance. */
  | 'tolerance'
  /** The recommendation is the present size. */
  | 'sameSize'
  | 'stabilization'
  /** A policy of `behavior`, or without it: at most twice the size, or four. */
  | 'policy'
  | 'maxReplicas'
  | 'minReplicas'
  /** A metric failed: the others may not shrink the target. */
  | 'metric'
  /** The scale could not be read. */
  | 'scale'
  | 'selector'
  | 'disabled';

export interface MetricRow {
  readonly type: 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External' | (string & {});
  /** As the controller names it: `cpu resource utilization (percentage of request)`; empty where it failed. */
  readonly name: string;
  /** `cpu`, `requests-per-second`... */
  readonly metric: string;
  readonly container: string | null;
  /** Of Object metrics. */
  readonly object: { readonly kind: string; readonly name: string } | null;
  readonly targetType: 'Utilization' | 'AverageValue' | 'Value' | (string & {});
  /** Percent where `targetType` is Utilization, otherwise thousandths. */
  readonly target: number;
  /** In the unit of `target`; null where the metric failed. */
  readonly current: number | null;
  /** Average usage of the counted pods, or what `current` says. */
  readonly usageMilli: number | null;
  /** null: no pods are looked at (External and Object with AverageValue), or the metric failed before. */
  readonly pods: PodGroups | null;
  /** current / target. */
  readonly ratio: number | null;
  readonly tolerance: { readonly up: number; readonly down: number };
  /** null: it was not asked, because of missing or unready pods; see `recomputed`. */
  readonly withinTolerance: boolean | null;
  /** Where missing or unready pods were counted against the direction. */
  readonly recomputed: Recomputed | null;
  /** The proposal is ceil(ratio x times); null where the present size is kept, or there is no ratio to multiply. */
  readonly times: number | null;
  readonly proposal: number | null;
  /** It is the largest, so it is followed. */
  readonly chosen: boolean;
  readonly error: { readonly reason: string; readonly message: string } | null;
}

export interface PodGroups {
  readonly ready: readonly CountedPod[];
  /** Left out at first: pending, or still starting. */
  readonly unready: readonly string[];
  /** Without a sample. */
  readonly missing: readonly string[];
  /** Failed or being deleted. */
  readonly ignored: readonly string[];
}
export interface CountedPod {
  readonly name: string;
  readonly usageMilli: number;
  /** Of the resource; null where the target is no utilisation. */
  readonly requestMilli: number | null;
}

export interface Recomputed {
  readonly ratio: number;
  /** Pods in this second ratio. */
  readonly counted: number;
  /** What a missing pod was taken to use; null where none is missing or the ratio was exactly 1. `requests`: all of them, or the
   *  target where that is more. */
  readonly missingAs: 'nothing' | 'requests' | 'target' | null;
  readonly unreadyAs: 'nothing' | null;
  /** Why the present size is kept all the same. */
  readonly kept: 'tolerance' | 'turned' | 'contradicts' | null;
}

export interface StabilizationStep {
  readonly rules: 'default' | 'behavior';
  readonly upSeconds: number;
  readonly downSeconds: number;
  /** Those in a window: oldest first, without the one of this pass. Equal ones in a row are one entry. */
  readonly recommendations: readonly {
    readonly fromMs: number;
    readonly toMs: number;
    readonly replicas: number;
    readonly inUpWindow: boolean;
    readonly inDownWindow: boolean;
  }[];
  /** Lowest of the window upwards and highest of the window downwards, this pass included. */
  readonly lowest: number;
  readonly highest: number;
  readonly result: number;
  readonly reason: string;
  readonly message: string;
}

export interface RateStep {
  readonly rules: 'default' | 'behavior';
  readonly direction: 'up' | 'down' | 'none';
  readonly selectPolicy: string;
  readonly policies: readonly {
    readonly type: string;
    readonly value: number;
    readonly periodSeconds: number;
    /** Replicas added less those removed within the period, and the size before them. */
    readonly changed: number;
    readonly start: number;
    readonly limit: number;
    readonly selected: boolean;
  }[];
  /** How far this pass may go, before the bounds; null where it does not move. */
  readonly limit: number | null;
}
