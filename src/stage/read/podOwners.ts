/** Whose pod a pod is, and whether its template is the one asked for now. */
import type { Deployment, OwnerReference, Pod, ReplicaSet } from '../../models/kubernetes/types';
import { remember, type Records } from '../records';
import type { PodOwner } from './podTile';

const REVISION = 'deployment.kubernetes.io/revision';

/** Owners of all pods, by the uid of the owner; bare pods own themselves. */
export function podOwners(records: Records): (pod: Pod) => PodOwner {
  const live = revisionsAlive(records);
  return (pod) => {
    const owner = controllerOf(pod.metadata.ownerReferences);
    if (!owner) return bare(pod);
    if (owner.kind !== 'ReplicaSet') return plain(owner);
    const replicaSet = records.get(
      'kubernetes/ReplicaSet',
      `${pod.metadata.namespace ?? ''}/${owner.name}`,
    );
    if (!replicaSet) return plain(owner);
    const above = controllerOf(replicaSet.metadata.ownerReferences);
    const deployment = above && deploymentOf(records, pod, above);
    return ofReplicaSet(replicaSet, deployment ?? null, (live.get(above?.uid ?? '') ?? 0) > 1);
  };
}

const controllerOf = (
  references: readonly OwnerReference[] | undefined,
): OwnerReference | undefined =>
  references?.find((reference) => reference.controller) ?? references?.[0];

const deploymentOf = (
  records: Records,
  pod: Pod,
  { name }: OwnerReference,
): Deployment | undefined =>
  records.get('kubernetes/Deployment', `${pod.metadata.namespace ?? ''}/${name}`);

/** How many ReplicaSets of each Deployment still have pods. */
function revisionsAlive(records: Records): Map<string, number> {
  const live = new Map<string, number>();
  for (const replicaSet of records.all('kubernetes/ReplicaSet').values()) {
    const above = controllerOf(replicaSet.metadata.ownerReferences);
    const alive = replicaSet.status.replicas + (replicaSet.status.terminatingReplicas ?? 0);
    if (above && (alive > 0 || replicaSet.spec.replicas > 0))
      live.set(above.uid, (live.get(above.uid) ?? 0) + 1);
  }
  return live;
}

const ofReplicaSet = remember(
  (replicaSet: ReplicaSet, deployment: Deployment | null, flies: boolean): PodOwner => {
    const revision = Number(replicaSet.metadata.annotations?.[REVISION] ?? Number.NaN);
    const newest = Number(deployment?.metadata.annotations?.[REVISION] ?? Number.NaN);
    const { name } = replicaSet.metadata;
    return {
      name: deployment?.metadata.name ?? withoutLastPart(name),
      revision: Number.isNaN(revision) ? null : revision,
      old: revision < newest,
      flies,
      daemon: false,
    };
  },
);

const plain = remember((owner: OwnerReference): PodOwner => ({
  name: owner.name,
  revision: null,
  old: false,
  flies: false,
  daemon: owner.kind === 'DaemonSet',
}));

const bare = remember((pod: Pod): PodOwner => ({
  name: pod.metadata.name,
  revision: null,
  old: false,
  flies: false,
  daemon: false,
}));

const withoutLastPart = (name: string): string =>
  name.slice(0, Math.max(0, name.lastIndexOf('-'))) || name;
