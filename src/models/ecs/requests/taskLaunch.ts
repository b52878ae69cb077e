/** What RunTask and StartTask share: the task definition, how it is launched, and the answer. */
import type { Admission, Context, FieldError } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { launchTasks, OVER_WAITING_LIMIT, type TaskLaunch } from '../placement/launch';
import { wireTask } from '../printers/wire';
import type { Cluster, LaunchType, Tag, TaskDefinition } from '../types';
import { invalidParameter } from '../validation/exceptions';
import { taskDefinitionFitErrors } from '../validation/launchParameters';
import type { RunTaskRequest, StartTaskRequest } from '../validation/requestTypes';
import { accepted, refuseErrors } from './answers';
import { runnableTaskDefinition } from './lookups';

export function launchFrom(
  input: RunTaskRequest | StartTaskRequest,
  cluster: Cluster,
  launchType: LaunchType,
  ctx: Context,
): Omit<TaskLaunch, 'count'> {
  const taskDefinition = runnableTaskDefinition(ctx, input.taskDefinition);
  refuseErrors([
    ...taskDefinitionFitErrors(input, taskDefinition, launchType),
    ...overrideErrors(input, taskDefinition),
  ]);
  const { networkConfiguration, overrides, platformVersion, startedBy } = input;
  return {
    cluster: cluster.clusterName,
    taskDefinition,
    group: input.group ?? `family:${taskDefinition.family}`,
    launchType,
    placementConstraints: input.placementConstraints ?? [],
    placementStrategy: input.placementStrategy ?? [],
    tags: tagsOf(input, taskDefinition),
    ...(startedBy === undefined ? {} : { startedBy }),
    ...(platformVersion ? { platformVersion } : {}),
    ...(networkConfiguration ? { networkConfiguration } : {}),
    ...(overrides ? { overrides } : {}),
  };
}

export function launched(ctx: Context, launch: TaskLaunch): Admission {
  const { tasks, failures, overLimit, effects } = launchTasks(ctx, launch);
  if (overLimit) refuse('ClientException', OVER_WAITING_LIMIT);
  return accepted({ tasks: tasks.map((task) => wireTask(task)), failures }, effects);
}

/** EC2 without a single container instance is refused outright; with some it is a matter of placement. */
export function refuseEmptyCluster(cluster: Cluster, ctx: Context): void {
  const { registered = 0 } = ctx.tally('ecs/clusterContainerInstances', cluster.clusterName);
  if (registered === 0)
    refuse('InvalidParameterException', 'No Container Instances were found in your cluster.', [
      'cluster',
    ]);
}

function overrideErrors(
  { overrides }: RunTaskRequest | StartTaskRequest,
  taskDefinition: TaskDefinition,
): FieldError[] {
  return (overrides?.containerOverrides ?? []).flatMap(({ name = '' }, i) =>
    taskDefinition.containerDefinitions.some((container) => container.name === name)
      ? []
      : [
          invalidParameter(
            ['overrides', 'containerOverrides', i, 'name'],
            `Override for container named ${name} is not a container in the TaskDefinition.`,
          ),
        ],
  );
}

/** The request's own tags go over those that it propagates from the task definition. */
function tagsOf(
  { propagateTags, tags = [] }: RunTaskRequest | StartTaskRequest,
  taskDefinition: TaskDefinition,
): readonly Tag[] {
  if (propagateTags !== 'TASK_DEFINITION') return tags;
  const own = new Set(tags.map((tag) => tag.key));
  return [...tags, ...taskDefinition.tags.filter((tag) => !own.has(tag.key))];
}
