/** Amazon ECS, in its own words: tasks, services, container instances. */
import type { Read } from '../../../engine/model';
import { utilizationPercent } from '../../../models/aws/applicationautoscaling/utilization';
import type { ContainerInstance, Resource, Task } from '../../../models/ecs/types';
import { loadOf } from '../../../models/workload/processes';
import { byLastPart, byName, lastPart, noun, type Noun } from './noun';

const tasks = noun({
  kind: 'ecs/Task',
  half: 'ecs',
  key: byLastPart('ecs/Task'),
  joins: { instance: ['ecs/ContainerInstance'] },
  fields: {
    id: (_task, { key }) => lastPart(key),
    service: ({ group }) => (group.startsWith('service:') ? group.slice(8) : undefined),
    family: ({ taskDefinitionArn }) => lastPart(taskDefinitionArn).split(':')[0],
    revision: ({ taskDefinitionArn }) => revisionOf(taskDefinitionArn),
    image: ({ containers }) => containers[0]?.image,
    zone: ({ availabilityZone }) => availabilityZone,
    instance: instanceOf,
    runningContainers: ({ containers }) =>
      containers.filter((c) => c.lastStatus === 'RUNNING').length,
    exitCodes: ({ containers }) =>
      containers.flatMap(({ exitCode }) => (exitCode === undefined ? [] : [exitCode])),
  },
});

function instanceOf(
  { containerInstanceArn }: Task,
  { read }: Parameters<Noun['fields'][string]>[1],
) {
  if (containerInstanceArn === undefined) return undefined;
  const key = containerInstanceArn.split('/').slice(1, 3).join('/');
  return read.get('ecs/ContainerInstance', key)?.ec2InstanceId;
}

const services = noun({
  kind: 'ecs/Service',
  half: 'ecs',
  key: byLastPart('ecs/Service'),
  joins: { cpuPercent: ['workload/Use', 'workload/UseLevel', 'workload/Process'] },
  fields: {
    name: ({ serviceName }) => serviceName,
    revision: ({ taskDefinition }) => revisionOf(taskDefinition),
    deploymentCount: ({ deployments }) => deployments.length,
    cpuPercent: (_service, { key, read }) => cpuOf(key, read),
    missing: ({ desiredCount, runningCount }) => Math.max(0, desiredCount - runningCount),
  },
});

/** CloudWatch's CPUUtilization, as it stands now. */
function cpuOf(key: string, read: Read): number | undefined {
  const { cpuMicro, askedMicro } = loadOf(read, 'owner', `ecs/Service ${key}`);
  return askedMicro === 0 ? undefined : utilizationPercent(cpuMicro, askedMicro);
}

const containerInstances = noun({
  kind: 'ecs/ContainerInstance',
  half: 'ecs',
  key: byLastPart('ecs/ContainerInstance'),
  fields: {
    id: (_instance, { key }) => lastPart(key),
    zone: ({ attributes }) =>
      attributes.find(({ name }) => name === 'ecs.availability-zone')?.value,
    instance: ({ ec2InstanceId }) => ec2InstanceId,
    remainingCpu: ({ remainingResources }) => amount(remainingResources, 'CPU'),
    remainingMemory: ({ remainingResources }) => amount(remainingResources, 'MEMORY'),
    registeredCpu: ({ registeredResources }: ContainerInstance) =>
      amount(registeredResources, 'CPU'),
    registeredMemory: ({ registeredResources }: ContainerInstance) =>
      amount(registeredResources, 'MEMORY'),
  },
});

const clusters = noun({ kind: 'ecs/Cluster', half: 'ecs', key: byName, fields: {} });
const taskDefinitions = noun({ kind: 'ecs/TaskDefinition', half: 'ecs', key: byName, fields: {} });

const revisionOf = (arn: string): number => Number(/:(\d+)$/.exec(arn)?.[1] ?? 0);
const amount = (resources: readonly Resource[], name: string) =>
  resources.find((resource) => resource.name === name)?.integerValue;

export const ecsNouns: Readonly<Record<string, Noun>> = {
  'ecs/task': tasks,
  'ecs/tasks': tasks,
  'ecs/service': services,
  'ecs/services': services,
  'ecs/containerInstance': containerInstances,
  'ecs/containerInstances': containerInstances,
  'ecs/cluster': clusters,
  'ecs/clusters': clusters,
  'ecs/taskDefinition': taskDefinitions,
  'ecs/taskDefinitions': taskDefinitions,
};
