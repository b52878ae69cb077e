/** Scaling policies and scheduled actions of Auto Scaling groups, in the API's names (autoscaling 2011-01-01). */
import type {
  CustomizedMetric,
  DecisionInput,
  KeptBack,
  PolicyAlarm,
  PredefinedMetric,
  StepAdjustmentField,
  StepScalingConfiguration,
} from '../../applicationautoscaling/types';

export interface GroupTrackingConfiguration {
  readonly TargetValue: number;
  readonly PredefinedMetricSpecification?: PredefinedMetric;
  readonly CustomizedMetricSpecification?: CustomizedMetric;
  readonly DisableScaleIn: boolean;
}

export interface GroupScalingPolicy {
  readonly AutoScalingGroupName: string;
  readonly PolicyName: string;
  readonly PolicyARN: string;
  readonly PolicyType: 'TargetTrackingScaling' | 'StepScaling' | 'SimpleScaling';
  readonly Enabled: boolean;
  readonly TargetTrackingConfiguration?: GroupTrackingConfiguration;
  readonly AdjustmentType?: StepScalingConfiguration['AdjustmentType'];
  readonly MinAdjustmentMagnitude?: number;
  readonly StepAdjustments?: readonly StepAdjustmentField[];
  readonly MetricAggregationType?: StepScalingConfiguration['MetricAggregationType'];
  /** Of simple scaling. */
  readonly ScalingAdjustment?: number;
  /** Seconds; absent: the group's own. */
  readonly Cooldown?: number;
  /** Seconds until a new instance counts; absent: the group's cooldown. */
  readonly EstimatedInstanceWarmup?: number;
  /** Of target tracking: its own, the high one first. */
  readonly Alarms: readonly PolicyAlarm[];
}

export interface ScheduledUpdateGroupAction {
  readonly AutoScalingGroupName: string;
  readonly ScheduledActionName: string;
  readonly ScheduledActionARN: string;
  /** Five fields, as Unix writes them; absent: once, at StartTime. */
  readonly Recurrence?: string;
  readonly TimeZone?: string;
  /** Virtual ms. */
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly MinSize?: number;
  readonly MaxSize?: number;
  readonly DesiredCapacity?: number;
  /** Simulator's own: when it runs next; null: never again. */
  readonly nextAtMs: number | null;
}

/** The newest decisions of a group's policies, oldest first, and what a change was last held back by. */
export interface GroupDecisions {
  readonly decisions: readonly {
    readonly from: number;
    readonly to: number;
    readonly on: DecisionInput;
  }[];
  readonly kept: KeptBack | null;
}

declare module '../../../../engine/model' {
  interface RecordKinds {
    /** Key: `<AutoScalingGroupName>|<PolicyName>`. Index: `group`. */
    'autoscaling/ScalingPolicy': GroupScalingPolicy;
    /** Key: `<AutoScalingGroupName>|<ScheduledActionName>`. Index: `group`. */
    'autoscaling/ScheduledUpdateGroupAction': ScheduledUpdateGroupAction;
    /** Key: AutoScalingGroupName. Only of groups whose policies have decided. */
    'autoscaling/ScalingDecisions': GroupDecisions;
  }
}
