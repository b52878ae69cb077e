/** The service scheduler: what it watches, keeps and carries out. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex, defineTally, defineWatch } from '../../../engine/model';
import { nameOf } from '../arn';
import { clusterOfKey } from '../placement/clusterView';
import { remainingOf } from '../placement/resources';
import { taskLifecycle } from '../lifecycles/task';
import type { ContainerInstance, Service, Task } from '../types';
import { SERVICE_TASKS } from './observeService';
import { recordTaskOutcome, setStanding } from './outcomes';
import {
  closeService,
  completeDeployment,
  reportBlockedDeployment,
  reportService,
  reportSteadyState,
} from './report';
import { roomController, ROOM_CONTROLLER } from './room';
import { schedulingIndexes } from './scheduling';
import { serviceController, SERVICE_CONTROLLER } from './service';
import { serviceTaskIndexes, standingsTally } from './serviceTask';
import { setDesiredCount } from './setDesiredCount';
import { standingController, STANDING_CONTROLLER } from './standing';
import { retryPlacement, startServiceTasks } from './startTasks';
import {
  finishDraining,
  recordDraining,
  scaleInServiceTasks,
  stopServiceTasks,
  stopTask,
} from './stopTasks';
import { registerServiceTargets } from './targets';
import {
  finishRebalancing,
  isBalanced,
  startRebalancing,
  ZONE_BALANCE_CONTROLLER,
  zoneBalanceController,
} from './zoneBalance';

export const servicePart: ModelPart = {
  commands: {
    stopTask,
    finishDraining,
    startServiceTasks,
    stopServiceTasks,
    scaleInServiceTasks,
    registerServiceTargets,
    reportService,
    completeDeployment,
    reportSteadyState,
    reportBlockedDeployment,
    closeService,
    setStanding,
    recordTaskOutcome,
    recordDraining,
    retryPlacement,
    setDesiredCount,
    startRebalancing,
    finishRebalancing,
  },
  controllers: [serviceController, standingController, roomController, zoneBalanceController],
  lifecycles: [taskLifecycle],
  watches: [
    defineWatch({
      kind: 'ecs/Service',
      wakes: SERVICE_CONTROLLER,
      keys: (after, before, key) => (after && asksAnew(after, before) ? [key] : []),
    }),
    defineWatch({
      kind: 'ecs/ServiceTask',
      wakes: SERVICE_CONTROLLER,
      keys: (after, before) => [(after ?? before)?.service ?? ''],
    }),
    defineWatch({
      kind: 'ecs/Task',
      wakes: SERVICE_CONTROLLER,
      keys: (after, before, key) => {
        const service = after && serviceOf(after, key);
        return service !== undefined && looksDifferent(after as Task, before) ? [service] : [];
      },
    }),
    defineWatch({
      kind: 'ecs/ContainerInstance',
      wakes: SERVICE_CONTROLLER,
      keys: (after, before, key, read) =>
        concernsDaemons(after, before)
          ? read.keysBy('ecs/Service', 'daemon', clusterOfKey(key))
          : [],
    }),
    defineWatch({
      kind: 'ecs/Task',
      wakes: STANDING_CONTROLLER,
      keys: (after, before, key) =>
        after?.startedAt !== undefined &&
        serviceOf(after, key) !== undefined &&
        looksDifferent(after, before)
          ? [key]
          : [],
    }),
    defineWatch({
      kind: 'ecs/ContainerInstance',
      wakes: STANDING_CONTROLLER,
      keys: (after, before, _key, read) =>
        after && before && after.status !== before.status
          ? read.keysBy('ecs/Task', 'containerInstance', after.containerInstanceArn)
          : [],
    }),
    defineWatch({
      kind: 'elasticloadbalancing/TargetHealth',
      wakes: STANDING_CONTROLLER,
      keys: (_after, _before, key, read) => read.keysBy('ecs/ServiceTask', 'target', key),
    }),
    defineWatch({
      kind: 'ecs/ContainerInstance',
      wakes: ROOM_CONTROLLER,
      keys: (after, before, key, read) => {
        const cluster = clusterOfKey(key);
        const anybody =
          read.count('ecs/ServiceScheduling', 'waiting', cluster) > 0 ||
          read.count('ecs/Task', 'waiting', cluster) > 0;
        return anybody && after && gainsRoom(after, before) ? [cluster] : [];
      },
    }),
    defineWatch({
      kind: 'ec2/AvailabilityZone',
      wakes: ROOM_CONTROLLER,
      keys: (after, _before, _key, read) =>
        after?.State === 'available' ? read.keys('ecs/Cluster') : [],
    }),
    defineWatch({
      kind: 'ec2/CapacityRefusal',
      wakes: ROOM_CONTROLLER,
      keys: (after, _before, _key, read) => (after ? [] : read.keys('ecs/Cluster')),
    }),
    defineWatch({
      kind: 'ecs/ServiceScheduling',
      wakes: ZONE_BALANCE_CONTROLLER,
      keys: (after, before, key) =>
        after && after.steadySaidMs !== null && before?.steadySaidMs !== after.steadySaidMs
          ? [key]
          : [],
    }),
    defineWatch({
      kind: 'ecs/ContainerInstance',
      wakes: ZONE_BALANCE_CONTROLLER,
      keys: (after, before, key, read) =>
        after && comesIntoUse(after, before)
          ? read.keysBy('ecs/Service', 'zoneBalanced', clusterOfKey(key))
          : [],
    }),
    defineWatch({
      kind: 'ec2/AvailabilityZone',
      wakes: ZONE_BALANCE_CONTROLLER,
      keys: (after, before, _key, read) =>
        before && after?.State === 'available' && before.State !== 'available'
          ? read
              .keys('ecs/Cluster')
              .flatMap((cluster) => read.keysBy('ecs/Service', 'zoneBalanced', cluster))
          : [],
    }),
  ],
  indexes: [
    ...serviceTaskIndexes,
    ...schedulingIndexes,
    defineIndex({
      name: 'daemon',
      kind: 'ecs/Service',
      buckets: ({ schedulingStrategy, status }, key) =>
        schedulingStrategy === 'DAEMON' && status === 'ACTIVE' ? [clusterOfKey(key)] : [],
    }),
    defineIndex({
      name: 'zoneBalanced',
      kind: 'ecs/Service',
      buckets: (service, key) => (isBalanced(service) ? [clusterOfKey(key)] : []),
    }),
    defineIndex({
      name: 'cluster',
      kind: 'ecs/Task',
      buckets: (_task, key) => [clusterOfKey(key)],
    }),
    defineIndex({
      name: 'family',
      kind: 'ecs/Task',
      buckets: ({ taskDefinitionArn }) => [nameOf(taskDefinitionArn).split(':')[0] ?? ''],
    }),
    defineIndex({
      name: 'service',
      kind: 'ecs/Task',
      buckets: (task, key) => bucketOf(serviceOf(task, key)),
    }),
    defineIndex({
      name: 'deployment',
      kind: 'ecs/Task',
      buckets: ({ startedBy }) => bucketOf(startedBy),
    }),
    defineIndex({
      name: 'awaitingTargets',
      kind: 'ecs/Task',
      buckets: (task, key) => (awaitsTargets(task) ? bucketOf(serviceOf(task, key)) : []),
    }),
  ],
  tallies: [
    standingsTally,
    defineTally({
      name: SERVICE_TASKS,
      kind: 'ecs/Task',
      of: (task, key) => {
        const bucket = serviceOf(task, key);
        if (bucket === undefined || task.lastStatus === 'STOPPED') return undefined;
        const pending = ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(task.lastStatus) ? 1 : 0;
        const running = task.lastStatus === 'RUNNING' ? 1 : 0;
        return { bucket, add: { present: 1, pending, running } };
      },
    }),
  ],
};

const bucketOf = (name: string | undefined): readonly string[] =>
  name === undefined ? [] : [name];

/** The key of the service that a task belongs to. */
function serviceOf({ group }: Task, key: string): string | undefined {
  return group.startsWith('service:')
    ? `${clusterOfKey(key)}/${group.slice('service:'.length)}`
    : undefined;
}

