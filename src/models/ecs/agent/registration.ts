/**
 * Container instances registering, losing and regaining their agent, draining, and leaving the cluster.
 * Sources: API, RegisterContainerInstance, UpdateContainerInstancesState, DeregisterContainerInstance; Developer Guide,
 * "Container instance attributes".
 */
import type { Context, Effect } from '../../../engine/model';
import { instanceType, visibleMemoryMiB, type InstanceType } from '../../aws/ec2/instanceTypes';
import type { Instance } from '../../aws/ec2/types';
import { containerInstanceArn } from '../arn';
import { withProvider } from '../capacityProviders/ofInstance';
import { CONTAINER_INSTANCE_LIFECYCLE } from '../lifecycles/containerInstance';
import { registeredResources } from '../placement/resources';
import { LINUX_AGENT_CAPABILITIES } from '../requests/requiresAttributes';
import type { Attribute, ContainerInstance, StopCode, Task } from '../types';
import { forgetManaged, tell } from './messages';

const AGENT_VERSION = '1.103.0';
const DOCKER_VERSION = 'DockerVersion: 25.0.13';

export function registerContainerInstance(
  { instanceId }: { readonly instanceId: string },
  ctx: Context,
): Effect[] {
  const instance = ctx.get('ec2/Instance', instanceId);
  const type = instance && instanceType(instance.InstanceType);
  const bootstrap = instance?.bootstrap;
  if (!type || bootstrap?.as !== 'ecs-container-instance') return [];
  const cluster = ctx.get('ecs/Cluster', bootstrap.cluster);
  if (!cluster) return [];
  const id = ctx.random(`ecs/containerInstances/${bootstrap.cluster}`).text(32, '0123456789abcdef');
  const key = `${bootstrap.cluster}/${id}`;
  const arn = containerInstanceArn(cluster.clusterArn, id);
  const registered = containerInstance(arn, instance, type, bootstrap.attributes ?? {}, ctx.nowMs);
  const value = withProvider(registered, cluster, ctx);
  const about = { kind: 'ecs/ContainerInstance', key } as const;
  return [
    { do: 'put', ...about, value },
    {
      do: 'note',
      fact: {
        model: 'ecs',
        type: 'instanceRegistered',
        about,
        data: {
          ec2InstanceId: instanceId,
          instanceType: type.InstanceType,
          availabilityZone: instance.Placement.AvailabilityZone,
          cpu: type.vcpu * 1024,
          memoryMiB: visibleMemoryMiB(type.memoryMiB),
        },
      },
    },
    { do: 'begin', lifecycle: CONTAINER_INSTANCE_LIFECYCLE, key, input: {} },
  ];
}

function containerInstance(
  arn: string,
  instance: Instance,
  type: InstanceType,
  custom: Readonly<Record<string, string>>,
  nowMs: number,
): ContainerInstance {
  const resources = registeredResources({
    cpuUnits: type.vcpu * 1024,
    memoryMiB: visibleMemoryMiB(type.memoryMiB),
    gpuIds: Array.from({ length: type.gpus }, (_, n) => `GPU-${instance.InstanceId}-${n}`),
  });
  return {
    containerInstanceArn: arn,
    ec2InstanceId: instance.InstanceId,
    status: 'REGISTERING',
    agentConnected: true,
    registeredResources: resources,
    remainingResources: resources,
    runningTasksCount: 0,
    pendingTasksCount: 0,
    attributes: attributes(instance, type, custom),
    registeredAt: nowMs,
    version: 1,
    versionInfo: { agentVersion: AGENT_VERSION, dockerVersion: DOCKER_VERSION },
  };
}

function attributes(
  instance: Instance,
  type: InstanceType,
  custom: Readonly<Record<string, string>>,
): Attribute[] {
  const zone = instance.Placement.AvailabilityZone;
  const named: Readonly<Record<string, string>> = {
    'ecs.ami-id': instance.ImageId,
    'ecs.availability-zone': zone,
    'ecs.instance-type': type.InstanceType,
    'ecs.os-type': 'linux',
    'ecs.os-family': 'LINUX',
    'ecs.cpu-architecture': type.architecture.toLowerCase(),
    'ecs.subnet-id': `subnet-${zone}`,
    ...custom,
  };
  return [
    ...LINUX_AGENT_CAPABILITIES.map((name) => ({ name })),
    ...Object.entries(named).map(([name, value]) => ({ name, value })),
  ];
}

