/** Completeness, progress, deadline and the Progressing condition of a Deployment. */
import { tallies } from '../../models/kubernetes/api/indexes';
import {
  calculateStatus,
  deploymentComplete,
  deploymentProgressing,
  deploymentTimedOut,
  oldPodsRunning,
  progressing,
  rolloutStatus,
} from '../../models/kubernetes/controllers/deployment/progress';
import type { Condition, Deployment, Pod, PodPhase } from '../../models/kubernetes/types';
import { differences, type Suite } from '../suite';
import {
  conditionsOf,
  deploymentOf,
  replicaSetOf,
  type DeploymentCase,
  type ReplicaSetCase,
} from './deploymentFixtures';

type Status = Deployment['status'];
type Input = DeploymentCase & {
  readonly operation: string;
  readonly status: Status;
  readonly oldStatus: Status;
  readonly newStatus: Status;
  readonly newReplicaSet: ReplicaSetCase | null;
  readonly oldReplicaSets: readonly ReplicaSetCase[];
  readonly podsByOwner: Readonly<Record<string, readonly { readonly phase: string }[]>>;
  readonly condition: Readonly<Record<string, unknown>> | null;
  readonly now: string;
};

/** Later than any date that a case names. */
const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'deployment-status',
  check({ input, expect }) {
    const actual = answer(input as unknown as Input);
    const { condition, ...others } = expect;
    if (condition === undefined) return differences(expect, actual);
    const wanted = (condition ?? {}) as Record<string, unknown>;
    return [
      ...differences(others, actual),
      ...differences(wanted, { ...(actual['condition'] as Condition | undefined) }),
    ];
  },
};

function answer(input: Input): Record<string, unknown> {
  const deployment = deploymentOf(input);
  switch (input.operation) {
    case 'isComplete':
      return { complete: deploymentComplete(deployment, input.status) };
    case 'isProgressing':
      return { progressing: deploymentProgressing(input.oldStatus, input.newStatus) };
    case 'isTimedOut': {
      const status = { conditions: conditionsOf(input.condition ? [input.condition] : []) };
      return { timedOut: deploymentTimedOut(deployment, status, Date.parse(input.now)) };
    }
    case 'rolloutStatus':
      return { condition: progressingAfter(input) };
    case 'oldPodsRunning':
      return { running: running(input) };
    default:
      throw new Error(`unknown operation ${input.operation}`);
  }
}

function progressingAfter(input: Input): Condition | undefined {
  const conditions = conditionsOf(
    input.oldStatus.conditions as unknown as readonly Readonly<Record<string, unknown>>[],
  );
  const deployment = deploymentOf(input, { ...input.oldStatus, conditions });
  const newRs = input.newReplicaSet ? replicaSetOf(input.newReplicaSet) : undefined;
  const all = [...input.oldReplicaSets.map(replicaSetOf), ...(newRs ? [newRs] : [])];
  const calculated = calculateStatus(all, newRs, deployment, NOW_MS);
  return progressing(rolloutStatus(deployment, calculated, newRs, NOW_MS));
}

function running(input: Input): boolean {
  const own = input.newReplicaSet?.name?.replace(/^foo-/, '');
  const counts = Object.entries(input.podsByOwner)
    .filter(([uid]) => uid !== own)
    .map(([uid, pods]) => countsOf(uid, pods));
  return oldPodsRunning(input.oldReplicaSets.map(replicaSetOf), counts);
}

/** The sums that the store would keep for these pods. */
function countsOf(uid: string, pods: readonly { readonly phase: string }[]) {
  const sums = { total: 0, succeeded: 0, failed: 0 };
  for (const { phase } of pods) {
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: uid,
        uid,
        creationTimestamp: 0,
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: uid, uid, controller: true },
        ],
      },
      spec: { containers: [] },
      status: { phase: phase as PodPhase },
    };
    for (const tally of tallies) {
      const add = tally.of(pod, uid)?.add ?? {};
      for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += add[name] ?? 0;
    }
  }
  return sums;
}
