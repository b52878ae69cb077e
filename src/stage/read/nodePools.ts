/**
 * NodePools of Karpenter as groups of machines. A pool has no number of nodes to keep: it is asked for a node whenever a
 * NodeClaim is made, and is bounded by `spec.limits` on what its nodes add up to, if by anything.
 */
import type { NodeClaim, NodePool } from '../../models/eks/karpenter/types';
import type { ResourceList } from '../../models/kubernetes/types';
import type { Records } from '../records';
import type { Capacity, MachineGroup, ResourceLimit } from '../view';
import { amountOf } from './podRequests';

const POOLS = 'nodepools.karpenter.sh/';
const CLAIMS = 'nodeclaims.karpenter.sh/';
const POOL_LABEL = 'karpenter.sh/nodepool';
const GiB = 1024 * 1024 * 1024;

/** Of the one pool there is: its limit on CPU before any other. */
export function poolLimit({ groups }: Capacity): ResourceLimit | 'none' | null {
  const [pool, other] = groups.filter(({ kind }) => kind === 'nodepool');
  if (!pool?.limits || other) return null;
  const [first] = pool.limits;
  const cpu = pool.limits.find(({ resource }) => resource === 'cpu');
  return cpu ?? first ?? (pool.max === null ? 'none' : null);
}

export function nodePools(records: Records): readonly MachineGroup[] {
  const pools: MachineGroup[] = [];
  const claims = claimsByPool(records);
  for (const [key, object] of records.all('kubernetes/Object')) {
    if (!key.startsWith(POOLS)) continue;
    const pool = object as unknown as NodePool;
    const { name } = pool.metadata;
    const own = claims.get(name) ?? [];
    pools.push({
      ref: { kind: 'kubernetes/Object', key },
      kind: 'nodepool',
      name,
      have: own.filter(isInitialized).length,
      asked: own.filter(({ metadata }) => metadata.deletionTimestamp === undefined).length,
      min: 0,
      max: nodesAllowed(pool.spec.limits),
      limits: limitsOf(pool),
    });
  }
  return pools;
}

function claimsByPool(records: Records): ReadonlyMap<string, readonly NodeClaim[]> {
  const byPool = new Map<string, NodeClaim[]>();
  for (const [key, object] of records.all('kubernetes/Object')) {
    if (!key.startsWith(CLAIMS)) continue;
    const claim = object as unknown as NodeClaim;
    const pool = claim.metadata.labels?.[POOL_LABEL] ?? '';
    byPool.set(pool, [...(byPool.get(pool) ?? []), claim]);
  }
  return byPool;
}

/** Its node has joined and is ready for pods. */
const isInitialized = ({ status }: NodeClaim): boolean =>
  status.conditions.some(({ type, status: is }) => type === 'Initialized' && is === 'True');

/** `limits.nodes` is the one limit that counts machines. */
const nodesAllowed = (limits: ResourceList | undefined): number | null =>
  limits?.['nodes'] === undefined ? null : amountOf(limits['nodes']);

function limitsOf({ spec, status }: NodePool): readonly ResourceLimit[] {
  return Object.entries(spec.limits ?? {})
    .filter(([resource]) => resource !== 'nodes')
    .map(([resource, limit]) => {
      const unit = resource === 'memory' ? GiB : 1;
      const used = amountOf(status?.resources?.[resource] ?? 0);
      return { resource, used: used / unit, limit: amountOf(limit) / unit };
    });
}
