/**
 * dependsOn: may a container take its next step, must it wait, or can it never?
 * Sources: agent, agent/engine/dependencygraph/graph.go (containerOrderingDependenciesIsResolved, hasDependencyTimedOut,
 * verifyShutdownOrder); a dependency that has already stopped satisfies START (agent pull request 3927), and what can
 * never be satisfied stops the waiting container (3218). API, ContainerDependency, startTimeout.
 */
import type { ContainerCondition, HealthStatus } from '../types';
import { progressOf, type ContainerStatus } from './containerStatus';

export interface Dependency {
  readonly known: ContainerStatus;
  readonly exitCode: number | null;
  readonly health: HealthStatus;
  readonly hasHealthCheck: boolean;
  readonly startedAtMs: number | null;
  /** Set on the dependency, counted from its start. null: it has none. */
  readonly startTimeoutMs: number | null;
}

export type Resolution =
  'resolved' | 'waiting' | 'notSuccessful' | 'timedOut' | 'neverRan' | 'missing';

/** What a container is meant to reach: RUNNING, or only CREATED. */
export type TargetGoal = 'CREATED' | 'RUNNING';

/** Never: the waiting container is stopped, and the task with it when it is essential. */
export const isTerminal = (resolution: Resolution): boolean =>
  resolution !== 'resolved' && resolution !== 'waiting';

export function resolveDependency(
  condition: ContainerCondition,
  dependency: Dependency,
  targetGoal: TargetGoal,
  nowMs: number,
): Resolution {
  if (hasTimedOut(condition, dependency, nowMs)) return 'timedOut';
  const stopped = dependency.known === 'STOPPED';
  if (condition === 'SUCCESS' && stopped && dependency.exitCode !== 0) return 'notSuccessful';
  if (condition === 'COMPLETE' && stopped && dependency.exitCode === null) return 'neverRan';
  return isResolved(condition, dependency, targetGoal) ? 'resolved' : 'waiting';
}

function isResolved(
  condition: ContainerCondition,
  { known, exitCode, health, hasHealthCheck }: Dependency,
  targetGoal: TargetGoal,
): boolean {
  switch (condition) {
    case 'START':
      return progressOf(known) >= progressOf(targetGoal);
    case 'COMPLETE':
      return known === 'STOPPED' && exitCode !== null;
    case 'SUCCESS':
      return known === 'STOPPED' && exitCode === 0;
    case 'HEALTHY':
      return hasHealthCheck && health === 'HEALTHY';
  }
}

/** Not for START; and what has stopped can no longer be late. */
export function hasTimedOut(
  condition: ContainerCondition,
  dependency: Pick<Dependency, 'known' | 'startedAtMs' | 'startTimeoutMs'>,
  nowMs: number,
): boolean {
  const { known, startedAtMs, startTimeoutMs } = dependency;
  if (condition === 'START' || known === 'STOPPED') return false;
  if (startedAtMs === null || startTimeoutMs === null || startTimeoutMs <= 0) return false;
  return nowMs > startedAtMs + startTimeoutMs;
}

export interface Ordered {
  readonly name: string;
  readonly known: ContainerStatus;
  readonly dependsOn: readonly {
    readonly containerName: string;
    readonly condition: ContainerCondition;
  }[];
}

/** All dependencies of one container together: the first that is not resolved decides. */
export function mayStart(
  target: Ordered,
  dependencyOf: (containerName: string) => Dependency | undefined,
  targetGoal: TargetGoal,
  nowMs: number,
): { readonly resolution: Resolution; readonly on: string | null } {
  for (const { containerName, condition } of target.dependsOn) {
    const dependency = dependencyOf(containerName);
    const resolution = dependency
      ? resolveDependency(condition, dependency, targetGoal, nowMs)
      : 'missing';
    if (resolution !== 'resolved') return { resolution, on: containerName };
  }
  return { resolution: 'resolved', on: null };
}

/** Shutdown runs in reverse: a container may stop once every container that depends on it has stopped. */
export const mayStop = (target: Ordered, containers: readonly Ordered[]): boolean =>
  containers.every(
    (other) =>
      other.known === 'STOPPED' ||
      !other.dependsOn.some(({ containerName }) => containerName === target.name),
  );
