/** Agents and what they run: on container instances and on Fargate. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex, defineWatch, type AnyRequest, type Read } from '../../../engine/model';
import { isWarm } from '../../aws/autoscaling/states';
import { clusterOfKey } from '../placement/clusterView';
import { containerInstanceLifecycle } from '../lifecycles/containerInstance';
import { containerLifecycle } from '../lifecycles/container';
import { acceptTask } from './acceptTask';
import { communicationController, COMMUNICATION_CONTROLLER } from './communicate';
import { containerInstanceController, CONTAINER_INSTANCE_CONTROLLER } from './containerInstance';
import { crashContainer, type CrashInput } from './crashContainer';
import { fargateMeter, fargateMeterWatch } from './fargateMeter';
import { fargateZoneController, FARGATE_ZONE_CONTROLLER } from './fargateZone';
import { fargatePlace, managedTaskIndexes } from './managedTask';
import { agentController, AGENT_CONTROLLER } from './manageTask';
import { stopManagedTask, submitTaskState } from './messages';
import { isReportable } from './report';
import type { Task } from '../types';
import { observeProcesses, tellContainer } from './processes';
import { processEnded, processEndController, processEndWatch } from './processEnd';
import { containerOutOfMemory, outOfMemoryController, outOfMemoryWatch } from './outOfMemory';
import { pullImage } from './pullImage';
import {
  deregisterContainerInstance,
  loseFargateHosts,
  registerContainerInstance,
  setAgentConnected,
  setContainerInstanceStatus,
} from './registration';

type Crash = AnyRequest & {
  readonly action?: string;
  readonly input?: CrashInput & { readonly kind?: unknown };
};

export const isCrashOfTask = (request: AnyRequest): boolean => {
  const { api, action, input } = request as Crash;
  return api === 'quayside' && action === 'crashContainer' && input?.kind === 'ecs/Task';
};

export const agentPart: ModelPart = {
  admit: (request, ctx) =>
    isCrashOfTask(request) ? crashContainer((request as Crash).input ?? {}, ctx) : undefined,
  commands: {
    registerContainerInstance,
    setContainerInstanceStatus,
    setAgentConnected,
    deregisterContainerInstance,
    loseFargateHosts,
    acceptTask,
    stopManagedTask,
    submitTaskState,
    tellContainer,
    pullImage,
    observeProcesses,
    containerOutOfMemory,
    processEnded,
  },
  controllers: [
    agentController,
    communicationController,
    containerInstanceController,
    fargateZoneController,
    outOfMemoryController,
    processEndController,
    fargateMeter,
  ],
  lifecycles: [containerLifecycle, containerInstanceLifecycle],
  watches: [
    outOfMemoryWatch,
    processEndWatch,
    fargateMeterWatch,
    defineWatch({
      kind: 'ecs/Task',
      wakes: COMMUNICATION_CONTROLLER,
      keys: (after, before, key) =>
        after && after.lastStatus !== before?.lastStatus && concernsAgent(after) ? [key] : [],
    }),
    defineWatch({
      kind: 'ecs/ManagedTask',
      wakes: COMMUNICATION_CONTROLLER,
      keys: (after, before, key) => (after && isReportable(after, before) ? [key] : []),
    }),
    defineWatch({
      kind: 'ecs/ManagedTask',
      wakes: AGENT_CONTROLLER,
      keys: (after, _before, key) => (after ? [key] : []),
    }),
    defineWatch({
      kind: 'ec2/Instance',
      wakes: AGENT_CONTROLLER,
      keys: (after, before, key, read) =>
        before && after !== before ? read.keysBy('ecs/ManagedTask', 'place', key) : [],
    }),
    // What was said while nothing got through is said again.
    defineWatch({
      kind: 'ec2/Instance',
      wakes: COMMUNICATION_CONTROLLER,
      keys: (after, before, key, read) => (after && before ? tasksOfInstance(read, key) : []),
    }),
    defineWatch({
      kind: 'ec2/AvailabilityZone',
      wakes: COMMUNICATION_CONTROLLER,
      keys: (_after, _before, key, read) => read.keysBy('ecs/Task', 'fargateZone', key),
    }),
    defineWatch({
      kind: 'ec2/AvailabilityZone',
      wakes: AGENT_CONTROLLER,
      keys: (_after, _before, key, read) =>
        read.keysBy('ecs/ManagedTask', 'place', fargatePlace(key)),
    }),
    defineWatch({
      kind: 'ec2/AvailabilityZone',
      wakes: FARGATE_ZONE_CONTROLLER,
      keys: (after, before, key) => (after?.State === 'impaired' && before ? [key] : []),
    }),
    defineWatch({
      kind: 'ec2/Instance',
      wakes: CONTAINER_INSTANCE_CONTROLLER,
      keys: (after, _before, key) =>
        after?.bootstrap?.as === 'ecs-container-instance' ? [key] : [],
    }),
    defineWatch({
      kind: 'autoscaling/AutoScalingInstance',
      wakes: CONTAINER_INSTANCE_CONTROLLER,
      keys: (after, before, key) =>
        after && before && isWarm(after) !== isWarm(before) ? [key] : [],
    }),
    defineWatch({
      kind: 'ecs/Cluster',
      wakes: CONTAINER_INSTANCE_CONTROLLER,
      keys: (after, before, key, read) =>
        after && after.status !== before?.status ? read.keysBy('ec2/Instance', 'cluster', key) : [],
    }),
    defineWatch({
      kind: 'ecs/ContainerInstance',
      wakes: COMMUNICATION_CONTROLLER,
      keys: (after, before, _key, read) =>
        after?.agentConnected && before?.agentConnected === false
          ? read.keysBy('ecs/Task', 'containerInstance', after.containerInstanceArn)
          : [],
    }),
  ],
  indexes: [
    ...managedTaskIndexes,
    defineIndex({
      name: 'cluster',
      kind: 'ecs/ContainerInstance',
      buckets: (_instance, key) => [clusterOfKey(key)],
    }),
    defineIndex({
      name: 'ec2InstanceId',
      kind: 'ecs/ContainerInstance',
      buckets: ({ ec2InstanceId }) => [ec2InstanceId],
    }),
    defineIndex({
      name: 'fargateZone',
      kind: 'ecs/Task',
      buckets: ({ launchType, availabilityZone, lastStatus }) =>
        launchType === 'FARGATE' && availabilityZone && lastStatus !== 'STOPPED'
          ? [availabilityZone]
          : [],
    }),
    defineIndex({
      name: 'containerInstance',
      kind: 'ecs/Task',
      buckets: ({ containerInstanceArn }) => (containerInstanceArn ? [containerInstanceArn] : []),
    }),
  ],
};

/** To be handed over, or to be stopped. */
const concernsAgent = ({ lastStatus }: Task): boolean =>
  lastStatus === 'PENDING' || lastStatus === 'STOPPING';

function tasksOfInstance(read: Read, instanceId: string): readonly string[] {
  const [key] = read.keysBy('ecs/ContainerInstance', 'ec2InstanceId', instanceId);
  const arn =
    key === undefined ? undefined : read.get('ecs/ContainerInstance', key)?.containerInstanceArn;
  return arn === undefined ? [] : read.keysBy('ecs/Task', 'containerInstance', arn);
}
