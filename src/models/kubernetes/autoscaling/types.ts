/** HorizontalPodAutoscaler, autoscaling/v2, as far as this world acts on it; wire names and units. */
import type { Condition, ObjectMeta } from '../types';

export interface HorizontalPodAutoscaler {
  readonly apiVersion: string;
  readonly kind: 'HorizontalPodAutoscaler';
  readonly metadata: ObjectMeta;
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
  readonly selector?: unknown;
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
  readonly currentMetrics?: readonly unknown[] | null;
  readonly conditions?: readonly Condition[];
}
