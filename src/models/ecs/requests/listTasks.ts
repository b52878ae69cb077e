/**
 * ListTasks: ARNs of a cluster's tasks whose desired status is RUNNING, unless STOPPED is asked for. (PENDING is a legal
 * filter that matches nothing: ECS never desires it.)
 */
import type { Admission, Read } from '../../../engine/model';
import { nameOf, taskArn } from '../arn';
import type { Task } from '../types';
import { accepted } from './answers';
import { clusterNamed, containerInstanceNamed, serviceNamed } from './lookups';
import { pageOf, type PageRequest } from './page';

export interface ListTasksRequest extends PageRequest {
  readonly cluster?: string;
  readonly containerInstance?: string;
  readonly family?: string;
  readonly startedBy?: string;
  readonly serviceName?: string;
  readonly desiredStatus?: string;
  readonly launchType?: string;
}

export function listTasks(input: ListTasksRequest, read: Read): Admission {
  const { clusterName, clusterArn } = clusterNamed(read, input.cluster);
  const ids = candidates(input, clusterName, read)
    .filter((task) => matches(task, input, clusterArn))
    .map((task) => nameOf(task.taskArn));
  const { keys, ...rest } = pageOf(ids, input, read);
  return accepted({ taskArns: keys.map((id) => taskArn(clusterArn, id)), ...rest });
}

/** The smallest index that a filter names. */
function candidates(input: ListTasksRequest, clusterName: string, read: Read): readonly Task[] {
  if (input.serviceName !== undefined) {
    serviceNamed(read, clusterName, input.serviceName);
    return read.by('ecs/Task', 'service', `${clusterName}/${nameOf(input.serviceName)}`);
  }
  if (input.containerInstance !== undefined) {
    const instance = containerInstanceNamed(read, clusterName, input.containerInstance);
    return instance ? read.by('ecs/Task', 'containerInstance', instance.containerInstanceArn) : [];
  }
  if (input.family !== undefined) return read.by('ecs/Task', 'family', input.family);
  return read.by('ecs/Task', 'cluster', clusterName);
}

function matches(task: Task, input: ListTasksRequest, clusterArn: string): boolean {
  const family = /task-definition\/(.+):\d+$/.exec(task.taskDefinitionArn)?.[1];
  return (
    task.clusterArn === clusterArn &&
    task.desiredStatus === (input.desiredStatus ?? 'RUNNING') &&
    (input.family ?? family) === family &&
    (input.startedBy ?? task.startedBy) === task.startedBy &&
    (input.launchType ?? task.launchType) === task.launchType
  );
}
