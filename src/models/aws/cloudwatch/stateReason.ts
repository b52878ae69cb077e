/**
 * Why an alarm is in its state, in the service's words (alarm notifications and histories of 2019-2026 as others have recorded
 * them): the datapoints that count with their times, newest first, at most five of them.
 */
import { isoInstant } from '../calendar';
import type { Verdict } from './evaluate';
import type { Datapoint, MetricAlarm } from './types';

const WORDS: Readonly<Record<MetricAlarm['ComparisonOperator'], string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};
/** From so many on they are listed after the sentence. */
const MANY = 5;

export function stateReason(
  alarm: MetricAlarm,
  { state, by }: Verdict,
  points: readonly Datapoint[],
): string {
  const { EvaluationPeriods: periods } = alarm;
  if (state === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${datapoints(periods)} ${was(periods)} unknown.`;
  if (by.length === 0) return treated(alarm);
  const listed = by
    .slice(0, MANY)
    .flatMap((i) => points[i] ?? [])
    .map(({ atMs, value }) => `${double(value ?? 0)} (${clock(atMs)})`)
    .join(', ');
  const not = state === 'ALARM' ? '' : ' not';
  const crossed =
    `${was(by.length)}${not} ${WORDS[alarm.ComparisonOperator]} the threshold ` +
    `(${double(alarm.Threshold)})`;
  const head = `Threshold Crossed: ${by.length} out of the last ${datapoints(periods, 'plural')}`;
  const told =
    by.length < MANY
      ? `${head} [${listed}] ${crossed}`
      : `${head} ${crossed}. The most recent datapoints which crossed the threshold: [${listed}]`;
  return `${told} (${transition(alarm, state)}).`;
}

/** Nothing arrived, and that decides. */
function treated({ EvaluationPeriods: periods, TreatMissingData }: MetricAlarm): string {
  const as = TreatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  const missing = `${periods} missing datapoint${periods === 1 ? '' : 's'}`;
  return (
    `Threshold Crossed: no datapoints were received for ${periods} period${periods === 1 ? '' : 's'} ` +
    `and ${missing} ${was(periods)} treated as [${as}].`
  );
}

function transition(
  { EvaluationPeriods, DatapointsToAlarm }: MetricAlarm,
  state: 'OK' | 'ALARM',
): string {
  const toOk = EvaluationPeriods - DatapointsToAlarm + 1;
  return state === 'ALARM'
    ? `minimum ${datapoints(DatapointsToAlarm)} for OK -> ALARM transition`
    : `minimum ${datapoints(toOk)} for ALARM -> OK transition`;
}

const datapoints = (n: number, always?: 'plural'): string =>
  `${n} datapoint${n === 1 && always === undefined ? '' : 's'}`;
const was = (n: number): string => (n === 1 ? 'was' : 'were');

/** As Java prints a double. */
const double = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

/** `05/01/26 00:13:00`, UTC */
function clock(atMs: number): string {
  const [date = '', time = ''] = isoInstant(atMs).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}
