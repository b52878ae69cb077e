/**
 * Records as the ECS API answers with them: timestamps in epoch seconds, tags only where asked for. The inspector, the
 * terminal and every Describe* request print through here.
 */
import type { RecordKinds } from '../../../engine/model';
import type { CapacityProvider } from '../capacityProviders/types';
import type { Cluster, ContainerInstance, Service, Task, TaskDefinition } from '../types';
import { without } from '../without';
import { epochSeconds } from './epoch';

export type Wire = Readonly<Record<string, unknown>>;

export interface PrintOptions {
  /** Tags are left out of Describe* answers that were not asked to `include` them. */
  readonly tags?: boolean;
}

export interface ClusterCounts {
  readonly registeredContainerInstancesCount: number;
  readonly runningTasksCount: number;
  readonly pendingTasksCount: number;
  readonly activeServicesCount: number;
}

export function wireCluster(
  cluster: Cluster,
  counts: ClusterCounts,
  { tags = true }: PrintOptions = {},
): Wire {
  return withTags({ ...cluster, ...counts, statistics: [] }, tags);
}

export function wireTaskDefinition(taskDefinition: TaskDefinition): Wire {
  return timed(without(taskDefinition, 'tags'), ['registeredAt', 'deregisteredAt']);
}

export function wireService(service: Service, { tags = true }: PrintOptions = {}): Wire {
  const { launchType, capacityProviderStrategy, ...rest } = service;
  const launch = capacityProviderStrategy?.length
    ? { capacityProviderStrategy }
    : launchType === undefined
      ? {}
      : { launchType };
  const described = {
    ...timed(rest, ['createdAt']),
    ...launch,
    deployments: service.deployments.map((d) => timed(d, ['createdAt', 'updatedAt'])),
    events: service.events.map((event) => timed(event, ['createdAt'])),
  };
  return withTags(described, tags);
}

const TASK_TIMES = [
  'createdAt',
  'connectivityAt',
  'pullStartedAt',
  'pullStoppedAt',
  'startedAt',
  'stoppingAt',
  'executionStoppedAt',
  'stoppedAt',
];

export function wireTask(task: Task, { tags = true }: PrintOptions = {}): Wire {
  return withTags(timed(task, TASK_TIMES), tags);
}

export function wireContainerInstance(instance: ContainerInstance): Wire {
  return { ...timed(instance, ['registeredAt']), attachments: [] };
}

export const wireCapacityProvider = (
  provider: CapacityProvider,
  { tags = true }: PrintOptions = {},
): Wire =>
  withTags({ ...without(provider, 'autoScalingGroupName'), type: 'EC2_AUTOSCALING' }, tags);

/** Any ECS record, for the inspector; undefined for a kind that the API does not describe. */
export function wireRecord<K extends keyof RecordKinds>(
  kind: K,
  record: RecordKinds[K],
): Wire | undefined {
  switch (kind) {
    case 'ecs/Cluster':
      return record as Wire;
    case 'ecs/TaskDefinition':
      return wireTaskDefinition(record as TaskDefinition);
    case 'ecs/Service':
      return wireService(record as Service);
    case 'ecs/Task':
      return wireTask(record as Task);
    case 'ecs/CapacityProvider':
      return wireCapacityProvider(record as CapacityProvider);
    case 'ecs/ContainerInstance':
      return wireContainerInstance(record as ContainerInstance);
    default:
      return undefined;
  }
}

function timed(record: object, fields: readonly string[]): Wire {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]: [string, unknown]) => [
      name,
      fields.includes(name) && typeof value === 'number' ? epochSeconds(value) : value,
    ]),
  );
}

function withTags(described: Wire, tags: boolean): Wire {
  return tags ? described : without(described, 'tags');
}
