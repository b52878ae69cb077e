/**
 * NodeResourcesFit: what the pod requests must be free on the node, by requests alone; usage never matters
 * (plugins/noderesources/fit.go, v1.34). All shortages are told. A request greater than the whole node is unresolvable
 * since v1.32: evicting pods would not help. Extended resources may be ignored by configuration.
 */
import type { PluginArgs } from '../configuration';
import type { FilterFactory, FilterRun, Rejection } from '../framework';
import type { NodeInfo, Resources } from '../nodeInfo';
import type { PodInfo } from '../podInfo';
import type { Figure } from '../table';

export interface InsufficientResource {
  readonly resource: string;
  readonly reason: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
  readonly unresolvable: boolean;
}

export const nodeResourcesFit: FilterFactory = ({ args }) => {
  const isIgnored = ignoredBy(args);
  return {
    name: 'NodeResourcesFit',
    isNodeLocal: true,
    preFilter: (pod) => fitOf(resourcesOf(pod, isIgnored)),
    hint(waiting, event) {
      if (event.type === 'AssignedPodDelete') return true;
      if (event.type !== 'NodeAdd' && event.type !== 'NodeUpdate') return false;
      const requests = resourcesOf(waiting, isIgnored);
      if (insufficientResources(requests, event.node).length > 0) return false;
      return event.type === 'NodeAdd' || anyCapacityGrew(requests, event.before, event.node);
    },
  };
};

/** Extended resources that the configuration takes out of the comparison, by name or by group. */
export const ignoredBy =
  ({ ignoredResources = [], ignoredResourceGroups = [] }: PluginArgs) =>
  (name: string): boolean =>
    isExtendedResource(name) &&
    (ignoredResources.includes(name) ||
      ignoredResourceGroups.includes(name.slice(0, name.indexOf('/'))));

type Requests = readonly { readonly resource: string; readonly requested: number }[];

/** All requests except of zero, cpu and memory first: what is compared, in this order. */
export const resourcesOf = (
  { resources }: PodInfo,
  isIgnored: (name: string) => boolean,
): Requests =>
  [
    { resource: 'cpu', requested: resources.cpuMilli },
    { resource: 'memory', requested: resources.memoryBytes },
    { resource: 'ephemeral-storage', requested: resources.ephemeralBytes },
    ...Object.keys(resources.extended)
      .sort()
      .filter((resource) => !isIgnored(resource))
      .map((resource) => ({ resource, requested: resources.extended[resource] ?? 0 })),
  ].filter(({ requested }) => requested > 0);

const NOTHING_SHORT: readonly InsufficientResource[] = [];

/** What of the requests does not fit beside the pods that are there. */
export function insufficientResources(
  requests: Requests,
  node: NodeInfo,
): readonly InsufficientResource[] {
  let short: InsufficientResource[] | undefined;
  if (node.podCount + 1 > node.allowedPodNumber)
    short = [
      {
        resource: 'pods',
        reason: 'Too many pods',
        requested: 1,
        used: node.podCount,
        capacity: node.allowedPodNumber,
        unresolvable: false,
      },
    ];
  for (const { resource, requested } of requests) {
    const used = amountOf(node.requested, resource);
    const capacity = amountOf(node.allocatable, resource);
    if (requested <= capacity - used) continue;
    short ??= [];
    short.push({
      resource,
      reason: `Insufficient ${resource}`,
      requested,
      used,
      capacity,
      unresolvable: requested > capacity,
    });
  }
  return short ?? NOTHING_SHORT;
}

export function amountOf(of: Resources, resource: string): number {
  switch (resource) {
    case 'cpu':
      return of.cpuMilli;
    case 'memory':
      return of.memoryBytes;
    case 'ephemeral-storage':
      return of.ephemeralBytes;
    default:
      return of.extended[resource] ?? 0;
  }
}

/** A resource outside the platform's own names: `nvidia.com/gpu`. */
export const isExtendedResource = (name: string): boolean =>
  name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');

const fitOf = (requests: Requests): FilterRun => ({
  filter(node) {
    const short = insufficientResources(requests, node);
    return short.length === 0 ? undefined : rejectionOf(short);
  },
  figures: (node) => [
    ...requests.map(({ resource, requested }) => figure(resource, requested, node)),
    {
      name: 'pods',
      unit: 'pieces',
      requested: 1,
      used: node.podCount,
      capacity: node.allowedPodNumber,
    },
  ],
});

const rejectionOf = (short: readonly InsufficientResource[]): Rejection => ({
  code: short.some((s) => s.unresolvable) ? 'UnschedulableAndUnresolvable' : 'Unschedulable',
  reasons: short.map((s) => s.reason),
});

const figure = (resource: string, requested: number, node: NodeInfo): Figure => ({
  name: resource,
  unit:
    resource === 'cpu'
      ? 'milliCPU'
      : resource === 'memory' || resource === 'ephemeral-storage'
        ? 'bytes'
        : 'pieces',
  requested,
  used: amountOf(node.requested, resource),
  capacity: amountOf(node.allocatable, resource),
});

const anyCapacityGrew = (requests: Requests, before: NodeInfo, after: NodeInfo): boolean =>
  after.allowedPodNumber > before.allowedPodNumber ||
  requests.some(
    ({ resource }) =>
      amountOf(after.allocatable, resource) > amountOf(before.allocatable, resource),
  );
