/** How the cluster follows its Nodes: they join, change and go; their pods may be there before and after them. */
import type { Node } from '../types';
import { ChunkedVector } from './chunkedVector';
import { moved, nodeNamed, replaceNode, type Cluster } from './cluster';
import {
  forEachGroup,
  nodeInfo,
  sameNodeToScheduler,
  withNode,
  withoutNode,
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
import { byCodeUnit, SortedMap } from './sortedMap';

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
        : cluster.withoutNode.set(name, withoutNode(name, info)),
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
