/**
 * CloudWatch PutMetricData: one's own metric, as values, counted values or a StatisticSet. Simplified: everything is of the
 * minute in which it arrives; a Timestamp of its own is not taken.
 */
import type { Admission, Context, Effect } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf, objectsOf, requiredText, type Input } from '../../requestInput';
import { added } from '../series';
import { minuteOf } from '../seriesKey';
import type { Minute } from '../types';
import { dimensionsOf } from './fields';

export const publishMetricData = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const Namespace = requiredText(given, 'Namespace');
    if (Namespace.startsWith('AWS/'))
      refuse('InvalidParameterValue', 'The value AWS/ for parameter Namespace is invalid.', [
        'Namespace',
      ]);
    const effects = objectsOf(given, 'MetricData').flatMap((datum, i): readonly Effect[] => {
      const metric = {
        Namespace,
        MetricName: requiredText(datum, 'MetricName'),
        Dimensions: dimensionsOf(datum),
      };
      return added(metric, arrived(datum, i, minuteOf(ctx.nowMs)), ctx);
    });
    return { ok: true, output: {}, effects };
  });

function arrived(datum: Input, i: number, atMs: number): Minute {
  const set = inputOf(datum['StatisticValues']);
  if (datum['StatisticValues'] !== undefined)
    return {
      atMs,
      SampleCount: number(set, 'SampleCount', i),
      Sum: number(set, 'Sum', i),
      Minimum: number(set, 'Minimum', i),
      Maximum: number(set, 'Maximum', i),
    };
  const values = Array.isArray(datum['Values'])
    ? datum['Values'].map((_, k) => number(datum['Values'] as never, k, i))
    : [number(datum, 'Value', i)];
  const counts = Array.isArray(datum['Counts']) ? datum['Counts'].map(Number) : [];
  const countOf = (k: number) => counts[k] ?? 1;
  return {
    atMs,
    SampleCount: values.reduce((sum, _, k) => sum + countOf(k), 0),
    Sum: values.reduce((sum, value, k) => sum + value * countOf(k), 0),
    Minimum: Math.min(...values),
    Maximum: Math.max(...values),
  };
}

function number(
  input: Readonly<Record<string | number, unknown>>,
  field: string | number,
  i: number,
): number {
  const value = input[field];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return refuse(
    'InvalidParameterValue',
    `The parameter MetricData.member.${i + 1}.${field} is required.`,
    ['MetricData', i, field],
  );
}
