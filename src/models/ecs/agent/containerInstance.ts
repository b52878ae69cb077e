/**
 * EC2 instances as members of a cluster: they register when their system is up, are deregistered when they are gone, and
 * count as disconnected when nothing is heard of them (DECISIONS.md 2.16: a terminated instance and a silent one are two
 * different failures). Woken by the instance and by its cluster.
 */
import type { Command, Context, Controller } from '../../../engine/model';
import { isWarm } from '../../aws/autoscaling/states';
import type { Instance } from '../../aws/ec2/types';
import { timings } from '../timings';
import { hostOf, type Host } from './managedTask';

export const CONTAINER_INSTANCE_CONTROLLER = 'ecs/containerInstances';

export const containerInstanceController: Controller = {
  name: CONTAINER_INSTANCE_CONTROLLER,
  latencyMs: 0,
  sync(instanceId, ctx) {
    const observed = observeInstance(instanceId, ctx);
    return observed && decideInstance(observed);
  },
};

interface ObservedInstance {
  readonly instance: Instance;
  readonly host: Host;
  /** How long the instance has been as it is. */
  readonly sinceMs: number;
  readonly registered: { readonly key: string; readonly agentConnected: boolean } | undefined;
  readonly clusterExists: boolean;
  /** In a warm pool: the agent waits until it is in service (ECS_WARM_POOLS_CHECK; Developer Guide, warm pools). */
  readonly warm: boolean;
}

function observeInstance(instanceId: string, ctx: Context): ObservedInstance | undefined {
  const instance = ctx.get('ec2/Instance', instanceId);
  if (instance?.bootstrap?.as !== 'ecs-container-instance') return undefined;
  const [key] = ctx.keysBy('ecs/ContainerInstance', 'ec2InstanceId', instanceId);
  const record = key === undefined ? undefined : ctx.get('ecs/ContainerInstance', key);
  return {
    instance,
    host: hostOf(ctx, instanceId),
    sinceMs: ctx.nowMs - (ctx.meta('ec2/Instance', instanceId)?.updatedAtMs ?? 0),
    registered: record && { key: key as string, agentConnected: record.agentConnected },
    warm: isWarmMember(ctx, instanceId),
    clusterExists: ctx.get('ecs/Cluster', instance.bootstrap.cluster)?.status === 'ACTIVE',
  };
}

interface Decision {
  readonly commands: readonly Command[];
  readonly requeueAfterMs?: number;
}
const nothing: Decision = { commands: [] };

function decideInstance(observed: ObservedInstance): Decision {
  const { instance, host, registered, clusterExists, warm } = observed;
  const { InstanceId: instanceId } = instance;
  if (!registered)
    return host.reachable && clusterExists && !warm
      ? { commands: [{ model: 'ecs', type: 'registerContainerInstance', instanceId }] }
      : nothing;
  const { key: containerInstance, agentConnected } = registered;
  if (instance.State.Name === 'terminated')
    return later(observed, timings.terminationNoticedMs, {
      model: 'ecs',
      type: 'deregisterContainerInstance',
      containerInstance,
      reason: `Host EC2 (instance ${instanceId}) terminated.`,
      stopCode: 'TerminationNotice',
    });
  if (warm) return { commands: [returnedToPool(containerInstance)] };
  if (host.reachable === agentConnected) return nothing;
  // A system that shuts down closes its connection; a silent one is only missed.
  const orderly = instance.powered && instance.State.Name !== 'running';
  const noticedMs =
    host.reachable || orderly ? timings.agentMessageMs : timings.disconnectNoticedMs;
  const connected = host.reachable;
  return later(observed, noticedMs, {
    model: 'ecs',
    type: 'setAgentConnected',
    containerInstance,
    connected,
  });
}

const returnedToPool = (containerInstance: string): Command => ({
  model: 'ecs',
  type: 'deregisterContainerInstance',
  containerInstance,
  reason: 'Host EC2 returned to the warm pool.',
  stopCode: 'TerminationNotice',
});

function isWarmMember(read: Context, instanceId: string): boolean {
  const member = read.get('autoscaling/AutoScalingInstance', instanceId);
  return member !== undefined && isWarm(member);
}

const later = ({ sinceMs }: ObservedInstance, afterMs: number, command: Command): Decision =>
  sinceMs >= afterMs
    ? { commands: [command] }
    : { commands: [], requeueAfterMs: afterMs - sinceMs };
