/**
 * Indexes and sums over Kubernetes objects that more than one part needs; the store keeps them up to date, so nobody
 * scans all pods per event.
 *
 * On every kind: `namespace`; on all but events and leases `owner` (uid of each owner). Pods: `node`, `phase`, `label` (`<namespace>/<key>=<value>`),
 * `orphan` (namespace, for pods without a controller). Services: `clusterIP`, `nodePort`. Kept objects: `resource`.
 */
import {
  defineIndex,
  defineTally,
  type IndexDef,
  type Kind,
  type Read,
  type RecordKinds,
  type TallyDef,
} from '../../../engine/model';
import type { LabelPredicate } from '../selector';
import type { KubernetesObject, Pod } from '../types';
import { expiryMinute } from './recordEvent';

/** Record kinds that hold Kubernetes objects, and so have metadata. */
export const OBJECT_KINDS = [
  'kubernetes/Pod',
  'kubernetes/ReplicaSet',
  'kubernetes/Deployment',
  'kubernetes/Service',
  'kubernetes/EndpointSlice',
  'kubernetes/Node',
  'kubernetes/Namespace',
  'kubernetes/Lease',
  'kubernetes/Event',
  'kubernetes/HorizontalPodAutoscaler',
  'kubernetes/Object',
] as const satisfies readonly Kind[];
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** Events and leases are nobody's dependents, and there are many of them. */
export const OWNED_KINDS = OBJECT_KINDS.filter(
  (kind) => kind !== 'kubernetes/Event' && kind !== 'kubernetes/Lease',
);

const ofEveryKind = [
  ...OWNED_KINDS.map((kind) =>
    objectIndex(kind, 'owner', (object) =>
      (object.metadata.ownerReferences ?? []).map((owner) => owner.uid),
    ),
  ),
  ...OBJECT_KINDS.map((kind) =>
    objectIndex(kind, 'namespace', ({ metadata }) =>
      metadata.namespace === undefined ? [] : [metadata.namespace],
    ),
  ),
];

export const indexes: readonly IndexDef[] = [
  ...ofEveryKind,
  defineIndex({
    name: 'node',
    kind: 'kubernetes/Pod',
    dependsOn: ['spec'],
    buckets: (pod) => (pod.spec.nodeName === undefined ? [] : [pod.spec.nodeName]),
  }),
  defineIndex({
    name: 'phase',
    kind: 'kubernetes/Pod',
    dependsOn: ['status'],
    buckets: (pod) => [pod.status.phase],
  }),
  defineIndex({
    name: 'label',
    kind: 'kubernetes/Pod',
    dependsOn: ['metadata'],
    buckets: (pod) =>
      Object.entries(pod.metadata.labels ?? {}).map(([key, value]) =>
        labelBucket(pod.metadata.namespace ?? '', key, value),
      ),
  }),
  defineIndex({
    name: 'orphan',
    kind: 'kubernetes/Pod',
    dependsOn: ['metadata'],
    buckets: ({ metadata }) =>
      controllerOf(metadata.ownerReferences) === undefined ? [metadata.namespace ?? ''] : [],
  }),
  defineIndex({
    name: 'clusterIP',
    kind: 'kubernetes/Service',
    buckets: ({ spec }) => (spec.clusterIP === undefined ? [] : [spec.clusterIP]),
  }),
  defineIndex({
    name: 'nodePort',
    kind: 'kubernetes/Service',
    buckets: ({ spec }) =>
      (spec.ports ?? []).flatMap((port) => (port.nodePort ? [String(port.nodePort)] : [])),
  }),
  defineIndex({
    name: 'resource',
    kind: 'kubernetes/Object',
    buckets: (_, key) => [key.slice(0, key.indexOf('/'))],
  }),
  defineIndex({
    name: 'expires',
    kind: 'kubernetes/Event',
    buckets: (event) => [String(expiryMinute(event))],
  }),
];

