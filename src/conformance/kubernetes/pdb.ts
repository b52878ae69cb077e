/** Suite pdb: what a disruption budget allows, and whether a pod may be evicted. */
import {
  desiredHealthy,
  disruptionsAllowed,
  type BudgetSpec,
} from '../../models/kubernetes/controllers/disruption/budget';
import { judgeEviction } from '../../models/kubernetes/controllers/disruption/evictionVerdict';
import type { Pod, PodDisruptionBudget } from '../../models/kubernetes/types';
import { differences, type Suite } from '../suite';

interface StatusInput extends BudgetSpec {
  readonly operation: 'status';
  readonly expectedPods: number;
  readonly healthyPods: number;
}
interface EvictInput {
  readonly operation: 'evict';
  readonly pdbs: readonly NonNullable<PodDisruptionBudget['status']>[];
  readonly unhealthyPodEvictionPolicy: 'IfHealthyBudget' | 'AlwaysAllow' | null;
  readonly pod: {
    readonly phase: Pod['status']['phase'];
    readonly ready: boolean;
    readonly terminating: boolean;
  };
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'pdb',
  check({ input, expect }) {
    const asked = input as unknown as StatusInput | EvictInput;
    return differences(expect, asked.operation === 'status' ? statusOf(asked) : evict(asked));
  },
};

function statusOf({ expectedPods, healthyPods, ...spec }: StatusInput) {
  const desired = desiredHealthy(spec, expectedPods);
  const counts = { expectedPods, currentHealthy: healthyPods, desiredHealthy: desired };
  return { desiredHealthy: desired, disruptionsAllowed: disruptionsAllowed(counts) };
}

function evict({ pdbs, unhealthyPodEvictionPolicy: policy, pod }: EvictInput) {
  const metadata = { name: 'foo', namespace: 'default', uid: 'u', creationTimestamp: 0 };
  const ready = { type: 'Ready', status: pod.ready ? 'True' : 'False' } as const;
  const verdict = judgeEviction(
    {
      metadata: { ...metadata, ...(pod.terminating ? { deletionTimestamp: 0 } : {}) },
      status: { phase: pod.phase, conditions: [ready] },
    },
    pdbs.map((status) => ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: policy === null ? {} : { unhealthyPodEvictionPolicy: policy },
      status: { observedGeneration: 1, ...status },
    })),
  );
  if (verdict.allowed) return { allowed: true };
  return { allowed: false, error: verdict.refusal.error.name, message: verdict.cause };
}
