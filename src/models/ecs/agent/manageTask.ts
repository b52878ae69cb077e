/**
 * The agent's manager of one task: gives each container leave for its next step, notices what its processes do, and
 * stops containers in the reverse of their start. Woken by the task's own record and by its host; it needs no connection.
 */
import type { Command, Context, Controller } from '../../../engine/model';
import type { ContainerEvent } from '../lifecycles/container.machine';
import { CONTAINER_LIFECYCLE } from '../lifecycles/container';
import { effectiveContainers } from './effectiveContainer';
import { listenerEffects } from './listeners';
import { containerKey, hostOf, PAUSE_CONTAINER, type ManagedContainer, type ManagedTask } from './managedTask';
import { isTerminal, mayStart, mayStop, type Dependency, type Ordered, type Resolution } from './mayStart';
import { healthAt, nextChangeMs } from './process';
import { shouldRestart } from './restart';
import { taskDefinitionKey } from '../arn';
import type { ContainerDefinition } from '../types';

export const AGENT_CONTROLLER = 'ecs/agent';

export const agentController: Controller = {
  name: AGENT_CONTROLLER,
  latencyMs: 0,
  sync(key, ctx) {
    const observed = observeTask(key, ctx);
    if (!observed) return undefined;
    const commands = decideTask(observed);
    const afterMs = nextLookMs(observed);
    return { commands, ...(afterMs === null ? {} : { requeueAfterMs: afterMs }) };
  },
};

interface ObservedContainer extends ManagedContainer {
  /** Undefined for the pause container. */
  readonly definition: ContainerDefinition | undefined;
  /** The machine's state: a known status, or the work under way. */
  readonly state: string;
}

interface ObservedTask {
  readonly key: string;
  readonly managed: ManagedTask;
  readonly hostRunning: boolean;
  readonly containers: readonly ObservedContainer[];
  /** Health or listeners differ from what the processes do by now. */
  readonly processesChanged: boolean;
  readonly nowMs: number;
}

function observeTask(key: string, ctx: Context): ObservedTask | undefined {
  const managed = ctx.get('ecs/ManagedTask', key);
  const task = managed && ctx.get('ecs/Task', key);
  const definition = task && ctx.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
  if (!definition) return undefined;
  const definitions = effectiveContainers(definition, task.overrides);
  const { nowMs } = ctx;
  return {
    key,
    managed,
    hostRunning: hostOf(ctx, managed.place).running,
    containers: managed.containers.map((c) => ({
      ...c,
      definition: definitions.find((d) => d.name === c.name),
      state: String(ctx.lifecycle(CONTAINER_LIFECYCLE, containerKey(key, c.name))?.value ?? 'STOPPED'),
    })),
    processesChanged:
      managed.containers.some((c) => c.process && healthAt(c.process, nowMs) !== c.health) ||
      listenerEffects(ctx, key, managed, managed.containers).length > 0,
    nowMs,
  };
}

function decideTask(observed: ObservedTask): readonly Command[] {
  const { key, hostRunning, containers, processesChanged } = observed;
  const stopping = observed.managed.desiredStatus === 'STOPPED';
  const commands = containers.flatMap((container): Command[] => {
    if (container.state === 'STOPPED') return [];
    const tell = (event: ContainerEvent): Command[] => [
      { model: 'ecs', type: 'tellContainer', task: key, container: container.name, event },
    ];
    if (!hostRunning) return tell({ type: 'powerLost' });
    const end = endOf(container, observed);
    if (end) return tell(end);
    if (stopping) return mayStopNow(container, containers) ? tell({ type: 'stop' }) : [];
    return nextStep(container, observed, tell);
  });
  if (!processesChanged || !hostRunning) return commands;
  return [...commands, { model: 'ecs', type: 'observeProcesses', task: key }];
}

/** Its process has come to its end. */
function endOf(container: ObservedContainer, { managed, nowMs }: ObservedTask): ContainerEvent | undefined {
  const { process, definition, startedAtMs, lastRestartAtMs } = container;
  const ends = process?.ends;
  if (!ends || ends.atMs > nowMs) return undefined;
  const { restart } = shouldRestart(
    definition?.restartPolicy,
    {
      exitCode: ends.exitCode,
      startedAtMs: startedAtMs ?? nowMs,
      lastRestartAtMs,
      desiredStatus: managed.desiredStatus,
    },
    nowMs,
  );
  return { type: 'exited', exitCode: ends.exitCode, reason: ends.reason, restart };
}

