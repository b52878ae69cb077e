/**
 * How many pods a budget's workloads want (pkg/controller/disruption getExpectedScale and its finders, v1.34): the scales
 * of the controllers of the selected pods, each once; a ReplicaSet of a Deployment counts as the Deployment.
 */
import type { Read } from '../../../../engine/model';
import { controllerOf } from '../../api/indexes';
import { SCALABLE } from '../../api/scale';
import { objectKey } from '../../naming';
import type { KubernetesObject, OwnerReference, Pod } from '../../types';
import { resourceByKind, recordKey } from '../../validation/resources';

export type ExpectedScale =
  | { readonly expected: number; readonly unmanaged: readonly string[] }
  /** The platform's own text. */
  | { readonly error: string };

interface Scale {
  readonly uid: string;
  readonly replicas: number;
}

export function expectedScale(read: Read, pods: readonly Pod[]): ExpectedScale {
  const scales = new Map<string, number>();
  const known = new Set<string>();
  const unmanaged: string[] = [];
  for (const { metadata } of pods) {
    const owner = controllerOf(metadata.ownerReferences);
    if (!owner) unmanaged.push(metadata.name);
    if (!owner || known.has(owner.uid)) continue;
    const found = scaleOfOwner(read, owner, metadata.namespace ?? 'default');
    if (found === undefined) return { error: `found no controllers for pod "${metadata.name}"` };
    if ('error' in found) return found;
    known.add(owner.uid);
    scales.set(found.uid, found.replicas);
  }
  return { expected: [...scales.values()].reduce((sum, n) => sum + n, 0), unmanaged };
}

function scaleOfOwner(
  read: Read,
  owner: OwnerReference,
  namespace: string,
): Scale | { readonly error: string } | undefined {
  if (owner.kind === 'ReplicaSet') return scaleOfReplicaSet(read, owner, namespace);
  const resource = resourceByKind(owner.apiVersion, owner.kind);
  if (!resource) return undefined;
  if (!SCALABLE.has(owner.kind)) {
    const name =
      resource.group === '' ? resource.resource : `${resource.resource}.${resource.group}`;
    return { error: `${name} does not implement the scale subresource` };
  }
  const key = recordKey(resource, namespace, owner.name);
  const object = read.get(resource.recordKind, key) as
    (KubernetesObject & { readonly spec?: { readonly replicas?: number } }) | undefined;
  if (object?.metadata.uid !== owner.uid) return undefined;
  return { uid: owner.uid, replicas: object.spec?.replicas ?? 1 };
}

function scaleOfReplicaSet(read: Read, owner: OwnerReference, namespace: string) {
  const set = read.get('kubernetes/ReplicaSet', objectKey({ namespace, name: owner.name }));
  if (set?.metadata.uid !== owner.uid) return undefined;
  const above = controllerOf(set.metadata.ownerReferences);
  if (above?.kind !== 'Deployment') return { uid: owner.uid, replicas: set.spec.replicas };
  const deployment = read.get('kubernetes/Deployment', objectKey({ namespace, name: above.name }));
  if (deployment?.metadata.uid !== above.uid) return undefined;
  return { uid: above.uid, replicas: deployment.spec.replicas };
}
