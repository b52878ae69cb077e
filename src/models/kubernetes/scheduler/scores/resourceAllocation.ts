/**
 * What the scores by resources compare, per node and resource: what will be requested with the pod on it, against what
 * there is (plugins/noderesources/resource_allocation.go, v1.34). An extended resource that the pod does not request is
 * left out, and so is one that the node does not have; its weight does not count then.
 */
import type { ResourceSpec } from '../configuration';
import { amountOf } from '../filters/nodeResourcesFit';
import type { Rejection } from '../framework';
import type { NodeInfo } from '../nodeInfo';
import type { PodInfo } from '../podInfo';

/** Parallel to the resources of the strategy; `allocatable` 0: left out. Reused from node to node. */
export interface Allocation {
  readonly requested: number[];
  readonly allocatable: number[];
}

export const NO_RESOURCES: { readonly reject: Rejection } = {
  reject: { code: 'Error', reasons: ['resources not found'] },
};

/** `nonZero`: containers that request nothing count as a little, so that empty pods spread too. */
export function allocationOf(
  pod: PodInfo,
  resources: readonly ResourceSpec[],
  nonZero: boolean,
): (node: NodeInfo) => Allocation {
  const podRequests = resources.map(({ name }) => podRequestOf(pod, name, nonZero));
  const requested = resources.map(() => 0);
  const allocatable = resources.map(() => 0);
  const allocation = { requested, allocatable };
  return (node) => {
    for (let i = 0; i < resources.length; i++) {
      const { name } = resources[i] as ResourceSpec;
      const podRequest = podRequests[i] ?? 0;
      const leftOut = podRequest === 0 && isScalar(name);
      allocatable[i] = leftOut ? 0 : amountOf(node.allocatable, name);
      requested[i] = podRequest + nodeRequestOf(node, name, nonZero);
    }
    return allocation;
  };
}

/** The weighted mean of a score per resource, in whole numbers. */
export const weightedScorer =
  (
    resources: readonly ResourceSpec[],
    scoreOf: (requested: number, capacity: number) => number,
  ): ((allocation: Allocation) => number) =>
  ({ requested, allocatable }) => {
    let score = 0;
    let weights = 0;
    for (let i = 0; i < resources.length; i++) {
      const capacity = allocatable[i] ?? 0;
      if (capacity === 0) continue;
      const { weight } = resources[i] as ResourceSpec;
      score += scoreOf(requested[i] ?? 0, capacity) * weight;
      weights += weight;
    }
    return weights === 0 ? 0 : Math.floor(score / weights);
  };

export function podRequestOf({ resources }: PodInfo, name: string, nonZero: boolean): number {
  if (nonZero && name === 'cpu') return resources.nonZeroCpuMilli;
  if (nonZero && name === 'memory') return resources.nonZeroMemoryBytes;
  return amountOf(resources, name);
}

function nodeRequestOf(node: NodeInfo, name: string, nonZero: boolean): number {
  if (nonZero && name === 'cpu') return node.nonZeroRequested.cpuMilli;
  if (nonZero && name === 'memory') return node.nonZeroRequested.memoryBytes;
  return amountOf(node.requested, name);
}

const isScalar = (name: string): boolean =>
  name !== 'cpu' && name !== 'memory' && name !== 'ephemeral-storage';
