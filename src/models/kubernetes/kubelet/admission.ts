/**
 * Whether a node takes a pod that is bound to it (pkg/kubelet/lifecycle/predicate.go, v1.34). The scheduler has asked the
 * same; a pod whose `nodeName` was written by hand has not. A refused pod becomes Failed and is not retried.
 * Not asked here: host ports, which the scheduler alone watches over in this model.
 */
import { defineTally, type Read } from '../../../engine/model';
import { isPodFinished } from '../api/indexes';
import { podResources, type PodResources } from '../podResources';
import { bytes, milliValue } from '../quantity';
import { nodeInfo } from '../scheduler/nodeInfo';
import { requiredNodeAffinity } from '../scheduler/nodeSelector';
import type { Node, Pod } from '../types';
import type { Kubelet } from './types';

export interface Refusal {
  /** `OutOfcpu`, `NodeAffinity`... */
  readonly reason: string;
  readonly message: string;
}

/** Sums of what the pods that a kubelet has taken request, by node; `startTime` marks the moment of taking. */
export const admittedOnNode = defineTally({
  name: 'kubernetes/admittedOnNode',
  kind: 'kubernetes/Pod',
  of: (pod) =>
    pod.spec.nodeName === undefined || pod.status.startTime === undefined || isPodFinished(pod)
      ? undefined
      : { bucket: pod.spec.nodeName, add: amounts(pod) },
});

export function canAdmitPod(
  read: Read,
  pod: Pod,
  node: Node,
  kubelet: Kubelet,
): Refusal | undefined {
  if (kubelet.state === 'shuttingDown')
    return { reason: 'NodeShutdown', message: 'Pod was rejected as the node is shutting down.' };
  const used = read.tally(admittedOnNode.name, node.metadata.name);
  for (const [name, requested] of Object.entries(amounts(pod))) {
    const capacity = allocatable(node, name);
    const taken = used[name] ?? 0;
    if (requested === 0 || taken + requested <= capacity) continue;
    return {
      reason: `OutOf${name}`,
      message: `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${taken}, capacity: ${capacity}`,
    };
  }
  const affinity = requiredNodeAffinity(pod.spec);
  if (affinity && !affinity(nodeInfo(node)))
    return {
      reason: 'NodeAffinity',
      message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    };
  return undefined;
}

/** CPU in thousandths, everything else in whole units, as the message prints them. */
const allocatable = ({ status }: Node, name: string): number =>
  name === 'cpu'
    ? milliValue(status.allocatable['cpu'] ?? 0)
    : bytes(status.allocatable[name] ?? 0);

type Amounts = Readonly<Record<string, number>>;

function amounts({ spec }: Pod): Amounts {
  const resources = podResources(spec);
  let known = remembered.get(resources);
  if (!known) {
    const { cpuMilli: cpu, memoryBytes: memory, ephemeralBytes, extended } = resources;
    known = { pods: 1, cpu, memory, 'ephemeral-storage': ephemeralBytes, ...extended };
    remembered.set(resources, known);
  }
  return known;
}
const remembered = new WeakMap<PodResources, Amounts>();
