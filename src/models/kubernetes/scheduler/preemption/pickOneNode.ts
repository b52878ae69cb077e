/**
 * On which of several nodes to preempt (framework/preemption pickOneNodeForPreemption, v1.34), rule by rule until one is
 * left: fewest budget violations; lowest priority of the most important victim; smallest sum of priorities; fewest
 * victims; the latest start of the victims of highest priority; the first.
 */
import type { Candidate } from './victims';

/** Makes every priority positive, so that more victims always sum up to more. */
const PRIORITY_OFFSET = 2_147_483_648;

/** The less, the better. */
const RULES: readonly ((candidate: Candidate) => number)[] = [
  ({ budgetViolations }) => budgetViolations,
  ({ victims }) => victims[0]?.pod.priority ?? -Infinity,
  ({ victims }) => victims.reduce((sum, v) => sum + v.pod.priority + PRIORITY_OFFSET, 0),
  ({ victims }) => victims.length,
  ({ victims }) => -earliestStartOfHighest(victims),
];

export function pickOneNode(candidates: readonly Candidate[]): Candidate | undefined {
  let left = candidates;
  for (const rule of RULES) {
    const values = left.map(rule);
    const least = Math.min(...values);
    left = left.filter((_, i) => values[i] === least);
    if (left.length <= 1) break;
  }
  return left[0];
}

const earliestStartOfHighest = (victims: Candidate['victims']): number => {
  const highest = victims[0]?.pod.priority;
  return Math.min(...victims.filter((v) => v.pod.priority === highest).map((v) => v.startTimeMs));
};
