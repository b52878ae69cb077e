/**
 * Tasks in PROVISIONING that wait for their provider's group to grow are placed as soon as there is room, oldest first; one that
 * does not fit does not hold up the others.
 */
import type { Context, Effect } from '../../../engine/model';
import { taskDefinitionKey } from '../arn';
import { TASK_LIFECYCLE } from '../lifecycles/task';
import type { TaskLife } from '../lifecycles/task.machine';
import {
  keyOfInstance,
  withInstance,
  withTask,
  type Candidate,
  type ClusterView,
} from '../placement/clusterView';
import { clusterView } from '../placement/decision';
import { placementInput } from '../placement/input';
import { place, type Placed, type PlacementInput } from '../placement/place';
import { requirementsOf } from '../placement/requirements';
import { reserve } from '../placement/resources';
import type { Task } from '../types';

export function placeWaitingTasks(
  { cluster }: { readonly cluster: string },
  ctx: Context,
): readonly Effect[] {
  let view = clusterView(ctx, cluster);
  const effects: Effect[] = [];
  /** Questions that have been answered with no. */
  const full = new Set<PlacementInput['verdicts']>();
  for (const key of ctx.keysBy('ecs/Task', 'waiting', cluster)) {
    const waiting = waitingTask(key, ctx);
    if (!waiting || full.has(waiting.input.verdicts)) continue;
    const { draws, placed } = placeOne(view, waiting, ctx);
    if (!placed.chosen) {
      full.add(waiting.input.verdicts);
      continue;
    }
    const move = moveIn(key, waiting, placed, draws, ctx);
    effects.push(...move.effects);
    view = withTask(view, key, waiting.task, move.task);
    view = withInstance(view, move.instance.containerInstanceArn, move.instance);
  }
  return effects;
}

interface WaitingTask {
  readonly task: Task;
  readonly input: PlacementInput;
}

/** With what its launch asked for, which its machine remembers. */
export function waitingTask(key: string, ctx: Context): WaitingTask | undefined {
  const task = ctx.get('ecs/Task', key);
  const definition =
    task && ctx.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
  const life = ctx.lifecycle(TASK_LIFECYCLE, key)?.context as TaskLife | undefined;
  if (!definition || !life) return undefined;
  const { constraints, strategies, networkConfiguration } = life.placement;
  const needs = requirementsOf(definition, task.overrides);
  const input = placementInput(ctx, definition, needs, {
    group: task.group,
    placementConstraints: constraints,
    placementStrategy: strategies,
    capacityProvider: task.capacityProviderName,
    ...(networkConfiguration === null ? {} : { networkConfiguration }),
  });
  return { task, input };
}

function placeOne(
  view: ClusterView,
  { task, input }: WaitingTask,
  ctx: Context,
): { readonly draws: readonly number[]; readonly placed: Placed } {
  const draws: number[] = [];
  const placed = place(view, input, (size) => {
    const drawn = ctx.random(`ecs/placement/${task.group}`).integer(size);
    draws.push(drawn);
    return drawn;
  });
  return { draws, placed };
}

function moveIn(
  key: string,
  { task, input }: WaitingTask,
  { chosen, candidates, eligible }: Placed,
  draws: readonly number[],
  ctx: Context,
) {
  const { instance: before, availabilityZone } = chosen as Candidate;
  const instance = {
    ...before,
    remainingResources: reserve(before.remainingResources, input.needs),
    pendingTasksCount: before.pendingTasksCount + 1,
    version: before.version + 1,
  };
  const { containerInstanceArn, ec2InstanceId } = instance;
  const placed: Task = {
    ...task,
    containerInstanceArn,
    availabilityZone,
    version: task.version + 1,
  };
  const about = { kind: 'ecs/Task', key } as const;
  const data = {
    capacityProvider: task.capacityProviderName ?? '',
    availabilityZone,
    ec2InstanceId,
    candidates,
    eligible,
    waitedMs: ctx.nowMs - task.createdAt,
  };
  const found = { type: 'capacityFound', draws };
  const effects: readonly Effect[] = [
    { do: 'put', ...about, value: placed },
    { do: 'put', kind: 'ecs/ContainerInstance', key: keyOfInstance(instance), value: instance },
    { do: 'note', fact: { model: 'ecs', type: 'taskPlaced', about, data } },
    {
      do: 'tell',
      lifecycle: TASK_LIFECYCLE,
      key,
      event: found,
    },
  ];
  return { task: placed, instance, effects };
}
