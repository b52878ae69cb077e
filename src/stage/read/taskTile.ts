/** One ECS task as a tile. */
import type { ContainerDefinition, Task } from '../../models/ecs/types';
import { perObject } from '../records';
import { ECS_STATES, type TileState } from '../tileStates';
import type { Span, TargetState, Tile } from '../view';
import type { Target } from './targets';
import type { Slot, TileRules, Timed } from './tileMemory';
import { useOf } from './uses';

/** What the task's record does not say itself. */
export interface TaskContext {
  readonly old: boolean;
  readonly flies: boolean;
  readonly target: Target | undefined;
  /** CPU in use; null: not known. */
  readonly usedMilli: number | null;
}

const sameContext = (a: TaskContext, b: TaskContext): boolean =>
  a.old === b.old &&
  a.flies === b.flies &&
  a.target?.state === b.target?.state &&
  a.target?.answers === b.target?.answers &&
  a.usedMilli === b.usedMilli;

const isUnderWay = (task: Task): boolean =>
  task.lastStatus !== 'RUNNING' && task.lastStatus !== 'STOPPED';

function makeTile(task: Task, key: string, context: TaskContext, timed: Timed): Tile {
  const { old, flies, target } = context;
  const { name, shortId, revision, cpuMilli, memoryMiB } = taskFacts(task);
  const { state, family, glyph } = taskState(task, target?.state ?? null);
  const span: Span | null = isUnderWay(task)
    ? { startedAtMs: timed.startedAtMs ?? sinceMs(task), dueAtMs: timed.dueAtMs }
    : null;
  return {
    ref: { kind: 'ecs/Task', key },
    id: task.taskArn,
    name,
    shortId,
    state,
    family,
    glyph,
    cpuMilli,
    memoryMiB,
    use: family === 'serving' ? useOf(context.usedMilli, cpuMilli) : null,
    revision,
    old,
    flies,
    restarts: task.containers.reduce((sum, container) => sum + (container.restartCount ?? 0), 0),
    span,
    sinceMs: sinceMs(task),
    endedAtMs: task.lastStatus === 'STOPPED' ? (task.stoppedAt ?? null) : null,
    reason: task.stoppedReason ?? null,
    target: target?.state ?? null,
    answers: target?.answers ?? false,
    ...(task.capacityProviderName === 'FARGATE_SPOT' ? { spot: true } : {}),
  };
}

export const TASK_TILES: TileRules<Task, TaskContext> = {
  same: sameContext,
  isUnderWay,
  make: makeTile,
};

/** The service scheduler counts a failed target as unhealthy too, so the tile does. */
function taskState(task: Task, target: TargetState | null): TileState {
  if (task.lastStatus === 'STOPPED')
    return exitCode(task) === 0 ? ECS_STATES.STOPPED_0 : ECS_STATES.STOPPED;
  const sick = task.healthStatus === 'UNHEALTHY' || target === 'unhealthy';
  return task.lastStatus === 'RUNNING' && sick ? ECS_STATES.UNHEALTHY : ECS_STATES[task.lastStatus];
}

/** When the task came into its state, as far as its own timestamps say. */
function sinceMs(task: Task): number {
  switch (task.lastStatus) {
    case 'PROVISIONING':
      return task.createdAt;
    case 'PENDING':
      return task.pullStartedAt ?? task.createdAt;
    case 'ACTIVATING':
      return task.pullStoppedAt ?? task.createdAt;
    case 'RUNNING':
      return task.startedAt ?? task.createdAt;
    case 'DEACTIVATING':
    case 'STOPPING':
      return task.stoppingAt ?? task.createdAt;
    case 'DEPROVISIONING':
      return task.executionStoppedAt ?? task.stoppingAt ?? task.createdAt;
    case 'STOPPED':
      return task.stoppedAt ?? task.createdAt;
  }
}

/** The exit code that the task is known by: the first container that did not end with 0, else the last one's. */
export function exitCode(task: Task): number | null {
  const codes = task.containers.flatMap((container) => container.exitCode ?? []);
  return codes.find((code) => code !== 0) ?? codes.at(-1) ?? null;
}

export interface TaskFacts {
  readonly name: string;
  readonly shortId: string;
  readonly family: string;
  readonly revision: number;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly containerInstanceArn: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly group: string;
  readonly taskDefinitionArn: string;
  readonly stopped: boolean;
  readonly stoppedAtMs: number;
  readonly addresses: readonly string[];
  readonly hostPorts: readonly number[];
  readonly slot: Slot<TaskContext>;
}

/** What the record says; read once. */
export const taskFacts = perObject((task: Task): TaskFacts => {
  const [family = '', revision = ''] = afterSlash(task.taskDefinitionArn).split(':');
  const units = Number(task.cpu) || sum(task.containers.map((container) => Number(container.cpu)));
  return {
    name: task.group.slice(task.group.indexOf(':') + 1) || family,
    shortId: afterSlash(task.taskArn).slice(0, 4),
    family,
    revision: Number(revision),
    cpuMilli: (units * 1000) / 1024,
    memoryMiB: Number(task.memory) || 0,
    containerInstanceArn: task.containerInstanceArn,
    availabilityZone: task.availabilityZone,
    group: task.group,
    taskDefinitionArn: task.taskDefinitionArn,
    stopped: task.lastStatus === 'STOPPED',
    stoppedAtMs: task.stoppedAt ?? 0,
    slot: { known: null },
    addresses: task.containers.flatMap((each) =>
      each.networkInterfaces.map(({ privateIpv4Address }) => privateIpv4Address),
    ),
    hostPorts: task.containers.flatMap((each) => each.networkBindings.map((b) => b.hostPort)),
  };
});

/** Where it may be registered: its own addresses, and ports of its instance. */
export function endpointsOf(facts: TaskFacts, instanceId: string): readonly string[] {
  const { addresses, hostPorts } = facts;
  if (hostPorts.length === 0) return addresses;
  return [...addresses, ...hostPorts.map((port) => `${instanceId}:${port}`)];
}

/** From SIGTERM to SIGKILL: the longest of the containers, 30 s where none is set. */
export const stopTimeoutMs = perObject(
  (containers: readonly ContainerDefinition[]): number =>
    1000 * Math.max(0, ...containers.map((container) => container.stopTimeout ?? 30)),
);

const afterSlash = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + (b || 0), 0);
