/**
 * How many instances a capacity provider needs, and has (Developer Guide, "Amazon ECS managed scaling behavior"): those with a
 * task that is not a daemon's, and what the waiting tasks would take. Waiting tasks are grouped by what they need; the largest
 * instance type of the group says how many instances that is, and one task must fit the smallest, or the group of tasks counts
 * for nothing. Simplified: fixed host ports and distinctInstance take an instance each; GPUs are not counted.
 */
import type { Read } from '../../../engine/model';
import { groupInstanceTypes } from '../../aws/autoscaling/instanceTypesOf';
import type { AutoScalingInstance } from '../../aws/autoscaling/types';
import { visibleMemoryMiB, type InstanceType } from '../../aws/ec2/instanceTypes';
import { maxAwsvpcTasks } from '../../aws/ec2/networkInterfaces';
import { keyOfArn, taskDefinitionKey } from '../arn';
import { TASK_LIFECYCLE } from '../lifecycles/task';
import type { TaskLife } from '../lifecycles/task.machine';
import type { Candidate } from '../placement/clusterView';
import { clusterView } from '../placement/decision';
import { requirementsOf, type TaskRequirements } from '../placement/requirements';
import { getEntry } from '../placement/sortedChunks';
import type { ContainerInstance } from '../types';
import {
  capacityProviderReservation,
  instancesForTasks,
  stepOut,
  type InstanceShape,
} from './managedScaling';
import type { CapacityProvider, Need, WaitingGroup } from './types';

export function needOf(provider: CapacityProvider, cluster: string, read: Read): Need {
  const { managedScaling } = provider.autoScalingGroupProvider;
  const there = runningMembers(provider, read);
  const used = there.filter(({ InstanceId }) => !isEmpty(InstanceId, cluster, read)).length;
  const groups = waitingGroups(provider, cluster, read);
  const wanted = groups.reduce((sum, { instances }) => sum + (instances ?? 0), 0);
  const step = stepOut(wanted, managedScaling);
  const needed = used + step;
  const running = there.length;
  // Nothing that waits could ever run here: the metric says that all is well (Developer Guide).
  const helpless = groups.length > 0 && groups.every(({ instances }) => instances === null);
  const reservation = helpless
    ? managedScaling.targetCapacity
    : capacityProviderReservation(needed, running);
  return { groups, used, wanted, step, needed, running, reservation };
}

/** In service, and running to EC2: whether its agent has registered yet or not. */
function runningMembers(
  { autoScalingGroupName }: CapacityProvider,
  read: Read,
): readonly AutoScalingInstance[] {
  return read
    .by('autoscaling/AutoScalingInstance', 'group', autoScalingGroupName)
    .filter(
      ({ InstanceId, LifecycleState }) =>
        LifecycleState === 'InService' &&
        read.get('ec2/Instance', InstanceId)?.State.Name === 'running',
    );
}

/** Without a task, daemons aside. One that has not registered holds nothing either. */
export function isEmpty(instanceId: string, cluster: string, read: Read): boolean {
  const instance = containerInstanceOf(instanceId, read);
  if (!instance) return true;
  const all = instance.runningTasksCount + instance.pendingTasksCount;
  return all <= daemonTasks(instance, cluster, read);
}

export function containerInstanceOf(instanceId: string, read: Read): ContainerInstance | undefined {
  return read.by('ecs/ContainerInstance', 'ec2InstanceId', instanceId)[0];
}

function daemonTasks(
  { containerInstanceArn }: ContainerInstance,
  cluster: string,
  read: Read,
): number {
  if (read.count('ecs/Service', 'daemon', cluster) === 0) return 0;
  const view = clusterView(read, cluster);
  const candidate: Candidate | undefined = getEntry(view.instances, containerInstanceArn);
  return read
    .by('ecs/Service', 'daemon', cluster)
    .reduce((sum, { serviceName }) => sum + (candidate?.tasks[`service:${serviceName}`] ?? 0), 0);
}

function waitingGroups(
  provider: CapacityProvider,
  cluster: string,
  read: Read,
): readonly WaitingGroup[] {
  if (read.count('ecs/Task', 'waiting', cluster) === 0) return [];
  const groups = new Map<string, Waiting>();
  for (const key of read.keysBy('ecs/Task', 'waiting', cluster)) {
    const one = waitingOf(key, provider.name, read);
    if (!one) continue;
    const id = JSON.stringify([one.needs, one.alone]);
    groups.set(id, { ...one, tasks: (groups.get(id)?.tasks ?? 0) + 1 });
  }
  const types = groupInstanceTypes(provider.autoScalingGroupName, read);
  return [...groups.values()].map((group) => sized(group, types));
}

interface Waiting {
  readonly taskDefinition: string;
  readonly needs: TaskRequirements;
  /** Each takes an instance of its own. */
  readonly alone: boolean;
  readonly tasks: number;
}

function waitingOf(key: string, provider: string, read: Read): Waiting | undefined {
  const task = read.get('ecs/Task', key);
  if (task?.capacityProviderName !== provider) return undefined;
  const taskDefinition = taskDefinitionKey(task.taskDefinitionArn);
  const definition = read.get('ecs/TaskDefinition', taskDefinition);
  if (!definition) return undefined;
  const needs = requirementsOf(definition, task.overrides);
  const life = read.lifecycle(TASK_LIFECYCLE, key)?.context as TaskLife | undefined;
  const constraints = [...definition.placementConstraints, ...(life?.placement.constraints ?? [])];
  const alone =
    needs.tcpPorts.length + needs.udpPorts.length > 0 ||
    constraints.some(({ type }) => type === 'distinctInstance');
  return { taskDefinition, needs, alone, tasks: 1 };
}

function sized({ taskDefinition, needs, alone, tasks }: Waiting, types: readonly InstanceType[]) {
  const shape = { cpu: needs.cpu, memory: needs.memoryMiB, awsvpc: needs.networkInterface };
  const fits = instancesForTasks(tasks, shape, extreme(types, Math.min)) !== null;
  const enough = alone ? tasks : instancesForTasks(tasks, shape, extreme(types, Math.max));
  return {
    taskDefinition,
    cpu: needs.cpu,
    memoryMiB: needs.memoryMiB,
    networkInterface: needs.networkInterface,
    tasks,
    instances: fits ? enough : null,
  } satisfies WaitingGroup;
}

/** The smallest and the largest are sought for each parameter by itself (Developer Guide). */
function extreme(
  types: readonly InstanceType[],
  of: (...values: readonly number[]) => number,
): InstanceShape {
  return {
    cpu: of(...types.map((type) => type.vcpu * 1024)),
    memory: of(...types.map((type) => visibleMemoryMiB(type.memoryMiB))),
    taskEnis: of(...types.map((type) => maxAwsvpcTasks(type, { trunking: false }))),
  };
}

export const clusterOfInstance = ({ containerInstanceArn }: ContainerInstance): string =>
  keyOfArn(containerInstanceArn).split('/')[0] ?? '';
