/** HorizontalPodAutoscaler, autoscaling/v2, as far as this world acts on it; wire names and units. */
import type { Condition, KubernetesObject, LabelSelector } from '../types';

export interface HorizontalPodAutoscaler extends KubernetesObject {
  readonly spec: HpaSpec;
  readonly status?: HpaStatus;
}

export interface HpaSpec {
  readonly scaleTargetRef: {
    readonly apiVersion?: string;
    readonly kind: string;
    readonly name: string;
  };
  /** Default 1. */
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  /** Default: CPU at 80 % of the requests. */
  readonly metrics?: readonly MetricSpec[];
  readonly behavior?: {
    readonly scaleUp?: HpaScalingRules;
    readonly scaleDown?: HpaScalingRules;
  };
}

export interface HpaScalingRules {
  readonly stabilizationWindowSeconds?: number;
  /** `Max` (default), `Min`, `Disabled`. */
  readonly selectPolicy?: string;
  readonly policies?: readonly HpaScalingPolicy[];
  /** Quantity; since v1.33. */
  readonly tolerance?: string | number;
}
export interface HpaScalingPolicy {
  readonly type: string;
  readonly value: number;
  readonly periodSeconds: number;
}

export interface MetricTarget {
  readonly type: string;
  /** Percent of the requests. */
  readonly averageUtilization?: number;
  readonly averageValue?: string | number;
  readonly value?: string | number;
}
export interface MetricIdentifier {
  readonly name: string;
  readonly selector?: LabelSelector;
}
export interface MetricSpec {
  readonly type: string;
  readonly resource?: { readonly name: string; readonly target: MetricTarget };
  readonly containerResource?: {
    readonly name: string;
    readonly container: string;
    readonly target: MetricTarget;
  };
  readonly pods?: { readonly metric: MetricIdentifier; readonly target: MetricTarget };
  readonly object?: {
    readonly describedObject: {
      readonly apiVersion?: string;
      readonly kind: string;
      readonly name: string;
    };
    readonly metric: MetricIdentifier;
    readonly target: MetricTarget;
  };
  readonly external?: { readonly metric: MetricIdentifier; readonly target: MetricTarget };
}

export interface HpaStatus {
  readonly observedGeneration?: number;
  /** Virtual milliseconds. */
  readonly lastScaleTime?: number;
  readonly currentReplicas?: number;
  readonly desiredReplicas: number;
  readonly currentMetrics?: readonly MetricStatus[] | null;
  readonly conditions?: readonly Condition[];
}

export interface MetricValueStatus {
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}
/** A metric that could not be read has an empty type. */
export interface MetricStatus {
  readonly type: string;
  readonly resource?: { readonly name: string; readonly current: MetricValueStatus };
  readonly containerResource?: {
    readonly name: string;
    readonly container: string;
    readonly current: MetricValueStatus;
  };
  readonly pods?: { readonly metric: MetricIdentifier; readonly current: MetricValueStatus };
  readonly object?: {
    readonly describedObject: NonNullable<MetricSpec['object']>['describedObject'];
    readonly metric: MetricIdentifier;
    readonly current: MetricValueStatus;
  };
  readonly external?: { readonly metric: MetricIdentifier; readonly current: MetricValueStatus };
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: `<namespace>/<name>`. Index `target`: `<namespace>/<kind>/<name>` of what it scales. */
    'kubernetes/HorizontalPodAutoscaler': HorizontalPodAutoscaler;
  }
}
