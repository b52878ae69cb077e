/** Fields that several requests of CloudWatch take, read and refused in the service's words. */
import { refuse } from '../../refusal';
import { objectsOf, requiredText, textOf, wholeOf, type Input } from '../../requestInput';
import type { Dimension, Metric, Statistic } from '../types';

const STATISTICS: readonly string[] = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];

export const metricOf = (given: Input): Metric => ({
  Namespace: requiredText(given, 'Namespace'),
  MetricName: requiredText(given, 'MetricName'),
  Dimensions: dimensionsOf(given),
});

export const dimensionsOf = (given: Input): readonly Dimension[] =>
  objectsOf(given, 'Dimensions').map((dimension) => ({
    Name: requiredText(dimension, 'Name'),
    Value: requiredText(dimension, 'Value'),
  }));

export const statisticField = (given: Input, field: string): Statistic =>
  oneOf(given, field, STATISTICS, 'Average') as Statistic;

export function positive(given: Input, field: string): number {
  const value = wholeOf(given, field);
  if (value === undefined)
    return refuse('ValidationError', `The parameter ${field} is required.`, [field]);
  if (value < 1)
    return refuse('ValidationError', `The parameter ${field} must be greater than 0`, [field]);
  return value;
}

export function oneOf(
  given: Input,
  field: string,
  words: readonly string[],
  standard?: string,
): string {
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
