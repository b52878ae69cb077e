/** Which old ReplicaSets are one too many for revisionHistoryLimit (pkg/controller/deployment/sync.go cleanupDeployment). */
import type { ReplicaSet } from '../../types';
import { revisionOf } from './replicaSets';

/** Lowest revisions first, and of those only the ones that hold nothing any more. */
export function cleanupDeployment(
  oldReplicaSets: readonly ReplicaSet[],
  revisionHistoryLimit: number,
): readonly ReplicaSet[] {
  const cleanable = oldReplicaSets.filter((rs) => rs.metadata.deletionTimestamp === undefined);
  const surplus = cleanable.length - revisionHistoryLimit;
  if (surplus <= 0) return [];
  return [...cleanable]
    .sort((a, b) => revisionOf(a) - revisionOf(b) || (a.metadata.name < b.metadata.name ? -1 : 1))
    .slice(0, surplus)
    .filter(
      ({ metadata, spec, status }) =>
        status.replicas === 0 &&
        spec.replicas === 0 &&
        (metadata.generation ?? 0) <= (status.observedGeneration ?? 0),
    );
}
