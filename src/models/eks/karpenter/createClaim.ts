/**
 * Making NodeClaims (pkg/controllers/nodeclaim/lifecycle/launch.go; karpenter-provider-aws pkg/providers/instance, v1.8): the
 * object, and the instance that CreateFleet gives for it at once. Simplified: EC2's answer about capacity is known when the
 * plan is made, so an offering that it does not have is not tried.
 */
import type { Context, Effect } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import type { InstanceLaunch } from '../../aws/ec2/launchInstances';
import { DEFAULT_IMAGE } from '../../aws/ec2/requests/runInstances';
import type { KarpenterCommandOf, NewClaim } from './commands';
import { NODE_DISRUPTION } from './disruptionController';
import { hashes } from './drift';
import { KARPENTER, nodePool } from './objects';
import { aboutClaim, aboutPod, event, note, putClaim, putState } from './state';
import { CLAIM_TAG, NODEPOOL, TERMINATION, type NodeClaim, type NodePool } from './types';

export const collectPods = (
  { uids }: KarpenterCommandOf<'collectPods'>,
  ctx: Context,
): readonly Effect[] => {
  const firstMs = ctx.get('eks/Karpenter', KARPENTER)?.batch?.firstMs ?? ctx.nowMs;
  return [putState(ctx, { batch: { firstMs, lastMs: ctx.nowMs, uids } })];
};

export function provision(
  { claims, news, told }: KarpenterCommandOf<'provision'>,
  ctx: Context,
): readonly Effect[] {
  const messages = [...new Set(news.map(({ message }) => message))];
  return [
    putState(ctx, { batch: null, told }),
    ...claims.flatMap((claim) => createNodeClaim(claim, ctx).effects),
    ...messages.flatMap((message): Effect[] => {
      const same = news.filter((one) => one.message === message);
      const [first] = same;
      const about = aboutPod(first?.pod ?? '');
      const data = { pods: same.length, message };
      return first ? [note(about, { type: 'podsNotProvisioned', data }, about)] : [];
    }),
    ...news.flatMap(({ pod, message }) =>
      event(ctx.get('kubernetes/Pod', pod), 'Warning', 'FailedScheduling', message),
    ),
  ];
}

export function createNodeClaim(
  claim: NewClaim,
  ctx: Context,
): {
  readonly name: string;
  readonly object?: NodeClaim;
  readonly effects: readonly Effect[];
} {
  const pool = nodePool(ctx, claim.pool);
  if (!pool) return { name: '', effects: [] };
  const random = ctx.random(`karpenter/${claim.pool}`);
  const name = `${claim.pool}-${random.text(5, 'bcdfghjklmnpqrstvwxz2456789')}`;
  const object = claimObject(name, claim, pool, random.text(32, '0123456789abcdef'), ctx);
  const { offering, pods, milliCpu, memoryBytes, instanceTypes, next, batchMs } = claim;
  const { instanceType, zone, capacityType, nanoUsdPerHour } = offering;
  const data = {
    ...{ nodePool: claim.pool, pods: pods.length, milliCpu },
    memoryMiB: Math.round(memoryBytes / 1_048_576),
    ...{ instanceType, zone, capacityType, nanoUsdPerHour, instanceTypes, next, batchMs },
  };
  const [first] = pods;
  const because = first === undefined ? undefined : aboutPod(first);
  const message = `Pod should schedule on: nodeclaim/${name}`;
  return {
    name,
    object,
    effects: [
      putClaim(object),
      note(aboutClaim(name), { type: 'nodeClaimCreated', data }, because),
      ...launched(name, object, pool, claim, ctx),
      ...pods.flatMap((key) =>
        event(ctx.get('kubernetes/Pod', key), 'Normal', 'Nominated', message),
      ),
      { do: 'wake', controller: NODE_DISRUPTION, key: KARPENTER },
    ],
  };
}

function claimObject(
  name: string,
  { offering, milliCpu, memoryBytes }: NewClaim,
  pool: NodePool,
  hex: string,
  read: Context,
): NodeClaim {
  const { template } = pool.spec;
  const uid = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ];
  const requirement = (key: string, value: string) =>
    ({ key, operator: 'In', values: [value] }) as const;
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodeClaim',
    metadata: {
      name,
      generateName: `${pool.metadata.name}-`,
      uid: uid.join('-'),
      creationTimestamp: read.nowMs,
      generation: 1,
      labels: offering.labels,
      annotations: { ...template.metadata?.annotations, ...hashes(pool, read) },
      finalizers: [TERMINATION],
      ownerReferences: [
        {
          apiVersion: pool.apiVersion,
          kind: pool.kind,
          name: pool.metadata.name,
          uid: pool.metadata.uid,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      ...template.spec,
      requirements: [
        requirement(NODEPOOL, pool.metadata.name),
        requirement('node.kubernetes.io/instance-type', offering.instanceType),
        requirement('topology.kubernetes.io/zone', offering.zone),
        requirement('karpenter.sh/capacity-type', offering.capacityType),
      ],
      resources: { requests: { cpu: `${milliCpu}m`, memory: String(memoryBytes) } },
    },
    status: { capacity: offering.capacity, allocatable: offering.allocatable, conditions: [] },
  };
}

function launched(
  name: string,
  { metadata, spec }: NodeClaim,
  pool: NodePool,
  { offering }: NewClaim,
  ctx: Context,
): readonly Effect[] {
  const cluster = clusterName(ctx);
  const taints = [...(spec.taints ?? []), ...(spec.startupTaints ?? [])];
  const launch: InstanceLaunch = {
    InstanceType: offering.instanceType,
    ImageId: DEFAULT_IMAGE,
    Tags: [
      { Key: 'Name', Value: `${cluster}/${pool.metadata.name}` },
      { Key: `kubernetes.io/cluster/${cluster}`, Value: 'owned' },
      { Key: NODEPOOL, Value: pool.metadata.name },
      { Key: CLAIM_TAG, Value: name },
    ],
    bootstrap: {
      as: 'eks-node',
      cluster,
      labels: metadata.labels ?? {},
      ...(taints.length > 0 ? { taints } : {}),
    },
    zones: [offering.zone],
    ...(offering.capacityType === 'spot'
      ? { InstanceMarketOptions: { MarketType: 'spot' } as const }
      : {}),
    RegionName: regionOf(ctx),
    ground: false,
    stream: `karpenter/${pool.metadata.name}/instances`,
  };
  // Of several claims of one round each instance is owed to its own.
  const because = aboutClaim(name);
  return [{ do: 'command', command: { model: 'aws', type: 'launchInstances', launch, because } }];
}

/** The cluster that is there: nodes know it by their bootstrap. */
function clusterName(ctx: Context): string {
  const [named] = ctx.keys('eks/Cluster');
  if (named !== undefined) return named;
  const boot = ctx
    .list('ec2/Instance')
    .find(({ bootstrap }) => bootstrap?.as === 'eks-node')?.bootstrap;
  return boot?.cluster ?? 'cluster';
}
