/**
 * The agent's manager of one task: gives each container leave for its next step, notices what its processes do, and
 * stops containers in the reverse of their start. Woken by the task's own record and by its host; it needs no connection.
 */
import type { Command, Context, Controller } from '../../../engine/model';
import type { ContainerEvent } from '../lifecycles/container.machine';
import { CONTAINER_LIFECYCLE } from '../lifecycles/container';
import { effectiveContainers } from './effectiveContainer';
import { listenerEffects } from './listeners';
import { containerKey, hostOf, type ManagedTask } from './managedTask';
import { healthAt, nextChangeMs } from './process';
import { shouldRestart } from './restart';
import { mayStopNow, nextStep, startTimeoutMs, type ObservedContainer } from './steps';
import { taskDefinitionKey } from '../arn';

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
  const definition =
    task && ctx.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
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
      state: (ctx.lifecycle(CONTAINER_LIFECYCLE, containerKey(key, c.name))?.value ??
        'STOPPED') as string,
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
    const step = nextStep(container, containers, observed.nowMs);
    if (step === 'pullImage')
      return [{ model: 'ecs', type: 'pullImage', task: key, container: container.name }];
    return step ? tell(step) : [];
  });
  if (!processesChanged || !hostRunning) return commands;
  return [...commands, { model: 'ecs', type: 'observeProcesses', task: key }];
}

/** Its process has come to its end. */
function endOf(
  container: ObservedContainer,
  { managed, nowMs }: ObservedTask,
): ContainerEvent | undefined {
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
  return { type: 'exited', exitCode: ends.exitCode, restart };
}

/** The next instant at which a process changes or a dependency is too late. */
function nextLookMs({ containers, hostRunning, nowMs }: ObservedTask): number | null {
  if (!hostRunning) return null;
  const instants = containers.flatMap((c) => {
    const change = c.process && nextChangeMs(c.process, nowMs);
    const timeout = startTimeoutMs(c, containers);
    return [change, timeout].filter((atMs) => atMs !== null && atMs > nowMs) as number[];
  });
  return instants.length === 0 ? null : Math.min(...instants) - nowMs;
}
