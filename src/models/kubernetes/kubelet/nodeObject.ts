/**
 * The Node object as a kubelet registers it and keeps it (pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go,
 * v1.34), and the Lease in which it shows that it lives.
 */
import type { Effect, Read } from '../../../engine/model';
import { podCIDR } from './addresses';
import { conditionsWith } from './podStatus';
import type { Verdict } from './podConditions';
import { nodeImages } from './imagePulls';
import { LEASE_DURATION_SECONDS, LEASE_RENEW_MS } from '../timings';
import type { Condition, Labels, Lease, Node } from '../types';
import type { NodeRegistration } from '../commands';
import type { Kubelet } from './types';

export const NOT_READY_TAINT = 'node.kubernetes.io/not-ready';
const LEASE_NAMESPACE = 'kube-node-lease';

/** `ready`: the network plugin is up already. Otherwise the node carries the not-ready taint from the start. */
export function newNode(kubelet: Kubelet, uid: string, nowMs: number, ready: boolean): Node {
  const { machine } = kubelet;
  const taints = ready
    ? machine.taints
    : [...machine.taints, { key: NOT_READY_TAINT, effect: 'NoSchedule' as const }];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: machine.name,
      uid,
      creationTimestamp: nowMs,
      labels: nodeLabels(machine),
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: {
      providerID: machine.providerID,
      podCIDR: podCIDR(kubelet.addressBlock),
      ...(taints.length > 0 ? { taints } : {}),
    },
    status: {
      capacity: machine.capacity,
      allocatable: machine.allocatable,
      conditions: nodeConditions([], ready ? READY : NETWORK_NOT_READY, nowMs),
      addresses: [
        { type: 'InternalIP', address: machine.ip },
        { type: 'InternalDNS', address: machine.name },
        { type: 'Hostname', address: machine.name },
      ],
      images: nodeImages(kubelet),
      nodeInfo: NODE_INFO,
    },
  };
}

export const READY: Verdict = {
  type: 'Ready',
  status: 'True',
  reason: 'KubeletReady',
  message: 'kubelet is posting ready status',
};
export const NETWORK_NOT_READY: Verdict = {
  type: 'Ready',
  status: 'False',
  reason: 'KubeletNotReady',
  message:
    'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
};
export const SHUTTING_DOWN: Verdict = {
  type: 'Ready',
  status: 'False',
  reason: 'KubeletNotReady',
  message: 'node is shutting down',
};

/** What the kubelet says of the node now: health, capacity, images. Others' fields stay. */
export function nodeReport(read: Read, kubelet: Kubelet, ready: Verdict): readonly Effect[] {
  const key = kubelet.machine.name;
  const node = read.get('kubernetes/Node', key);
  if (!node) return [];
  const value: Node = {
    ...node,
    status: {
      ...node.status,
      conditions: nodeConditions(node.status.conditions, ready, read.nowMs),
      images: nodeImages(kubelet),
    },
  };
  return [{ do: 'put', kind: 'kubernetes/Node', key, value }];
}

/** Dated with the heartbeat. */
function nodeConditions(
  before: readonly Condition[],
  ready: Verdict,
  nowMs: number,
): readonly Condition[] {
  return conditionsWith(before, [...NO_PRESSURE, ready], nowMs).map((condition) => ({
    ...condition,
    lastHeartbeatTime: nowMs,
  }));
}

const NO_PRESSURE: readonly Verdict[] = [
  {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  },
  {
    type: 'DiskPressure',
    status: 'False',
    reason: 'KubeletHasNoDiskPressure',
    message: 'kubelet has no disk pressure',
  },
  {
    type: 'PIDPressure',
    status: 'False',
    reason: 'KubeletHasSufficientPID',
    message: 'kubelet has sufficient PID available',
  },
];

const NODE_INFO: Readonly<Record<string, string>> = {
  architecture: 'amd64',
  operatingSystem: 'linux',
  osImage: 'Amazon Linux 2023',
  kernelVersion: '6.12.40-64.114.amzn2023.x86_64',
  containerRuntimeVersion: 'containerd://2.1.4',
  kubeletVersion: 'v1.34.1-eks',
};

function nodeLabels({ name, zone, instanceType, labels }: NodeRegistration): Labels {
  const region = zone.replace(/[a-z]$/, '');
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    ...(instanceType === '' ? {} : { 'node.kubernetes.io/instance-type': instanceType }),
    'topology.kubernetes.io/region': region,
    'topology.kubernetes.io/zone': zone,
    ...labels,
  };
}

export const leaseKey = (node: string): string => `${LEASE_NAMESPACE}/${node}`;

/** The Lease of a kubelet that renews from now on: later renewals are implied, not written. */
export function renewLease(read: Read, node: string, uid: string): Effect {
  const key = leaseKey(node);
  const before = read.get('kubernetes/Lease', key);
  const value: Lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: before?.metadata ?? {
      name: node,
      namespace: LEASE_NAMESPACE,
      uid,
      creationTimestamp: read.nowMs,
    },
    spec: {
      holderIdentity: node,
      leaseDurationSeconds: LEASE_DURATION_SECONDS,
      renewTime: read.nowMs,
      renewing: true,
    },
  };
  return { do: 'put', kind: 'kubernetes/Lease', key, value };
}

/** No renewal comes any more; the last one was on the ten-second beat before now. */
export function stopLease(read: Read, node: string): readonly Effect[] {
  const key = leaseKey(node);
  const lease = read.get('kubernetes/Lease', key);
  if (!lease?.spec.renewing) return [];
  const { renewTime } = lease.spec;
  const beats = Math.floor((read.nowMs - renewTime) / LEASE_RENEW_MS);
  const spec = { ...lease.spec, renewTime: renewTime + beats * LEASE_RENEW_MS, renewing: false };
  return [{ do: 'put', kind: 'kubernetes/Lease', key, value: { ...lease, spec } }];
}
