/** Fields that the requests of Application Auto Scaling take, read and refused in the service's words. */
import type { Path, Read } from '../../../../engine/model';
import { refuse } from '../../refusal';
import { textOf, wholeOf, type Input } from '../../requestInput';
import { ofService, serviceKeyOf } from '../names';
import { scalableService } from '../scalableService';
import type { OfTarget, ScalableTarget } from '../types';
import { shapeErrors, type ShapedAction } from '../validation/shapes';

export const invalid = (message: string, ...path: Path): never =>
  refuse('ValidationException', message, path);

export function needed<T>(value: T | undefined, field: string): T {
  if (value === undefined || value === '')
    return refuse('ParamValidationError', `Missing required parameter in input: "${field}"`, [
      field,
    ]);
  return value;
}

const NAMESPACES: readonly string[] = [
  'ecs',
  'elasticmapreduce',
  'ec2',
  'appstream',
  'dynamodb',
  'rds',
  'sagemaker',
  'custom-resource',
  'comprehend',
  'lambda',
  'cassandra',
  'kafka',
  'elasticache',
  'neptune',
  'workspaces',
];

/** What the CLI would not even send: the first of it. */
export function refuseMisshapen(action: ShapedAction, input: unknown): void {
  const [first] = shapeErrors(action, input);
  if (first) refuse(first.reason, first.message, first.path);
}

/** Only services of ECS can be scaled here; what exists elsewhere is refused as not simulated. */
export function namespaceField(input: Input): 'ecs' {
  const namespace = needed(textOf(input, 'ServiceNamespace'), 'ServiceNamespace');
  if (!NAMESPACES.includes(namespace))
    invalid(enumText(namespace, 'serviceNamespace', NAMESPACES), 'ServiceNamespace');
  if (namespace !== 'ecs')
    invalid(`Resources of ${namespace} are not simulated; only ecs is.`, 'ServiceNamespace');
  return 'ecs';
}

export const enumText = (value: string, field: string, words: readonly string[]): string =>
  `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: ` +
  `Member must satisfy enum value set: [${words.join(', ')}]`;

/** The resource that a request names. Whether it is registered is another question. */
export function resourceOf(input: Input): OfTarget {
  namespaceField(input);
  const dimension = needed(textOf(input, 'ScalableDimension'), 'ScalableDimension');
  if (dimension !== 'ecs:service:DesiredCount')
    invalid(
      `Unsupported service namespace, resource type or scalable dimension: ecs, ${dimension}`,
      'ScalableDimension',
    );
  const ResourceId = needed(textOf(input, 'ResourceId'), 'ResourceId');
  if (serviceKeyOf(ResourceId) === undefined)
    invalid(
      `Unsupported service namespace, resource type or scalable dimension: resource ID ${ResourceId} is not of the form service/cluster-name/service-name`,
      'ResourceId',
    );
  return ofService(ResourceId);
}

export function existingService(ResourceId: string, read: Read) {
  return (
    scalableService(ResourceId, read) ??
    invalid(`ECS service doesn't exist: ${ResourceId}`, 'ResourceId')
  );
}

export function registered({ ResourceId }: OfTarget, read: Read): ScalableTarget {
  return (
    read.get('applicationautoscaling/ScalableTarget', ResourceId) ??
    refuse(
      'ObjectNotFoundException',
      `No scalable target registered for service namespace: ecs, resource ID: ${ResourceId}, scalable dimension: ecs:service:DesiredCount`,
      ['ResourceId'],
    )
  );
}

/** Whole and not negative; undefined: not given. */
export function capacityField(input: Input, field: string, ...path: Path): number | undefined {
  const value = wholeOf(input, field);
  if (value !== undefined && value < 0)
    invalid(`${field} must be greater than or equal to 0.`, ...path, field);
  return value;
}

export function nameField(input: Input, field: string): string {
  const name = needed(textOf(input, field), field);
  if (name.length > 256) invalid(`${field} must be at most 256 characters long.`, field);
  return name;
}
