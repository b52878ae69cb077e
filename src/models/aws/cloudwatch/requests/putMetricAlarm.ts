/** CloudWatch PutMetricAlarm: an alarm on one metric, or on metric math. */
import type { Admission, Context } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf, objectsOf, requiredText, textOf, textsOf, type Input } from '../../requestInput';
import { refuseMisshapen } from '../../validation/refuseMisshapen';
import { storeAlarm } from '../storeAlarm';
import type { ComparisonOperator, MetricAlarm, TreatMissingData } from '../types';
import { metricOf, oneOf, positive, statisticField } from './fields';
import { metricQueries } from './metricQueries';

const OPERATORS: readonly string[] = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const MISSING: readonly string[] = ['missing', 'breaching', 'notBreaching', 'ignore'];

export const putMetricAlarm = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    refuseMisshapen('PutMetricAlarm', input);
    const given = inputOf(input);
    return { ok: true, output: {}, effects: storeAlarm(settingsOf(given), ctx) };
  });

/** The rules that need no world. */
export function checkMetricAlarm(given: Input): void {
  settingsOf(given);
}

function settingsOf(given: Input) {
  refuseUnsimulated(given);
  const description = textOf(given, 'AlarmDescription');
  return {
    AlarmName: requiredText(given, 'AlarmName'),
    ...(description === undefined ? {} : { AlarmDescription: description }),
    ActionsEnabled: given['ActionsEnabled'] !== false,
    OKActions: actionsField(given, 'OKActions'),
    AlarmActions: actionsField(given, 'AlarmActions'),
    InsufficientDataActions: actionsField(given, 'InsufficientDataActions'),
    ...watched(given),
    ...ruleOf(given),
  };
}

/** Other figures than the ones asked for would be looked at. */
function refuseUnsimulated(given: Input): void {
  const field = ['ExtendedStatistic', 'ThresholdMetricId'].find(
    (name) => given[name] !== undefined,
  );
  if (field !== undefined)
    refuse('ValidationError', `${field} is not simulated: no percentiles, no anomaly detection.`, [
      field,
    ]);
}

function actionsField(given: Input, field: string): readonly string[] {
  const arns = textsOf(given, field);
  const wrong = arns.findIndex((arn) => !arn.startsWith('arn:'));
  if (wrong >= 0)
    refuse('ValidationError', `Invalid arn syntax: ${arns[wrong] ?? ''}`, [field, wrong]);
  return arns;
}

function watched(given: Input): Partial<MetricAlarm> & { readonly Period: number } {
  if (given['Metrics'] === undefined)
    return {
      ...metricOf(given),
      Statistic: statisticField(given, 'Statistic'),
      Period: periodOf(given),
    };
  if (given['MetricName'] !== undefined)
    refuse('ValidationError', 'MetricName must not be specified together with Metrics.', [
      'MetricName',
    ]);
  const Metrics = metricQueries(objectsOf(given, 'Metrics'), ['Metrics']);
  const stated = Metrics.find(({ MetricStat }) => MetricStat?.Period !== undefined);
  return { Metrics, Period: stated?.MetricStat?.Period ?? 60 };
}

function periodOf(given: Input): number {
  const Period = positive(given, 'Period');
  if (Period % 60 !== 0) refuse('ValidationError', 'Period must be a multiple of 60', ['Period']);
  return Period;
}

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
  const Threshold = given['Threshold'];
  if (typeof Threshold !== 'number')
    refuse('ValidationError', 'The parameter Threshold is required.', ['Threshold']);
  return {
    EvaluationPeriods,
    DatapointsToAlarm,
    Threshold,
    ComparisonOperator: oneOf(given, 'ComparisonOperator', OPERATORS) as ComparisonOperator,
    TreatMissingData: oneOf(given, 'TreatMissingData', MISSING, 'missing') as TreatMissingData,
  };
}
