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
export type Statistic = 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'SampleCount';

/** One line of metric math: a metric with its statistic, or an expression over the others' ids. */
export interface MetricDataQuery {
  readonly Id: string;
  readonly Label?: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: Metric;
    readonly Period?: number;
    readonly Stat: Statistic;
    readonly Unit?: string;
  };
  /** true unless it says otherwise; exactly one of an alarm's lines returns data. */
  readonly ReturnData?: boolean;
}

/** What is looked at: one metric, or several and an expression. */
export type MetricSource =
  (Metric & { readonly Statistic: Statistic }) | { readonly Metrics: readonly MetricDataQuery[] };

/** One period: `value` null where nothing was measured. */
export interface Datapoint {
  /** Start of the period, virtual ms. */
  readonly atMs: number;
  readonly value: number | null;
}

/** What arrived in one minute, in the words of a StatisticSet. */
export interface Minute {
  /** Start of the minute, virtual ms. */
  readonly atMs: number;
  readonly SampleCount: number;
  readonly Sum: number;
  readonly Minimum: number;
  readonly Maximum: number;
}

/** The past of a metric that somebody watches or publishes: minutes in which something arrived, oldest first. */
export interface Series extends Metric {
  /** Virtual ms of the first value. */
  readonly sinceMs: number;
  readonly minutes: readonly Minute[];
}

export interface Past {
  /** Start of the minute, virtual ms. */
  readonly atMs: number;
  /** By namespace and dimensions, then by metric name. */
  readonly figures: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface MetricAlarm extends Partial<Metric> {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled: boolean;
  /** ARNs of what is done when the alarm enters the state; of scaling policies, each minute that it stays. */
  readonly OKActions: readonly string[];
  readonly AlarmActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
  readonly Statistic?: Statistic;
  /** Metric math instead of one metric. */
  readonly Metrics?: readonly MetricDataQuery[];
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
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: AlarmName. Indexes: `series` (keys of what it watches), `action` (ARNs that it names). */
    'cloudwatch/MetricAlarm': MetricAlarm;
    /** Key: `seriesKey(metric)`. */
    'cloudwatch/Series': Series;
    /** Key: minutes since the beginning. What was measured in that minute and in those after it
     *  that are not there. */
    'cloudwatch/Past': Past;
  }
}
