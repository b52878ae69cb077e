/** Capacity providers: how tasks are shared out over them, and those that wait for their capacity. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex } from '../../../engine/model';
import { clusterOfKey } from '../placement/clusterView';
import { giveUpWaiting } from './giveUpWaiting';
import { placeWaitingTasks } from './placeWaiting';
import { shareTallies } from './shares';

export const capacityProviderPart: ModelPart = {
  commands: { placeWaitingTasks, giveUpWaiting },
  indexes: [
    defineIndex({
      name: 'group',
      kind: 'ecs/CapacityProvider',
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
