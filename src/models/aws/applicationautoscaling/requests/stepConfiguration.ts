/** StepScalingPolicyConfiguration: an adjustment type, and steps that neither overlap nor leave a gap (user guide, "Step scaling"). */
import type { Path } from '../../../../engine/model';
import { inputOf, objectsOf, textOf, wholeOf, type Input } from '../../requestInput';
import type { StepAdjustmentField, StepScalingConfiguration } from '../types';
import { enumText, invalid } from './fields';

const FIELD = 'StepScalingPolicyConfiguration';
const DEFAULT_COOLDOWN = 300;
const ADJUSTMENTS: readonly string[] = [
  'ChangeInCapacity',
  'PercentChangeInCapacity',
  'ExactCapacity',
];
const AGGREGATIONS: readonly string[] = ['Average', 'Minimum', 'Maximum'];

export function stepConfiguration(input: Input): StepScalingConfiguration {
  if (input[FIELD] === undefined)
    invalid(`${FIELD} must be specified for a StepScaling policy.`, FIELD);
  const given = inputOf(input[FIELD]);
  const AdjustmentType = wordOf(given, 'AdjustmentType', ADJUSTMENTS, [FIELD]);
  const minimum = wholeOf(given, 'MinAdjustmentMagnitude');
  if (minimum !== undefined && AdjustmentType !== 'PercentChangeInCapacity')
    invalid(
      'MinAdjustmentMagnitude is only supported with an AdjustmentType of PercentChangeInCapacity.',
      FIELD,
      'MinAdjustmentMagnitude',
    );
  return {
    AdjustmentType: AdjustmentType as StepScalingConfiguration['AdjustmentType'],
    StepAdjustments: stepAdjustments(given, [FIELD]),
    ...(minimum === undefined ? {} : { MinAdjustmentMagnitude: minimum }),
    Cooldown: wholeOf(given, 'Cooldown') ?? DEFAULT_COOLDOWN,
    MetricAggregationType: aggregationField(given, [FIELD]),
  };
}

export const aggregationField = (
  given: Input,
  path: Path,
): StepScalingConfiguration['MetricAggregationType'] =>
  wordOf(
    given,
    'MetricAggregationType',
    AGGREGATIONS,
    path,
    'Average',
  ) as StepScalingConfiguration['MetricAggregationType'];

export function wordOf(
  given: Input,
  field: string,
  words: readonly string[],
  path: Path,
  standard?: string,
): string {
  const word = textOf(given, field) ?? standard;
  if (word === undefined) return invalid(`${field} must be specified.`, ...path, field);
  if (!words.includes(word))
    invalid(
      enumText(word, `${field.slice(0, 1).toLowerCase()}${field.slice(1)}`, words),
      ...path,
      field,
    );
  return word;
}

export function stepAdjustments(given: Input, path: Path): readonly StepAdjustmentField[] {
  const at: Path = [...path, 'StepAdjustments'];
  const steps = objectsOf(given, 'StepAdjustments').map((step, i) => stepOf(step, [...at, i]));
  if (steps.length === 0) invalid('At least one StepAdjustment must be specified.', ...at);
  checkSteps(steps, at);
  return steps;
}

function stepOf(given: Input, at: Path): StepAdjustmentField {
  const bound = (field: string): number | undefined => {
    const value = given[field];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'number' ? value : invalid(`${field} must be a number.`, ...at, field);
  };
  const [lower, upper] = [bound('MetricIntervalLowerBound'), bound('MetricIntervalUpperBound')];
  const ScalingAdjustment = wholeOf(given, 'ScalingAdjustment');
  if (ScalingAdjustment === undefined)
    return invalid('ScalingAdjustment must be specified.', ...at, 'ScalingAdjustment');
  if (lower !== undefined && upper !== undefined && lower >= upper)
    invalid('MetricIntervalLowerBound must be less than the MetricIntervalUpperBound', ...at);
  return {
    ...(lower === undefined ? {} : { MetricIntervalLowerBound: lower }),
    ...(upper === undefined ? {} : { MetricIntervalUpperBound: upper }),
    ScalingAdjustment,
  };
}

function checkSteps(steps: readonly StepAdjustmentField[], at: Path): void {
  const sorted = steps.toSorted((a, b) => lowerOf(a) - lowerOf(b));
  for (const [i, step] of sorted.entries()) {
    const next = sorted[i + 1];
    if (!next) continue;
    if (upperOf(step) > lowerOf(next))
      invalid("StepAdjustment intervals can't overlap.", ...at, steps.indexOf(next));
    if (upperOf(step) < lowerOf(next))
      invalid('There is a gap between StepAdjustment intervals.', ...at, steps.indexOf(next));
  }
}

const lowerOf = (step: StepAdjustmentField): number => step.MetricIntervalLowerBound ?? -Infinity;
const upperOf = (step: StepAdjustmentField): number => step.MetricIntervalUpperBound ?? Infinity;
