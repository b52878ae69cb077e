/** Alarms and metrics, in the API's names (cloudwatch 2010-08-01). */

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

export interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly Dimension[];
}

export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type ComparisonOperator =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';
export type TreatMissingData = 'missing' | 'breaching' | 'notBreaching' | 'ignore';

/** One period of a metric: `value` null where nothing was measured. */
export interface Datapoint {
  /** Start of the period, virtual ms. */
  readonly atMs: number;
  readonly value: number | null;
}

export interface MetricAlarm extends Metric {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmDescription?: string;
  readonly Statistic: 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'SampleCount';
  /** Seconds: a multiple of 60. */
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly Threshold: number;
  readonly ComparisonOperator: ComparisonOperator;
  readonly TreatMissingData: TreatMissingData;
  readonly StateValue: StateValue;
  readonly StateReason: string;
  /** Virtual ms; ISO 8601 on the wire. */
  readonly StateUpdatedTimestamp: number;
  /** Simulator's own, below. What was measured in the period under way, and the newest whole periods. */
  readonly samples: readonly number[];
  readonly datapoints: readonly Datapoint[];
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: AlarmName. */
    'cloudwatch/MetricAlarm': MetricAlarm;
  }
}
