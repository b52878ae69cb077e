/** Reading and writing the records behind the API's objects, whatever their kind. */
import type { Effect, Read, Rejection } from '../../../engine/model';
import { wireObject, type WireObject } from '../printers/wire';
import type { KubernetesObject } from '../types';
import { recordKey, storageResource, type Resource } from '../validation/resources';
import { systemNamespaces } from './namespaces';
import { forbidden, rejection } from './status';
import type { ObjectKind } from './indexes';

export interface Stored {
  readonly kind: ObjectKind;
  readonly key: string;
  readonly object: KubernetesObject;
}

export function stored(
  read: Read,
  resource: Resource,
  namespace: string | undefined,
  name: string,
): Stored | undefined {
  const kind = resource.recordKind;
  const key = recordKey(resource, namespace, name);
  const object = read.get(kind, key) as KubernetesObject | undefined;
  if (object) return { kind, key, object };
  const system =
    kind === 'kubernetes/Namespace'
      ? systemNamespaces(read).find((n) => n.key === name)
      : undefined;
  return system && { kind, key, object: system.value };
}

/** All objects of a resource, of one namespace or of all, in the order of their keys. */
export function storedList(
  read: Read,
  resource: Resource,
  namespace: string | undefined,
): readonly Stored[] {
  const kind = resource.recordKind;
  const found = keysOf(read, resource, namespace).flatMap((key) => {
    const object = read.get(kind, key) as KubernetesObject | undefined;
    return object ? [{ kind, key, object }] : [];
  });
  const system =
    kind === 'kubernetes/Namespace'
      ? systemNamespaces(read).map(({ key, value }) => ({ kind, key, object: value }))
      : [];
  return [...found, ...system].sort((a, b) => (a.key < b.key ? -1 : 1));
}

export const wireOf = (read: Read, resource: Resource, { kind, key, object }: Stored): WireObject =>
  wireObject(resource, object, {
    revision: read.meta(kind, key)?.revision ?? 1,
    nowMs: read.nowMs,
  });

/** As it will be once the effects of this request are carried out. */
export const wireWritten = (read: Read, resource: Resource, object: KubernetesObject): WireObject =>
  wireObject(resource, object, { revision: read.revision('kubernetes') + 1, nowMs: read.nowMs });

export const put = (kind: ObjectKind, key: string, value: KubernetesObject): Effect => ({
  do: 'put',
  kind,
  key,
  value,
});

/** New content needs a namespace that exists and is not going away. */
export function namespaceProblem(
  read: Read,
  resource: Resource,
  namespace: string | undefined,
  name: string,
): Rejection | undefined {
  if (!resource.namespaced || namespace === undefined) return undefined;
  const found =
    read.get('kubernetes/Namespace', namespace) ??
    systemNamespaces(read).find((n) => n.key === namespace)?.value;
  if (!found)
    return rejection(404, 'NotFound', `namespaces ${JSON.stringify(namespace)} not found`, [
      {
        path: ['metadata', 'namespace'],
        reason: 'NotFound',
        message: `create it first: kubectl create namespace ${namespace}`,
      },
    ]);
  if (found.status.phase === 'Active') return undefined;
  return forbidden(
    resource,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
}

function keysOf(read: Read, resource: Resource, namespace: string | undefined): readonly string[] {
  const kind = resource.recordKind;
  if (kind !== 'kubernetes/Object')
    return namespace === undefined || !resource.namespaced
      ? read.keys(kind)
      : read.keysBy(kind, 'namespace', namespace);
  const prefix = `${storageResource(resource)}/`;
  const keys = read.keysBy(kind, 'resource', storageResource(resource));
  return namespace === undefined || !resource.namespaced
    ? keys
    : keys.filter((key) => key.startsWith(`${prefix}${namespace}/`));
}
