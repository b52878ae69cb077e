/** The record of a task that has just been placed, or that begins to wait, in the API's words. */
import type { RandomStream } from '../../../engine/model';
import { containerArn, nameOf, taskArn } from '../arn';
import type { ContainerDefinition, Task, TaskContainer } from '../types';
import type { TaskLaunch } from './launch';
import type { TaskRequirements } from './requirements';

export interface Place {
  readonly containerInstanceArn?: string;
  readonly availabilityZone: string;
}

const HEX = '0123456789abcdef';
const LATEST_PLATFORM_VERSION = '1.4.0';

export const newTaskId = (random: RandomStream): string => random.text(32, HEX);

export function newTask(
  id: string,
  clusterArn: string,
  launch: TaskLaunch,
  needs: TaskRequirements,
  /** null: it waits for capacity. */
  place: Place | null,
  capacityProvider: string | undefined,
  random: RandomStream,
  nowMs: number,
): Task {
  const { taskDefinition, launchType, group, startedBy, overrides, tags } = launch;
  const arn = taskArn(clusterArn, id);
  return {
    taskArn: arn,
    clusterArn,
    taskDefinitionArn: taskDefinition.taskDefinitionArn,
    ...place,
    lastStatus: needs.networkInterface || place === null ? 'PROVISIONING' : 'PENDING',
    desiredStatus: 'RUNNING',
    healthStatus: 'UNKNOWN',
    launchType,
    ...(capacityProvider === undefined ? {} : { capacityProviderName: capacityProvider }),
    ...(launchType === 'FARGATE' ? fargatePlatform(launch) : {}),
    group,
    ...(startedBy === undefined ? {} : { startedBy }),
    cpu: String(needs.cpu),
    memory: String(needs.memoryMiB),
    containers: taskDefinition.containerDefinitions.map((c) =>
      newContainer(c, containerArn(clusterArn, id, uuid(random)), arn),
    ),
    attachments: needs.networkInterface ? [networkInterface(launch, random)] : [],
    version: 1,
    createdAt: nowMs,
    ...(overrides === undefined ? {} : { overrides }),
    tags,
  };
}

function fargatePlatform({ platformVersion, taskDefinition }: TaskLaunch): Partial<Task> {
  const family = taskDefinition.runtimePlatform?.operatingSystemFamily ?? 'LINUX';
  const latest = platformVersion === undefined || platformVersion === 'LATEST';
  return {
    platformVersion: latest ? LATEST_PLATFORM_VERSION : platformVersion,
    platformFamily: family === 'LINUX' ? 'Linux' : family,
  };
}

const newContainer = (
  { name, image, cpu = 0, memory, memoryReservation }: ContainerDefinition,
  arn: string,
  task: string,
): TaskContainer => ({
  containerArn: arn,
  taskArn: task,
  name,
  image,
  lastStatus: 'PENDING',
  healthStatus: 'UNKNOWN',
  networkBindings: [],
  networkInterfaces: [],
  cpu: String(cpu),
  ...(memory === undefined ? {} : { memory: String(memory) }),
  ...(memoryReservation === undefined ? {} : { memoryReservation: String(memoryReservation) }),
});

function networkInterface({ networkConfiguration }: TaskLaunch, random: RandomStream) {
  const subnets = networkConfiguration?.awsvpcConfiguration?.subnets ?? [];
  return {
    id: uuid(random),
    type: 'ElasticNetworkInterface',
    status: 'PRECREATED',
    details: [
      { name: 'subnetId', value: subnets[0] ?? '' },
      { name: 'networkInterfaceId', value: `eni-${random.text(17, HEX)}` },
    ],
  };
}

const uuid = (random: RandomStream): string =>
  [8, 4, 4, 4, 12].map((length) => random.text(length, HEX)).join('-');

/** The key of a task's record. */
export const taskKeyOf = (cluster: string, task: Pick<Task, 'taskArn'>): string =>
  `${cluster}/${nameOf(task.taskArn)}`;
