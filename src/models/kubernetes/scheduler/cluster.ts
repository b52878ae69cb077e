/**
 * All that one scheduling decision may look at, immutable: the snapshot of kube-scheduler's cache (v1.34). It follows
 * Nodes and Pods change by change, and shares with its predecessor whatever did not change, so a decision keeps the
 * cluster it saw by reference and can be explained from it later.
 */
import type { LabelSelector, Labels } from '../types';
import { ChunkedVector } from './chunkedVector';
import { withoutNode, type NodeInfo } from './nodeInfo';
import { indexOf, type NodeTree, type Place } from './nodeOrder';
import type { PodGroup, PodInfo } from './podInfo';
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

/** -1 when there is no such node. */
export function indexNamed({ tree, places }: Cluster, name: string): number {
  const place = places.get(name);
  return place ? indexOf(tree, place) : -1;
}

export function nodeNamed(cluster: Cluster, name: string): NodeInfo | undefined {
  const at = indexNamed(cluster, name);
  return at < 0 ? undefined : cluster.nodes.at(at);
}

export const withSelector = <V>(
  map: SortedMap<string, V>,
  key: string,
  selector: V | undefined,
): SortedMap<string, V> => {
  if (selector === undefined) return map.delete(key);
  return map.get(key) === selector ? map : map.set(key, selector);
};

/** A node's account has changed, whether the node is there or not. */
export function replaceNode(cluster: Cluster, info: NodeInfo): Cluster {
  const place = cluster.places.get(info.name);
  if (place) return { ...cluster, nodes: cluster.nodes.with(indexOf(cluster.tree, place), info) };
  const { withoutNode } = cluster;
  return {
    ...cluster,
    withoutNode:
      info.podCount === 0 ? withoutNode.delete(info.name) : withoutNode.set(info.name, info),
  };
}

export const accountOf = (cluster: Cluster, nodeName: string): NodeInfo =>
  nodeNamed(cluster, nodeName) ?? cluster.withoutNode.get(nodeName) ?? withoutNode(nodeName);

/** `pods` of a group come to a zone, or leave it. */
export function moved(entry: GroupEntry, zone: string | undefined, pods: number): GroupEntry {
  if (zone === undefined) return entry;
  return { ...entry, byZone: { ...entry.byZone, [zone]: (entry.byZone[zone] ?? 0) + pods } };
}
