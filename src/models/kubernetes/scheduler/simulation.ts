/**
 * What autoscalers of nodes ask of the scheduler: would this pod run there? Upstream they link kube-scheduler's framework
 * as a library and run its filters on a snapshot of their own; here they call the same functions on the same snapshot, so
 * that there is one implementation of every rule. Everything is immutable: a simulation leaves no trace.
 */
import type { Read } from '../../../engine/model';
import { nodeShouldRunDaemonPod, daemonPodSpec } from '../controllers/daemonSet/nodeShouldRun';
import { DAEMON_SETS, daemonSetAt } from '../controllers/daemonSet/daemonSetRecord';
import { defaultPodSpec } from '../validation/podDefaults';
import type { Node, Pod, PodSpec } from '../types';
import { nodeNamed, type Cluster } from './cluster';
import { clusterAfterNode } from './clusterNodes';
import { withoutPodOnNode, withPodOnNode } from './clusterPods';
import { filterNode, prepareFilters } from './filterNodes';
import { leanResources, nodeInfo, type NodeInfo } from './nodeInfo';
import { requiredNodeAffinity } from './nodeSelector';
import { podInfo, type PodInfo } from './podInfo';
import type { Profile } from './profile';
import { schedulerState } from './schedulerState';

export type { Cluster, NodeInfo, PodInfo, Profile };
export { nodeNamed, podInfo, withoutPodOnNode, withPodOnNode, leanResources as amountsOf };

export const clusterNow = (read: Read): Cluster => schedulerState(read).cluster;

/** The profile by which kube-scheduler would place the pod; undefined: it is another scheduler's business. */
export const profileOf = (read: Read, pod: PodInfo): Profile | undefined =>
  schedulerState(read).profiles.get(pod.schedulerName);

/** The cluster with one node more. */
export const withNewNode = (cluster: Cluster, node: Node): Cluster =>
  clusterAfterNode(cluster, undefined, node);

/** The same node, changed: another machine, or a taint less. Its pods stay on it. */
export const withChangedNode = (cluster: Cluster, before: Node, after: Node): Cluster =>
  clusterAfterNode(cluster, before, after);

/** The cluster without a node and without these pods of it. */
export const withoutNode = (cluster: Cluster, node: Node, pods: readonly PodInfo[]): Cluster =>
  clusterAfterNode(pods.reduce(withoutPodOnNode, cluster), node, undefined);

/** Would the pod's node selector and required affinity let it go to such a node? */
export function nodeSelection(spec: PodSpec): (node: Node) => boolean {
  const matches = requiredNodeAffinity(spec);
  return (node) => !matches || matches(nodeInfo(node));
}

/** Why the pod does not fit on this node, all filters run; undefined: it does. */
export function reasonsAgainst(
  pod: PodInfo,
  cluster: Cluster,
  profile: Profile,
  nodeName: string,
): readonly string[] | undefined {
  const node = nodeNamed(cluster, nodeName);
  if (!node) return ['node not found'];
  const prepared = prepareFilters(pod, cluster, profile);
  if ('reject' in prepared) return prepared.reject.reasons;
  const { nodeNames, absentNodes } = prepared;
  if (nodeNames && !nodeNames.has(nodeName)) return absentNodes?.reasons ?? [];
  const input = { pod, cluster, profile, startIndex: 0 };
  const search = { input, prepared, recorder: undefined, memo: undefined };
  return filterNode(search, node)?.rejection.reasons;
}

/** The first node, in the order of `names`, on which the pod fits. */
export function firstFit(
  pod: PodInfo,
  cluster: Cluster,
  profile: Profile,
  names: Iterable<string>,
): string | undefined {
  const prepared = prepareFilters(pod, cluster, profile);
  if ('reject' in prepared) return undefined;
  const input = { pod, cluster, profile, startIndex: 0 };
  const search = { input, prepared, recorder: undefined, memo: undefined };
  for (const name of names) {
    if (prepared.nodeNames && !prepared.nodeNames.has(name)) continue;
    const node = nodeNamed(cluster, name);
    if (node && !filterNode(search, node)) return name;
  }
  return undefined;
}

/**
 * Places pods one after the other onto the first node that takes each. Where pods only come, a node that has refused one
 * refuses all alike, so the search goes on where the last of them found room.
 */
export class Packer {
  private readonly reached = new Map<unknown, number>();
  private readonly order: string[];

  /** `names`: the nodes that may be used, in their order. */
  constructor(
    public cluster: Cluster,
    names: Iterable<string>,
  ) {
    this.order = [...names];
  }

  addNode(name: string): void {
    this.order.push(name);
  }

  /** The pod is on that node from now on; undefined: it fits nowhere. `asking`: with other demands than its own. */
  place(pod: PodInfo, profile: Profile, asking = pod): string | undefined {
    const kind = standsAlone(asking) ? asking.spec.containers : undefined;
    const from = (kind && this.reached.get(kind)) ?? 0;
    const left = from === 0 ? this.order : this.order.slice(from);
    const name = left.length === 0 ? undefined : firstFit(asking, this.cluster, profile, left);
    const at = name === undefined ? this.order.length : this.order.indexOf(name, from);
    if (kind) this.reached.set(kind, at);
    if (name !== undefined) this.cluster = withPodMoved(this.cluster, pod, name);
    return name;
  }
}

/** No rule about other pods could let it in where it was refused before. */
const standsAlone = ({ spec, group }: PodInfo): boolean =>
  group.affinity === undefined && (spec.topologySpreadConstraints ?? []).length === 0;

/** The pod on that node, and nowhere else. */
export const withPodMoved = (cluster: Cluster, pod: PodInfo, nodeName: string): Cluster => {
  const known = cluster.pods.get(pod.key);
  return withPodOnNode(known ? withoutPodOnNode(cluster, known) : cluster, pod, nodeName);
};

/** The pods that DaemonSets would put on such a node. */
export function daemonPodsFor(read: Read, node: Node): readonly PodInfo[] {
  return read.keysBy('kubernetes/Object', 'resource', DAEMON_SETS).flatMap((key) => {
    const daemonSet = daemonSetAt(read, key);
    if (!daemonSet) return [];
    const { metadata, spec } = daemonSet.spec.template;
    if (!nodeShouldRunDaemonPod(node, spec).shouldRun) return [];
    const name = `${daemonSet.metadata.name}-${node.metadata.name}`;
    const { namespace = 'default' } = daemonSet.metadata;
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace,
        uid: name,
        creationTimestamp: read.nowMs,
        labels: metadata?.labels ?? {},
      },
      spec: daemonPodSpec(defaultPodSpec(spec), node.metadata.name),
      status: { phase: 'Pending' },
    };
    return [podInfo(pod)];
  });
}
