/** What Fargate bills: the task's size, from the image pull until it has stopped (aws.amazon.com/fargate/pricing). */
import { defineTally } from '../../engine/model';
import { FARGATE_COST } from '../aws/pricing/part';
import { fargatePrice } from '../aws/pricing/prices';

export const fargateCostTally = defineTally({
  name: FARGATE_COST,
  kind: 'ecs/Task',
  of: ({ launchType, cpu, memory, pullStartedAt, lastStatus }) =>
    launchType === 'FARGATE' && pullStartedAt !== undefined && lastStatus !== 'STOPPED'
      ? {
          bucket: 'tasks',
          add: { tasks: 1, microUsdPerHour: fargatePrice(Number(cpu), Number(memory)) },
        }
      : undefined,
});
