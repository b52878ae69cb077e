/**
 * PutClusterCapacityProviders: the cluster's providers and its default strategy become exactly these. One that services or
 * tasks still use cannot be left out; with managed scaling a provider serves one cluster (Developer Guide, cluster auto
 * scaling).
 */
import type { Admission, Context, Effect, Read } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { nameOf } from '../arn';
import {
  activeProvider,
  clustersOf,
  isPredefined,
  notFound,
  waitsForCapacity,
} from '../capacityProviders/lookups';
import { PROVIDER_TASKS } from '../capacityProviders/shares';
import { wireCluster } from '../printers/wire';
import type { CapacityProviderStrategyItem, Cluster } from '../types';
import { putClusterCapacityProvidersErrors } from '../validation/capacityProvider';
import type { PutClusterCapacityProvidersRequest } from '../validation/requestTypes';
import { accepted, refuseErrors } from './answers';
import { countsOf } from './clusterCounts';
import { clusterNamed } from './lookups';

export function putClusterCapacityProviders(
  input: PutClusterCapacityProvidersRequest,
  ctx: Context,
): Admission {
  refuseErrors(putClusterCapacityProvidersErrors(input));
  const cluster = clusterNamed(ctx, input.cluster);
  const { clusterName } = cluster;
  const capacityProviders = knownProviders(input.capacityProviders, clusterName, ctx);
  refuseInUse(cluster, capacityProviders, ctx);
  const strategy = input.defaultCapacityProviderStrategy;
  const value = { ...cluster, capacityProviders, defaultCapacityProviderStrategy: strategy };
  return accepted({ cluster: wireCluster(value, countsOf(ctx, clusterName)) }, [
    { do: 'put', kind: 'ecs/Cluster', key: clusterName, value },
    providersPut(clusterName, capacityProviders, strategy),
  ]);
}

export function providersPut(
  clusterName: string,
  capacityProviders: readonly string[],
  strategy: readonly CapacityProviderStrategyItem[],
): Effect {
  const data = {
    capacityProviders,
    strategy: strategy.map(({ capacityProvider, base = 0, weight = 0 }) => ({
      capacityProvider,
      base,
      weight,
    })),
  };
  const about = { kind: 'ecs/Cluster', key: clusterName } as const;
  return { do: 'note', fact: { model: 'ecs', about, type: 'clusterCapacityProvidersPut', data } };
}

/** Names of providers that exist and may serve the cluster; also CreateCluster asks. */
export function knownProviders(
  asked: readonly string[],
  clusterName: string,
  read: Read,
): readonly string[] {
  return asked.map((given, i) => {
    const name = nameOf(given);
    if (isPredefined(name)) return name;
    if (!activeProvider(read, name))
      refuse('InvalidParameterException', notFound(given), ['capacityProviders', i]);
    const other = clustersOf(read, name).find((cluster) => cluster !== clusterName);
    if (other !== undefined && waitsForCapacity(read, name))
      refuse(
        'InvalidParameterException',
        `The specified capacity provider '${name}' has managed scaling turned on and is already associated with cluster ${other}. A capacity provider with managed scaling can only be associated with one cluster.`,
        ['capacityProviders', i],
      );
    return name;
  });
}

function refuseInUse(cluster: Cluster, stay: readonly string[], ctx: Context): void {
  const leaving = cluster.capacityProviders.filter((name) => !stay.includes(name));
  const inUse = leaving.find((name) => isUsed(name, cluster.clusterName, ctx));
  if (inUse !== undefined)
    refuse(
      'ResourceInUseException',
      'The specified capacity provider is in use and cannot be removed.',
      ['capacityProviders'],
    );
}

function isUsed(name: string, cluster: string, ctx: Context): boolean {
  const byServices = ctx
    .by('ecs/Service', 'cluster', cluster)
    .some(
      ({ status, capacityProviderStrategy = [] }) =>
        status !== 'INACTIVE' && capacityProviderStrategy.some((s) => s.capacityProvider === name),
    );
  return byServices || (ctx.tally(PROVIDER_TASKS, cluster)[name] ?? 0) > 0;
}
