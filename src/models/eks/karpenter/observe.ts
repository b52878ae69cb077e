/** What a round of provisioning sees: the cluster with what is on its way, what the pools may still buy, who waits. */
import type { Read } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import { hasCapacity } from '../../aws/ec2/capacity';
import {
  amountsOf,
  clusterNow,
  daemonPodsFor,
  podInfo,
  profileOf,
  withChangedNode,
  withNewNode,
  withPodOnNode,
  type Cluster,
} from '../../kubernetes/scheduler/simulation';
import type { Node, Pod } from '../../kubernetes/types';
import { unschedulablePods } from '../clusterAutoscaler/process';
import {
  isDeleting,
  isTrue,
  nodeClaims,
  nodeClassOf,
  nodeOf,
  nodePools,
  podsOn,
  poolOf,
} from './objects';
import { offeringsOf } from './offerings';
import { zonesOf } from './subnets';
import type { PendingPod, PoolView } from './solve';
import type { NodeClaim } from './types';

/** NodeClaims without a node stand in for it; nodes that are not Ready yet count as if they were. */
export function clusterWithUpcoming(read: Read): Cluster {
  let cluster = clusterNow(read);
  for (const claim of nodeClaims(read)) {
    if (isTrue(claim, 'Initialized') || isDeleting(claim)) continue;
    const node = nodeOf(read, claim);
    if (node) cluster = withChangedNode(cluster, node, withoutStartupTaints(node, claim));
    else {
      const virtual = virtualNode(claim);
      const { name } = virtual.metadata;
      cluster = daemonPodsFor(read, virtual).reduce(
        (c, daemon) => withPodOnNode(c, daemon, name),
        withNewNode(cluster, virtual),
      );
    }
  }
  return cluster;
}

function withoutStartupTaints(node: Node, { spec }: NodeClaim): Node {
  const startup = spec.startupTaints ?? [];
  const taints = (node.spec.taints ?? []).filter(
    ({ key }) => !key.startsWith('node.kubernetes.io/') && !startup.some((t) => t.key === key),
  );
  return { ...node, spec: { ...node.spec, taints } };
}

const virtualNode = ({ metadata, spec, status }: NodeClaim): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: metadata.name,
    uid: metadata.name,
    creationTimestamp: metadata.creationTimestamp,
    labels: { ...metadata.labels, 'kubernetes.io/hostname': metadata.name },
  },
  spec: spec.taints ? { taints: spec.taints } : {},
  status: { ...status, conditions: [], addresses: [] },
});

export function poolViews(read: Read): readonly PoolView[] {
  const zones = read.keys('ec2/AvailabilityZone');
  const claims = nodeClaims(read);
  return nodePools(read).map((pool) => {
    const mayUse = zonesOf(nodeClassOf(read, pool), zones);
    const offerings = offeringsOf(pool, mayUse, regionOf(read)).filter(({ instanceType, zone }) =>
      hasCapacity(instanceType, zone, read),
    );
    const own = claims.filter((claim) => poolOf(claim) === pool.metadata.name);
    return { pool, offerings, left: leftOf(pool.spec.limits, own) };
  });
}

function leftOf(
  limits: PoolView['pool']['spec']['limits'],
  claims: readonly NodeClaim[],
): PoolView['left'] {
  if (!limits) return {};
  const most = amountsOf(limits);
  const used = claims.map(({ status }) => amountsOf(status.capacity));
  const sum = (of: (one: (typeof used)[number]) => number): number =>
    used.reduce((n, one) => n + of(one), 0);
  return {
    ...(limits['cpu'] === undefined
      ? {}
      : { cpuMilli: most.cpuMilli - sum((one) => one.cpuMilli) }),
    ...(limits['memory'] === undefined
      ? {}
      : { memoryBytes: most.memoryBytes - sum((one) => one.memoryBytes) }),
    ...(limits['nodes'] === undefined
      ? {}
      : { nodes: (most.extended['nodes'] ?? 0) - claims.length }),
  };
}

/** Pods that the scheduler could not place, and those whose node is going. */
export function waitingPods(read: Read): readonly PendingPod[] {
  const leaving = nodeClaims(read)
    .filter(isDeleting)
    .flatMap((claim) =>
      claim.status.nodeName === undefined ? [] : podsOn(read, claim.status.nodeName),
    )
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .filter(({ metadata }) => (metadata.ownerReferences ?? []).some((o) => o.controller));
  return pending([...unschedulablePods(read), ...leaving], read);
}

export const pending = (pods: readonly Pod[], read: Read): readonly PendingPod[] =>
  pods.flatMap((record) => {
    const pod = { ...podInfo(record), nodeName: '', nominatedNodeName: '' };
    const profile = profileOf(read, pod);
    return profile ? [{ pod, profile }] : [];
  });
