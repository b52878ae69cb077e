/**
 * DefaultPreemption (plugins/defaultpreemption, framework/preemption, v1.34): when no node has room, could one have it
 * without its pods of lower priority? Only nodes are tried whose refusal evicting could change. The chosen node is a
 * nomination, not a binding: the victims still have to end, and the pod may land elsewhere.
 */
import type { Pod } from '../../types';
import { nodeNamed, type Cluster } from '../cluster';
import { fitErrorMessage, type Diagnosis } from '../fitError';
import { unresolvable, type Rejection } from '../framework';
import type { PodInfo } from '../podInfo';
import type { Profile } from '../profile';
import { NO_VICTIMS, selectVictimsOnNode, type Candidate, type RunningPod } from './victims';
import type { DisruptionBudget } from './disruptionBudget';
import { pickOneNode } from './pickOneNode';

export interface PreemptionInput {
  readonly pod: PodInfo;
  readonly cluster: Cluster;
  readonly profile: Profile;
  readonly diagnosis: Diagnosis;
  readonly budgets: readonly DisruptionBudget[];
  /** The pods of a node; asked only where some have a lower priority. */
  runningOn(nodeName: string): readonly RunningPod[];
  /** 0..n-1: from which node on candidates are tried. */
  draw(n: number): number;
}

const NOT_HELPFUL = unresolvable('Preemption is not helpful for scheduling');

/** The node to nominate with its victims, or the text that says why there is none. */
export function preempt(input: PreemptionInput): Candidate | { readonly message: string } {
  const { candidates, nodeToStatus } = dryRunPreemption(input);
  const best = pickOneNode(candidates);
  if (best) return best;
  const diagnosis = { ...input.diagnosis, preFilterMessage: '', nodeToStatus };
  return { message: fitErrorMessage({ ...diagnosis, absentNodes: NOT_HELPFUL }, '') };
}

/**
 * May this pod preempt at all? The text says why not. `podsOnNominatedNode`: while a victim of an earlier preemption is
 * still ending there, the pod waits for it instead of taking more.
 */
export function whyNotEligible(
  pod: PodInfo,
  nominatedNodeStatus: Rejection | undefined,
  podsOnNominatedNode: readonly Pod[],
): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  if (nominatedNodeStatus?.code === 'UnschedulableAndUnresolvable') return undefined;
  const waits = podsOnNominatedNode.some(
    (other) => (other.spec.priority ?? 0) < pod.priority && isTerminatingByPreemption(other),
  );
  return waits ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
}

const isTerminatingByPreemption = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined &&
  (status.conditions ?? []).some(
    (c) =>
      c.type === 'DisruptionTarget' && c.status === 'True' && c.reason === 'PreemptionByScheduler',
  );

function dryRunPreemption(input: PreemptionInput): {
  readonly candidates: readonly Candidate[];
  readonly nodeToStatus: ReadonlyMap<string, Rejection>;
} {
  const potential = potentialNodes(input);
  const nodeToStatus = new Map<string, Rejection>();
  const candidates: Candidate[] = [];
  if (potential.length === 0) return { candidates, nodeToStatus };
  const enough = candidatesNeeded(potential.length, input.profile);
  const offset = input.draw(potential.length);
  for (let i = 0; i < potential.length; i++) {
    const nodeName = potential[(offset + i) % potential.length] as string;
    const found = mayHaveVictims(input, nodeName)
      ? selectVictimsOnNode(input, nodeName, input.runningOn(nodeName), input.budgets)
      : { rejection: NO_VICTIMS };
    if ('rejection' in found) nodeToStatus.set(nodeName, found.rejection);
    else candidates.push(found);
    if (candidates.length >= enough && candidates.some((c) => c.budgetViolations === 0)) break;
  }
  return { candidates: nonViolatingFirst(candidates), nodeToStatus };
}

/** Nodes whose refusal was not final, in the order of the cluster. */
function potentialNodes({ cluster, diagnosis }: PreemptionInput): string[] {
  const { nodeToStatus, absentNodes } = diagnosis;
  const names: string[] = [];
  cluster.nodes.forEach(({ name }) => {
    const code = (nodeToStatus.get(name) ?? absentNodes)?.code;
    if (code === 'Unschedulable') names.push(name);
  });
  return names;
}

const mayHaveVictims = ({ cluster, pod }: PreemptionInput, nodeName: string): boolean =>
  nodeNamed(cluster, nodeName)?.groups.some((group) => group.priority < pod.priority) ?? false;

const candidatesNeeded = (nodes: number, { preemptionArgs }: Profile): number => {
  const { minCandidateNodesPercentage = 10, minCandidateNodesAbsolute = 100 } = preemptionArgs;
  const share = Math.floor((nodes * minCandidateNodesPercentage) / 100);
  return Math.min(Math.max(share, minCandidateNodesAbsolute), nodes);
};

const nonViolatingFirst = (candidates: readonly Candidate[]): readonly Candidate[] => [
  ...candidates.filter((c) => c.budgetViolations === 0),
  ...candidates.filter((c) => c.budgetViolations > 0),
];