/** The pause container goes last, after every other. */
function mayStopNow(container: ObservedContainer, all: readonly ObservedContainer[]): boolean {
  if (container.state === 'stopping') return false;
  if (container.name === PAUSE_CONTAINER)
    return all.every((c) => c.name === PAUSE_CONTAINER || c.state === 'STOPPED');
  return mayStop(ordered(container), all.map(ordered));
}

/** A container that its agent forces to end was never sent SIGTERM; 143 stands for it (agent pull request 3218). */
const GIVEN_UP = 143;

function nextStep(
  container: ObservedContainer,
  { key, containers, nowMs }: ObservedTask,
  tell: (event: ContainerEvent) => Command[],
): Command[] {
  const { state, name } = container;
  if (state !== 'MANIFEST_PULLED' && state !== 'PULLED' && state !== 'CREATED') return [];
  const { resolution, on } = mayStart(ordered(container), dependencyIn(containers), 'RUNNING', nowMs);
  if (isTerminal(resolution))
    return tell({ type: 'giveUp', exitCode: GIVEN_UP, reason: dependencyError(resolution, on, name) });
  if (resolution === 'waiting' || !networkIsUp(containers, name)) return [];
  if (state === 'MANIFEST_PULLED') return [{ model: 'ecs', type: 'pullImage', task: key, container: name }];
  return tell({ type: state === 'PULLED' ? 'create' : 'start' });
}

/** agent, task.go addNetworkResourceProvisioningDependency: nothing is pulled before the pause container is provisioned. */
const networkIsUp = (containers: readonly ObservedContainer[], name: string): boolean =>
  name === PAUSE_CONTAINER ||
  containers.every((c) => c.name !== PAUSE_CONTAINER || c.known === 'RESOURCES_PROVISIONED');

const ordered = ({ name, known, definition }: ObservedContainer): Ordered => ({
  name,
  known,
  dependsOn: definition?.dependsOn ?? [],
});

const dependencyIn =
  (containers: readonly ObservedContainer[]) =>
  (name: string): Dependency | undefined => {
    const found = containers.find((c) => c.name === name);
    if (!found) return undefined;
    const { known, exitCode, health, startedAtMs, definition } = found;
    const startTimeout = definition?.startTimeout;
    return {
      known,
      exitCode,
      health,
      hasHealthCheck: definition?.healthCheck !== undefined,
      startedAtMs,
      startTimeoutMs: startTimeout === undefined ? null : startTimeout * 1000,
    };
  };

const DEPENDENCY_ERRORS: Partial<Record<Resolution, string>> = {
  notSuccessful: 'as dependency did not exit successfully.',
  neverRan: 'as dependency never started.',
  timedOut: 'as dependency has timed out.',
  missing: 'as dependency does not exist.',
};

const dependencyError = (resolution: Resolution, on: string | null, target: string): string =>
  `CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [${on ?? ''}] ` +
  `for target [${target}] ${DEPENDENCY_ERRORS[resolution] ?? ''}`;

/** The next instant at which a process changes or a dependency is too late. */
function nextLookMs({ containers, hostRunning, nowMs }: ObservedTask): number | null {
  if (!hostRunning) return null;
  const instants = containers.flatMap((c) => {
    const change = c.process && nextChangeMs(c.process, nowMs);
    const timeout = c.state === 'RUNNING' ? startTimeoutMs(c, containers) : null;
    return [change, timeout].filter((atMs) => atMs !== null && atMs > nowMs) as number[];
  });
  return instants.length === 0 ? null : Math.min(...instants) - nowMs;
}

/** Only while somebody who has not been created yet waits for it. */
function startTimeoutMs(
  { name, startedAtMs, definition }: ObservedContainer,
  containers: readonly ObservedContainer[],
): number | null {
  const timeout = definition?.startTimeout;
  if (timeout === undefined || startedAtMs === null) return null;
  const awaited = containers.some(
    (c) =>
      (c.state === 'MANIFEST_PULLED' || c.state === 'PULLED') &&
      c.definition?.dependsOn?.some((d) => d.containerName === name && d.condition !== 'START'),
  );
  return awaited ? startedAtMs + timeout * 1000 + 1 : null;
}
