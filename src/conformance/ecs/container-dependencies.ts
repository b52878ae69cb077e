/**
 * `category`: `resolve` and `start-timeout` ask about one dependency, `shutdown` which containers may stop now,
 * `start-order` plays a whole start with `mayStart`, `essential` what an exit means for the task, `restart` the policy.
 */
import type { ContainerStatus } from '../../models/ecs/agent/containerStatus';
import {
  isTerminal,
  mayStart,
  mayStop,
  resolveDependency,
  type Dependency,
  type Ordered,
  type TargetGoal,
} from '../../models/ecs/agent/mayStart';
import { shouldRestart } from '../../models/ecs/agent/restart';
import { desiredAfter } from '../../models/ecs/agent/taskStatus';
import type { ContainerCondition, ContainerDefinition, HealthStatus } from '../../models/ecs/types';
import { differences, type Case, type Suite } from '../suite';

const NOW_MS = 1_000_000_000;

interface DependencyInput {
  readonly status: ContainerStatus;
  readonly exitCode?: number;
  readonly health?: HealthStatus;
  readonly healthCheck?: boolean;
  readonly startedSecondsAgo?: number | null;
  readonly startTimeout?: number;
}
interface ContainerInput {
  readonly name: string;
  readonly essential?: boolean;
  readonly status?: ContainerStatus;
  readonly dependsOn?: readonly (
    string | { readonly containerName: string; readonly condition: ContainerCondition }
  )[];
}
interface Input {
  readonly condition: ContainerCondition;
  readonly targetGoal?: TargetGoal;
  readonly dependency: DependencyInput;
  readonly containers: readonly ContainerInput[];
  readonly restartPolicy?: ContainerDefinition['restartPolicy'];
  readonly exitCode?: number | null;
  readonly startedSecondsAgo: number;
  readonly lastRestartSecondsAgo?: number;
  readonly desiredStatus: 'RUNNING' | 'STOPPED';
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'container-dependencies',
  check: ({ input, category = '', expect }: Case) =>
    differences(expect, answer(category, input as unknown as Input)),
};

function answer(category: string, input: Input): Readonly<Record<string, unknown>> {
  switch (category) {
    case 'shutdown':
      return { mayStopNow: mayStopNow(input.containers) };
    case 'start-order':
      return { startGroups: startGroups(input.containers) };
    case 'essential': {
      const containers = input.containers.map(({ status = 'NONE', essential = true }) => ({
        known: status,
        essential,
      }));
      const { desiredStatus, stopCode } = desiredAfter(containers);
      return { taskDesiredStatus: desiredStatus, stopCode };
    }
    case 'restart':
      return restart(input);
    default:
      return dependency(input);
  }
}

function dependency({ condition, targetGoal = 'RUNNING', dependency: on }: Input) {
  const resolution = resolveDependency(condition, dependencyOf(on), targetGoal, NOW_MS);
  const terminal = isTerminal(resolution);
  return {
    resolved: resolution === 'resolved',
    terminal,
    timedOut: resolution === 'timedOut',
    // The waiting container is forced to stop; an essential one takes the task with it.
    taskDesiredStatus: desiredAfter([{ known: terminal ? 'STOPPED' : 'PULLED', essential: true }])
      .desiredStatus,
  };
}

function dependencyOf(on: DependencyInput): Dependency {
  const { startedSecondsAgo = null, startTimeout } = on;
  return {
    known: on.status,
    exitCode: on.exitCode ?? null,
    health: on.health ?? 'UNKNOWN',
    hasHealthCheck: on.healthCheck ?? false,
    startedAtMs: startedSecondsAgo === null ? null : NOW_MS - startedSecondsAgo * 1000,
    startTimeoutMs: startTimeout === undefined ? null : startTimeout * 1000,
  };
}

const ordered = ({ name, status = 'NONE', dependsOn = [] }: ContainerInput): Ordered => ({
  name,
  known: status,
  dependsOn: dependsOn.map((d) =>
    typeof d === 'string' ? { containerName: d, condition: 'START' } : d,
  ),
});

function mayStopNow(containers: readonly ContainerInput[]): string[] {
  const all = containers.map(ordered);
  return all
    .filter((c) => c.known !== 'STOPPED' && mayStop(c, all))
    .map((c) => c.name)
    .sort();
}

/** Every started container at once reaches whatever the others wait for. */
function startGroups(containers: readonly ContainerInput[]): string[][] {
  const waiting = new Map(containers.map((c) => [c.name, ordered(c)]));
  const wanted = containers.flatMap((c) => ordered(c).dependsOn);
  const started = new Map<string, Dependency>();
  const groups: string[][] = [];
  while (waiting.size > 0) {
    const group = [...waiting.values()]
      .filter(
        (c) =>
          mayStart(c, (name) => started.get(name) ?? notStarted(waiting, name), 'RUNNING', NOW_MS)
            .resolution === 'resolved',
      )
      .map((c) => c.name)
      .sort();
    if (group.length === 0) break;
    groups.push(group);
    for (const name of group) {
      waiting.delete(name);
      const ends = wanted.some(
        (d) => d.containerName === name && ['COMPLETE', 'SUCCESS'].includes(d.condition),
      );
      started.set(name, {
        ...idle,
        known: ends ? 'STOPPED' : 'RUNNING',
        exitCode: ends ? 0 : null,
        health: 'HEALTHY',
        hasHealthCheck: true,
      });
    }
  }
  return groups;
}

const idle: Dependency = {
  known: 'NONE',
  exitCode: null,
  health: 'UNKNOWN',
  hasHealthCheck: false,
  startedAtMs: null,
  startTimeoutMs: null,
};
const notStarted = (waiting: ReadonlyMap<string, Ordered>, name: string): Dependency | undefined =>
  waiting.has(name) ? idle : undefined;

function restart(input: Input) {
  const { restartPolicy, exitCode = null, startedSecondsAgo, lastRestartSecondsAgo } = input;
  return shouldRestart(
    restartPolicy,
    {
      exitCode,
      startedAtMs: NOW_MS - startedSecondsAgo * 1000,
      lastRestartAtMs:
        lastRestartSecondsAgo === undefined ? null : NOW_MS - lastRestartSecondsAgo * 1000,
      desiredStatus: input.desiredStatus,
    },
    NOW_MS,
  );
}
