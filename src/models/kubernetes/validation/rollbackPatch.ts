/** `kubectl rollout undo` (kubectl pkg/polymorphichelpers/rollback.go): an old ReplicaSet's template becomes the current one. */
import type { Deployment, ReplicaSet } from '../types';
import { without } from './without';

const REVISION = 'deployment.kubernetes.io/revision';
const POD_TEMPLATE_HASH = 'pod-template-hash';

/** Annotations of a ReplicaSet that describe it and not the Deployment. */
const OF_REPLICA_SETS = new Set([
  REVISION,
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]);

type Rollback =
  | { readonly patch: readonly unknown[]; readonly error?: never }
  | { readonly error: string; readonly patch?: never };

/**
 * The JSON patch that takes a Deployment back. `toRevision` 0 or absent: to the revision before the current one.
 * `replicaSets`: those of the Deployment. The error is kubectl's.
 */
export function rollbackPatch(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
  toRevision = 0,
): Rollback {
  if (deployment.spec.paused === true)
    return {
      error: `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`,
    };
  const byRevision = replicaSets
    .map((replicaSet) => ({ replicaSet, revision: revisionOf(replicaSet) }))
    .sort((a, b) => b.revision - a.revision);
  const target = toRevision > 0 ? byRevision.find((r) => r.revision === toRevision) : byRevision[1];
  if (!target)
    return {
      error:
        toRevision > 0
          ? `unable to find specified revision ${toRevision} in history`
          : `no rollout history found for deployment ${JSON.stringify(deployment.metadata.name)}`,
    };
  const { metadata, spec } = target.replicaSet.spec.template;
  const labels = without(metadata?.labels ?? {}, POD_TEMPLATE_HASH);
  return {
    patch: [
      {
        op: 'replace',
        path: '/spec/template',
        value: { metadata: { ...metadata, labels }, spec },
      },
      { op: 'replace', path: '/metadata/annotations', value: annotations(deployment, target) },
    ],
  };
}

const revisionOf = ({ metadata }: ReplicaSet): number =>
  Number(metadata.annotations?.[REVISION] ?? 0);

/** The Deployment keeps its own bookkeeping and takes everything else from the old ReplicaSet. */
function annotations(
  deployment: Deployment,
  { replicaSet }: { readonly replicaSet: ReplicaSet },
): Readonly<Record<string, string>> {
  const own = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) =>
    OF_REPLICA_SETS.has(key),
  );
  const old = Object.entries(replicaSet.metadata.annotations ?? {}).filter(
    ([key]) => !OF_REPLICA_SETS.has(key),
  );
  return Object.fromEntries([...own, ...old]);
}
