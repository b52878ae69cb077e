/**
 * The process in a container as the machine's kernel sees it (agent, task_linux.go and docker_task_engine: container `cpu` is a
 * weight, at least 2; `cpu` of the whole task is a hard limit on Linux; `memory` is a hard limit, `memoryReservation` a
 * soft one that never kills).
 * Simplified: with memory for the task only, each container may take all of it.
 */
import type { Effect, Read } from '../../../engine/model';
import { instanceType } from '../../aws/ec2/instanceTypes';
import { workerFields } from '../../workload/consumption';
import { removeProcess } from '../../workload/processes';
import type { ImageBehaviour, Process } from '../../workload/types';
import { parseCpu, parseMemory } from '../fargateSizes';
import type { ContainerDefinition, Task, TaskDefinition } from '../types';
import { effectiveContainers } from './effectiveContainer';
import { containerKey, fargateZoneOf, type ManagedTask } from './managedTask';

export interface Started {
  readonly key: string;
  readonly task: Task;
  readonly definition: TaskDefinition;
  readonly managed: ManagedTask;
  readonly container: ContainerDefinition;
  readonly behaviour: ImageBehaviour;
}

export const processKey = (task: string, container: string): string =>
  `ecs/Task/${containerKey(task, container)}`;

export const forgetProcess = (task: string, container: string): readonly Effect[] =>
  removeProcess(processKey(task, container));

export function putProcess(started: Started, read: Read): Effect {
  const { key, task, definition, managed, container, behaviour } = started;
  const containers = effectiveContainers(definition, task.overrides);
  const size = taskSize(task, definition, containers);
  const onFargate = fargateZoneOf(managed.place) !== null;
  const value: Process = {
    about: { kind: 'ecs/Task', key },
    container: container.name,
    island: `ecs/${clusterOf(key)}`,
    owner: ownerOf(task, key),
    box: onFargate ? `ecs/Task/${key}` : managed.place,
    boxMicro: onFargate ? micro(size.cpu) : instanceMicro(managed.place, read),
    cell: key,
    cellWeight: Math.max(2, size.cpu),
    cellLimitMicro: size.limited ? micro(size.cpu) : null,
    weight: Math.max(2, container.cpu ?? 0),
    limitMicro: null,
    ...askedBy(container, containers, size),
    startedAtMs: read.nowMs,
    startUpMs: behaviour.startUpMs,
    idleMicro: behaviour.idleCpuMilli * 1000,
    cpuPerRequestMicros: Math.round(behaviour.cpuPerRequestMs * 1000),
    memoryKiB: Math.round(behaviour.memoryMiB * 1024),
    memoryPerRequestKiB: behaviour.memoryPerRequestKiB,
    leakKiBPerMinute: Math.round(behaviour.leakMiBPerMinute * 1024),
    memoryLimitKiB: memoryLimitKiB(container, size.memoryLimitMiB),
    killed: null,
    ...workerFields(behaviour, container.environment),
  };
  return {
    do: 'put',
    kind: 'workload/Process',
    key: processKey(key, container.name),
    value,
  };
}

const micro = (cpuUnits: number): number => Math.round((cpuUnits * 1_000_000) / 1024);

const instanceMicro = (instanceId: string, read: Read): number =>
  1_000_000 * (instanceType(read.get('ec2/Instance', instanceId)?.InstanceType ?? '')?.vcpu ?? 1);

const clusterOf = (task: string): string => task.slice(0, task.indexOf('/'));

/** The service by its key, so that its metrics are a sum away; a task alone is its own. */
function ownerOf({ group }: Task, key: string): string {
  const prefix = 'service:';
  return group.startsWith(prefix)
    ? `ecs/Service ${clusterOf(key)}/${group.slice(prefix.length)}`
    : `ecs/Task ${key}`;
}

interface TaskSize {
  /** Of the task as a whole, or of its containers together. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** The task itself has a size: its CPU is a limit. */
  readonly limited: boolean;
  readonly memoryLimitMiB: number | null;
}

function taskSize(
  { overrides }: Task,
  definition: TaskDefinition,
  containers: readonly ContainerDefinition[],
): TaskSize {
  const own = (field: 'cpu' | 'memory'): string | undefined =>
    (overrides?.[field] as string | undefined) ?? definition[field];
  const [cpu, memory] = [own('cpu'), own('memory')];
  const sum = (of: (c: ContainerDefinition) => number) => containers.reduce((n, c) => n + of(c), 0);
  const taskCpu = cpu === undefined ? undefined : parseCpu(cpu);
  const taskMemory = memory === undefined ? undefined : parseMemory(memory);
  return {
    cpu: taskCpu ?? sum((c) => c.cpu ?? 0),
    memoryMiB: taskMemory ?? sum((c) => c.memoryReservation ?? c.memory ?? 0),
    limited: taskCpu !== undefined,
    memoryLimitMiB: taskMemory ?? null,
  };
}

/** A container asks for its own; what the task asks beyond its containers is the first essential one's. */
function askedBy(
  container: ContainerDefinition,
  containers: readonly ContainerDefinition[],
  size: TaskSize,
): Pick<Process, 'askedMicro' | 'askedKiB'> {
  const own = (of: (c: ContainerDefinition) => number, whole: number) => {
    const rest = Math.max(0, whole - containers.reduce((n, c) => n + of(c), 0));
    return of(container) + (container === first ? rest : 0);
  };
  const first = containers.find((c) => c.essential !== false) ?? containers[0];
  return {
    askedMicro: micro(own((c) => c.cpu ?? 0, size.cpu)),
    askedKiB: 1024 * own((c) => c.memoryReservation ?? c.memory ?? 0, size.memoryMiB),
  };
}

function memoryLimitKiB(
  { memory }: ContainerDefinition,
  taskMemoryMiB: number | null,
): number | null {
  const limits = [memory, taskMemoryMiB].filter((mib): mib is number => mib != null);
  return limits.length === 0 ? null : 1024 * Math.min(...limits);
}
