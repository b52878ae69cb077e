/**
 * CloudWatch PutMetricAlarm, DeleteAlarms, DescribeAlarms, GetMetricData. A metric that no alarm watches has no past: asked for,
 * it answers with the period that has just ended, at the present value.
 */
import type { Admission, Context, Effect, Read } from '../../../engine/model';
import { ACCOUNT_ID, regionOf } from '../account';
import { isoInstant } from '../calendar';
import { answer, refuse } from '../refusal';
import {
  inputOf,
  objectsOf,
  requiredText,
  textOf,
  textsOf,
  wholeOf,
  type Input,
} from '../requestInput';
import { without } from '../without';
import { metricValue } from './metricValue';
import type { ComparisonOperator, Datapoint, Metric, MetricAlarm, TreatMissingData } from './types';

const OPERATORS: readonly string[] = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const STATISTICS: readonly string[] = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];
const MISSING: readonly string[] = ['missing', 'breaching', 'notBreaching', 'ignore'];

export const putMetricAlarm = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const name = requiredText(given, 'AlarmName');
    const rule = ruleOf(given);
    const before = ctx.get('cloudwatch/MetricAlarm', name);
    const description = textOf(given, 'AlarmDescription');
    const value: MetricAlarm = {
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: ctx.nowMs,
      samples: [],
      datapoints: [],
      ...before,
      AlarmName: name,
      AlarmArn: `arn:aws:cloudwatch:${regionOf(ctx)}:${ACCOUNT_ID}:alarm:${name}`,
      ...(description === undefined ? {} : { AlarmDescription: description }),
      ...metricOf(given),
      ...rule,
    };
    const about = { kind: 'cloudwatch/MetricAlarm', key: name } as const;
    const data = { MetricName: value.MetricName, Threshold: value.Threshold };
    return {
      ok: true,
      output: {},
      effects: [
        { do: 'put', ...about, value },
        { do: 'note', fact: { model: 'aws', type: 'alarmPut', data, about } },
      ],
    };
  });

export const deleteAlarms = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const names = textsOf(inputOf(input), 'AlarmNames');
    const effects = names
      .filter((name) => ctx.has('cloudwatch/MetricAlarm', name))
      .flatMap((key): Effect[] => {
        const about = { kind: 'cloudwatch/MetricAlarm', key } as const;
        return [
          { do: 'note', fact: { model: 'aws', type: 'alarmDeleted', data: {}, about } },
          { do: 'remove', ...about },
        ];
      });
    return { ok: true, output: {}, effects };
  });

export const describeAlarms = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const names = textsOf(given, 'AlarmNames');
    const state = textOf(given, 'StateValue');
    const MetricAlarms = read
      .list('cloudwatch/MetricAlarm')
      .filter((alarm) => names.length === 0 || names.includes(alarm.AlarmName))
      .filter((alarm) => state === undefined || alarm.StateValue === state)
      .map((alarm) => ({
        ...without(alarm, 'samples', 'datapoints'),
        StateUpdatedTimestamp: isoInstant(alarm.StateUpdatedTimestamp),
      }));
    return { ok: true, output: { MetricAlarms }, effects: [] };
  });

export const getMetricData = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const MetricDataResults = objectsOf(inputOf(input), 'MetricDataQueries').map((query) => {
      const metric = metricOf(inputOf(inputOf(query['MetricStat'])['Metric']));
      const points = pastOf(metric, read).filter((point) => point.value !== null);
      return {
        Id: requiredText(query, 'Id'),
        Label: metric.MetricName,
        Timestamps: points.map((point) => isoInstant(point.atMs)),
        Values: points.map((point) => point.value),
        StatusCode: 'Complete',
      };
    });
    return { ok: true, output: { MetricDataResults }, effects: [] };
  });

/** Newest first, as the API gives them. */
function pastOf(metric: Metric, read: Read): readonly Datapoint[] {
  const watched = read.list('cloudwatch/MetricAlarm').find((alarm) => sameMetric(alarm, metric));
  if (watched) return watched.datapoints.toReversed();
  const minute = Math.floor(read.nowMs / 60_000);
  return minute === 0 ? [] : [{ atMs: (minute - 1) * 60_000, value: metricValue(metric, read) }];
}

function sameMetric(a: Metric, b: Metric): boolean {
  const text = ({ Namespace, MetricName, Dimensions }: Metric) =>
    [Namespace, MetricName, ...Dimensions.map((d) => `${d.Name}=${d.Value}`).sort()].join('|');
  return text(a) === text(b);
}

const metricOf = (given: Input): Metric => ({
  Namespace: requiredText(given, 'Namespace'),
  MetricName: requiredText(given, 'MetricName'),
  Dimensions: objectsOf(given, 'Dimensions').map((dimension) => ({
    Name: requiredText(dimension, 'Name'),
    Value: requiredText(dimension, 'Value'),
  })),
});

function ruleOf(given: Input) {
  const EvaluationPeriods = positive(given, 'EvaluationPeriods');
  const DatapointsToAlarm =
    given['DatapointsToAlarm'] === undefined
      ? EvaluationPeriods
      : positive(given, 'DatapointsToAlarm');
  if (DatapointsToAlarm > EvaluationPeriods)
    refuse('ValidationError', 'DatapointsToAlarm must be less than or equal to EvaluationPeriods', [
      'DatapointsToAlarm',
    ]);
  const Period = positive(given, 'Period');
  if (Period % 60 !== 0) refuse('ValidationError', 'Period must be a multiple of 60', ['Period']);
  const Threshold = given['Threshold'];
  if (typeof Threshold !== 'number')
    refuse('ValidationError', 'The parameter Threshold is required.', ['Threshold']);
  return {
    EvaluationPeriods,
    DatapointsToAlarm,
    Period,
    Threshold,
    ComparisonOperator: oneOf(given, 'ComparisonOperator', OPERATORS) as ComparisonOperator,
    Statistic: oneOf(given, 'Statistic', STATISTICS, 'Average') as MetricAlarm['Statistic'],
    TreatMissingData: oneOf(given, 'TreatMissingData', MISSING, 'missing') as TreatMissingData,
  };
}

function positive(given: Input, field: string): number {
  const value = wholeOf(given, field);
  if (value === undefined)
    return refuse('ValidationError', `The parameter ${field} is required.`, [field]);
  if (value < 1)
    return refuse('ValidationError', `The parameter ${field} must be greater than 0`, [field]);
  return value;
}

function oneOf(given: Input, field: string, words: readonly string[], standard?: string): string {
  const value = textOf(given, field) ?? standard;
  if (value === undefined)
    return refuse('ValidationError', `The parameter ${field} is required.`, [field]);
  if (!words.includes(value))
    return refuse(
      'ValidationError',
      `1 validation error detected: Value '${value}' at '${field.slice(0, 1).toLowerCase()}${field.slice(1)}' failed to satisfy constraint: Member must satisfy enum value set: [${words.join(', ')}]`,
      [field],
    );
  return value;
}
