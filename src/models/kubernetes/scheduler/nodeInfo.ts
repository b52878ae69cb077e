/**
 * A node as the scheduler sees it (framework.NodeInfo, kube-scheduler v1.34): what it has, what its pods request, what
 * keeps pods away. Immutable and lean: amounts are whole numbers, quantities were parsed when the Node was written.
 */
import type { PodResources } from '../podResources';
import { bytes, milliValue } from '../quantity';
import type { Labels, Node, ResourceList, Taint } from '../types';
import type { HostPort, PodGroup } from './podInfo';

export interface NodeInfo {
  readonly name: string;
  /** Region and zone together: the key by which nodes are interleaved. Empty when the node says neither. */
  readonly zone: string;
  readonly labels: Labels;
  /** The two labels that every decision asks for. */
  readonly hostname: string | undefined;
  readonly zoneName: string | undefined;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  readonly allocatable: Resources;
  readonly allowedPodNumber: number;
  /** Image name -> size. */
  readonly images: ReadonlyMap<string, number>;
  readonly requested: Resources;
  /** For scoring only: pods that request nothing count 100m and 200 MiB a container. */
  readonly nonZeroRequested: { readonly cpuMilli: number; readonly memoryBytes: number };
  readonly podCount: number;
  readonly usedPorts: readonly HostPort[];
  /** What kinds of pods it runs. */
  readonly groups: readonly PodGroup[];
  /** Parallel: their ids, which every decision searches on every node, and how many pods of each. */
  readonly groupIds: readonly number[];
  readonly groupPods: readonly number[];
}

export type Resources = Pick<
  PodResources,
  'cpuMilli' | 'memoryBytes' | 'ephemeralBytes' | 'extended'
>;

/** What the Node object says. */
export type OfNode = Omit<NodeInfo, keyof OfPods>;
/** What its pods add up to. */
export type OfPods = Pick<
  NodeInfo,
  'requested' | 'nonZeroRequested' | 'podCount' | 'usedPorts' | 'groups' | 'groupIds' | 'groupPods'
>;

/** A node without pods. */
export const nodeInfo = (node: Node): NodeInfo => joined(ofNode(node), NO_PODS);

/** The Node has changed; its pods have not. */
export const withNode = (info: NodeInfo, node: Node): NodeInfo => joined(ofNode(node), info);

/** Pods were seen before their Node, or outlive it: an account without capacity, until the Node comes. */
export const withoutNode = (name: string, ofPods: OfPods = NO_PODS): NodeInfo =>
  joined({ ...NO_NODE, name }, ofPods);

/** All nodes are made here, one member after the other: engines read objects of one shape faster. */
export const joined = (ofNode: OfNode, ofPods: OfPods): NodeInfo => ({
  name: ofNode.name,
  zone: ofNode.zone,
  labels: ofNode.labels,
  hostname: ofNode.hostname,
  zoneName: ofNode.zoneName,
  taints: ofNode.taints,
  unschedulable: ofNode.unschedulable,
  allocatable: ofNode.allocatable,
  allowedPodNumber: ofNode.allowedPodNumber,
  images: ofNode.images,
  requested: ofPods.requested,
  nonZeroRequested: ofPods.nonZeroRequested,
  podCount: ofPods.podCount,
  usedPorts: ofPods.usedPorts,
  groups: ofPods.groups,
  groupIds: ofPods.groupIds,
  groupPods: ofPods.groupPods,
});

export function forEachGroup(
  { groups, groupPods }: NodeInfo,
  visit: (group: PodGroup, count: number) => void,
): void {
  for (let i = 0; i < groups.length; i++) visit(groups[i] as PodGroup, groupPods[i] as number);
}

/** Has the scheduler anything to learn from this change of a Node? Heartbeats say no. */
export const sameNodeToScheduler = (a: Node, b: Node): boolean =>
  a.spec === b.spec &&
  a.metadata.labels === b.metadata.labels &&
  a.status.allocatable === b.status.allocatable &&
  a.status.images === b.status.images;

const NOTHING: Resources = { cpuMilli: 0, memoryBytes: 0, ephemeralBytes: 0, extended: {} };
const NO_NODE: OfNode = {
  name: '',
  zone: '',
  labels: {},
  hostname: undefined,
  zoneName: undefined,
  taints: [],
  unschedulable: false,
  allocatable: NOTHING,
  allowedPodNumber: 0,
  images: new Map(),
};
const NO_PODS: OfPods = {
  requested: NOTHING,
  nonZeroRequested: { cpuMilli: 0, memoryBytes: 0 },
  podCount: 0,
  usedPorts: [],
  groups: [],
  groupIds: [],
  groupPods: [],
};

function ofNode({ metadata, spec, status }: Node): OfNode {
  const labels = metadata.labels ?? {};
  return {
    name: metadata.name,
    zone: zoneKey(labels),
    labels,
    hostname: labels[HOSTNAME],
    zoneName: labels[TOPOLOGY_ZONE],
    taints: spec.taints ?? [],
    unschedulable: spec.unschedulable ?? false,
    allocatable: leanResources(status.allocatable),
    allowedPodNumber: bytes(status.allocatable['pods'] ?? 0),
    images: new Map(
      (status.images ?? []).flatMap(({ names, sizeBytes }) =>
        names.map((name) => [name, sizeBytes] as const),
      ),
    ),
  };
}

export const HOSTNAME = 'kubernetes.io/hostname';
export const TOPOLOGY_ZONE = 'topology.kubernetes.io/zone';

/** How to read the value of a topology label. */
export function topologyValue(key: string): (node: NodeInfo) => string | undefined {
  if (key === HOSTNAME) return (node) => node.hostname;
  if (key === TOPOLOGY_ZONE) return (node) => node.zoneName;
  return (node) => node.labels[key];
}

/** `topology.kubernetes.io` labels, or the older `failure-domain.beta.kubernetes.io` ones. */
export function zoneKey(labels: Labels): string {
  const zone = labels[TOPOLOGY_ZONE] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? '';
  const region =
    labels['topology.kubernetes.io/region'] ??
    labels['failure-domain.beta.kubernetes.io/region'] ??
    '';
  return zone === '' && region === '' ? '' : `${region}:${zone}`;
}

export function leanResources(list: ResourceList): Resources {
  const extended: Record<string, number> = {};
  for (const [name, text] of Object.entries(list))
    if (!['cpu', 'memory', 'ephemeral-storage', 'pods'].includes(name))
      extended[name] = bytes(text);
  return {
    cpuMilli: milliValue(list['cpu'] ?? 0),
    memoryBytes: bytes(list['memory'] ?? 0),
    ephemeralBytes: bytes(list['ephemeral-storage'] ?? 0),
    extended,
  };
}
