/** What the controllers must never let happen; property tests ask after every step. */
import type { Read } from '../../../engine/model';
import { controllerOf, podsOfOwner } from '../api/indexes';
import { objectKey } from '../naming';
import { isRollingUpdate, maxSurge } from './deployment/arithmetic';

export const controllersInvariants = (read: Read): readonly string[] => [
  ...rolloutsOverTheirBound(read),
  ...podsOfNobody(read),
];

/**
 * Sizes asked for stay within replicas + maxSurge. A Deployment that has just been changed has not acted on it yet, so
 * only one whose spec has been observed is held to it.
 */
function rolloutsOverTheirBound(read: Read): readonly string[] {
  return read.list('kubernetes/Deployment').flatMap((deployment) => {
    const { metadata, spec, status } = deployment;
    if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return [];
    if (!isRollingUpdate(deployment)) return [];
    const sets = read.by('kubernetes/ReplicaSet', 'owner', metadata.uid);
    const sizes = sets.reduce((sum, set) => sum + set.spec.replicas, 0);
    const bound = spec.replicas + maxSurge(deployment);
    if (
      sizes <= bound ||
      sets.some((set) => isBeingResized(read, set.metadata.uid, set.spec.replicas))
    )
      return [];
    return [`deployment ${objectKey(metadata)} asks for ${sizes} pods, at most ${bound} allowed`];
  });
}

/** Its pods do not yet match its size: the decision that follows from that is still to come. */
const isBeingResized = (read: Read, uid: string, replicas: number): boolean =>
  podsOfOwner(read, uid).active !== replicas;

/** A pod's controller exists, or the garbage collector has the pod before it. */
function podsOfNobody(read: Read): readonly string[] {
  return read.list('kubernetes/Pod').flatMap(({ metadata }) => {
    const owner = controllerOf(metadata.ownerReferences);
    if (owner?.kind !== 'ReplicaSet' || metadata.deletionTimestamp !== undefined) return [];
    const key = objectKey({ namespace: metadata.namespace ?? 'default', name: owner.name });
    if (read.get('kubernetes/ReplicaSet', key)?.metadata.uid === owner.uid) return [];
    const gone = read.newestFact({ kind: 'kubernetes/ReplicaSet', key });
    return gone === undefined
      ? [`pod ${objectKey(metadata)} belongs to ${key}, which never was`]
      : [];
  });
}
