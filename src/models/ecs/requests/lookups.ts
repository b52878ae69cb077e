/** What requests name, found in the records, or the exception that ECS answers with. */
import type { Read } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { DEFAULT_CLUSTER, nameOf, parseTaskDefinitionName } from '../arn';
import type { Cluster, ContainerInstance, Service, Task, TaskDefinition } from '../types';

/** The cluster a request means, by short name or ARN; `default` when it names none. */
export function clusterNamed(read: Read, name: string | undefined): Cluster {
  const cluster = read.get('ecs/Cluster', nameOf(name || DEFAULT_CLUSTER));
  if (!cluster) refuse('ClusterNotFoundException', 'Cluster not found.', ['cluster']);
  if (cluster.status === 'INACTIVE')
    refuse('ClusterNotFoundException', 'The referenced cluster was inactive.', ['cluster']);
  return cluster;
}

export const serviceKey = (clusterName: string, service: string): string =>
  `${clusterName}/${nameOf(service)}`;

export function serviceNamed(read: Read, clusterName: string, name: string): Service {
  const service = read.get('ecs/Service', serviceKey(clusterName, name));
  if (!service) refuse('ServiceNotFoundException', 'Service not found.', ['service']);
  return service;
}

export function taskNamed(read: Read, clusterName: string, task: string): Task {
  const found = read.get('ecs/Task', `${clusterName}/${nameOf(task)}`);
  if (!found) refuse('InvalidParameterException', 'The referenced task was not found.', ['task']);
  return found;
}

export function containerInstanceNamed(
  read: Read,
  clusterName: string,
  name: string,
): ContainerInstance | undefined {
  return read.get('ecs/ContainerInstance', `${clusterName}/${nameOf(name)}`);
}

/** `family`, `family:revision` or ARN. Without a revision the latest ACTIVE one is meant. */
export function findTaskDefinition(
  read: Pick<Read, 'get' | 'count'>,
  name: string,
): TaskDefinition | undefined {
  const parsed = parseTaskDefinitionName(name);
  if (!parsed) return undefined;
  const { family, revision } = parsed;
  if (revision !== null) return read.get('ecs/TaskDefinition', `${family}:${revision}`);
  for (let r = newestRevision(read, family); r > 0; r--) {
    const definition = read.get('ecs/TaskDefinition', `${family}:${r}`);
    if (definition?.status === 'ACTIVE') return definition;
  }
  return undefined;
}

/** Revisions are never removed nor used again, so their number is the newest one. */
export const newestRevision = (read: Pick<Read, 'count'>, family: string): number =>
  read.count('ecs/TaskDefinition', 'family', family);

/** The task definition that a service or a task is to run: it must be ACTIVE. */
export function runnableTaskDefinition(read: Read, name: string): TaskDefinition {
  const definition = findTaskDefinition(read, name);
  if (!definition) refuse('ClientException', 'TaskDefinition not found.', ['taskDefinition']);
  if (definition.status !== 'ACTIVE')
    refuse('ClientException', 'TaskDefinition is inactive', ['taskDefinition']);
  return definition;
}
