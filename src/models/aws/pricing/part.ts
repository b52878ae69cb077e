/** What EC2 bills, summed as it changes: an instance costs while it is `running` (pending and stopped ones are free). */
import type { ModelPart } from '../../../engine/composeModel';
import { defineTally } from '../../../engine/model';
import { instancePrice } from './prices';

/** Bucket: what the instances are for, `ecs-container-instance` or `eks-node`; '' for others. */
export const INSTANCE_COST = 'aws/cost/instances';

/** Bucket: `tasks`. Kept by the model that knows tasks. */
export const FARGATE_COST = 'aws/cost/fargate';

export const pricingPart: ModelPart = {
  tallies: [
    defineTally({
      name: INSTANCE_COST,
      kind: 'ec2/Instance',
      dependsOn: ['State', 'InstanceType', 'bootstrap'],
      of: ({ State, InstanceType, bootstrap }) =>
        State.Name === 'running'
          ? {
              bucket: bootstrap?.as ?? '',
              add: { instances: 1, microUsdPerHour: instancePrice(InstanceType) },
            }
          : undefined,
    }),
  ],
};
