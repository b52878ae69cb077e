/** What the autoscaler's controller asks for. */
import type { ScalingHistory, ScalingPass } from './history';
import type { HpaEvent, Reconciled } from './reconcile';
import type { HpaStatus } from './types';

/** Whoever changes what an autoscaler will see wakes it, with the reason: it comes no sooner, but cites that. Key: the autoscaler's. */
export const AUTOSCALER = 'kubernetes/horizontalPodAutoscaler';

/** Carries what it writes: working a pass out twice would double what it costs. */
export interface RecordScalingPass {
  readonly type: 'recordScalingPass';
  readonly autoscaler: string;
  /** null: as it was; so in each of these. */
  readonly status: HpaStatus | null;
  readonly history: ScalingHistory | null;
  readonly pass: ScalingPass | null;
  readonly events: readonly HpaEvent[];
  /** null: the scale could not be read. */
  readonly decided: Reconciled | null;
}

export type AutoscalingCommand =
  | RecordScalingPass
  /** Writes the target's scale. */
  | { readonly type: 'scaleTarget'; readonly autoscaler: string; readonly replicas: number }
  | { readonly type: 'forgetAutoscaler'; readonly autoscaler: string };