/** What `kubernetes/podsByOwner` holds for the uid of a controller: pods in each state. */
export interface PodCounts {
  readonly total: number;
  /** Neither finished nor being deleted: what a ReplicaSet counts as its replicas. */
  readonly active: number;
  /** Of the active ones, with condition Ready. */
  readonly ready: number;
  /** Of the active ones, with a node. */
  readonly scheduled: number;
  /** Being deleted and not finished yet. */
  readonly terminating: number;
  readonly succeeded: number;
  readonly failed: number;
}

export const tallies: readonly TallyDef[] = [
  defineTally({
    name: 'kubernetes/podsByOwner',
    kind: 'kubernetes/Pod',
    of: (pod) => {
      const owner = controllerOf(pod.metadata.ownerReferences);
      return owner && { bucket: owner.uid, add: podCounts(pod) };
    },
  }),
];

/** Sums over the pods whose controller has this uid, without visiting them. */
export function podsOfOwner(read: Read, uid: string): PodCounts {
  const sums = read.tally('kubernetes/podsByOwner', uid);
  return {
    total: sums['total'] ?? 0,
    active: sums['active'] ?? 0,
    ready: sums['ready'] ?? 0,
    scheduled: sums['scheduled'] ?? 0,
    terminating: sums['terminating'] ?? 0,
    succeeded: sums['succeeded'] ?? 0,
    failed: sums['failed'] ?? 0,
  };
}

export const controllerOf = (
  owners: KubernetesObject['metadata']['ownerReferences'],
): NonNullable<KubernetesObject['metadata']['ownerReferences']>[number] | undefined =>
  owners?.find((owner) => owner.controller === true);

export const isPodReady = (pod: Pod): boolean =>
  pod.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;

/** Succeeded or Failed: its containers will not run again. */
export const isPodFinished = (pod: Pod): boolean =>
  pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';

export const isPodActive = (pod: Pod): boolean =>
  !isPodFinished(pod) && pod.metadata.deletionTimestamp === undefined;

export const labelBucket = (namespace: string, key: string, value: string): string =>
  `${namespace}/${key}=${value}`;

/**
 * Pods of a namespace that carry all of `labels` and satisfy `also`, found through the rarest of the labels.
 * Without labels every pod of the namespace is looked at.
 */
export function podsWithLabels(
  read: Read,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  also: LabelPredicate,
): readonly Pod[] {
  const buckets = Object.entries(labels).map(([key, value]) => labelBucket(namespace, key, value));
  let rarest: string | undefined;
  let fewest = Infinity;
  for (const bucket of buckets) {
    const count = read.count('kubernetes/Pod', 'label', bucket);
    if (count < fewest) {
      fewest = count;
      rarest = bucket;
    }
  }
  const candidates =
    rarest === undefined
      ? read.by('kubernetes/Pod', 'namespace', namespace)
      : read.by('kubernetes/Pod', 'label', rarest);
  return candidates.filter((pod) => also(pod.metadata.labels));
}

function podCounts(pod: Pod): Readonly<Record<keyof PodCounts, number>> {
  const active = isPodActive(pod);
  const one = (yes: boolean): number => (yes ? 1 : 0);
  return {
    total: 1,
    active: one(active),
    ready: one(active && isPodReady(pod)),
    scheduled: one(active && pod.spec.nodeName !== undefined),
    terminating: one(pod.metadata.deletionTimestamp !== undefined && !isPodFinished(pod)),
    succeeded: one(pod.status.phase === 'Succeeded'),
    failed: one(pod.status.phase === 'Failed'),
  };
}

function objectIndex<K extends ObjectKind>(
  kind: K,
  name: string,
  buckets: (object: KubernetesObject) => readonly string[],
): IndexDef {
  return defineIndex<K>({
    name,
    kind,
    dependsOn: ['metadata'],
    buckets: (object: RecordKinds[K]) => buckets(object),
  });
}
