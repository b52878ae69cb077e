/**
 * A pod as the scheduler sees it: everything that filters and scores ask, worked out once when the pod comes into view
 * (framework.PodInfo, kube-scheduler v1.34). Pods that look alike to other pods' affinity and spreading rules are of one
 * `PodGroup`, so that a node remembers how many of each group it runs instead of every pod.
 */
import { controllerOf } from '../api/indexes';
import { canonicalPrint, objectKey } from '../naming';
import { podResources, type PodResources } from '../podResources';
import type { Affinity, ContainerPort, Labels, OwnerReference, Pod, PodSpec } from '../types';
import { DEFAULT_SCHEDULER_NAME } from './configuration';

export interface PodInfo {
  /** `namespace/name` */
  readonly key: string;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly spec: PodSpec;
  readonly schedulerName: string;
  /** Empty while the pod is pending. */
  readonly nodeName: string;
  /** `status.nominatedNodeName`, empty when there is none. */
  readonly nominatedNodeName: string;
  readonly priority: number;
  readonly resources: PodResources;
  readonly hostPorts: readonly HostPort[];
  /** Names of all images with a tag, as nodes report them. */
  readonly images: readonly string[];
  readonly controller: OwnerReference | undefined;
  readonly group: PodGroup;
}

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** What a pod is to the rules of other pods. Two pods with the same `key` are interchangeable there. */
export interface PodGroup {
  readonly key: string;
  /** A small number for the same, given when the cluster first has such a pod; -1 before. */
  readonly id: number;
  readonly namespace: string;
  readonly labels: Labels;
  readonly priority: number;
  readonly terminating: boolean;
  /** Only where it has pod affinity or anti-affinity. */
  readonly affinity: Pick<Affinity, 'podAffinity' | 'podAntiAffinity'> | undefined;
}

export function podInfo({ metadata, spec, status }: Pod): PodInfo {
  const { namespace = 'default', name, uid, labels = NO_LABELS } = metadata;
  const terminating = metadata.deletionTimestamp !== undefined;
  const ofSpec = specInfo(spec);
  return {
    key: objectKey({ namespace, name }),
    uid,
    namespace,
    name,
    labels,
    spec,
    schedulerName: ofSpec.schedulerName,
    nodeName: ofSpec.nodeName,
    nominatedNodeName: status.nominatedNodeName ?? '',
    priority: ofSpec.priority,
    resources: ofSpec.resources,
    hostPorts: ofSpec.hostPorts,
    images: ofSpec.images,
    controller: controllerOf(metadata.ownerReferences),
    group: podGroup(namespace, labels, terminating, ofSpec),
  };
}

type OfSpec = Pick<
  PodInfo,
  'schedulerName' | 'nodeName' | 'priority' | 'resources' | 'hostPorts' | 'images'
> & { readonly affinity: PodGroup['affinity'] };

/** Pods of one template share their spec, so it is worked out once for all of them. */
function specInfo(spec: PodSpec): OfSpec {
  let known = specInfos.get(spec);
  if (!known) {
    known = {
      schedulerName: schedulerNameOf(spec),
      nodeName: spec.nodeName ?? '',
      priority: spec.priority ?? 0,
      resources: podResources(spec),
      hostPorts: hostPortsOf(spec),
      images: imagesOf(spec),
      affinity: podAffinityOf(spec),
    };
    specInfos.set(spec, known);
  }
  return known;
}
const specInfos = new WeakMap<PodSpec, OfSpec>();

export const schedulerNameOf = ({ schedulerName = DEFAULT_SCHEDULER_NAME }: PodSpec): string =>
  schedulerName;

/** Has anything changed that the scheduler would look at? Compared by reference: records share what did not change. */
export const sameToScheduler = (a: Pod, b: Pod): boolean =>
  a.spec === b.spec &&
  a.metadata.labels === b.metadata.labels &&
  a.metadata.uid === b.metadata.uid &&
  a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
  a.status.nominatedNodeName === b.status.nominatedNodeName &&
  isTerminal(a) === isTerminal(b);

/** Succeeded and Failed pods take no room any more. */
export const isTerminal = ({ status }: Pod): boolean =>
  status.phase === 'Succeeded' || status.phase === 'Failed';

const DEFAULT_BIND_ALL_HOST_IP = '0.0.0.0';

/** A missing address binds all of them, a missing protocol is TCP. */
export const hostPort = (
  ip: string | undefined,
  protocol: string | undefined,
  port: number,
): HostPort => ({
  ip: ip ? ip : DEFAULT_BIND_ALL_HOST_IP,
  protocol: protocol ? protocol : 'TCP',
  port,
});

/** Image names without a tag after the last slash mean `:latest`. */
export const normalizedImageName = (name: string): string =>
  name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name;

const NO_LABELS: Labels = {};
const NO_PORTS: readonly HostPort[] = [];

/** App containers and sidecars; an ordinary init container's ports are free again when the others start. */
function hostPortsOf({ containers, initContainers = [] }: PodSpec): readonly HostPort[] {
  const sidecars = initContainers.filter((c) => c.restartPolicy === 'Always');
  const ports = [...containers, ...sidecars]
    .flatMap((c) => c.ports ?? [])
    .filter((p): p is ContainerPort & { hostPort: number } => (p.hostPort ?? 0) > 0)
    .map((p) => hostPort(p.hostIP, p.protocol, p.hostPort));
  return ports.length === 0 ? NO_PORTS : ports;
}

const imagesOf = ({ containers, initContainers = [] }: PodSpec): readonly string[] =>
  [...initContainers, ...containers].map((c) => normalizedImageName(c.image ?? ''));

function podAffinityOf({ affinity }: PodSpec): PodGroup['affinity'] {
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  if (!podAffinity && !podAntiAffinity) return undefined;
  return { ...(podAffinity && { podAffinity }), ...(podAntiAffinity && { podAntiAffinity }) };
}

function podGroup(
  namespace: string,
  labels: Labels,
  terminating: boolean,
  { priority, affinity }: OfSpec,
): PodGroup {
  const parts = [namespace, priority, terminating, print(labels), affinity ? print(affinity) : ''];
  return { key: parts.join('\n'), id: -1, namespace, labels, priority, terminating, affinity };
}

/** Pods of one owner share their labels too. */
function print(value: object): string {
  let known = prints.get(value);
  if (known === undefined) {
    known = canonicalPrint(value);
    prints.set(value, known);
  }
  return known;
}
const prints = new WeakMap<object, string>();
