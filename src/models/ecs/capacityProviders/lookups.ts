/** Capacity providers that requests and tasks name. FARGATE and FARGATE_SPOT are everybody's and have no record. */
import type { Read } from '../../../engine/model';
import { FARGATE_SPOT } from '../../aws/ec2/capacity';
import { refuse } from '../../aws/refusal';
import { nameOf } from '../arn';
import type { CapacityProviderStrategyItem, LaunchType } from '../types';
import type { CapacityProvider } from './types';

export const FARGATE = 'FARGATE';
export { FARGATE_SPOT };
export const PREDEFINED_PROVIDERS: readonly string[] = [FARGATE, FARGATE_SPOT];

export const isPredefined = (name: string): boolean => PREDEFINED_PROVIDERS.includes(name);

export function activeProvider(
  read: Pick<Read, 'get'>,
  name: string,
): CapacityProvider | undefined {
  const provider = read.get('ecs/CapacityProvider', nameOf(name));
  return provider?.status === 'ACTIVE' ? provider : undefined;
}

export const notFound = (name: string): string =>
  `The specified capacity provider '${name}' was not found. Specify a valid name or ARN and try again.`;

export function providerNamed(
  read: Pick<Read, 'get'>,
  name: string,
  field: string,
): CapacityProvider {
  return activeProvider(read, name) ?? refuse('ClientException', notFound(name), [field]);
}

/** The provider that a group belongs to, if any. */
export function providerOfGroup(
  read: Pick<Read, 'by'>,
  group: string,
): CapacityProvider | undefined {
  return read.by('ecs/CapacityProvider', 'group', group)[0];
}

/** Tasks of a provider with managed scaling wait for capacity; others need it at once. */
export const waitsForCapacity = (read: Pick<Read, 'get'>, name: string): boolean =>
  activeProvider(read, name)?.autoScalingGroupProvider.managedScaling.status === 'ENABLED';

export const launchTypeOf = (strategy: readonly CapacityProviderStrategyItem[]): LaunchType =>
  strategy.some((item) => isPredefined(item.capacityProvider)) ? 'FARGATE' : 'EC2';

/** Clusters that have the provider. */
export const clustersOf = (read: Pick<Read, 'list'>, name: string): readonly string[] =>
  read
    .list('ecs/Cluster')
    .filter((c) => c.status === 'ACTIVE' && c.capacityProviders.includes(name))
    .map((c) => c.clusterName);
