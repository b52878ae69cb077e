/** What must hold in every ECS world after every step. Property tests call these; nothing else does. */
import type { Read } from '../../engine/model';
import { taskDefinitionKey } from './arn';
import { requirementsOf } from './placement/requirements';
import { remainingOf } from './placement/resources';
import { schedulingOf } from './controllers/scheduling';
import { primaryOf } from './controllers/deployments';
import { boundsOf, percentsOf } from './controllers/deploymentArithmetic';
import type { ContainerInstance, Service, Task } from './types';

export const ecsInvariants = (read: Read): readonly string[] => [
  ...read.list('ecs/ContainerInstance').flatMap((instance) => instanceFaults(instance, read)),
  ...read.keys('ecs/Service').flatMap((key) => serviceFaults(key, read)),
  ...listenerFaults(read),
];

function instanceFaults(instance: ContainerInstance, read: Read): string[] {
  const id = instance.ec2InstanceId;
  const { cpu, memoryMiB } = remainingOf(instance);
  const ports = instance.remainingResources.find((r) => r.name === 'PORTS')?.stringSetValue ?? [];
  const tasks = read
    .by('ecs/Task', 'containerInstance', instance.containerInstanceArn)
    .filter((task) => task.lastStatus !== 'STOPPED');
  const used = tasks.map((task) => needsOf(task, read));
  const registered = remainingOf({ remainingResources: instance.registeredResources });
  const reserved = { cpu: registered.cpu - cpu, memoryMiB: registered.memoryMiB - memoryMiB };
  const taken = {
    cpu: used.reduce((n, u) => n + u.cpu, 0),
    memoryMiB: used.reduce((n, u) => n + u.memoryMiB, 0),
  };
  return [
    ...(cpu < 0 || memoryMiB < 0
      ? [`${id} is over its capacity: cpu ${cpu}, memory ${memoryMiB} left`]
      : []),
    ...(new Set(ports).size < ports.length
      ? [`${id} has given a port twice: ${ports.join(', ')}`]
      : []),
    ...(reserved.cpu !== taken.cpu || reserved.memoryMiB !== taken.memoryMiB
      ? [
          `${id} has reserved ${JSON.stringify(reserved)} for tasks that need ${JSON.stringify(taken)}`,
        ]
      : []),
    ...(instance.runningTasksCount + instance.pendingTasksCount === tasks.length
      ? []
      : [
          `${id} counts ${instance.runningTasksCount}+${instance.pendingTasksCount} of ${tasks.length} tasks`,
        ]),
  ];
}

const nothing = { cpu: 0, memoryMiB: 0 };
function needsOf(task: Task, read: Read): { readonly cpu: number; readonly memoryMiB: number } {
  const definition = read.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
  return definition ? requirementsOf(definition, task.overrides) : nothing;
}

function serviceFaults(key: string, read: Read): string[] {
  const service = read.get('ecs/Service', key);
  if (!service || service.status === 'INACTIVE') return [];
  const primaries = service.deployments.filter((d) => d.status === 'PRIMARY').length;
  return [
    ...(primaries === 1 ? [] : [`${key} has ${primaries} PRIMARY deployments`]),
    ...(service.events.length <= 100 ? [] : [`${key} keeps ${service.events.length} events`]),
    ...overBound(key, service, read),
  ];
}

/** Scaling in or a smaller bound leaves more than allowed for a moment, or as long as tasks are protected; a start never may. */
function overBound(key: string, service: Service, read: Read): string[] {
  const primary = primaryOf(service);
  if (!primary || service.status !== 'ACTIVE' || service.schedulingStrategy === 'DAEMON') return [];
  if (schedulingOf(read, key).heldBack) return [];
  const { upper } = boundsOf(
    service.desiredCount,
    percentsOf(service.schedulingStrategy, service.deploymentConfiguration),
  );
  const started = read
    .by('ecs/Task', 'deployment', primary.id)
    .filter((task) => task.desiredStatus === 'RUNNING').length;
  return started > Math.max(upper, primary.desiredCount)
    ? [`${key} has ${started} tasks of its deployment, more than ${upper}`]
    : [];
}

/** No two tasks behind one address. */
function listenerFaults(read: Read): string[] {
  return read.list('workload/Listener').flatMap((listener) => {
    if (listener.about.kind !== 'ecs/Task') return [];
    const managed = read.get('ecs/ManagedTask', listener.about.key);
    return managed?.containers.some((c) => c.process?.ports.includes(listener.port))
      ? []
      : [`${listener.ip}:${listener.port} answers for ${listener.about.key}, which does not run`];
  });
}
