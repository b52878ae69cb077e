/**
 * A scaling decision with its arithmetic, as the query `explainScaling` answers: of a service
 * `quayside explainScaling { resourceId, activityId? }`, of an Auto Scaling group `{ autoScalingGroupName, activityId? }`.
 * Without an activity: what would be decided now. JSON.
 */
import type { ComparisonOperator, StateValue } from '../cloudwatch/types';

export interface CapacityExplanation {
  /** `service/<cluster>/<service>`, or the name of the group. */
  readonly resourceId: string;
  readonly atMs: number;
  /** desiredCount of the service, DesiredCapacity of the group. */
  readonly capacity: number;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** What is really there: runningCount, instances in service; null where it is not known any more. */
  readonly running: number | null;
  readonly policies: readonly PolicyRow[];
  /** The capacity that the winning policy wants, before the limits; null: none wants a change. */
  readonly wanted: number | null;
  /** Whose. */
  readonly winner: string | null;
  readonly result: number;
  readonly outcome: 'scaledOut' | 'scaledIn' | 'kept';
  readonly heldBackBy: HeldBack;
  /** Limits or a schedule moved it, without any policy: the activity's own words. */
  readonly cause: string | null;
}

export type HeldBack =
  | 'nothing'
  /** No alarm asks for anything. */
  | 'onTarget'
  | 'noData'
  | 'cooldown'
  | 'warmUp'
  | 'maxCapacity'
  | 'minCapacity'
  /** Scaling in that direction is suspended. */
  | 'suspended'
  | 'deployment'
  /** One policy would scale in, another would not. */
  | 'otherPolicy'
  | 'scaleInDisabled'
  /** There are no policies. */
  | 'noPolicy';

export interface PolicyRow {
  readonly name: string;
  readonly type: 'TargetTrackingScaling' | 'StepScaling' | 'SimpleScaling';
  /** What it watches, in CloudWatch's words: `CPUUtilization`, or an expression. */
  readonly metricName: string;
  readonly alarms: readonly AlarmRow[];
  /** The newest datapoint. */
  readonly metric: number | null;
  /** Of target tracking. */
  readonly target: number | null;
  readonly formula: Formula | null;
  readonly direction: 'out' | 'in' | 'none';
  /** The capacity it wants, before the limits. */
  readonly wants: number;
  readonly heldBackBy: HeldBack;
  /** Until this policy may act again; 0: at once. */
  readonly scaleOutCooldownLeftMs: number;
  readonly scaleInCooldownLeftMs: number;
}

export interface AlarmRow {
  readonly name: string;
  readonly direction: 'out' | 'in';
  readonly state: StateValue;
  readonly reason: string;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly periodSeconds: number;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  /** Those that it looked at, oldest first. */
  readonly datapoints: readonly { readonly atMs: number; readonly value: number | null }[];
}

export type Formula =
  /** ceil(capacity x metric / target) */
  | {
      readonly kind: 'proportional';
      readonly capacity: number;
      readonly metric: number;
      readonly target: number;
      readonly result: number;
    }
  /** max(ceil(capacity x metric / lowThreshold), slowest) */
  | {
      readonly kind: 'careful';
      readonly capacity: number;
      readonly metric: number;
      readonly lowThreshold: number;
      /** As many as keep the metric below the low threshold. */
      readonly enough: number;
      /** No fewer than this in one step. */
      readonly slowest: number;
      readonly result: number;
    }
  /** The step that metric - threshold falls into. */
  | {
      readonly kind: 'step';
      readonly capacity: number;
      readonly metric: number;
      readonly threshold: number;
      readonly breach: number;
      readonly adjustmentType: string;
      readonly lowerBound: number | null;
      readonly upperBound: number | null;
      readonly adjustment: number | null;
      readonly result: number;
    };
