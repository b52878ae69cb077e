/**
 * NodeResourcesFit score, by the strategy of the configuration (plugins/noderesources/fit.go, v1.34). Default:
 * LeastAllocated over cpu and memory. Counts non-zero requests.
 */
import { CPU_AND_MEMORY, type ResourceSpec, type ScoringStrategy } from '../configuration';
import { nodeLocal, type ScoreFactory } from '../framework';
import { leastResourceScorer } from './leastAllocated';
import { mostResourceScorer } from './mostAllocated';
import { requestedToCapacityRatioScorer } from './requestedToCapacityRatio';
import { allocationOf, NO_RESOURCES, type Allocation } from './resourceAllocation';

export const nodeResourcesFit: ScoreFactory = ({ args }) => {
  const strategy = args.scoringStrategy ?? { type: 'LeastAllocated' };
  const resources = strategy.resources ?? CPU_AND_MEMORY;
  const scorer = scorerOf(strategy, resources);
  return {
    name: 'NodeResourcesFit',
    preScore(pod) {
      if (resources.length === 0) return NO_RESOURCES;
      const allocation = allocationOf(pod, resources, true);
      return nodeLocal(this.name, (node) => scorer(allocation(node)));
    },
  };
};

function scorerOf(
  { type, requestedToCapacityRatio }: ScoringStrategy,
  resources: readonly ResourceSpec[],
): (allocation: Allocation) => number {
  switch (type) {
    case 'LeastAllocated':
      return leastResourceScorer(resources);
    case 'MostAllocated':
      return mostResourceScorer(resources);
    case 'RequestedToCapacityRatio':
      return requestedToCapacityRatioScorer(resources, requestedToCapacityRatio?.shape ?? []);
  }
}
