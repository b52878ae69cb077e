/**
 * Records -> the API's JSON: times as RFC 3339, resourceVersion from the store, the simulator's own fields left out.
 * Which fields there are, and which of them are times, the table of types knows.
 */
import type { KubernetesObject, Lease, ObjectMeta, Time } from '../types';
import { asServed } from '../validation/conversion';
import { apiVersionOf, type Resource } from '../validation/resources';
import { structType, type Shape } from '../validation/typeTable';
import { rfc3339, rfc3339Micro } from './time';
import { without } from '../validation/without';

export type WireObject = Readonly<Record<string, unknown>>;

/** `revision`: the store's revision of the record; absent in answers about objects that are not stored. */
export function wireObject(
  resource: Resource,
  object: KubernetesObject,
  at: { readonly revision?: number | undefined; readonly nowMs: Time },
): WireObject {
  const served = asServed(resource, object);
  const current = resource.kind === 'Lease' ? renewed(served as Lease, at.nowMs) : served;
  const encoded = encodeStruct(resource.type, current as unknown as WireObject);
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: wireMetadata(served.metadata, at.revision),
    ...without(encoded, 'apiVersion', 'kind', 'metadata'),
  };
}

export const wireMetadata = (metadata: ObjectMeta, revision: number | undefined): WireObject => ({
  ...encodeStruct('ObjectMeta', metadata as unknown as WireObject),
  ...(revision === undefined ? {} : { resourceVersion: String(revision) }),
});

/** The last renewal that a steady holder has made by now (see `Lease` in types.ts). */
const RENEW_MS = 10_000;

function renewed(lease: Lease, nowMs: Time): Lease {
  if (!lease.spec.renewing) return lease;
  const times = Math.max(0, Math.floor((nowMs - lease.spec.renewTime) / RENEW_MS));
  return { ...lease, spec: { ...lease.spec, renewTime: lease.spec.renewTime + times * RENEW_MS } };
}

function encodeStruct(type: string, value: WireObject): WireObject {
  const fields = structType(type);
  const result: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const field = fields.get(name);
    if (field && item !== undefined) result[name] = encode(field.shape, item);
  }
  return result;
}

function encode(shape: Shape, value: unknown): unknown {
  if (value === null) return null;
  switch (shape.is) {
    case 'struct':
      return encodeStruct(shape.type, value as WireObject);
    case 'list':
      return (value as readonly unknown[]).map((item) => encode(shape.of, item));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as WireObject).map(([key, item]) => [key, encode(shape.of, item)]),
      );
    case 'Time':
      return typeof value === 'number' ? rfc3339(value) : value;
    case 'MicroTime':
      return typeof value === 'number' ? rfc3339Micro(value) : value;
    case 'Quantity':
      return typeof value === 'number' ? String(value) : value;
    default:
      return value;
  }
}
