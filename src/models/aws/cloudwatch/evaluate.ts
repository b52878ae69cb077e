/**
 * The state of an alarm from its newest datapoints (CloudWatch User Guide, "Evaluating an alarm" and "Configuring how alarms
 * treat missing data"): `DatapointsToAlarm` of `EvaluationPeriods` breach. Missing ones count as breaching, as not
 * breaching, or not at all; with none there at all it is INSUFFICIENT_DATA (`missing`) or stays as it is (`ignore`).
 * Simplified: the service looks back a few periods further where data is missing.
 */
import type { MetricAlarm, StateValue } from './types';

type Rule = Pick<
  MetricAlarm,
  | 'EvaluationPeriods'
  | 'DatapointsToAlarm'
  | 'Threshold'
  | 'ComparisonOperator'
  | 'TreatMissingData'
  | 'StateValue'
>;

export function evaluateAlarm(rule: Rule, values: readonly (number | null)[]): StateValue {
  const { TreatMissingData: missing, DatapointsToAlarm } = rule;
  const newest = values.slice(-rule.EvaluationPeriods);
  const absent =
    rule.EvaluationPeriods - newest.length + newest.filter((value) => value === null).length;
  if (absent === rule.EvaluationPeriods && missing !== 'breaching' && missing !== 'notBreaching')
    return missing === 'ignore' ? rule.StateValue : 'INSUFFICIENT_DATA';
  const beyond = newest.filter((value) => value !== null && breaches(rule, value)).length;
  const breaching = beyond + (missing === 'breaching' ? absent : 0);
  if (breaching >= DatapointsToAlarm) return 'ALARM';
  // Too few to tell while more of the missing could still breach.
  const open = missing === 'missing' && newest.length < DatapointsToAlarm;
  return open && rule.StateValue === 'INSUFFICIENT_DATA' && beyond > 0 ? rule.StateValue : 'OK';
}

export function breaches(
  { ComparisonOperator, Threshold }: Pick<Rule, 'ComparisonOperator' | 'Threshold'>,
  value: number,
): boolean {
  switch (ComparisonOperator) {
    case 'GreaterThanThreshold':
      return value > Threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= Threshold;
    case 'LessThanThreshold':
      return value < Threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= Threshold;
  }
}
