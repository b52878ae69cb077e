/**
 * The numbers that bound a rollout (pkg/controller/deployment/util/deployment_util.go, v1.34): maxSurge rounds up,
 * maxUnavailable rounds down, both zero means one unavailable.
 */
import type { Deployment, IntOrString, ReplicaSet } from '../../types';

export interface Fenceposts {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** Throws on text that is no percentage; validation keeps such text out of the store. */
export function resolveFenceposts(
  maxSurge: IntOrString | undefined,
  maxUnavailable: IntOrString | undefined,
  desired: number,
): Fenceposts {
  const surge = scaledValue(maxSurge ?? 0, desired, 'up');
  const unavailable = scaledValue(maxUnavailable ?? 0, desired, 'down');
  return { maxSurge: surge, maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** An absolute number, or a percentage of `total`. */
export function scaledValue(value: IntOrString, total: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value)?.[1];
  if (percent === undefined)
    throw new RangeError(`invalid value for IntOrString: "${value}" is not a percentage`);
  const hundredths = Number(percent) * total;
  return round === 'up' ? Math.ceil(hundredths / 100) : Math.floor(hundredths / 100);
}

export const isRollingUpdate = ({ spec }: Pick<Deployment, 'spec'>): boolean =>
  (spec.strategy.type ?? 'RollingUpdate') === 'RollingUpdate';

/** How many pods above `replicas` a rolling update may have. */
export function maxSurge(deployment: Pick<Deployment, 'spec'>): number {
  if (!isRollingUpdate(deployment)) return 0;
  return fencepostsOf(deployment).maxSurge;
}

/** How many pods below `replicas` may be available; never more than there are. */
export function maxUnavailable(deployment: Pick<Deployment, 'spec'>): number {
  const { replicas } = deployment.spec;
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  return Math.min(replicas, fencepostsOf(deployment).maxUnavailable);
}

export function minAvailable(deployment: Pick<Deployment, 'spec'>): number {
  if (!isRollingUpdate(deployment)) return 0;
  return deployment.spec.replicas - maxUnavailable(deployment);
}

function fencepostsOf({ spec }: Pick<Deployment, 'spec'>): Fenceposts {
  const { rollingUpdate } = spec.strategy;
  return resolveFenceposts(rollingUpdate?.maxSurge, rollingUpdate?.maxUnavailable, spec.replicas);
}

/** The size the new ReplicaSet may grow to now, given the size of all of them together. */
export function newReplicaSetReplicas(
  deployment: Pick<Deployment, 'spec'>,
  totalReplicas: number,
  newReplicas: number,
): number {
  const { replicas } = deployment.spec;
  if (!isRollingUpdate(deployment)) return replicas;
  const maxTotalPods = replicas + maxSurge(deployment);
  if (totalReplicas >= maxTotalPods) return newReplicas;
  return newReplicas + Math.min(maxTotalPods - totalReplicas, replicas - newReplicas);
}

export const sumReplicas = (replicaSets: readonly Pick<ReplicaSet, 'spec'>[]): number =>
  replicaSets.reduce((sum, { spec }) => sum + spec.replicas, 0);

export const sumAvailable = (replicaSets: readonly Pick<ReplicaSet, 'status'>[]): number =>
  replicaSets.reduce((sum, { status }) => sum + (status.availableReplicas ?? 0), 0);

export const sumStatusReplicas = (replicaSets: readonly Pick<ReplicaSet, 'status'>[]): number =>
  replicaSets.reduce((sum, { status }) => sum + status.replicas, 0);
