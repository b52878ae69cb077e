/** The records, machine and fact with which a task begins: placed, or waiting for capacity. */
import type { Context, Effect } from '../../../engine/model';
import { TASK_LIFECYCLE } from '../lifecycles/task';
import type { TaskLife } from '../lifecycles/task.machine';
import type { ServiceTask } from '../controllers/serviceTask';
import { timings, type Range } from '../timings';
import type { ContainerInstance, Task } from '../types';
import { keyOfInstance, placeOf } from './clusterView';
import type { TaskLaunch } from './launch';

/** How the decision went, for the fact. */
export interface Placement {
  readonly candidates: number;
  readonly eligible: number;
  readonly draws: readonly number[];
}

/** The task stands before the instance: its decision saw the instance without it. */
export function launchEffects(
  ctx: Context,
  launch: TaskLaunch,
  key: string,
  task: Task,
  taken: ContainerInstance | undefined,
  placement: Placement,
): Effect[] {
  const about = { kind: 'ecs/Task', key } as const;
  return [
    { do: 'put', ...about, value: task },
    ...(taken
      ? [
          {
            do: 'put',
            kind: 'ecs/ContainerInstance',
            key: keyOfInstance(taken),
            value: taken,
          } as const,
        ]
      : []),
    ...(launch.service
      ? [
          {
            do: 'put',
            kind: 'ecs/ServiceTask',
            key,
            value: serviceTask(launch.service.key, task),
          } as const,
        ]
      : []),
    {
      do: 'note',
      fact: {
        model: 'ecs',
        type: 'taskCreated',
        about,
        data: {
          taskDefinition: `${launch.taskDefinition.family}:${launch.taskDefinition.revision}`,
          group: task.group,
          launchType: task.launchType,
          availabilityZone: task.availabilityZone ?? '',
          ec2InstanceId: taken?.ec2InstanceId ?? null,
          candidates: placement.candidates,
          eligible: placement.eligible,
          ...(task.capacityProviderName === undefined
            ? {}
            : { capacityProvider: task.capacityProviderName }),
          ...(waits(task) ? { waits: true } : {}),
        },
      },
    },
    { do: 'begin', lifecycle: TASK_LIFECYCLE, key, input: taskLife(ctx, launch, task, placement) },
  ];
}

const waits = (task: Task): boolean => placeOf(task) === undefined;

const serviceTask = (service: string, task: Task): ServiceTask => ({
  service,
  deployment: task.startedBy ?? '',
  standing: 'PENDING',
  unhealthy: null,
  onDrainingInstance: false,
  leaving: false,
  targets: [],
});

function waitingTime(ctx: Context, { cluster, group }: TaskLaunch): number {
  const { from, to } = timings.waitForCapacityMs;
  return ctx.random(`ecs/waiting/${cluster}/${group}`).between(from, to);
}

function taskLife(ctx: Context, launch: TaskLaunch, task: Task, { draws }: Placement): TaskLife {
  const networkInterface = task.attachments.length > 0;
  const random = ctx.random(`ecs/networkInterfaces/${launch.cluster}/${launch.group}`);
  const draw = ({ from, to }: Range) => (networkInterface ? random.between(from, to) : 0);
  const attach =
    launch.launchType === 'FARGATE'
      ? timings.fargateProvisionedMs
      : timings.networkInterfaceAttachedMs;
  return {
    networkInterface,
    attachMs: draw(attach),
    detachMs: draw(timings.networkInterfaceDetachedMs),
    keptMs: timings.stoppedTaskKeptMs,
    loadBalanced: launch.service?.loadBalanced ?? false,
    waitsMs: waits(task) ? waitingTime(ctx, launch) : null,
    placement: {
      constraints: launch.placementConstraints,
      strategies: launch.placementStrategy,
      draws,
      networkConfiguration: launch.networkConfiguration ?? null,
    },
  };
}
