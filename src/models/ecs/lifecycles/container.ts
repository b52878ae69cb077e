/**
 * The container machine at work: each step is written into the agent's record of the task, and the task's own status is
 * joined from its containers (`agent/taskStatus.ts`).
 */
import type { Context, Effect, Lifecycle } from '../../../engine/model';
import { imageBehaviour } from '../../workload/imageBehaviour';
import { effectiveContainers } from '../agent/effectiveContainer';
import { closeListeners, listenerEffects } from '../agent/listeners';
import { PAUSE_CONTAINER, type ManagedContainer, type ManagedTask } from '../agent/managedTask';
import { startProcess, type Process } from '../agent/process';
import { processKey, putProcess, type Started } from '../agent/processRecord';
import { desiredAfter, updateTaskKnownStatus } from '../agent/taskStatus';
import type { ContainerStatus } from '../agent/containerStatus';
import { listeningPorts } from '../agent/listeningPorts';
import { taskDefinitionKey } from '../arn';
import { containerMachine, type ContainerContext } from './container.machine';

export const CONTAINER_LIFECYCLE = 'ecs/container';

export const containerLifecycle: Lifecycle = {
  name: CONTAINER_LIFECYCLE,
  machine: containerMachine,
  record: (key) => ({ kind: 'ecs/ManagedTask', key: taskOf(key) }),
  status(key, { value, context }, ctx) {
    const task = taskOf(key);
    const managed = ctx.get('ecs/ManagedTask', task);
    const before = managed?.containers.find((c) => c.name === containerOf(key));
    if (!managed || !before) return [];
    const step = {
      task,
      managed,
      before,
      state: value as string,
      context: context as ContainerContext,
    };
    const started = step.state === 'RUNNING' ? startedProcess(step, ctx) : undefined;
    const after = stepped(step, started, ctx);
    if (!after) return [];
    return [
      {
        do: 'put',
        kind: 'ecs/ManagedTask',
        key: task,
        value: withContainer(managed, after, ctx.nowMs),
      },
      ...(before.process && before.process !== after.process
        ? closeListeners(ctx, task, managed, before)
        : []),
      ...(started ? [putProcess(started, ctx)] : []),
      ...listenerEffects(ctx, task, managed, [after]),
      ...facts(task, before, after),
    ];
  },
  intents: {
    terminateProcess: ({ key, ctx }) => {
      const process = processKey(taskOf(key), containerOf(key));
      if (!ctx.get('workload/Process', process)?.consumes) return [];
      return [{ do: 'command', command: { model: 'workload', type: 'terminateProcess', process } }];
    },
  },
  // The agent's leave and a process's end may cross on their way.
  ignores: ['pull', 'create', 'start', 'stop', 'giveUp', 'exited', 'powerLost'],
};

interface Step {
  readonly task: string;
  readonly managed: ManagedTask;
  readonly before: ManagedContainer;
  readonly state: string;
  readonly context: ContainerContext;
}

/** `<cluster>/<task id>/<container name>` */
const taskOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));
const containerOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** The status that stands while the machine works toward the next one. */
const KNOWN: Readonly<Record<string, ContainerStatus>> = {
  NONE: 'NONE',
  MANIFEST_PULLED: 'MANIFEST_PULLED',
  pulling: 'MANIFEST_PULLED',
  PULLED: 'PULLED',
  creating: 'PULLED',
  CREATED: 'CREATED',
  starting: 'CREATED',
  RUNNING: 'RUNNING',
  restarting: 'RUNNING',
  provisioning: 'RUNNING',
  stopping: 'RUNNING',
  RESOURCES_PROVISIONED: 'RESOURCES_PROVISIONED',
  STOPPED: 'STOPPED',
};

/** undefined: nothing that the record shows has changed. */
function stepped(
  step: Step,
  started: Started | undefined,
  ctx: Context,
): ManagedContainer | undefined {
  const { before, state, context } = step;
  const known = KNOWN[state] ?? before.known;
  const { nowMs } = ctx;
  switch (state) {
    case 'RUNNING':
      return { ...before, known, ...startedFields(step, started, ctx) };
    case 'restarting':
      return {
        ...before,
        restarts: context.restarts,
        lastRestartAtMs: nowMs,
        process: null,
        health: 'UNKNOWN',
      };
    case 'STOPPED':
      return {
        ...before,
        known,
        exitCode: context.exitCode,
        reason: context.reason,
        process: null,
      };
    case 'PULLED':
      return { ...before, known, pullStartedAtMs: nowMs - context.pullMs, pullStoppedAtMs: nowMs };
    default:
      return known === before.known ? undefined : { ...before, known };
  }
}

function startedFields(
  { before }: Step,
  started: Started | undefined,
  ctx: Context,
): Partial<ManagedContainer> {
  const startedAtMs = before.startedAtMs ?? ctx.nowMs;
  return { startedAtMs, process: started ? newProcess(before, started, ctx.nowMs) : null };
}

function startedProcess({ task: key, managed, before }: Step, ctx: Context): Started | undefined {
  if (before.name === PAUSE_CONTAINER) return undefined;
  const task = ctx.get('ecs/Task', key);
  const definition =
    task && ctx.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
  const container =
    definition &&
    effectiveContainers(definition, task.overrides).find((c) => c.name === before.name);
  if (!task || !container) return undefined;
  const behaviour = imageBehaviour(ctx, container.image, container.entryPoint, container.command);
  return { key, task, definition, managed, container, behaviour };
}

function newProcess(
  before: ManagedContainer,
  { definition, container, behaviour }: Started,
  nowMs: number,
): Process {
  const ports = listeningPorts(
    behaviour.listens,
    container,
    definition.networkMode,
    before.bindings,
  );
  return startProcess(behaviour, ports, container.healthCheck, nowMs);
}

function withContainer(managed: ManagedTask, after: ManagedContainer, nowMs: number): ManagedTask {
  const containers = managed.containers.map((c) => (c.name === after.name ? after : c));
  const ended = desiredAfter(containers).desiredStatus === 'STOPPED';
  return {
    ...managed,
    containers,
    known: updateTaskKnownStatus(managed.known, containers),
    desiredStatus: ended ? 'STOPPED' : managed.desiredStatus,
    executionStoppedAtMs: managed.executionStoppedAtMs ?? (ended ? nowMs : null),
  };
}

function facts(key: string, before: ManagedContainer, after: ManagedContainer): Effect[] {
  if (after.name === PAUSE_CONTAINER) return [];
  const about = { kind: 'ecs/Task', key } as const;
  const { name: container, exitCode, reason, essential, restarts } = after;
  if (after.process && after.process !== before.process)
    return [
      {
        do: 'note',
        fact: { model: 'ecs', type: 'containerStarted', about, data: { container, restarts } },
      },
    ];
  if (after.known !== 'STOPPED') return [];
  const data = { container, exitCode, reason, essential };
  return [{ do: 'note', fact: { model: 'ecs', type: 'containerStopped', about, data } }];
}
