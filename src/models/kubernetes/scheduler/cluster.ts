/**
 * All that one scheduling decision may look at, immutable: the snapshot of kube-scheduler's cache (v1.34). It follows
 * Nodes and Pods change by change, and shares with its predecessor whatever did not change, so a decision keeps the
 * cluster it saw by reference and can be explained from it later.
 */
import type { LabelSelector, Labels, Node, Pod } from '../types';
import { ChunkedVector } from './chunkedVector';
import {
  accountWithoutNode,
  forEachGroup,
  nodeInfo,
  podsOnly,
  sameNodeToScheduler,
  withNode,
  withoutPod,
  withPod,
  type NodeInfo,
} from './nodeInfo';
import {
  indexOf,
  interleaved,
  withName,
  withoutName,
  type NodeTree,
  type Place,
} from './nodeOrder';
import { isTerminal, podInfo, sameToScheduler, type PodGroup, type PodInfo } from './podInfo';
import { byCodeUnit, SortedMap } from './sortedMap';

export interface Cluster {
  /** In the order in which they are tried. */
  readonly nodes: ChunkedVector<NodeInfo>;
  readonly tree: NodeTree;
  /** By node name. */
  readonly places: SortedMap<string, Place>;
  /** Image name -> on how many nodes it is. */
  readonly imageNodes: ReadonlyMap<string, number>;
  /** Pods that are not over, pending and assigned, by key. */
  readonly pods: SortedMap<string, PodInfo>;
  /** What the pods of nodes that are not there (yet, or any more) request, by node name. */
  readonly withoutNode: SortedMap<string, NodeInfo>;
  readonly groups: SortedMap<string, GroupEntry>;
  /** How many groups there have been so far. */
  readonly groupCount: number;
  /** Assigned pods that have pod affinity or anti-affinity of their own. */
  readonly podsWithAffinity: number;
  /** Node name -> pending pods that preemption has promised the node to, by key. */
  readonly nominated: SortedMap<string, readonly PodInfo[]>;
  readonly namespaces: SortedMap<string, Labels>;
  /** `namespace/name` of a Service -> its selector. */
  readonly services: SortedMap<string, Labels>;
  /** `Kind/namespace/name` of what may own pods -> its selector. */
  readonly owners: SortedMap<string, LabelSelector>;
}

export interface GroupEntry {
  readonly group: PodGroup;
  /** Pending ones too. */
  readonly pods: number;
  /** Those assigned, by availability zone: spreading over zones asks for it with every pod. */
  readonly byZone: Readonly<Record<string, number>>;
}

export const EMPTY_CLUSTER: Cluster = {
  nodes: ChunkedVector.of<NodeInfo>([]),
  tree: [],
  places: SortedMap.empty(byCodeUnit),
  imageNodes: new Map(),
  pods: SortedMap.empty(byCodeUnit),
  withoutNode: SortedMap.empty(byCodeUnit),
  groups: SortedMap.empty(byCodeUnit),
  groupCount: 0,
  podsWithAffinity: 0,
  nominated: SortedMap.empty(byCodeUnit),
  namespaces: SortedMap.empty(byCodeUnit),
  services: SortedMap.empty(byCodeUnit),
  owners: SortedMap.empty(byCodeUnit),
};

export function nodeNamed({ nodes, tree, places }: Cluster, name: string): NodeInfo | undefined {
  const place = places.get(name);
  return place && nodes.at(indexOf(tree, place));
}

export function clusterAfterNode(
  cluster: Cluster,
  before: Node | undefined,
  after: Node | undefined,
): Cluster {
  if (!after) return before ? removeNode(cluster, before.metadata.name) : cluster;
  const known = nodeNamed(cluster, after.metadata.name);
  if (!known) return addNode(cluster, after);
  if (before && sameNodeToScheduler(before, after)) return cluster;
  const changed = withNode(known, after);
  if (changed.zone !== known.zone || changed.zoneName !== known.zoneName)
    return addNode(removeNode(cluster, known.name), after);
  return { ...replaceNode(cluster, changed), imageNodes: imagesAfter(cluster, known, changed) };
}

export function clusterAfterPod(
  cluster: Cluster,
  key: string,
  before: Pod | undefined,
  after: Pod | undefined,
): Cluster {
  if (before && after && sameToScheduler(before, after)) return cluster;
  const known = cluster.pods.get(key);
  const without = known ? removePod(cluster, known) : cluster;
  return after && !isTerminal(after) ? addPod(without, podInfo(after)) : without;
}

/** A pod placed or taken away in thought only: what if preemption did this? */
export const withPodOnNode = (cluster: Cluster, pod: PodInfo, nodeName: string): Cluster =>
  addPod(cluster, { ...pod, nodeName, nominatedNodeName: '' });
export const withoutPodOnNode = (cluster: Cluster, pod: PodInfo): Cluster => removePod(cluster, pod);

export const withSelector = <V>(
  map: SortedMap<string, V>,
  key: string,
  selector: V | undefined,
): SortedMap<string, V> => {
  if (selector === undefined) return map.delete(key);
  return map.get(key) === selector ? map : map.set(key, selector);
};

function addNode(cluster: Cluster, node: Node): Cluster {
  const { name } = node.metadata;
  const account = cluster.withoutNode.get(name);
  const info = account ? withNode(account, node) : nodeInfo(node);
  const { zone } = info;
  const tree = withName(cluster.tree, zone, name);
  const rank = (tree.find((z) => z.zone === zone)?.names.length ?? 1) - 1;
  const place = { zone, rank };
  const nodes = cluster.nodes.toArray();
  nodes.splice(indexOf(tree, place), 0, info);
  return {
    ...cluster,
    tree,
    nodes: ChunkedVector.of(nodes),
    places: cluster.places.set(name, place),
    groups: groupsAfterNode(cluster, info, 1),
    withoutNode: cluster.withoutNode.delete(name),
    imageNodes: imagesAfter(cluster, undefined, info),
  };
}

