/** One reconcile step of a rolling update, proportional scaling, history clean-up. */
import { cleanupDeployment } from '../../models/kubernetes/controllers/deployment/history';
import {
  cleanupUnhealthyReplicas,
  reconcileNewReplicaSet,
  reconcileOldReplicaSets,
  scaleDownOldReplicaSets,
} from '../../models/kubernetes/controllers/deployment/rolling';
import { scale } from '../../models/kubernetes/controllers/deployment/scaling';
import { differences, type Suite } from '../suite';
import {
  deploymentOf,
  replicaSetOf,
  type DeploymentCase,
  type ReplicaSetCase,
} from './deploymentFixtures';

type Input = DeploymentCase & {
  readonly operation: string;
  readonly newReplicas: number;
  readonly newAvailable?: number;
  readonly oldReplicas: number;
  readonly oldAvailable?: number;
  readonly available?: number;
  readonly maxCleanupCount: number;
  readonly newReplicaSet: ReplicaSetCase | null;
  readonly oldReplicaSets: readonly ReplicaSetCase[];
  readonly revisionHistoryLimit: number;
};

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'deployment-rolling',
  check: ({ input, expect }) => differences(expect, answer(input as unknown as Input)),
};

const withCounts = (name: string, replicas: number, available: number) =>
  replicaSetOf({ name, replicas, status: { replicas, availableReplicas: available } });

function answer(input: Input): Record<string, unknown> {
  const deployment = deploymentOf(input);
  const newRs = withCounts('new', input.newReplicas, input.newAvailable ?? 0);
  const old = withCounts('old', input.oldReplicas, input.oldAvailable ?? input.available ?? 0);
  switch (input.operation) {
    case 'reconcileNew': {
      const size = reconcileNewReplicaSet([old, newRs], newRs, deployment);
      return { scaled: size !== undefined, newReplicas: size ?? input.newReplicas };
    }
    case 'reconcileOld': {
      const { cleanedUp, scaledDown } = reconcileOldReplicaSets([old], newRs, deployment);
      const size = scaledDown.get('old') ?? cleanedUp.get('old');
      return { scaled: size !== undefined, oldReplicas: size ?? input.oldReplicas };
    }
    case 'cleanupUnhealthy': {
      const size = cleanupUnhealthyReplicas([old], input.maxCleanupCount).get('old');
      return { cleanedUp: input.oldReplicas - (size ?? input.oldReplicas) };
    }
    case 'scaleDownOld': {
      const size = scaleDownOldReplicaSets([old], [old], deployment).get('old');
      return { scaled: size !== undefined, oldReplicas: size ?? input.oldReplicas };
    }
    case 'proportionalScale':
      return { replicas: proportional(input) };
    case 'historyCleanup': {
      const sets = input.oldReplicaSets.map(replicaSetOf);
      return { deletions: cleanupDeployment(sets, input.revisionHistoryLimit).length };
    }
    default:
      throw new Error(`unknown operation ${input.operation}`);
  }
}

function proportional(input: Input): Record<string, number> {
  const newRs = input.newReplicaSet ? replicaSetOf(input.newReplicaSet) : undefined;
  const old = input.oldReplicaSets.map(replicaSetOf);
  const sizes = scale(deploymentOf(input), newRs, old)?.sizes;
  return Object.fromEntries(
    [...(newRs ? [newRs] : []), ...old].map(({ metadata, spec }) => [
      metadata.name,
      sizes?.get(metadata.name) ?? spec.replicas,
    ]),
  );
}
