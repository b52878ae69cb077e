/** `MixedInstancesPolicy` of CreateAutoScalingGroup and UpdateAutoScalingGroup, with the API's defaults. Weights are refused. */
import { instanceType } from '../../ec2/instanceTypes';
import { inputOf, objectsOf, textOf, wholeOf, type Input } from '../../requestInput';
import type { InstancesDistribution, MixedInstancesPolicy } from '../types';
import { invalid, needed } from './fields';

const ON_DEMAND = ['prioritized', 'lowest-price'] as const;
const SPOT = [
  'lowest-price',
  'capacity-optimized',
  'capacity-optimized-prioritized',
  'price-capacity-optimized',
] as const;

/** Where the launch template of a request stands: by itself, or within the policy. */
export function launchTemplateInput(given: Input): unknown {
  const template = inputOf(inputOf(given['MixedInstancesPolicy'])['LaunchTemplate']);
  if (template['LaunchTemplateData'] !== undefined) return template;
  return template['LaunchTemplateSpecification'] ?? given['LaunchTemplate'];
}

export function mixedInstancesField(given: Input): {
  readonly MixedInstancesPolicy?: MixedInstancesPolicy;
} {
  if (given['MixedInstancesPolicy'] === undefined) return {};
  const policy = inputOf(given['MixedInstancesPolicy']);
  const template = inputOf(policy['LaunchTemplate']);
  return {
    MixedInstancesPolicy: {
      Overrides: objectsOf(template, 'Overrides').map(overrideOf),
      InstancesDistribution: distributionOf(inputOf(policy['InstancesDistribution'])),
    },
  };
}

function overrideOf(override: Input, i: number): { readonly InstanceType: string } {
  const path = ['MixedInstancesPolicy', 'LaunchTemplate', 'Overrides', i] as const;
  if (override['WeightedCapacity'] !== undefined)
    invalid('Instance weighting is not simulated.', ...path, 'WeightedCapacity');
  const type = needed(textOf(override, 'InstanceType'), 'InstanceType');
  if (!instanceType(type))
    invalid(`The specified instance type ${type} is not valid`, ...path, 'InstanceType');
  return { InstanceType: type };
}

function distributionOf(given: Input): InstancesDistribution {
  const percent = wholeOf(given, 'OnDemandPercentageAboveBaseCapacity') ?? 100;
  const base = wholeOf(given, 'OnDemandBaseCapacity') ?? 0;
  const path = ['MixedInstancesPolicy', 'InstancesDistribution'] as const;
  if (percent < 0 || percent > 100)
    invalid(
      'OnDemandPercentageAboveBaseCapacity must be between 0 and 100.',
      ...path,
      'OnDemandPercentageAboveBaseCapacity',
    );
  if (base < 0)
    invalid('OnDemandBaseCapacity must not be negative.', ...path, 'OnDemandBaseCapacity');
  return {
    OnDemandAllocationStrategy: oneOf(given, 'OnDemandAllocationStrategy', ON_DEMAND),
    OnDemandBaseCapacity: base,
    OnDemandPercentageAboveBaseCapacity: percent,
    SpotAllocationStrategy: oneOf(given, 'SpotAllocationStrategy', SPOT),
  };
}

function oneOf<T extends string>(given: Input, field: string, words: readonly [T, ...T[]]): T {
  const value = textOf(given, field);
  if (value === undefined) return words[0];
  return words.find((word) => word === value) ?? invalid(`Invalid ${field}: ${value}`, field);
}
