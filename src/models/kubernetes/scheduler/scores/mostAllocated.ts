/**
 * MostAllocated: used share of each resource, weighted, which packs nodes full
 * (plugins/noderesources/most_allocated.go, v1.34).
 */
import type { ResourceSpec } from '../configuration';
import { MAX_NODE_SCORE } from '../framework';
import { weightedScorer } from './resourceAllocation';

export const mostResourceScorer = (resources: readonly ResourceSpec[]) =>
  weightedScorer(resources, mostRequestedScore);

/** By non-zero requests more may be asked for than there is. */
const mostRequestedScore = (requested: number, capacity: number): number =>
  Math.floor((Math.min(requested, capacity) * MAX_NODE_SCORE) / capacity);
