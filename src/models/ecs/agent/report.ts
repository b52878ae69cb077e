/** A task's containers as the agent reports them to the control plane. */
import type { StopCode, Task, TaskContainer } from '../types';
import { containerBackendStatus } from './containerStatus';
import type { ManagedTask } from './managedTask';
import { taskHealth } from './taskStatus';

export function reportedContainers(task: Task, managed: ManagedTask): readonly TaskContainer[] {
  return task.containers.map((container) => {
    const own = managed.containers.find((c) => c.name === container.name);
    if (!own) return container;
    const { exitCode, reason, health, restarts, known } = own;
    return {
      ...container,
      lastStatus: containerBackendStatus(known),
      healthStatus: health,
      networkBindings: known === 'RUNNING' ? own.bindings : container.networkBindings,
      ...(exitCode === null ? {} : { exitCode }),
      ...(reason === null ? {} : { reason }),
      ...(restarts === 0 ? {} : { restartCount: restarts }),
    };
  });
}

/** Does this change of the agent's record mean anything to the control plane? */
export const isReportable = (after: ManagedTask, before: ManagedTask | undefined): boolean =>
  after.known !== before?.known && after.known === 'STOPPED'
    ? true
    : after.containers.some((container, i) => {
        const was = before?.containers[i];
        return (
          containerBackendStatus(container.known) !==
            (was ? containerBackendStatus(was.known) : 'PENDING') ||
          container.health !== (was?.health ?? 'UNKNOWN') ||
          container.restarts !== (was?.restarts ?? 0)
        );
      });

export const sameContainers = (a: readonly TaskContainer[], b: readonly TaskContainer[]): boolean =>
  a.every((container, i) => {
    const other = b[i];
    return (
      container.lastStatus === other?.lastStatus &&
      container.healthStatus === other.healthStatus &&
      container.restartCount === other.restartCount
    );
  });

/** The fields of the task's record that the agent writes. */
export function reportedTask(task: Task, managed: ManagedTask): Task {
  const containers = reportedContainers(task, managed);
  const own = managed.containers.filter((c) => task.containers.some((t) => t.name === c.name));
  const pullStartedAt = earliest(own.map((c) => c.pullStartedAtMs));
  const pullStoppedAt = own.every((c) => c.pullStoppedAtMs !== null)
    ? Math.max(...own.map((c) => c.pullStoppedAtMs ?? 0))
    : null;
  const { executionStoppedAtMs } = managed;
  return {
    ...task,
    containers,
    healthStatus: taskHealth(own),
    ...(pullStartedAt === null ? {} : { pullStartedAt }),
    ...(pullStoppedAt === null ? {} : { pullStoppedAt }),
    ...(executionStoppedAtMs === null ? {} : { executionStoppedAt: executionStoppedAtMs }),
  };
}

const earliest = (instants: readonly (number | null)[]): number | null =>
  instants.reduce(
    (least, at) => (at === null || (least !== null && least <= at) ? least : at),
    null,
  );

/** Why a task ended by itself: a container that could not start at all names the reason. */
export function endOf(
  managed: ManagedTask,
  reachedRunning: boolean,
): { stopCode: StopCode; reason: string } {
  const failed = managed.containers.find(
    (c) => c.essential && c.known === 'STOPPED' && c.reason !== null,
  );
  if (!reachedRunning && failed?.reason && failed.startedAtMs === null)
    return { stopCode: 'TaskFailedToStart', reason: failed.reason };
  return { stopCode: 'EssentialContainerExited', reason: 'Essential container in task exited' };
}
