/** A Deployment's ReplicaSets: which one is new, their order, and what they remember in annotations (deployment_util.go). */
import { templateHash } from '../../naming';
import type { Deployment, ReplicaSet } from '../../types';

export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
export const HASH_LABEL = 'pod-template-hash';

export const hashOf = (deployment: Deployment): string =>
  templateHash(deployment.spec.template, deployment.status.collisionCount);

/** The ReplicaSet of the present template; of several, the oldest, as upstream. */
export function findNewReplicaSet(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const hash = hashOf(deployment);
  return byCreation(replicaSets).find((rs) => rs.metadata.labels?.[HASH_LABEL] === hash);
}

/** Oldest first; the name decides between equals. */
export const byCreation = (replicaSets: readonly ReplicaSet[]): readonly ReplicaSet[] =>
  [...replicaSets].sort(
    (a, b) =>
      a.metadata.creationTimestamp - b.metadata.creationTimestamp ||
      (a.metadata.name < b.metadata.name ? -1 : 1),
  );

/** Largest first; among equals the newest when growing, the oldest when shrinking. */
export const bySize = (
  replicaSets: readonly ReplicaSet[],
  ties: 'newest' | 'oldest',
): readonly ReplicaSet[] => {
  const inOrder =
    ties === 'oldest' ? byCreation(replicaSets) : [...byCreation(replicaSets)].reverse();
  return [...inOrder].sort((a, b) => b.spec.replicas - a.spec.replicas);
};

export const isActive = ({ spec }: ReplicaSet): boolean => spec.replicas > 0;

export const revisionOf = ({ metadata }: Pick<ReplicaSet, 'metadata'>): number =>
  Number(metadata.annotations?.[REVISION] ?? 0);

export function annotated(rs: ReplicaSet, name: string): number | undefined {
  const text = rs.metadata.annotations?.[name];
  return text === undefined ? undefined : Number(text);
}
