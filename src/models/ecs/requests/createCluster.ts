/** CreateCluster: an ACTIVE cluster of that name is answered as it is. */
import type { Admission, Context } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import { clusterArn, DEFAULT_CLUSTER } from '../arn';
import { wireCluster } from '../printers/wire';
import type { Cluster } from '../types';
import { createClusterErrors } from '../validation/cluster';
import type { CreateClusterRequest } from '../validation/requestTypes';
import { without } from '../without';
import { accepted, refuseErrors } from './answers';
import { countsOf } from './clusterCounts';
import { note } from './facts';
import { knownProviders, providersPut } from './putClusterCapacityProviders';

export function createCluster(input: CreateClusterRequest, ctx: Context): Admission {
  refuseErrors(createClusterErrors(input));
  const clusterName = input.clusterName ?? DEFAULT_CLUSTER;
  const providers = knownProviders(input.capacityProviders ?? [], clusterName, ctx);
  const existing = ctx.get('ecs/Cluster', clusterName);
  if (existing && existing.status !== 'INACTIVE')
    return accepted({ cluster: wireCluster(existing, countsOf(ctx, clusterName)) });
  const cluster: Cluster = {
    ...without(input, 'clusterName'),
    clusterArn: clusterArn(regionOf(ctx), clusterName),
    clusterName,
    status: 'ACTIVE',
    capacityProviders: providers,
    defaultCapacityProviderStrategy: input.defaultCapacityProviderStrategy ?? [],
    settings: input.settings ?? [{ name: 'containerInsights', value: 'disabled' }],
    tags: input.tags ?? [],
  };
  return accepted({ cluster: wireCluster(cluster, countsOf(ctx, clusterName)) }, [
    { do: 'put', kind: 'ecs/Cluster', key: clusterName, value: cluster },
    note(
      { kind: 'ecs/Cluster', key: clusterName },
      { type: 'clusterCreated', data: { clusterName } },
    ),
    ...(providers.length > 0
      ? [providersPut(clusterName, providers, cluster.defaultCapacityProviderStrategy)]
      : []),
  ]);
}
