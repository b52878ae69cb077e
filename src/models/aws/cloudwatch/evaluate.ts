/**
 * The state of an alarm from its newest datapoints (CloudWatch User Guide, "Evaluating an alarm", "Configuring how CloudWatch alarms
 * treat missing data" with its two tables, and "Avoiding premature transitions to alarm state"): a few more than
 * `EvaluationPeriods` are fetched; where as many as that are there, the newest of them count and the gaps do not. Otherwise the
 * gaps breach, or do not, or leave the state as it is (`ignore`), or are nothing (`missing`): then what is there decides, and
 * one that breaches must be old enough.
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

/** "The exact number depends on the period": with the guide's tables two more. Chosen for all. */
const LOOKS_BACK = 2;
export const evaluationRange = ({ EvaluationPeriods }: Pick<Rule, 'EvaluationPeriods'>): number =>
  EvaluationPeriods + LOOKS_BACK;

export interface Verdict {
  readonly state: StateValue;
  /** Which of the values made it so, newest first: those beyond the threshold for ALARM, the others for OK. */
  readonly by: readonly number[];
}

/** `values`: oldest first, the newest period last; null where nothing arrived. */
export function evaluateAlarm(rule: Rule, values: readonly (number | null)[]): Verdict {
  const range = values.slice(-evaluationRange(rule));
  const offset = values.length - range.length;
  const there = range.flatMap((value, i) =>
    value === null ? [] : [{ at: offset + i, beyond: breaches(rule, value) }],
  );
  const counted = there.slice(-rule.EvaluationPeriods);
  const beyond = counted.filter((point) => point.beyond);
  const [oldest] = beyond;
  const state = stateOf(rule, {
    there: counted.length,
    beyond: beyond.length,
    oldestAge: oldest ? values.length - oldest.at : 0,
  });
  const by = counted.filter((point) => point.beyond === (state === 'ALARM')).map(({ at }) => at);
  return { state, by: by.reverse() };
}

interface Counted {
  readonly there: number;
  readonly beyond: number;
  /** Periods from the oldest that breaches to now. */
  readonly oldestAge: number;
}

function stateOf(rule: Rule, { there, beyond, oldestAge }: Counted): StateValue {
  const { EvaluationPeriods, DatapointsToAlarm, TreatMissingData } = rule;
  const absent = EvaluationPeriods - there;
  const filled = TreatMissingData === 'breaching' ? absent : 0;
  if (beyond + filled >= DatapointsToAlarm) return 'ALARM';
  const closed = absent === 0 || TreatMissingData === 'breaching' || there > beyond;
  if (closed || TreatMissingData === 'notBreaching') return 'OK';
  if (TreatMissingData === 'ignore') return rule.StateValue;
  if (there === 0) return 'INSUFFICIENT_DATA';
  return oldestAge >= DatapointsToAlarm ? 'ALARM' : rule.StateValue;
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
