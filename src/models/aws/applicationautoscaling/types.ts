/** Scalable targets, their policies, scheduled actions and activities, in the API's names (application-autoscaling 2016-02-06). */
import type {
  Datapoint,
  Dimension,
  MetricAlarm,
  MetricDataQuery,
  StateValue,
  Statistic,
} from '../cloudwatch/types';

/** Of an ECS service; no other service's resources are scaled here. */
export interface OfTarget {
  readonly ServiceNamespace: 'ecs';
  /** `service/<cluster>/<service>` */
  readonly ResourceId: string;
  readonly ScalableDimension: 'ecs:service:DesiredCount';
}

export interface SuspendedState {
  readonly DynamicScalingInSuspended: boolean;
  readonly DynamicScalingOutSuspended: boolean;
  readonly ScheduledScalingSuspended: boolean;
}

export interface ScalableTarget extends OfTarget {
  readonly ScalableTargetARN: string;
  readonly MinCapacity: number;
  readonly MaxCapacity: number;
  readonly RoleARN: string;
  /** Virtual ms; seconds on the wire. */
  readonly CreationTime: number;
  readonly SuspendedState: SuspendedState;
  /** Simulator's own: what a change was last held back by, so that it is said once. */
  readonly kept: KeptBack | null;
}

/** A change that a policy asked for and that was not made. */
export interface KeptBack {
  readonly wanted: number;
  readonly policy: string;
  readonly because:
    'maxCapacity' | 'minCapacity' | 'cooldown' | 'suspended' | 'deployment' | 'otherPolicy';
}

export interface PredefinedMetric {
  readonly PredefinedMetricType: string;
  /** `app/<name>/<id>/targetgroup/<name>/<id>`, of requests per target. */
  readonly ResourceLabel?: string;
}

/** One metric, or metric math over several. */
export interface CustomizedMetric {
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Statistic?: Statistic;
  readonly Unit?: string;
  readonly Metrics?: readonly MetricDataQuery[];
}

export interface TargetTrackingConfiguration {
  readonly TargetValue: number;
  readonly PredefinedMetricSpecification?: PredefinedMetric;
  readonly CustomizedMetricSpecification?: CustomizedMetric;
  /** Seconds. */
  readonly ScaleOutCooldown: number;
  readonly ScaleInCooldown: number;
  readonly DisableScaleIn: boolean;
}

export interface StepAdjustmentField {
  readonly MetricIntervalLowerBound?: number;
  readonly MetricIntervalUpperBound?: number;
  readonly ScalingAdjustment: number;
}

export interface StepScalingConfiguration {
  readonly AdjustmentType: 'ChangeInCapacity' | 'PercentChangeInCapacity' | 'ExactCapacity';
  readonly StepAdjustments: readonly StepAdjustmentField[];
  readonly MinAdjustmentMagnitude?: number;
  /** Seconds. */
  readonly Cooldown: number;
  readonly MetricAggregationType: 'Average' | 'Minimum' | 'Maximum';
}

export interface PolicyAlarm {
  readonly AlarmName: string;
  readonly AlarmARN: string;
}

/** The last time that a policy changed the capacity. */
export interface LastScaling {
  readonly atMs: number;
  /** How many were added or taken away. */
  readonly by: number;
}

export interface ScalingPolicy extends OfTarget {
  readonly PolicyARN: string;
  readonly PolicyName: string;
  readonly PolicyType: 'TargetTrackingScaling' | 'StepScaling';
  readonly TargetTrackingScalingPolicyConfiguration?: TargetTrackingConfiguration;
  readonly StepScalingPolicyConfiguration?: StepScalingConfiguration;
  /** Of target tracking: those that it has made for itself, the high one first. */
  readonly Alarms: readonly PolicyAlarm[];
  /** Virtual ms. */
  readonly CreationTime: number;
  /** Simulator's own, below: what cooldowns count from. */
  readonly lastScaleOut: LastScaling | null;
  readonly lastScaleIn: LastScaling | null;
}

export interface ScalableTargetAction {
  readonly MinCapacity?: number;
  readonly MaxCapacity?: number;
}

