/** The messages between agent and control plane, carried out. */
import type { Context, Effect } from '../../../engine/model';
import { TASK_LIFECYCLE } from '../lifecycles/task';
import type { TaskEvent } from '../lifecycles/task.machine';
import { closeListeners } from './listeners';
import type { ManagedTask } from './managedTask';
import { endOf, reportedTask } from './report';
import { taskBackendStatus } from './taskStatus';

interface About {
  readonly task: string;
}

/** The control plane wants the task stopped: its containers get SIGTERM, in the reverse of their order. */
export function stopManagedTask({ task: key }: About, ctx: Context): Effect[] {
  const managed = ctx.get('ecs/ManagedTask', key);
  if (managed?.desiredStatus !== 'RUNNING') return [];
  const value = { ...managed, desiredStatus: 'STOPPED' } as const;
  return [{ do: 'put', kind: 'ecs/ManagedTask', key, value }];
}

export function submitTaskState({ task: key }: About, ctx: Context): Effect[] {
  const task = ctx.get('ecs/Task', key);
  if (!task) return [];
  const managed = ctx.get('ecs/ManagedTask', key);
  if (!managed) {
    const { stopCode = 'UserInitiated', stoppedReason: reason = '' } = task;
    return [tell(key, { type: 'containersStopped', stopCode, reason })];
  }
  const reported = reportedTask(task, managed);
  const put: Effect = { do: 'put', kind: 'ecs/Task', key, value: reported };
  switch (taskBackendStatus(managed.known)) {
    case 'PENDING':
      return [put];
    case 'RUNNING':
      return task.lastStatus === 'ACTIVATING'
        ? [put, tell(key, { type: 'containersRunning' })]
        : [put];
    case 'STOPPED': {
      const end = endOf(managed, task.startedAt !== undefined);
      return [
        put,
        ...forgetManaged(key, managed, ctx),
        tell(key, { type: 'containersStopped', ...end }),
      ];
    }
  }
}

/** The agent, or the instance itself, is done with the task. */
export const forgetManaged = (key: string, managed: ManagedTask, ctx: Context): Effect[] => [
  ...managed.containers.flatMap((c) => closeListeners(ctx, key, managed, c)),
  { do: 'remove', kind: 'ecs/ManagedTask', key },
];

export const tell = (key: string, event: TaskEvent): Effect => ({
  do: 'tell',
  lifecycle: TASK_LIFECYCLE,
  key,
  event,
});
