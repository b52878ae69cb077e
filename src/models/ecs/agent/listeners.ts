/** What a task's processes listen on, kept true to life: load balancers and traffic look only here. */
import type { Effect, Read } from '../../../engine/model';
import type { Listener } from '../../workload/types';
import { fargateZoneOf, type ManagedContainer, type ManagedTask } from './managedTask';
import { answersAt } from './process';
import { forgetProcess, processKey } from './processRecord';

const listenerKey = (managed: ManagedTask, port: number): string => `${managed.ip}:${port}`;

/** Puts what differs from what the containers do now. */
export function listenerEffects(
  read: Read,
  task: string,
  managed: ManagedTask,
  containers: readonly ManagedContainer[],
): Effect[] {
  return containers.flatMap((container) =>
    (container.process?.ports ?? []).flatMap((port) => {
      const key = listenerKey(managed, port);
      const value = listener(task, managed, container, port, read.nowMs);
      const present = read.get('workload/Listener', key);
      if (value === undefined || present?.answers === value.answers) return [];
      return [{ do: 'put', kind: 'workload/Listener', key, value }];
    }),
  );
}

/** A process that has ended listens no more and uses nothing; a port that another task has taken since is not touched. */
export function closeListeners(
  read: Read,
  task: string,
  managed: ManagedTask,
  { name, process }: ManagedContainer,
): Effect[] {
  const closed = (process?.ports ?? []).flatMap((port): Effect[] => {
    const key = listenerKey(managed, port);
    if (read.get('workload/Listener', key)?.about.key !== task) return [];
    return [{ do: 'remove', kind: 'workload/Listener', key }];
  });
  return process ? [...closed, ...forgetProcess(task, name)] : closed;
}

function listener(
  task: string,
  managed: ManagedTask,
  { name, process }: ManagedContainer,
  port: number,
  nowMs: number,
): Listener | undefined {
  return (
    (process && {
      ip: managed.ip,
      port,
      about: { kind: 'ecs/Task', key: task },
      container: name,
      availabilityZone: managed.availabilityZone,
      instanceId: fargateZoneOf(managed.place) === null ? managed.place : null,
      answers: answersAt(process, nowMs),
      cpuPerRequestMs: process.cpuPerRequestMs,
      process: processKey(task, name),
    }) ??
    undefined
  );
}
