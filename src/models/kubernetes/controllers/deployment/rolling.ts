/**
 * One step of a rolling update (pkg/controller/deployment/rolling.go, v1.34): grow the new ReplicaSet if the bounds allow it,
 * else shrink the old ones. Unhealthy old pods go first, then as many healthy ones as stay above the minimum available.
 * Functions take ReplicaSets and return the sizes that change.
 */
import { byCreation } from './replicaSets';
import { maxUnavailable, newReplicaSetReplicas, sumAvailable, sumReplicas } from './arithmetic';
import type { Deployment, ReplicaSet } from '../../types';

/** ReplicaSet name -> new size. Absent: stays. */
export type Sizes = ReadonlyMap<string, number>;

const NO_CHANGE: Sizes = new Map();

/** The new ReplicaSet's next size, or undefined when it stays. */
export function reconcileNewReplicaSet(
  allReplicaSets: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet,
  deployment: Deployment,
): number | undefined {
  const present = newReplicaSet.spec.replicas;
  const { replicas } = deployment.spec;
  if (present === replicas) return undefined;
  if (present > replicas) return replicas;
  const next = newReplicaSetReplicas(deployment, sumReplicas(allReplicaSets), present);
  return next === present ? undefined : next;
}

export interface OldReplicaSetsStep {
  /** Sizes after unhealthy pods went, and after healthy ones did too. */
  readonly cleanedUp: Sizes;
  readonly scaledDown: Sizes;
}

export function reconcileOldReplicaSets(
  oldReplicaSets: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet,
  deployment: Deployment,
): OldReplicaSetsStep {
  const nothing = { cleanedUp: NO_CHANGE, scaledDown: NO_CHANGE };
  if (sumReplicas(oldReplicaSets) === 0) return nothing;
  const minAvailable = deployment.spec.replicas - maxUnavailable(deployment);
  const newUnavailable =
    newReplicaSet.spec.replicas - (newReplicaSet.status.availableReplicas ?? 0);
  const budget = sumReplicas([...oldReplicaSets, newReplicaSet]) - minAvailable - newUnavailable;
  if (budget <= 0 || oldReplicaSets.some(isBehind)) return nothing;
  const cleanedUp = cleanupUnhealthyReplicas(oldReplicaSets, budget);
  const left = oldReplicaSets.map((rs) => resized(rs, cleanedUp));
  const scaledDown = scaleDownOldReplicaSets([...left, newReplicaSet], left, deployment);
  return { cleanedUp, scaledDown };
}

/**
 * Its status still counts pods that its size has given up. Upstream's clean-up ends with an error then ("got invalid request
 * to scale down"), so nothing is scaled until the status has followed; else the same spare pod would be spent twice.
 */
const isBehind = ({ spec, status }: ReplicaSet): boolean =>
  spec.replicas > 0 && spec.replicas < (status.availableReplicas ?? 0);

/** Takes away pods that are not available, oldest ReplicaSet first, at most `maxCleanupCount`. */
export function cleanupUnhealthyReplicas(
  oldReplicaSets: readonly ReplicaSet[],
  maxCleanupCount: number,
): Sizes {
  const sizes = new Map<string, number>();
  let cleaned = 0;
  for (const { metadata, spec, status } of byCreation(oldReplicaSets)) {
    if (cleaned >= maxCleanupCount) break;
    const unhealthy = spec.replicas - (status.availableReplicas ?? 0);
    if (spec.replicas === 0 || unhealthy <= 0) continue;
    const count = Math.min(maxCleanupCount - cleaned, unhealthy);
    sizes.set(metadata.name, spec.replicas - count);
    cleaned += count;
  }
  return sizes;
}

/** Takes away pods while more than the minimum are available, oldest ReplicaSet first. */
export function scaleDownOldReplicaSets(
  allReplicaSets: readonly ReplicaSet[],
  oldReplicaSets: readonly ReplicaSet[],
  deployment: Deployment,
): Sizes {
  const minAvailable = deployment.spec.replicas - maxUnavailable(deployment);
  const spare = sumAvailable(allReplicaSets) - minAvailable;
  const sizes = new Map<string, number>();
  let gone = 0;
  for (const { metadata, spec } of byCreation(oldReplicaSets)) {
    if (gone >= spare) break;
    if (spec.replicas === 0) continue;
    const count = Math.min(spec.replicas, spare - gone);
    sizes.set(metadata.name, spec.replicas - count);
    gone += count;
  }
  return sizes;
}

const resized = (rs: ReplicaSet, sizes: Sizes): ReplicaSet => {
  const size = sizes.get(rs.metadata.name);
  return size === undefined ? rs : { ...rs, spec: { ...rs.spec, replicas: size } };
};