export function setContainerInstanceStatus(
  {
    containerInstance: key,
    status,
  }: { readonly containerInstance: string; readonly status: 'ACTIVE' | 'DRAINING' },
  ctx: Context,
): Effect[] {
  if (!ctx.has('ecs/ContainerInstance', key)) return [];
  const event = { type: status === 'DRAINING' ? 'drain' : 'activate' };
  return [{ do: 'tell', lifecycle: CONTAINER_INSTANCE_LIFECYCLE, key, event }];
}

/** What runs is not touched: only whether the two can speak, and with it what is still known for certain. */
export function setAgentConnected(
  {
    containerInstance: key,
    connected,
  }: { readonly containerInstance: string; readonly connected: boolean },
  ctx: Context,
): Effect[] {
  const instance = ctx.get('ecs/ContainerInstance', key);
  if (!instance || instance.agentConnected === connected) return [];
  const about = { kind: 'ecs/ContainerInstance', key } as const;
  const tasks = tasksOn(instance, ctx);
  const connectivity = connected ? 'CONNECTED' : 'DISCONNECTED';
  const value = { ...instance, agentConnected: connected, version: instance.version + 1 };
  return [
    { do: 'put', ...about, value },
    {
      do: 'note',
      fact: {
        model: 'ecs',
        type: connected ? 'agentReconnected' : 'agentDisconnected',
        about,
        data: { ec2InstanceId: instance.ec2InstanceId, tasks: tasks.length },
      },
    },
    ...tasks.flatMap(([task, record]): Effect[] => [
      {
        do: 'put',
        kind: 'ecs/Task',
        key: task,
        value: { ...record, connectivity, connectivityAt: ctx.nowMs },
      },
      ...(connected || record.lastStatus !== 'PENDING' ? [] : [tell(task, AGENT_GONE)]),
    ]),
  ];
}

/** What the agent has not taken yet is not left waiting for it (Developer Guide, "API failure reasons": AGENT). */
const AGENT_GONE = {
  type: 'hostLost',
  stopCode: 'TaskFailedToStart',
  reason: 'TaskFailedToStart: AGENT',
} as const;

/** Its tasks are lost with it; those of services are replaced elsewhere. */
export function deregisterContainerInstance(
  command: {
    readonly containerInstance: string;
    readonly reason: string;
    readonly stopCode?: StopCode;
  },
  ctx: Context,
): Effect[] {
  const { containerInstance: key, reason, stopCode = 'UserInitiated' } = command;
  const instance = ctx.get('ecs/ContainerInstance', key);
  if (!instance) return [];
  const about = { kind: 'ecs/ContainerInstance', key } as const;
  const { ec2InstanceId } = instance;
  const tasks = tasksOn(instance, ctx);
  const data = { ec2InstanceId, reason, tasks: tasks.length };
  return [
    { do: 'note', fact: { model: 'ecs', type: 'instanceDeregistered', about, data } },
    ...tasks.flatMap(([task]) => loseTask(task, { stopCode, reason }, ctx)),
    { do: 'remove', kind: 'ecs/Agent', key: ec2InstanceId },
    { do: 'tell', lifecycle: CONTAINER_INSTANCE_LIFECYCLE, key, event: { type: 'deregister' } },
  ];
}

const HOSTS_LOST = 'Task stopped because the infrastructure that it ran on is unavailable.';

/** Fargate notices its own lost hosts. */
export const loseFargateHosts = ({ zone }: { readonly zone: string }, ctx: Context): Effect[] =>
  ctx
    .keysBy('ecs/Task', 'fargateZone', zone)
    .flatMap((task) =>
      loseTask(task, { stopCode: 'InfrastructureHealth', reason: HOSTS_LOST }, ctx),
    );

function loseTask(
  key: string,
  end: { readonly stopCode: StopCode; readonly reason: string },
  ctx: Context,
): Effect[] {
  const managed = ctx.get('ecs/ManagedTask', key);
  return [
    ...(managed ? forgetManaged(key, managed, ctx) : []),
    tell(key, { type: 'hostLost', ...end }),
  ];
}

function tasksOn(instance: ContainerInstance, ctx: Context): readonly (readonly [string, Task])[] {
  return ctx
    .keysBy('ecs/Task', 'containerInstance', instance.containerInstanceArn)
    .map((key) => [key, ctx.get('ecs/Task', key)] as const)
    .filter((entry): entry is readonly [string, Task] => {
      const status = entry[1]?.lastStatus;
      return status !== undefined && status !== 'STOPPED';
    });
}
