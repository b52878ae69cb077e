/** The agent takes a task that the control plane has placed on it: ports are bound and every container begins. */
import type { Context, Effect, RandomStream } from '../../../engine/model';
import { imageBehaviour } from '../../workload/imageBehaviour';
import { parseImageName } from '../../workload/imageName';
import { taskDefinitionKey } from '../arn';
import { CONTAINER_LIFECYCLE } from '../lifecycles/container';
import type { ContainerLife } from '../lifecycles/container.machine';
import { TASK_LIFECYCLE } from '../lifecycles/task';
import { privateAddressOf } from '../lifecycles/taskStatusRecord';
import { timings, type Range } from '../timings';
import type { ContainerDefinition, NetworkBinding, Task, TaskDefinition } from '../types';
import { agentOf, PORT_RANGE } from './agentRecord';
import { effectiveContainers } from './effectiveContainer';
import { bindPorts } from './hostPorts';
import {
  containerKey,
  PAUSE_CONTAINER,
  type ManagedContainer,
  type ManagedTask,
} from './managedTask';
import { placeOfTask } from './place';

export function acceptTask({ task: key }: { readonly task: string }, ctx: Context): Effect[] {
  const task = ctx.get('ecs/Task', key);
  const waits = task?.lastStatus === 'PENDING' && task.desiredStatus === 'RUNNING';
  if (!waits || ctx.has('ecs/ManagedTask', key)) return [];
  const definition = ctx.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
  const place = placeOfTask(ctx, task);
  if (!definition || place === undefined) return [];
  const containers = effectiveContainers(definition, task.overrides);
  const ports = bindTaskPorts(ctx, place, definition, containers);
  const accepted: Task = { ...task, connectivity: 'CONNECTED', connectivityAt: ctx.nowMs };
  const random = ctx.random(`ecs/agent/${place}`);
  return [
    { do: 'put', kind: 'ecs/Task', key, value: accepted },
    ...ports.effects,
    {
      do: 'put',
      kind: 'ecs/ManagedTask',
      key,
      value: managedTask(ctx, task, place, containers, ports.bindings),
    },
    { do: 'tell', lifecycle: TASK_LIFECYCLE, key, event: { type: 'agentAccepted' } },
    ...(task.attachments.length > 0 ? [beginPause(key, random)] : []),
    ...containers.map((container) => begin(key, container, ctx, random)),
  ];
}

function bindTaskPorts(
  ctx: Context,
  place: string,
  { networkMode }: TaskDefinition,
  containers: readonly ContainerDefinition[],
): { readonly bindings: readonly (readonly NetworkBinding[])[]; readonly effects: Effect[] } {
  const agent = agentOf(ctx, place);
  const isTaken = (port: number) =>
    ctx.count('ecs/ManagedTask', 'hostPort', `${place}:${port}`) > 0;
  const { bindings, nextPort } = bindPorts(
    containers,
    networkMode,
    PORT_RANGE,
    agent.nextPort,
    isTaken,
  );
  if (nextPort === agent.nextPort) return { bindings, effects: [] };
  const value = { ...agent, nextPort };
  return { bindings, effects: [{ do: 'put', kind: 'ecs/Agent', key: place, value }] };
}

function managedTask(
  ctx: Context,
  task: Task,
  place: string,
  containers: readonly ContainerDefinition[],
  bindings: readonly (readonly NetworkBinding[])[],
): ManagedTask {
  const own = containers.map((c, i) =>
    newContainer(c.name, c.essential ?? true, bindings[i] ?? []),
  );
  const pause: ManagedContainer = {
    ...newContainer(PAUSE_CONTAINER, true, []),
    steady: 'RESOURCES_PROVISIONED',
  };
  return {
    place,
    ip: privateAddressOf(task) ?? ctx.get('ec2/Instance', place)?.PrivateIpAddress ?? '',
    availabilityZone: task.availabilityZone ?? '',
    desiredStatus: 'RUNNING',
    known: 'NONE',
    executionStoppedAtMs: null,
    containers: task.attachments.length > 0 ? [pause, ...own] : own,
  };
}

const newContainer = (
  name: string,
  essential: boolean,
  bindings: readonly NetworkBinding[],
): ManagedContainer => ({
  name,
  essential,
  steady: 'RUNNING',
  known: 'NONE',
  exitCode: null,
  reason: null,
  health: 'UNKNOWN',
  bindings,
  pullStartedAtMs: null,
  pullStoppedAtMs: null,
  startedAtMs: null,
  restarts: 0,
  lastRestartAtMs: null,
  process: null,
});

function begin(
  task: string,
  container: ContainerDefinition,
  ctx: Context,
  random: RandomStream,
): Effect {
  const { image, entryPoint, command, name, stopTimeout } = container;
  const behaviour = imageBehaviour(ctx, image, entryPoint, command);
  const draw = ({ from, to }: Range) => random.between(from, to);
  const cannotPull = behaviour.fails === 'pull';
  const stopTimeoutMs = stopTimeout === undefined ? timings.stopTimeoutMs : stopTimeout * 1000;
  // A worker exits when it has finished its message, if that is in time.
  const inTime = !behaviour.consumes && behaviour.stopsAfterMs <= stopTimeoutMs;
  const input: ContainerLife = {
    pause: false,
    manifestMs: draw(cannotPull ? timings.pullGivenUpMs : timings.manifestPulledMs),
    pullError: cannotPull ? pullError(image) : null,
    createMs: draw(timings.containerCreatedMs),
    startMs: draw(timings.containerStartedMs),
    provisionMs: 0,
    stopMs: inTime ? behaviour.stopsAfterMs : stopTimeoutMs,
    stopExitCode: inTime ? 0 : 137,
  };
  return { do: 'begin', lifecycle: CONTAINER_LIFECYCLE, key: containerKey(task, name), input };
}

function beginPause(task: string, random: RandomStream): Effect {
  const { from, to } = timings.networkProvisionedMs;
  const input: ContainerLife = {
    pause: true,
    manifestMs: 0,
    pullError: null,
    createMs: 0,
    startMs: 0,
    provisionMs: random.between(from, to),
    stopMs: 0,
    stopExitCode: 0,
  };
  return {
    do: 'begin',
    lifecycle: CONTAINER_LIFECYCLE,
    key: containerKey(task, PAUSE_CONTAINER),
    input,
  };
}

/** A tag or repository that the registry does not know; a text that is no image name at all. */
function pullError(image: string): string {
  const name = parseImageName(image);
  if (!name) return `CannotPullContainerError: invalid reference format: ${image}`;
  const { registry, repository, tag, digest } = name;
  const ref = `${registry}/${repository}${digest === null ? `:${tag ?? 'latest'}` : `@${digest}`}`;
  return `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${ref}: ${ref}: not found`;
}
