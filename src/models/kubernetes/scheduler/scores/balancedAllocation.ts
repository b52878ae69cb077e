/**
 * NodeResourcesBalancedAllocation: nodes whose resources are used in equal shares are better, so that no node is full of
 * memory with idle cpu (plugins/noderesources/balanced_allocation.go, v1.34). Counts real requests. Since v1.33 it skips
 * a pod that requests none of the resources scored.
 */
import { CPU_AND_MEMORY } from '../configuration';
import { MAX_NODE_SCORE, nodeLocal, type ScoreFactory } from '../framework';
import { allocationOf, NO_RESOURCES, podRequestOf, type Allocation } from './resourceAllocation';

export const balancedAllocation: ScoreFactory = ({ args: { resources = CPU_AND_MEMORY } }) => ({
  name: 'NodeResourcesBalancedAllocation',
  preScore(pod) {
    if (resources.length === 0) return NO_RESOURCES;
    if (resources.every(({ name }) => podRequestOf(pod, name, false) === 0)) return 'Skip';
    const allocation = allocationOf(pod, resources, false);
    return nodeLocal(this.name, (node) => balancedScore(allocation(node)));
  },
});

function balancedScore({ requested, allocatable }: Allocation): number {
  let first = 0;
  let last = 0;
  let sum = 0;
  let count = 0;
  const fractionAt = (i: number): number =>
    Math.min(1, (requested[i] ?? 0) / (allocatable[i] ?? 0));
  for (let i = 0; i < requested.length; i++) {
    if (allocatable[i] === 0) continue;
    last = fractionAt(i);
    if (count === 0) first = last;
    sum += last;
    count += 1;
  }
  let deviation = 0;
  if (count === 2) deviation = Math.abs((first - last) / 2);
  else if (count > 2) {
    const mean = sum / count;
    let squares = 0;
    for (let i = 0; i < requested.length; i++)
      if (allocatable[i] !== 0) squares += (fractionAt(i) - mean) * (fractionAt(i) - mean);
    deviation = Math.sqrt(squares / count);
  }
  return Math.trunc((1 - deviation) * MAX_NODE_SCORE);
}
