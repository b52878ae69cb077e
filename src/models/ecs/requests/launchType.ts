/**
 * Where tasks are to run: the launch type that a request names, or else its capacity provider strategy or the cluster's
 * default one. FARGATE and FARGATE_SPOT mean Fargate, providers of Auto Scaling groups mean EC2.
 */
import { launchTypeOf } from '../capacityProviders/lookups';
import type { Cluster, LaunchType } from '../types';
import { unassociatedProviderErrors } from '../validation/capacityProviderStrategy';
import { at } from '../validation/exceptions';
import type { LaunchParameters } from '../validation/requestTypes';
import { refuseErrors } from './answers';

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
  return { launchType: launchTypeOf(strategy), capacityProviderStrategy: strategy };
}