function removeNode(cluster: Cluster, name: string): Cluster {
  const info = nodeNamed(cluster, name);
  if (!info) return cluster;
  return {
    ...reordered(cluster, withoutName(cluster.tree, info.zone, name)),
    groups: groupsAfterNode(cluster, info, -1),
    withoutNode:
      info.podCount === 0
        ? cluster.withoutNode
        : cluster.withoutNode.set(name, podsOnly(info)),
    imageNodes: imagesAfter(cluster, info, undefined),
  };
}

/** Those after the one that left move up in its zone, and so everywhere. */
function reordered(cluster: Cluster, tree: NodeTree): Cluster {
  let places = SortedMap.empty<string, Place>(byCodeUnit);
  for (const { zone, names } of tree)
    names.forEach((name, rank) => (places = places.set(name, { zone, rank })));
  const nodes = interleaved(tree).map((name) => nodeNamed(cluster, name) as NodeInfo);
  return { ...cluster, tree, places, nodes: ChunkedVector.of(nodes) };
}

function replaceNode(cluster: Cluster, info: NodeInfo): Cluster {
  const place = cluster.places.get(info.name);
  if (place)
    return { ...cluster, nodes: cluster.nodes.with(indexOf(cluster.tree, place), info) };
  const { withoutNode } = cluster;
  return {
    ...cluster,
    withoutNode:
      info.podCount === 0 ? withoutNode.delete(info.name) : withoutNode.set(info.name, info),
  };
}

const accountOf = (cluster: Cluster, nodeName: string): NodeInfo =>
  nodeNamed(cluster, nodeName) ??
  cluster.withoutNode.get(nodeName) ??
  accountWithoutNode(nodeName);

function addPod(cluster: Cluster, seen: PodInfo): Cluster {
  const known = cluster.groups.get(seen.group.key);
  const group = known?.group ?? { ...seen.group, id: cluster.groupCount };
  const pod = { ...seen, group };
  const entry = known ?? { group, pods: 0, byZone: {} };
  const zone = nodeNamed(cluster, pod.nodeName)?.zoneName;
  const next: Cluster = {
    ...cluster,
    groupCount: cluster.groupCount + (known ? 0 : 1),
    pods: cluster.pods.set(pod.key, pod),
    groups: cluster.groups.set(group.key, { ...moved(entry, zone, 1), pods: entry.pods + 1 }),
    podsWithAffinity: cluster.podsWithAffinity + (pod.nodeName && group.affinity ? 1 : 0),
  };
  if (pod.nodeName) return replaceNode(next, withPod(accountOf(next, pod.nodeName), pod));
  if (!pod.nominatedNodeName) return next;
  const promised = next.nominated.get(pod.nominatedNodeName) ?? [];
  const sorted = [...promised, pod].sort((a, b) => byCodeUnit(a.key, b.key));
  return { ...next, nominated: next.nominated.set(pod.nominatedNodeName, sorted) };
}

function removePod(cluster: Cluster, pod: PodInfo): Cluster {
  const { group } = pod;
  const entry = cluster.groups.get(group.key);
  const zone = nodeNamed(cluster, pod.nodeName)?.zoneName;
  const next: Cluster = {
    ...cluster,
    pods: cluster.pods.delete(pod.key),
    groups:
      !entry || entry.pods === 1
        ? cluster.groups.delete(group.key)
        : cluster.groups.set(group.key, { ...moved(entry, zone, -1), pods: entry.pods - 1 }),
    podsWithAffinity: cluster.podsWithAffinity - (pod.nodeName && group.affinity ? 1 : 0),
  };
  if (pod.nodeName) return replaceNode(next, withoutPod(accountOf(next, pod.nodeName), pod));
  if (!pod.nominatedNodeName) return next;
  const left = (next.nominated.get(pod.nominatedNodeName) ?? []).filter((p) => p.key !== pod.key);
  return {
    ...next,
    nominated:
      left.length === 0
        ? next.nominated.delete(pod.nominatedNodeName)
        : next.nominated.set(pod.nominatedNodeName, left),
  };
}

/** `pods` of a group come to a zone, or leave it. */
function moved(entry: GroupEntry, zone: string | undefined, pods: number): GroupEntry {
  if (zone === undefined) return entry;
  return { ...entry, byZone: { ...entry.byZone, [zone]: (entry.byZone[zone] ?? 0) + pods } };
}

/** A node comes with the pods that were waiting for it, or leaves without them. */
function groupsAfterNode({ groups }: Cluster, node: NodeInfo, sign: 1 | -1): Cluster['groups'] {
  let next = groups;
  forEachGroup(node, ({ key }, pods) => {
    const entry = next.get(key);
    if (entry) next = next.set(key, moved(entry, node.zoneName, sign * pods));
  });
  return next;
}

function imagesAfter(
  { imageNodes }: Cluster,
  before: NodeInfo | undefined,
  after: NodeInfo | undefined,
): ReadonlyMap<string, number> {
  if (before?.images === after?.images) return imageNodes;
  const next = new Map(imageNodes);
  const add = (name: string, n: number): void => {
    const count = (next.get(name) ?? 0) + n;
    if (count === 0) next.delete(name);
    else next.set(name, count);
  };
  for (const name of before?.images.keys() ?? []) add(name, -1);
  for (const name of after?.images.keys() ?? []) add(name, 1);
  return next;
}
