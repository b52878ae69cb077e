/**
 * Where tasks are to run. A capacity provider strategy decides like a launch type: FARGATE and FARGATE_SPOT mean Fargate.
 * Providers of Auto Scaling groups are not simulated yet; none can be created, so none is ever associated.
 */
import { refuse } from '../../aws/refusal';
import type { Cluster, LaunchType } from '../types';
import { unassociatedProviderErrors } from '../validation/capacityProviderStrategy';
import { at } from '../validation/exceptions';
import type { LaunchParameters } from '../validation/requestTypes';
import { refuseErrors } from './answers';

export const PREDEFINED_PROVIDERS = ['FARGATE', 'FARGATE_SPOT'];

export function resolveLaunch(
  request: Pick<LaunchParameters, 'launchType' | 'capacityProviderStrategy'>,
  cluster: Cluster,
): {
  readonly launchType: LaunchType;
  readonly capacityProviderStrategy?: NonNullable<LaunchParameters['capacityProviderStrategy']>;
} {
  if (request.launchType !== undefined) return { launchType: request.launchType as LaunchType };
  const asked = request.capacityProviderStrategy ?? [];
  const strategy = asked.length > 0 ? asked : cluster.defaultCapacityProviderStrategy;
  if (strategy.length === 0) return { launchType: 'EC2' };
  refuseErrors(
    at(
      ['capacityProviderStrategy'],
      unassociatedProviderErrors(strategy, cluster.capacityProviders),
    ),
  );
  return { launchType: 'FARGATE', capacityProviderStrategy: strategy };
}

export function refuseUnknownProviders(providers: readonly string[]): void {
  providers.forEach((provider, i) => {
    if (!PREDEFINED_PROVIDERS.includes(provider))
      refuse(
        'InvalidParameterException',
        `The specified capacity provider '${provider}' was not found. Specify a valid name or ARN and try again.`,
        ['capacityProviders', i],
      );
  });
}