const awaitsTargets = ({ lastStatus, desiredStatus, containers }: Task): boolean =>
  lastStatus === 'ACTIVATING' &&
  desiredStatus === 'RUNNING' &&
  containers.every((c) => c.lastStatus !== 'PENDING');

const looksDifferent = (after: Task, before: Task | undefined): boolean =>
  after.lastStatus !== before?.lastStatus ||
  after.desiredStatus !== before.desiredStatus ||
  after.containers !== before.containers;

/** What the scheduler itself writes, counts and events, asks for nothing new. */
function asksAnew(after: Service, before: Service | undefined): boolean {
  const [newest] = after.deployments;
  const [former] = before?.deployments ?? [];
  return (
    after.desiredCount !== before?.desiredCount ||
    after.status !== before.status ||
    after.deploymentConfiguration !== before.deploymentConfiguration ||
    after.healthCheckGracePeriodSeconds !== before.healthCheckGracePeriodSeconds ||
    after.placementConstraints !== before.placementConstraints ||
    after.placementStrategy !== before.placementStrategy ||
    newest?.id !== former?.id ||
    newest?.rolloutState !== former?.rolloutState
  );
}

/** It comes, goes or drains, and on a draining one whenever a task has left: daemons leave last. */
const concernsDaemons = (
  after: ContainerInstance | undefined,
  before: ContainerInstance | undefined,
): boolean =>
  after?.status !== before?.status ||
  after?.agentConnected !== before?.agentConnected ||
  (after?.status === 'DRAINING' && after.remainingResources !== before?.remainingResources);

const comesIntoUse = (after: ContainerInstance, before: ContainerInstance | undefined): boolean =>
  after.status === 'ACTIVE' &&
  after.agentConnected &&
  !(before?.status === 'ACTIVE' && before.agentConnected);

/** Something that it lacked it may have now. */
function gainsRoom(after: ContainerInstance, before: ContainerInstance | undefined): boolean {
  if (!before || before.status !== after.status) return after.status === 'ACTIVE';
  if (after.agentConnected !== before.agentConnected) return after.agentConnected;
  if (after.attributes !== before.attributes) return true;
  if (after.capacityProviderName !== before.capacityProviderName) return true;
  if (after.remainingResources === before.remainingResources) return false;
  const [is, was] = [remainingOf(after), remainingOf(before)];
  return is.cpu > was.cpu || is.memoryMiB > was.memoryMiB || is.tcpPorts.size < was.tcpPorts.size;
}
