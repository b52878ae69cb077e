/** Commands to single containers: leave for a step, what its process has done, and a learner's crash. */
import type { Context, Effect } from '../../../engine/model';
import { CONTAINER_LIFECYCLE } from '../lifecycles/container';
import type { ContainerEvent } from '../lifecycles/container.machine';
import { listenerEffects } from './listeners';
import { containerKey } from './managedTask';
import { healthAt } from './process';

export const tellContainer = ({
  task,
  container,
  event,
}: {
  readonly task: string;
  readonly container: string;
  readonly event: ContainerEvent;
}): Effect[] => [
  { do: 'tell', lifecycle: CONTAINER_LIFECYCLE, key: containerKey(task, container), event },
];

/** Writes how healthy the processes are by now, and how they answer. */
export function observeProcesses({ task: key }: { readonly task: string }, ctx: Context): Effect[] {
  const managed = ctx.get('ecs/ManagedTask', key);
  if (!managed) return [];
  const notes: Effect[] = [];
  const containers = managed.containers.map((container) => {
    const { process, name, health: from } = container;
    const to = process ? healthAt(process, ctx.nowMs) : from;
    if (to === from) return container;
    const about = { kind: 'ecs/Task', key } as const;
    const data = { container: name, from, to };
    notes.push({ do: 'note', fact: { model: 'ecs', type: 'containerHealthChanged', about, data } });
    return { ...container, health: to };
  });
  const put: Effect = {
    do: 'put',
    kind: 'ecs/ManagedTask',
    key,
    value: { ...managed, containers },
  };
  return [
    ...(notes.length > 0 ? [put, ...notes] : []),
    ...listenerEffects(ctx, key, managed, managed.containers),
  ];
}
