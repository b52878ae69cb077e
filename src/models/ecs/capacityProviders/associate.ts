/**
 * A capacity provider and the cluster that has it: its instances bear its name, and managed scaling has its policy, its
 * alarms and its metric from association to the end (Developer Guide, cluster auto scaling). Instances that had registered
 * before are its own as well; the guide only says that they might not be. Key: `<cluster>/<provider>`.
 */
import type { Command, Context, Controller, Effect, Read } from '../../../engine/model';
import { hookKey } from '../../aws/autoscaling/lifecycleHooks';
import { DRAINING_HOOK, drainingHook } from './drain';
import { withProvider } from './ofInstance';
import { activeProvider } from './lookups';
import { metricOf, stateKey } from './managed';
import type { CapacityProvider, ManagedScalingState } from './types';

export const ASSOCIATION_CONTROLLER = 'ecs/capacityProvider';

const MINUTE_MS = 60_000;

export const associationController: Controller = {
  name: ASSOCIATION_CONTROLLER,
  latencyMs: 0,
  sync(key, read) {
    const observed = observeAssociation(key, read);
    const commands = decideAssociation(observed);
    if (!observed.manages) return { commands };
    const due = read.nowMs % MINUTE_MS === 0 && read.nowMs > 0;
    return {
      commands: due && commands.length === 0 ? [measure(observed)] : commands,
      requeueAfterMs: MINUTE_MS - (read.nowMs % MINUTE_MS),
    };
  },
};

interface Association {
  readonly cluster: string;
  readonly capacityProvider: string;
  readonly manages: boolean;
  readonly state: ManagedScalingState | undefined;
  readonly targetCapacity: number;
  readonly autoScalingGroupName: string | undefined;
  /** Whether the hook of managed draining should be on the group, and is. */
  readonly drains: boolean;
  readonly hasHook: boolean;
  /** Keys of container instances whose name of a provider is not what it should be. */
  readonly misnamed: readonly string[];
}

function observeAssociation(key: string, read: Read): Association {
  const [cluster = '', capacityProvider = ''] = key.split('/');
  const record = read.get('ecs/Cluster', cluster);
  const provider = activeProvider(read, capacityProvider);
  const associated =
    record?.status === 'ACTIVE' && record.capacityProviders.includes(capacityProvider);
  const { status, targetCapacity = 100 } = provider?.autoScalingGroupProvider.managedScaling ?? {};
  const autoScalingGroupName = provider?.autoScalingGroupName;
  return {
    cluster,
    capacityProvider,
    manages: associated && status === 'ENABLED',
    state: read.get('ecs/ManagedScaling', key),
    targetCapacity,
    autoScalingGroupName,
    drains: associated && provider?.autoScalingGroupProvider.managedDraining === 'ENABLED',
    hasHook:
      autoScalingGroupName !== undefined &&
      read.has('autoscaling/LifecycleHook', hookKey(autoScalingGroupName, DRAINING_HOOK)),
    misnamed: record
      ? read.keysBy('ecs/ContainerInstance', 'cluster', cluster).filter((instance) => {
          const value = read.get('ecs/ContainerInstance', instance);
          return value !== undefined && withProvider(value, record, read) !== value;
        })
      : [],
  };
}

function decideAssociation(observed: Association): readonly Command[] {
  const { cluster, capacityProvider, manages, state, targetCapacity, misnamed } = observed;
  const of = { cluster, capacityProvider };
  const named: readonly Command[] = [
    ...hookCommands(observed),
    ...(misnamed.length > 0
      ? [
          {
            model: 'ecs',
            type: 'nameContainerInstances',
            cluster,
            containerInstances: misnamed,
          } as const,
        ]
      : []),
  ];
  if (manages && state?.targetCapacity !== targetCapacity)
    return [...named, { model: 'ecs', type: 'startManagedScaling', ...of }];
  if (!manages && state) return [...named, { model: 'ecs', type: 'endManagedScaling', ...of }];
  return named;
}

function hookCommands({
  autoScalingGroupName: group,
  drains,
  hasHook,
}: Association): readonly Command[] {
  if (group === undefined || drains === hasHook) return [];
  if (drains) return [{ model: 'aws', type: 'putLifecycleHook', hook: drainingHook(group) }];
  const of = { AutoScalingGroupName: group, LifecycleHookName: DRAINING_HOOK };
  return [{ model: 'aws', type: 'deleteLifecycleHook', ...of }];
}

const measure = ({ cluster, capacityProvider }: Association): Command => ({
  model: 'ecs',
  type: 'measureManagedScaling',
  cluster,
  capacityProvider,
});

export function nameContainerInstances(
  command: { readonly cluster: string; readonly containerInstances: readonly string[] },
  ctx: Context,
): readonly Effect[] {
  const cluster = ctx.get('ecs/Cluster', command.cluster);
  if (!cluster) return [];
  return command.containerInstances.flatMap((key): readonly Effect[] => {
    const before = ctx.get('ecs/ContainerInstance', key);
    const after = before && withProvider(before, cluster, ctx);
    if (!before || !after || after === before) return [];
    const value = { ...after, version: before.version + 1 };
    return [{ do: 'put', kind: 'ecs/ContainerInstance', key, value }];
  });
}

interface OfProvider {
  readonly cluster: string;
  readonly capacityProvider: string;
}

/** The policy with its alarms, or the same policy with another target. */
export function startManagedScaling(
  { cluster, capacityProvider }: OfProvider,
  ctx: Context,
): readonly Effect[] {
  const provider = activeProvider(ctx, capacityProvider);
  if (!provider) return [];
  const key = stateKey(cluster, capacityProvider);
  const before = ctx.get('ecs/ManagedScaling', key);
  const value = before
    ? { ...before, targetCapacity: targetOf(provider) }
    : newState(cluster, provider, ctx);
  const policy = {
    AutoScalingGroupName: value.autoScalingGroupName,
    policyName: value.policyName,
    metric: metricOf(cluster, capacityProvider),
    target: value.targetCapacity,
    warmup: provider.autoScalingGroupProvider.managedScaling.instanceWarmupPeriod,
  };
  return [
    { do: 'put', kind: 'ecs/ManagedScaling', key, value },
    { do: 'command', command: { model: 'aws', type: 'putManagedPolicy', ...policy } },
  ];
}

const targetOf = (provider: CapacityProvider): number =>
  provider.autoScalingGroupProvider.managedScaling.targetCapacity;

function newState(cluster: string, provider: CapacityProvider, ctx: Context): ManagedScalingState {
  const random = ctx.random(`ecs/capacityProviders/${cluster}/${provider.name}`);
  const uuid = [8, 4, 4, 4, 12].map((n) => random.text(n, '0123456789abcdef')).join('-');
  return {
    capacityProvider: provider.name,
    cluster,
    autoScalingGroupName: provider.autoScalingGroupName,
    policyName: `ECSManagedAutoScalingPolicy-${uuid}`,
    targetCapacity: targetOf(provider),
    needed: null,
    running: null,
    reservation: null,
    waiting: 0,
    heldBy: null,
  };
}

export function endManagedScaling(
  { cluster, capacityProvider }: OfProvider,
  ctx: Context,
): readonly Effect[] {
  const key = stateKey(cluster, capacityProvider);
  const state = ctx.get('ecs/ManagedScaling', key);
  if (!state) return [];
  const { autoScalingGroupName: AutoScalingGroupName, policyName } = state;
  return [
    { do: 'remove', kind: 'ecs/ManagedScaling', key },
    {
      do: 'command',
      command: { model: 'aws', type: 'deleteManagedPolicy', AutoScalingGroupName, policyName },
    },
  ];
}
