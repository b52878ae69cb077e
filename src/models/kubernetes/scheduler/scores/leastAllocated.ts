/** LeastAllocated: free share of each resource, weighted (plugins/noderesources/least_allocated.go, v1.34). */
import type { ResourceSpec } from '../configuration';
import { MAX_NODE_SCORE } from '../framework';
import { weightedScorer } from './resourceAllocation';

export const leastResourceScorer = (resources: readonly ResourceSpec[]) =>
  weightedScorer(resources, leastRequestedScore);

const leastRequestedScore = (requested: number, capacity: number): number =>
  requested > capacity ? 0 : Math.floor(((capacity - requested) * MAX_NODE_SCORE) / capacity);
