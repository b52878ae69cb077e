/** Fields of a group's scaling policy, read and refused in the service's words. */
import {
  customizedField,
  targetValue,
} from '../../applicationautoscaling/requests/trackingConfiguration';
import {
  aggregationField,
  stepAdjustments,
  wordOf,
} from '../../applicationautoscaling/requests/stepConfiguration';
import type { PredefinedMetric } from '../../applicationautoscaling/types';
import { inputOf, textOf, wholeOf, type Input } from '../../requestInput';
import { invalid, notNegative } from '../requests/fields';
import type { GroupScalingPolicy, GroupTrackingConfiguration } from './types';

const FIELD = 'TargetTrackingConfiguration';
const ADJUSTMENTS: readonly string[] = [
  'ChangeInCapacity',
  'PercentChangeInCapacity',
  'ExactCapacity',
];

type Adjustment = Pick<
  GroupScalingPolicy,
  | 'AdjustmentType'
  | 'MinAdjustmentMagnitude'
  | 'StepAdjustments'
  | 'MetricAggregationType'
  | 'ScalingAdjustment'
  | 'Cooldown'
  | 'EstimatedInstanceWarmup'
>;

const TYPES = ['SimpleScaling', 'StepScaling', 'TargetTrackingScaling'] as const;

export function policyType(
  given: Input,
  before: GroupScalingPolicy['PolicyType'] | undefined,
): GroupScalingPolicy['PolicyType'] {
  const type = textOf(given, 'PolicyType') ?? before ?? 'SimpleScaling';
  return (
    TYPES.find((each) => each === type) ??
    invalid(`Invalid policy type: ${type}. Valid types are ${TYPES.join(', ')}.`, 'PolicyType')
  );
}

/** The rules that need no world. */
export function checkGroupPolicy(given: Input): void {
  const type = policyType(given, undefined);
  adjustmentFields(given, type);
  if (type === 'TargetTrackingScaling') trackingField(given);
}

/** Each type has fields of its own; those of another are refused. */
export function adjustmentFields(given: Input, type: GroupScalingPolicy['PolicyType']): Adjustment {
  const foreign = NOT_OF[type].find((field) => given[field] !== undefined);
  if (foreign !== undefined) invalid(`${foreign} is not supported for ${type} policies.`, foreign);
  const warmup = notNegative(given, 'EstimatedInstanceWarmup');
  const cooldown = notNegative(given, 'Cooldown');
  const common = {
    ...(warmup === undefined ? {} : { EstimatedInstanceWarmup: warmup }),
    ...(cooldown === undefined ? {} : { Cooldown: cooldown }),
  };
  if (type === 'TargetTrackingScaling') return common;
  const AdjustmentType = wordOf(given, 'AdjustmentType', ADJUSTMENTS, []) as NonNullable<
    Adjustment['AdjustmentType']
  >;
  const minimum = wholeOf(given, 'MinAdjustmentMagnitude');
  const adjustment = {
    ...common,
    AdjustmentType,
    ...(minimum === undefined ? {} : { MinAdjustmentMagnitude: minimum }),
  };
  if (type === 'StepScaling')
    return {
      ...adjustment,
      StepAdjustments: stepAdjustments(given, []),
      MetricAggregationType: aggregationField(given, []),
    };
  const ScalingAdjustment =
    wholeOf(given, 'ScalingAdjustment') ??
    invalid('ScalingAdjustment must be specified for a SimpleScaling policy.', 'ScalingAdjustment');
  return { ...adjustment, ScalingAdjustment };
}

const NOT_OF: Readonly<Record<GroupScalingPolicy['PolicyType'], readonly string[]>> = {
  SimpleScaling: ['StepAdjustments', 'MetricAggregationType', 'EstimatedInstanceWarmup', FIELD],
  StepScaling: ['ScalingAdjustment', 'Cooldown', FIELD],
  TargetTrackingScaling: [
    'StepAdjustments',
    'MetricAggregationType',
    'ScalingAdjustment',
    'AdjustmentType',
    'MinAdjustmentMagnitude',
    'Cooldown',
  ],
};

export function trackingField(input: Input): {
  readonly TargetTrackingConfiguration: GroupTrackingConfiguration;
} {
  if (input[FIELD] === undefined)
    invalid(`${FIELD} must be specified for a TargetTrackingScaling policy.`, FIELD);
  const given = inputOf(input[FIELD]);
  const predefined = given['PredefinedMetricSpecification'];
  const customized = given['CustomizedMetricSpecification'];
  if ((predefined === undefined) === (customized === undefined))
    invalid(
      'You must specify exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification.',
      FIELD,
    );
  return {
    TargetTrackingConfiguration: {
      TargetValue: targetValue(given, FIELD),
      ...(predefined === undefined
        ? { CustomizedMetricSpecification: customizedField(inputOf(customized), FIELD) }
        : { PredefinedMetricSpecification: predefinedField(inputOf(predefined)) }),
      DisableScaleIn: given['DisableScaleIn'] === true,
    },
  };
}

const SIMULATED: readonly string[] = ['ASGAverageCPUUtilization', 'ALBRequestCountPerTarget'];
const UNSIMULATED: readonly string[] = ['ASGAverageNetworkIn', 'ASGAverageNetworkOut'];

function predefinedField(given: Input): PredefinedMetric {
  const at = [FIELD, 'PredefinedMetricSpecification'] as const;
  const type = textOf(given, 'PredefinedMetricType') ?? '';
  if (UNSIMULATED.includes(type))
    invalid(
      `${type} is not simulated: instances have no network figures.`,
      ...at,
      'PredefinedMetricType',
    );
  if (!SIMULATED.includes(type))
    invalid(
      `1 validation error detected: Value '${type}' at 'predefinedMetricType' failed to satisfy constraint: Member must satisfy enum value set: [${[...SIMULATED, ...UNSIMULATED].join(', ')}]`,
      ...at,
      'PredefinedMetricType',
    );
  const label = textOf(given, 'ResourceLabel');
  if (type === 'ALBRequestCountPerTarget' && label === undefined)
    invalid(
      'ResourceLabel must be specified for ALBRequestCountPerTarget.',
      ...at,
      'ResourceLabel',
    );
  return { PredefinedMetricType: type, ...(label === undefined ? {} : { ResourceLabel: label }) };
}