export interface ScheduledAction extends OfTarget {
  readonly ScheduledActionName: string;
  readonly ScheduledActionARN: string;
  /** `at(...)`, `rate(...)` or `cron(...)`. */
  readonly Schedule: string;
  readonly Timezone?: string;
  /** Virtual ms. */
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly ScalableTargetAction: ScalableTargetAction;
  readonly CreationTime: number;
  /** Simulator's own: when it runs next; null: never again. */
  readonly nextAtMs: number | null;
}

export type NotScaledCode =
  'AlreadyAtMaxCapacity' | 'AlreadyAtMinCapacity' | 'AlreadyAtDesiredCapacity';

export interface ScalingActivity extends OfTarget {
  readonly ActivityId: string;
  readonly Description: string;
  readonly Cause: string;
  /** Virtual ms. */
  readonly StartTime: number;
  readonly EndTime?: number;
  readonly StatusCode: 'InProgress' | 'Successful' | 'Overridden' | 'Unfulfilled' | 'Failed';
  readonly StatusMessage?: string;
  readonly NotScaledReasons?: readonly {
    readonly Code: NotScaledCode;
    readonly MaxCapacity?: number;
    readonly MinCapacity?: number;
    readonly CurrentCapacity?: number;
  }[];
  /** Simulator's own: the capacity before and after, and what it was decided on; null: limits or a schedule moved it. */
  readonly from: number;
  readonly to: number;
  readonly decidedOn: DecisionInput | null;
}

/** All that a decision goes by, so that the same function can be asked again. JSON, a few hundred bytes. */
export interface DecisionInput {
  readonly atMs: number;
  readonly capacity: number;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly scaleInSuspended: boolean;
  readonly scaleOutSuspended: boolean;
  readonly deploymentInProgress: boolean;
  readonly deploymentController: string;
  readonly policies: readonly PolicyInput[];
}

interface AnyPolicyInput {
  readonly PolicyName: string;
  readonly lastScaleOut: LastScaling | null;
  readonly lastScaleIn: LastScaling | null;
  /** Seconds. */
  readonly scaleOutCooldown: number;
  readonly scaleInCooldown: number;
  /** Why it waits when it does: a cooldown, or instances that are still warming up. */
  readonly waitsFor: 'cooldown' | 'warmUp';
}

export interface TrackingInput extends AnyPolicyInput {
  readonly type: 'TargetTrackingScaling';
  readonly target: number;
  /** Below it capacity may go. */
  readonly lowThreshold: number;
  readonly disableScaleIn: boolean;
  /** The newest datapoint; null: nothing measured. */
  readonly metric: number | null;
  readonly high: AlarmInput;
  /** null where scale-in is disabled. */
  readonly low: AlarmInput | null;
}

export interface StepInput extends AnyPolicyInput {
  readonly type: 'StepScaling';
  readonly configuration: StepScalingConfiguration;
  /** Of simple scaling: until its wait is over it asks for nothing at all. */
  readonly waitsWholly?: true;
  /** Those of its alarms that call it now. */
  readonly calls: readonly {
    readonly alarm: AlarmInput;
    readonly threshold: number;
    readonly metric: number;
  }[];
}

export type PolicyInput = TrackingInput | StepInput;

export interface AlarmInput {
  readonly AlarmName: string;
  readonly StateValue: StateValue;
  /** What the decision is explained with: rule and datapoints as they then were; null: the alarm was gone. */
  readonly seen: AlarmSeen | null;
}

export interface AlarmSeen extends Pick<
  MetricAlarm,
  | 'StateReason'
  | 'Threshold'
  | 'ComparisonOperator'
  | 'Period'
  | 'EvaluationPeriods'
  | 'DatapointsToAlarm'
> {
  /** Of metric math: its label. */
  readonly metricName: string;
  /** Oldest first. */
  readonly datapoints: readonly Datapoint[];
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: ResourceId. */
    'applicationautoscaling/ScalableTarget': ScalableTarget;
    /** Key: `<ResourceId>|<PolicyName>`. Index: `target` (ResourceId). */
    'applicationautoscaling/ScalingPolicy': ScalingPolicy;
    /** Key: `<ResourceId>|<ScheduledActionName>`. Index: `target`. */
    'applicationautoscaling/ScheduledAction': ScheduledAction;
    /** Key: ActivityId. Index: `target`. The newest hundred of a target. */
    'applicationautoscaling/ScalingActivity': ScalingActivity;
  }
}
