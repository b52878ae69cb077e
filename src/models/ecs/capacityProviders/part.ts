/** Capacity providers: how tasks are shared out over them, those that wait for their capacity, and managed scaling. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex, defineWatch } from '../../../engine/model';
import { clusterOfKey } from '../placement/clusterView';
import type { ContainerInstance } from '../types';
import {
  associationController,
  ASSOCIATION_CONTROLLER,
  endManagedScaling,
  nameContainerInstances,
  startManagedScaling,
} from './associate';
import {
  drainingController,
  DRAINING_CONTROLLER,
  finishManagedDraining,
  startManagedDraining,
} from './drain';
import { explainManagedScaling } from './explainManaged';
import {
  fargateSpotController,
  fargateSpotWatch,
  interruptTask,
  isInterruptOfTask,
  reclaimFargateSpot,
} from './fargateSpot';
import { giveUpWaiting } from './giveUpWaiting';
import { clustersOf } from './lookups';
import { followManagedScaling, measureManagedScaling, stateKey } from './managed';
import { placeWaitingTasks } from './placeWaiting';
import { protectionController, PROTECTION_CONTROLLER } from './protect';
import { shareTallies } from './shares';
import { drainSpotInstance, spotNoticeController, SPOT_NOTICE_CONTROLLER } from './spotNotice';

export const capacityProviderPart: ModelPart = {
  admit: (request, ctx) => (isInterruptOfTask(request) ? interruptTask(request, ctx) : undefined),
  query: explainManagedScaling,
  commands: {
    placeWaitingTasks,
    giveUpWaiting,
    nameContainerInstances,
    startManagedScaling,
    endManagedScaling,
    measureManagedScaling,
    followManagedScaling,
    startManagedDraining,
    finishManagedDraining,
    drainSpotInstance,
    reclaimFargateSpot,
  },
  controllers: [
    associationController,
    protectionController,
    drainingController,
    spotNoticeController,
    fargateSpotController,
  ],
  watches: [
    fargateSpotWatch,
    defineWatch({
      kind: 'ecs/Cluster',
      wakes: ASSOCIATION_CONTROLLER,
      keys: (after, before, cluster) => {
        if (
          after?.capacityProviders === before?.capacityProviders &&
          after?.status === before?.status
        )
          return [];
        const names = [...(after?.capacityProviders ?? []), ...(before?.capacityProviders ?? [])];
        return [...new Set(names)].map((name) => stateKey(cluster, name));
      },
    }),
    defineWatch({
      kind: 'ecs/CapacityProvider',
      wakes: ASSOCIATION_CONTROLLER,
      keys: (after, before, name, read) =>
        after?.autoScalingGroupProvider === before?.autoScalingGroupProvider
          ? []
          : clustersOf(read, name).map((cluster) => stateKey(cluster, name)),
    }),
    defineWatch({
      kind: 'ecs/CapacityProvider',
      wakes: PROTECTION_CONTROLLER,
      keys: (after, before, name, read) =>
        after && after.autoScalingGroupProvider !== before?.autoScalingGroupProvider
          ? read.by('ecs/ContainerInstance', 'ofProvider', name).map((i) => i.ec2InstanceId)
          : [],
    }),
    defineWatch({
      kind: 'ecs/ContainerInstance',
      wakes: PROTECTION_CONTROLLER,
      keys: (after, before) =>
        after?.capacityProviderName !== undefined && holdsOtherwise(after, before)
          ? [after.ec2InstanceId]
          : [],
    }),
    defineWatch({
      kind: 'autoscaling/AutoScalingInstance',
      wakes: PROTECTION_CONTROLLER,
      keys: (after, before, key) =>
        after?.LifecycleState === 'InService' &&
        (before?.LifecycleState !== 'InService' ||
          after.ProtectedFromScaleIn !== before.ProtectedFromScaleIn)
          ? [key]
          : [],
    }),
    defineWatch({
      kind: 'autoscaling/AutoScalingInstance',
      wakes: DRAINING_CONTROLLER,
      keys: (after, before, key) => (after && after.actions !== before?.actions ? [key] : []),
    }),
    defineWatch({
      kind: 'ecs/ContainerInstance',
      wakes: DRAINING_CONTROLLER,
      keys: (after, before) => {
        const instance = after ?? before;
        const drains = after?.status === 'DRAINING' || !after;
        return instance?.capacityProviderName !== undefined && drains
          ? [instance.ec2InstanceId]
          : [];
      },
    }),
    defineWatch({
      kind: 'ec2/Instance',
      wakes: SPOT_NOTICE_CONTROLLER,
      keys: (after, before, key) =>
        after?.interruptedAtMs !== before?.interruptedAtMs &&
        after?.bootstrap?.as === 'ecs-container-instance'
          ? [key]
          : [],
    }),
  ],
  indexes: [
    defineIndex({
      name: 'ofProvider',
      kind: 'ecs/ContainerInstance',
      dependsOn: ['capacityProviderName'],
      buckets: ({ capacityProviderName: name }) => (name === undefined ? [] : [name]),
    }),
    defineIndex({
      name: 'group',
      kind: 'ecs/CapacityProvider',
      buckets: ({ autoScalingGroupName }) => [autoScalingGroupName],
    }),
    defineIndex({
      name: 'group',
      kind: 'ecs/ManagedScaling',
      dependsOn: ['autoScalingGroupName'],
      buckets: ({ autoScalingGroupName }) => [autoScalingGroupName],
    }),
    defineIndex({
      name: 'waiting',
      kind: 'ecs/Task',
      dependsOn: ['lastStatus', 'desiredStatus', 'containerInstanceArn'],
      buckets: ({ lastStatus, launchType, containerInstanceArn, desiredStatus }, key) =>
        lastStatus === 'PROVISIONING' &&
        desiredStatus === 'RUNNING' &&
        launchType === 'EC2' &&
        containerInstanceArn === undefined
          ? [clusterOfKey(key)]
          : [],
    }),
  ],
  tallies: shareTallies,
};

const holdsOtherwise = (after: ContainerInstance, before: ContainerInstance | undefined): boolean =>
  after.capacityProviderName !== before?.capacityProviderName ||
  after.runningTasksCount !== before?.runningTasksCount ||
  after.pendingTasksCount !== before?.pendingTasksCount;
