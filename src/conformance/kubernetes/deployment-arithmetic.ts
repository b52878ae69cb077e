/** maxSurge and maxUnavailable, and the size a new ReplicaSet may grow to. */
import {
  maxUnavailable,
  minAvailable,
  newReplicaSetReplicas,
  resolveFenceposts,
} from '../../models/kubernetes/controllers/deployment/arithmetic';
import type { IntOrString } from '../../models/kubernetes/types';
import { differences, type Suite } from '../suite';
import { deploymentOf, type DeploymentCase } from './deploymentFixtures';

type Input = DeploymentCase & {
  readonly operation: string;
  readonly maxSurge: IntOrString;
  readonly maxUnavailable: IntOrString;
  readonly replicas: number;
  readonly totalReplicas: number;
  readonly newReplicas: number;
};

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'deployment-arithmetic',
  check({ input, expect }) {
    return differences(expect, answer(input as unknown as Input));
  },
};

function answer(input: Input): Record<string, unknown> {
  const deployment = deploymentOf(input);
  switch (input.operation) {
    case 'resolveFenceposts':
      return fenceposts(input);
    case 'newReplicaSetReplicas':
      return {
        newReplicas: newReplicaSetReplicas(deployment, input.totalReplicas, input.newReplicas),
      };
    case 'maxUnavailable':
      return { value: maxUnavailable(deployment) };
    case 'minAvailable':
      return { value: minAvailable(deployment) };
    default:
      throw new Error(`unknown operation ${input.operation}`);
  }
}

function fenceposts(input: Input): Record<string, unknown> {
  try {
    return { ...resolveFenceposts(input.maxSurge, input.maxUnavailable, input.replicas) };
  } catch (error) {
    if (error instanceof RangeError) return { error: true };
    throw error;
  }
}
