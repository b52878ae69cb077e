/**
 * Which pods would have to go from a node so that the pod fits (plugins/defaultpreemption SelectVictimsOnNode, v1.34):
 * all of lower priority are taken away in thought, then put back one by one, the most important first and those first
 * whose disruption budget would be violated; what does not fit any more is a victim.
 */
import type { Cluster } from '../cluster';
import { withoutPodOnNode, withPodOnNode } from '../clusterPods';
import { unresolvable, type Rejection } from '../framework';
import type { PodInfo } from '../podInfo';
import type { Profile } from '../profile';
import { rejectionOn } from '../filterNodes';
import { byCodeUnit } from '../sortedMap';
import { splitByBudget, type DisruptionBudget } from './disruptionBudget';

export interface RunningPod {
  readonly pod: PodInfo;
  /** A pod that has not started yet counts as starting now. */
  readonly startTimeMs: number;
}

export interface Candidate {
  readonly nodeName: string;
  /** The most important first. */
  readonly victims: readonly RunningPod[];
  readonly budgetViolations: number;
}

export const NO_VICTIMS = unresolvable('No preemption victims found for incoming pod');

export function selectVictimsOnNode(
  on: { readonly pod: PodInfo; readonly cluster: Cluster; readonly profile: Profile },
  nodeName: string,
  running: readonly RunningPod[],
  budgets: readonly DisruptionBudget[],
): Candidate | { readonly rejection: Rejection } {
  const potential = running
    .filter((r) => r.pod.priority < on.pod.priority)
    .sort(moreImportantFirst);
  if (potential.length === 0) return { rejection: NO_VICTIMS };
  let cluster = potential.reduce((c, { pod }) => withoutPodOnNode(c, pod), on.cluster);
  const rejection = rejectionOn({ ...on, cluster, startIndex: 0 }, nodeName);
  if (rejection) return { rejection };
  const { violating, others } = splitByBudget(potential, budgets);
  const victims = [...violating, ...others].filter(({ pod }) => {
    const reprieved = withPodOnNode(cluster, pod, nodeName);
    const fits = rejectionOn({ ...on, cluster: reprieved, startIndex: 0 }, nodeName) === undefined;
    if (fits) cluster = reprieved;
    return !fits;
  });
  return {
    nodeName,
    victims: [...victims].sort(moreImportantFirst),
    budgetViolations: victims.filter((v) => violating.includes(v)).length,
  };
}

/** Higher priority, then the longer running; the key settles the rest. */
export const moreImportantFirst = (a: RunningPod, b: RunningPod): number =>
  b.pod.priority - a.pod.priority ||
  a.startTimeMs - b.startTimeMs ||
  byCodeUnit(a.pod.key, b.pod.key);
