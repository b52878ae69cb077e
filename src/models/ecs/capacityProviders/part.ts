/** Capacity providers: how tasks are shared out over them, those that wait for their capacity, and managed scaling. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex, defineWatch } from '../../../engine/model';
import { clusterOfKey } from '../placement/clusterView';
import {
  associationController,
  ASSOCIATION_CONTROLLER,
  endManagedScaling,
  nameContainerInstances,
  startManagedScaling,
} from './associate';
import { explainManagedScaling } from './explainManaged';
import { giveUpWaiting } from './giveUpWaiting';
import { clustersOf } from './lookups';
import { followManagedScaling, measureManagedScaling, stateKey } from './managed';
import { placeWaitingTasks } from './placeWaiting';
import { shareTallies } from './shares';

export const capacityProviderPart: ModelPart = {
  query: explainManagedScaling,
  commands: {
    placeWaitingTasks,
    giveUpWaiting,
    nameContainerInstances,
    startManagedScaling,
    endManagedScaling,
    measureManagedScaling,
    followManagedScaling,
  },
  controllers: [associationController],
  watches: [
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
  ],
  indexes: [
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
