/**
 * Which of its pods a ReplicaSet deletes first (pkg/controller/controller_utils.go ActivePodsWithRanks.Less and
 * replicaset/replica_set.go getPodsToDelete, v1.34): the pods that would be missed least. Ages are compared on a log2 scale of
 * nanoseconds, so that pods of about the same age tie and the uid decides (feature LogarithmicScaleDown).
 */
import { defineTally } from '../../../engine/model';
import { controllerOf, isPodActive, isPodReady } from '../api/indexes';
import { objectKey } from '../naming';
import type { Pod, PodPhase } from '../types';

export interface RankedPod {
  readonly pod: Pod;
  /** Pods of the same owner on the same node, this one included. */
  readonly rank: number;
}

/** Active pods of a controller by node, kept by the store: bucket `<uid> <node>`, sum `active`. */
export const PODS_ON_NODE = 'kubernetes/podsOnNode';
export const podsOnNodeTally = defineTally({
  name: PODS_ON_NODE,
  kind: 'kubernetes/Pod',
  of: (pod) => {
    const owner = controllerOf(pod.metadata.ownerReferences);
    if (!owner || !isPodActive(pod)) return undefined;
    return { bucket: onNode(owner.uid, pod.spec.nodeName ?? ''), add: { active: 1 } };
  },
});
export const onNode = (uid: string, nodeName: string): string => `${uid} ${nodeName}`;

export type Rule =
  | 'unassigned'
  | 'phase'
  | 'notReady'
  | 'deletionCost'
  | 'siblingsOnNode'
  | 'readyForLess'
  | 'restarts'
  | 'createdLater'
  | 'name';

/**
 * `count` pods of `pods`, first deleted first. `siblingsOnNode` says how many active pods the same owner has on a node,
 * across all its ReplicaSets.
 */
export function getPodsToDelete(
  pods: readonly Pod[],
  siblingsOnNode: (nodeName: string) => number,
  count: number,
  nowMs: number,
): readonly Pod[] {
  // All of them go: the order would not matter.
  if (count >= pods.length) return pods;
  return pods
    .map((pod) => ({ pod, rank: siblingsOnNode(pod.spec.nodeName ?? '') }))
    .sort((a, b) => compareActivePodsWithRanks(a, b, nowMs).order || compareKeys(a.pod, b.pod))
    .slice(0, count)
    .map(({ pod }) => pod);
}

/** Negative: `a` is deleted first. 0: the rules do not tell them apart. `rule` is the one that did. */
export function compareActivePodsWithRanks(
  a: RankedPod,
  b: RankedPod,
  nowMs: number,
): { readonly order: number; readonly rule: Rule } {
  const [p, q] = [a.pod, b.pod];
  const rules: readonly (readonly [Rule, number])[] = [
    ['unassigned', falseFirst(isAssigned(p), isAssigned(q))],
    ['phase', PHASE_ORDER[p.status.phase] - PHASE_ORDER[q.status.phase]],
    ['notReady', falseFirst(isPodReady(p), isPodReady(q))],
    ['deletionCost', deletionCost(p) - deletionCost(q)],
    ['siblingsOnNode', b.rank - a.rank],
  ];
  for (const [rule, order] of rules) if (order !== 0) return { order, rule };
  return compareAges(p, q, nowMs);
}

function compareAges(
  p: Pod,
  q: Pod,
  nowMs: number,
): { readonly order: number; readonly rule: Rule } {
  if (isPodReady(p) && isPodReady(q)) {
    const order = newerFirst(readySince(p), readySince(q), nowMs, p, q);
    if (order !== 0) return { order, rule: 'readyForLess' };
  }
  const restarts = maxRestarts(q) - maxRestarts(p);
  if (restarts !== 0) return { order: restarts, rule: 'restarts' };
  const order = newerFirst(p.metadata.creationTimestamp, q.metadata.creationTimestamp, nowMs, p, q);
  return order !== 0 ? { order, rule: 'createdLater' } : { order, rule: 'name' };
}

const PHASE_ORDER: Record<PodPhase, number> = {
  Pending: 0,
  Unknown: 1,
  Running: 2,
  Succeeded: 2,
  Failed: 2,
};

/** An unknown time counts as the newest; equal times leave it to the next rule, about equal ones to the uid. */
function newerFirst(
  t: number | undefined,
  u: number | undefined,
  nowMs: number,
  p: Pod,
  q: Pod,
): number {
  if (t === u) return 0;
  if (t === undefined) return -1;
  if (u === undefined) return 1;
  const order = log2Nanoseconds(nowMs - t) - log2Nanoseconds(nowMs - u);
  return order !== 0 ? order : p.metadata.uid < q.metadata.uid ? -1 : 1;
}

/** Whole part of log2 of a duration in nanoseconds; -1 for none. */
export function log2Nanoseconds(ms: number): number {
  let rank = -1;
  for (let left = ms * 1_000_000; left >= 1; left /= 2) rank += 1;
  return rank;
}

const isAssigned = (pod: Pod): boolean => (pod.spec.nodeName ?? '') !== '';
const falseFirst = (a: boolean, b: boolean): number => Number(a) - Number(b);

/** Annotation `controller.kubernetes.io/pod-deletion-cost`; anything but a canonical 32-bit integer counts as 0. */
function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? '0';
  const cost = /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0;
  return Math.abs(cost) <= 2 ** 31 ? cost : 0;
}

const readySince = (pod: Pod): number | undefined =>
  pod.status.conditions?.find((c) => c.type === 'Ready')?.lastTransitionTime;

const maxRestarts = (pod: Pod): number =>
  (pod.status.containerStatuses ?? []).reduce((most, c) => Math.max(most, c.restartCount), 0);

const compareKeys = (p: Pod, q: Pod): number =>
  objectKey(p.metadata) < objectKey(q.metadata) ? -1 : 1;
