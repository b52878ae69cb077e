/** Kubernetes, in its own words. A name without a namespace is one in `default`. */
import type { Kind } from '../../../engine/model';
import { bytes, milliValue } from '../../../models/kubernetes/quantity';
import type { KubernetesObject, Pod, ReplicaSet } from '../../../models/kubernetes/types';
import { byName, noun, type Field, type Noun } from './noun';

const MIB = 1024 * 1024;
const ZONE = 'topology.kubernetes.io/zone';
const REVISION = 'deployment.kubernetes.io/revision';

const namespaced = (name: string): string => (name.includes('/') ? name : `default/${name}`);

const named: Readonly<Record<string, Field<KubernetesObject>>> = {
  name: ({ metadata }) => metadata.name,
  namespace: ({ metadata }) => metadata.namespace,
  app: ({ metadata }) => metadata.labels?.['app'],
};

function ownerOf({ metadata }: Pod): string | undefined {
  return metadata.ownerReferences?.find(({ kind }) => kind === 'ReplicaSet')?.name;
}
const condition = ({ status }: Pod, type: string): boolean =>
  status.conditions?.find((each) => each.type === type)?.status === 'True';
const zoneOf = (node: KubernetesObject | undefined) => node?.metadata.labels?.[ZONE];
const requested = (spec: Pod['spec'], name: string, amount: (text: string | number) => number) =>
  spec.containers.reduce((sum, c) => sum + amount(c.resources?.requests?.[name] ?? 0), 0);

const pods = noun({
  kind: 'kubernetes/Pod',
  half: 'kubernetes',
  key: namespaced,
  joins: { zone: ['kubernetes/Node'] },
  fields: {
    ...named,
    deployment: (pod) => ownerOf(pod)?.replace(/-[a-z0-9]+$/, ''),
    replicaSet: ownerOf,
    phase: ({ status }) => status.phase,
    ready: (pod) => condition(pod, 'Ready') && pod.metadata.deletionTimestamp === undefined,
    scheduled: ({ spec }) => spec.nodeName !== undefined,
    terminating: ({ metadata }) => metadata.deletionTimestamp !== undefined,
    node: ({ spec }) => spec.nodeName,
    zone: ({ spec }, { read }) => zoneOf(read.get('kubernetes/Node', spec.nodeName ?? '')),
    restarts: ({ status }) =>
      (status.containerStatuses ?? []).reduce((sum, c) => sum + c.restartCount, 0),
    image: ({ spec }) => spec.containers[0]?.image,
    waiting: ({ status }) =>
      (status.containerStatuses ?? []).flatMap(({ state }) => state.waiting?.reason ?? []),
    readyContainers: ({ status }) =>
      (status.containerStatuses ?? []).filter((container) => container.ready).length,
    cpuMilli: ({ spec }) => requested(spec, 'cpu', milliValue),
    memoryMiB: ({ spec }) => requested(spec, 'memory', (text) => bytes(text) / MIB),
  },
});

const nodes = noun({
  kind: 'kubernetes/Node',
  half: 'kubernetes',
  key: byName,
  joins: { pods: ['kubernetes/Pod'] },
  fields: {
    name: ({ metadata }) => metadata.name,
    zone: zoneOf,
    instance: ({ spec }) => /i-[0-9a-f]+$/.exec(spec.providerID ?? '')?.[0],
    ready: ({ status }) =>
      status.conditions.find(({ type }) => type === 'Ready')?.status === 'True',
    pods: ({ metadata }, { read }) =>
      read.list('kubernetes/Pod').filter(({ spec }) => spec.nodeName === metadata.name).length,
  },
});

const replicaSets = noun({
  kind: 'kubernetes/ReplicaSet',
  half: 'kubernetes',
  key: namespaced,
  fields: {
    ...named,
    deployment: ({ metadata }: ReplicaSet) =>
      metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment')?.name,
    revision: ({ metadata }) => Number(metadata.annotations?.[REVISION]),
  },
});

const deployments = noun({
  kind: 'kubernetes/Deployment',
  half: 'kubernetes',
  key: namespaced,
  fields: {
    ...named,
    revision: ({ metadata }) => Number(metadata.annotations?.[REVISION]),
    missing: ({ spec, status }) => Math.max(0, spec.replicas - (status.readyReplicas ?? 0)),
  },
});

const events = noun({
  kind: 'kubernetes/Event',
  half: 'kubernetes',
  key: namespaced,
  fields: { about: ({ involvedObject }) => involvedObject.name },
});

const plain = (kind: Kind) =>
  noun({ kind, half: 'kubernetes', key: namespaced, fields: named as never });

const services = plain('kubernetes/Service');

export const kubernetesNouns: Readonly<Record<string, Noun>> = {
  'kubernetes/pod': pods,
  'kubernetes/pods': pods,
  'kubernetes/node': nodes,
  'kubernetes/nodes': nodes,
  'kubernetes/replicaSet': replicaSets,
  'kubernetes/replicaSets': replicaSets,
  'kubernetes/deployment': deployments,
  'kubernetes/deployments': deployments,
  'kubernetes/service': services,
  'kubernetes/services': services,
  'kubernetes/event': events,
  'kubernetes/events': events,
};
