/**
 * The Cluster Autoscaler as a process: it works only while a pod of its image runs, and one of several leads (leader
 * election through a lease; the oldest holds it). What it has counted is lost with the pod.
 */
import {
  defineIndex,
  defineWatch,
  type IndexDef,
  type Read,
  type Watch,
} from '../../../engine/model';
import type { Container, Pod, PodSpec } from '../../kubernetes/types';

export const AUTOSCALER = 'cluster-autoscaler';
export const CLUSTER_AUTOSCALER = 'eks/clusterAutoscaler';

/** `registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.0`, from any registry. */
const IMAGE = /(?:^|\/)cluster-autoscaler(?:-(?:amd64|arm64))?(?::|@|$)/;

/** Remembered by the list of containers. */
export function autoscalerContainer({ containers }: Pick<PodSpec, 'containers'>): Container | null {
  let known = found.get(containers);
  if (known === undefined) {
    known = containers.find(({ image = '' }) => IMAGE.test(image)) ?? null;
    found.set(containers, known);
  }
  return known;
}
const found = new WeakMap<PodSpec['containers'], Container | null>();

export interface Leader {
  readonly key: string;
  readonly pod: Pod;
  readonly container: Container;
}

export function leaderOf(read: Read): Leader | undefined {
  const leaders = read
    .keysBy('kubernetes/Pod', 'clusterAutoscaler', AUTOSCALER)
    .flatMap((key): Leader[] => {
      const pod = read.get('kubernetes/Pod', key);
      const container = pod && autoscalerContainer(pod.spec);
      return container && runs(pod, container) ? [{ key, pod, container }] : [];
    });
  return leaders.reduce<Leader | undefined>(
    (first, other) => (first && startedAt(first) <= startedAt(other) ? first : other),
    undefined,
  );
}

const startedAt = ({ pod, container }: Leader): number =>
  statusOf(pod, container)?.state.running?.startedAt ?? 0;

const statusOf = ({ status }: Pod, { name }: Container) =>
  status.containerStatuses?.find((s) => s.name === name);

const runs = (pod: Pod, container: Container): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  statusOf(pod, container)?.state.running !== undefined;

export const processIndexes: readonly IndexDef[] = [
  defineIndex({
    name: 'clusterAutoscaler',
    kind: 'kubernetes/Pod',
    dependsOn: ['spec'],
    buckets: (pod) => (autoscalerContainer(pod.spec) ? [AUTOSCALER] : []),
  }),
  defineIndex({
    name: 'unschedulable',
    kind: 'kubernetes/Pod',
    dependsOn: ['spec', 'status', 'metadata'],
    buckets: (pod) => (isUnschedulable(pod) ? ['yes'] : []),
  }),
];

/** What autoscalers of nodes look for: the scheduler has tried it and found no node. */
const isUnschedulable = ({ metadata, spec, status }: Pod): boolean =>
  spec.nodeName === undefined &&
  metadata.deletionTimestamp === undefined &&
  (status.conditions ?? []).some(
    (c) => c.type === 'PodScheduled' && c.status === 'False' && c.reason === 'Unschedulable',
  );

export const unschedulablePods = (read: Read): readonly Pod[] =>
  read.by('kubernetes/Pod', 'unschedulable', 'yes');

export const processWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Pod',
    wakes: CLUSTER_AUTOSCALER,
    keys: (after, before) => {
      const pod = after ?? before;
      const container = pod && autoscalerContainer(pod.spec);
      if (!container) return [];
      const did = before !== undefined && runs(before, container);
      const does = after !== undefined && runs(after, container);
      return did === does ? [] : [AUTOSCALER];
    },
  }),
];
