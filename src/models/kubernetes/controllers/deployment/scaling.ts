/**
 * Scaling a Deployment in the middle of a rollout (pkg/controller/deployment/sync.go scale, deployment_util.go GetProportion,
 * v1.34): one active ReplicaSet takes the whole size; several share it in proportion, and what rounding leaves goes to the
 * largest.
 */
import type { Deployment, ReplicaSet } from '../../types';
import { isRollingUpdate, maxSurge, sumReplicas } from './arithmetic';
import {
  annotated,
  byCreation,
  bySize,
  DESIRED_REPLICAS,
  isActive,
  MAX_REPLICAS,
} from './replicaSets';
import type { Sizes } from './rolling';

export interface Scaling {
  readonly step: 'sole' | 'oldReplicaSets' | 'proportional';
  readonly sizes: Sizes;
}

export function scale(
  deployment: Deployment,
  newReplicaSet: ReplicaSet | undefined,
  oldReplicaSets: readonly ReplicaSet[],
): Scaling | undefined {
  const sole = findActiveOrLatest(newReplicaSet, oldReplicaSets);
  const { replicas } = deployment.spec;
  if (sole) {
    const sizes = new Map(sole.spec.replicas === replicas ? [] : [[sole.metadata.name, replicas]]);
    return { step: 'sole', sizes };
  }
  if (isSaturated(deployment, newReplicaSet)) {
    const sizes = new Map(oldReplicaSets.filter(isActive).map((rs) => [rs.metadata.name, 0]));
    return { step: 'oldReplicaSets', sizes };
  }
  if (!isRollingUpdate(deployment)) return undefined;
  const all = [...oldReplicaSets, ...(newReplicaSet ? [newReplicaSet] : [])].filter(isActive);
  return { step: 'proportional', sizes: proportionalSizes(deployment, all) };
}

/** The only active ReplicaSet; with none active, the new or else the newest. undefined when several are active. */
export function findActiveOrLatest(
  newReplicaSet: ReplicaSet | undefined,
  oldReplicaSets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const active = [...oldReplicaSets, ...(newReplicaSet ? [newReplicaSet] : [])].filter(isActive);
  if (active.length === 0) return newReplicaSet ?? byCreation(oldReplicaSets).at(-1);
  return active.length === 1 ? active[0] : undefined;
}

/** The new ReplicaSet alone is what is asked, and is available. */
function isSaturated({ spec }: Deployment, newReplicaSet: ReplicaSet | undefined): boolean {
  return (
    newReplicaSet !== undefined &&
    annotated(newReplicaSet, DESIRED_REPLICAS) === spec.replicas &&
    newReplicaSet.spec.replicas === spec.replicas &&
    newReplicaSet.status.availableReplicas === spec.replicas
  );
}

function proportionalSizes(deployment: Deployment, active: readonly ReplicaSet[]): Sizes {
  const { replicas } = deployment.spec;
  const allowedSize = replicas > 0 ? replicas + maxSurge(deployment) : 0;
  const toAdd = allowedSize - sumReplicas(active);
  const inOrder = bySize(active, toAdd > 0 ? 'newest' : 'oldest');
  const sizes = new Map<string, number>();
  let added = 0;
  for (const rs of inOrder) {
    const share = getProportion(rs, deployment, toAdd, added);
    sizes.set(rs.metadata.name, rs.spec.replicas + share);
    added += share;
  }
  const largest = inOrder[0]?.metadata.name;
  if (largest !== undefined && toAdd !== 0)
    sizes.set(largest, Math.max(0, (sizes.get(largest) ?? 0) + toAdd - added));
  return sizes;
}

function getProportion(
  rs: ReplicaSet,
  deployment: Deployment,
  toAdd: number,
  added: number,
): number {
  if (rs.spec.replicas === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = replicaSetFraction(rs, deployment);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

/** The share of the new total that this ReplicaSet had of the old one, less what it has. */
function replicaSetFraction(rs: ReplicaSet, deployment: Deployment): number {
  const { replicas } = deployment.spec;
  const present = rs.spec.replicas;
  if (replicas === 0) return -present;
  const before = annotated(rs, MAX_REPLICAS) ?? deployment.status.replicas ?? 0;
  if (before === 0) return 0;
  return roundHalfAwayFromZero((present * (replicas + maxSurge(deployment))) / before) - present;
}

const roundHalfAwayFromZero = (x: number): number =>
  x < 0 ? -Math.floor(-x + 0.5) : Math.floor(x + 0.5);
