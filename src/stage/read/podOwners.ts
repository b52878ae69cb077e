/** Whose pod a pod is, and whether its template is the one asked for now. */
import type { Deployment, OwnerReference, Pod, ReplicaSet } from '../../models/kubernetes/types';
import type { Records } from '../records';
import { controllerOf, type PodOwner } from './podTile';

const REVISION = 'deployment.kubernetes.io/revision';

/** Owners of all pods, by the uid of the owner; bare pods own themselves. */
export function podOwners(
  records: Records,
): (pod: Pod, owner: OwnerReference | undefined) => PodOwner {
  const live = revisionsAlive(records);
  const known = new Map<string, PodOwner>();
  return (pod, owner) => {
    if (!owner) return bare(pod);
    const found = known.get(owner.uid);
    if (found) return found;
    const made = ownerAt(records, live, pod, owner);
    known.set(owner.uid, made);
    return made;
  };
}

function ownerAt(
  records: Records,
  live: ReadonlyMap<string, number>,
  pod: Pod,
  owner: OwnerReference,
): PodOwner {
  if (owner.kind !== 'ReplicaSet') return plain(owner);
  const namespace = pod.metadata.namespace ?? '';
  const replicaSet = records.get('kubernetes/ReplicaSet', `${namespace}/${owner.name}`);
  if (!replicaSet) return plain(owner);
  const above = controllerOf(replicaSet.metadata.ownerReferences);
  const deployment = above && records.get('kubernetes/Deployment', `${namespace}/${above.name}`);
  return ofReplicaSet(replicaSet, deployment, (live.get(above?.uid ?? '') ?? 0) > 1);
}

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

function ofReplicaSet(
  { metadata }: ReplicaSet,
  deployment: Deployment | undefined,
  flies: boolean,
): PodOwner {
  const revision = Number(metadata.annotations?.[REVISION] ?? Number.NaN);
  const newest = Number(deployment?.metadata.annotations?.[REVISION] ?? Number.NaN);
  return {
    name: deployment?.metadata.name ?? withoutLastPart(metadata.name),
    revision: Number.isNaN(revision) ? null : revision,
    old: revision < newest,
    flies,
    daemon: false,
  };
}

const plain = ({ name, kind }: OwnerReference): PodOwner => ({
  name,
  revision: null,
  old: false,
  flies: false,
  daemon: kind === 'DaemonSet',
});

/** Nobody's: it is known by its own name. */
const bare = ({ metadata: { name } }: Pod): PodOwner => ({
  name,
  revision: null,
  old: false,
  flies: false,
  daemon: false,
});

const withoutLastPart = (name: string): string =>
  name.slice(0, Math.max(0, name.lastIndexOf('-'))) || name;
