/** TargetTrackingScalingPolicyConfiguration as the API takes it for an ECS service. */
import type { Path } from '../../../../engine/model';
import { metricQueries } from '../../cloudwatch/requests/metricQueries';
import { dimensionsOf, statisticField } from '../../cloudwatch/requests/fields';
import { inputOf, objectsOf, textOf, wholeOf, type Input } from '../../requestInput';
import { targetGroupIn } from '../trackedMetric';
import type { CustomizedMetric, PredefinedMetric, TargetTrackingConfiguration } from '../types';
import { enumText, invalid } from './fields';

const FIELD = 'TargetTrackingScalingPolicyConfiguration';
/** Seconds, for ECS services. */
const DEFAULT_COOLDOWN = 300;

/** `targetGroups`: ARNs of those that the service registers its tasks in; null: nobody knows. */
export function trackingConfiguration(
  input: Input,
  targetGroups: readonly string[] | null,
): TargetTrackingConfiguration {
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
    TargetValue: targetValue(given, FIELD),
    ...(predefined === undefined
      ? { CustomizedMetricSpecification: customizedField(inputOf(customized), FIELD) }
      : { PredefinedMetricSpecification: predefinedField(inputOf(predefined), targetGroups) }),
    ScaleOutCooldown: seconds(given, 'ScaleOutCooldown') ?? DEFAULT_COOLDOWN,
    ScaleInCooldown: seconds(given, 'ScaleInCooldown') ?? DEFAULT_COOLDOWN,
    DisableScaleIn: given['DisableScaleIn'] === true,
  };
}

export function targetValue(given: Input, field: string): number {
  const value = given['TargetValue'];
  if (typeof value !== 'number' || !Number.isFinite(value))
    return invalid('TargetValue must be specified.', field, 'TargetValue');
  if (value <= 0) invalid('TargetValue must be greater than 0.', field, 'TargetValue');
  return value;
}

function seconds(given: Input, field: string): number | undefined {
  const value = wholeOf(given, field);
  if (value !== undefined && value < 0)
    invalid(`${field} must be greater than or equal to 0.`, FIELD, field);
  return value;
}

const OF_ECS: readonly string[] = [
  'ECSServiceAverageCPUUtilization',
  'ECSServiceAverageMemoryUtilization',
  'ALBRequestCountPerTarget',
];

function predefinedField(given: Input, targetGroups: readonly string[] | null): PredefinedMetric {
  const at: Path = [FIELD, 'PredefinedMetricSpecification'];
  const type = textOf(given, 'PredefinedMetricType') ?? '';
  const label = textOf(given, 'ResourceLabel');
  if (!OF_ECS.includes(type))
    invalid(enumText(type, 'predefinedMetricType', OF_ECS), ...at, 'PredefinedMetricType');
  if (type !== 'ALBRequestCountPerTarget') {
    if (label !== undefined)
      invalid(`Resource label must not be specified for ${type}.`, ...at, 'ResourceLabel');
    return { PredefinedMetricType: type };
  }
  if (label === undefined || !/^app\/[^/]+\/[^/]+\/targetgroup\/[^/]+\/[^/]+$/.test(label))
    invalid(
      `Invalid resource label: ${label ?? 'null'}. It must be of the form app/load-balancer-name/load-balancer-id/targetgroup/target-group-name/target-group-id.`,
      ...at,
      'ResourceLabel',
    );
  const group = targetGroupIn(label ?? '');
  if (targetGroups && !targetGroups.some((arn) => arn.endsWith(`:${group}`)))
    invalid(
      `The target group ${group} is not attached to the ECS service.`,
      ...at,
      'ResourceLabel',
    );
  return { PredefinedMetricType: type, ResourceLabel: label ?? '' };
}

/** One metric of any namespace, or metric math over several. */
export function customizedField(given: Input, field: string): CustomizedMetric {
  const at: Path = [field, 'CustomizedMetricSpecification'];
  if (given['Metrics'] !== undefined)
    return { Metrics: metricQueries(objectsOf(given, 'Metrics'), [...at, 'Metrics']) };
  const text = (name: string): string =>
    textOf(given, name) ??
    invalid(`${name} must be specified in a CustomizedMetricSpecification.`, ...at, name);
  const Unit = textOf(given, 'Unit');
  return {
    MetricName: text('MetricName'),
    Namespace: text('Namespace'),
    Dimensions: dimensionsOf(given),
    Statistic: statisticField(given, 'Statistic'),
    ...(Unit === undefined ? {} : { Unit }),
  };
}
