/**
 * The fields of CreateNodegroup and UpdateNodegroupConfig, read and refused in the service's words (API Reference eks
 * 2017-11-01, and error output that users have published).
 */
import type { Read } from '../../../engine/model';
import { instanceType } from '../../aws/ec2/instanceTypes';
import { inputOf, objectsOf, textOf, textsOf, wholeOf, type Input } from '../../aws/requestInput';
import { isLabelValue, isQualifiedName } from '../../kubernetes/validation/names';
import type { EksTaint, EksTaintEffect, NodegroupScalingConfig } from '../types';
import { invalidParameter } from './refusals';

const MAX_TYPES = 20;
const MAX_TAINTS = 50;
const EFFECTS: readonly string[] = ['NO_SCHEDULE', 'NO_EXECUTE', 'PREFER_NO_SCHEDULE'];
const SCALING = 'scalingConfig';

/** What CreateNodegroup makes of a scaling configuration that is left out (AWS CLI, create-nodegroup, example output). */
export const DEFAULT_SCALING: NodegroupScalingConfig = { minSize: 1, maxSize: 2, desiredSize: 2 };
export const DEFAULT_TYPES: readonly string[] = ['t3.medium'];

/** Each size that is given; what is left out stays as it is in `otherwise`. */
export function scalingConfigField(
  input: Input,
  otherwise: NodegroupScalingConfig,
): NodegroupScalingConfig {
  const given = inputOf(input[SCALING]);
  const size = (field: keyof NodegroupScalingConfig, least: number): number => {
    const value = wholeOf(given, field) ?? otherwise[field];
    if (value < least) invalidParameter(`${field} can't be less than ${least}`, SCALING, field);
    return value;
  };
  return {
    minSize: size('minSize', 0),
    maxSize: size('maxSize', 1),
    desiredSize: size('desiredSize', 0),
  };
}

/** CreateNodegroup. */
export function checkNewSizes({ minSize, maxSize, desiredSize }: NodegroupScalingConfig): void {
  if (minSize > maxSize)
    invalidParameter("minSize can't be greater than maxSize", SCALING, 'minSize');
  if (desiredSize > maxSize)
    invalidParameter("desiredSize can't be greater than maxSize", SCALING, 'desiredSize');
  if (minSize > desiredSize)
    invalidParameter("minSize can't be greater than desiredSize", SCALING, 'minSize');
}

/** UpdateNodegroupConfig says the same in other words. */
export function checkChangedSizes({ minSize, maxSize, desiredSize }: NodegroupScalingConfig): void {
  if (minSize > maxSize)
    invalidParameter(
      `Minimum capacity ${minSize} can't be greater than maximum size ${maxSize}`,
      SCALING,
      'minSize',
    );
  if (desiredSize > maxSize)
    invalidParameter(
      `desired capacity ${desiredSize} can't be greater than max size ${maxSize}`,
      SCALING,
      'desiredSize',
    );
  if (minSize > desiredSize)
    invalidParameter(
      `Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`,
      SCALING,
      'minSize',
    );
}

export function instanceTypesField(input: Input): readonly string[] {
  const types = textsOf(input, 'instanceTypes');
  if (types.length === 0) return DEFAULT_TYPES;
  if (types.length > MAX_TYPES)
    invalidParameter(
      `Instance types cannot exceed more than ${MAX_TYPES} in a node group`,
      'instanceTypes',
    );
  const unknown = types.filter((type) => !instanceType(type));
  if (unknown.length > 0)
    invalidParameter(
      `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
      'instanceTypes',
      types.indexOf(unknown[0] as string),
    );
  const architectures = new Set(types.map((type) => instanceType(type)?.architecture));
  if (architectures.size > 1)
    invalidParameter(
      `Instance types must all have the same architecture: [${types.join(', ')}]`,
      'instanceTypes',
    );
  return types;
}

/** The zones behind `subnet-<zone>`; all of the world when none is given, as a cluster has subnets in each. */
export function zonesField(input: Input, read: Pick<Read, 'has' | 'keys'>): readonly string[] {
  const subnets = textsOf(input, 'subnets');
  if (subnets.length === 0) return [...read.keys('ec2/AvailabilityZone')].sort();
  const zones = subnets.map((subnet, i) => {
    const zone = subnet.replace(/^subnet-/, '');
    if (!read.has('ec2/AvailabilityZone', zone))
      invalidParameter(`The subnet ID '${subnet}' does not exist`, 'subnets', i);
    return zone;
  });
  return [...new Set(zones)];
}

export const subnetOf = (zone: string): string => `subnet-${zone}`;
export const zoneOfSubnet = (subnet: string): string => subnet.replace(/^subnet-/, '');

export function capacityTypeField(input: Input): 'ON_DEMAND' | 'SPOT' {
  const type = textOf(input, 'capacityType') ?? 'ON_DEMAND';
  if (type === 'ON_DEMAND' || type === 'SPOT') return type;
  return invalidParameter(
    `Invalid capacity type: ${type}, must be one of these [ON_DEMAND, SPOT]`,
    'capacityType',
  );
}

/** Labels under `field`, where one may itself be nested: `labels.addOrUpdateLabels`. */
export function labelsField(
  input: Input,
  field: string,
  path: readonly string[] = [],
): Readonly<Record<string, string>> {
  const entries = Object.entries(inputOf(input[field]));
  const labels = entries.map(([key, value]) => [key, String(value)] as const);
  for (const [key, value] of labels) {
    const [problem] = [...isQualifiedName(key), ...isLabelValue(value)];
    if (problem !== undefined)
      invalidParameter(`Invalid value: ${value} : ${problem}`, ...path, field, key);
  }
  return Object.fromEntries(labels);
}

export function taintsField(
  input: Input,
  field: string,
  path: readonly string[] = [],
): readonly EksTaint[] {
  const taints = objectsOf(input, field);
  if (taints.length > MAX_TAINTS)
    invalidParameter(
      `Taints cannot exceed more than ${MAX_TAINTS} in a node group`,
      ...path,
      field,
    );
  return taints.map((taint, i) => taintField(taint, [...path, field, i]));
}

function taintField(taint: Input, path: readonly (string | number)[]): EksTaint {
  const key = textOf(taint, 'key') ?? '';
  const [problem] = isQualifiedName(key);
  if (problem !== undefined)
    invalidParameter(`Invalid taint key: ${key} : ${problem}`, ...path, 'key');
  const effect = textOf(taint, 'effect') ?? '';
  if (!EFFECTS.includes(effect))
    invalidParameter(
      `Invalid taint effect: ${effect}, must be one of these [${EFFECTS.join(', ')}]`,
      ...path,
      'effect',
    );
  const value = textOf(taint, 'value');
  return { key, effect: effect as EksTaintEffect, ...(value === undefined ? {} : { value }) };
}

/** Nodes that may be away at once while the group is updated; at most 100, and no more than it may have. */
export function maxUnavailableField(input: Input, maxSize: number): number {
  const given = inputOf(input['updateConfig']);
  const value = wholeOf(given, 'maxUnavailable') ?? 1;
  if (value < 1 || value > Math.min(100, maxSize))
    invalidParameter(
      'max-unavailable must be within the range 1 and max size of the node group',
      'updateConfig',
      'maxUnavailable',
    );
  return value;
}
