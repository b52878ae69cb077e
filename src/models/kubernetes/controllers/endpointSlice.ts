/**
 * The EndpointSlice controller (k8s.io/endpointslice reconciler.go, v1.34): for each Service with a selector, slices of at
 * most 100 endpoints. Endpoints stay in the slice they are in; only slices that change are written.
 * Simplified: IPv4 only, one port mapping per Service (named target ports are resolved on the first pod), no topology hints.
 */
import { defineWatch, type Context, type Effect, type Read } from '../../../engine/model';
import type { ModelPart } from '../../../engine/composeModel';
import { podsWithLabels } from '../api/indexes';
import { objectKey } from '../naming';
import { labelsPredicate } from '../selector';
import { ENDPOINT_SLICE_LATENCY_MS } from '../timings';
import type { Endpoint, EndpointSlice, Pod, Service } from '../types';
import { podToEndpoint, shouldPodBeInEndpoints } from './endpoints';

export const MAX_ENDPOINTS_PER_SLICE = 100;
const CONTROLLER = 'kubernetes/endpointSlice';
const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

export type EndpointSliceCommand = {
  readonly type: 'reconcileEndpointSlices';
  readonly service: string;
  /** What each slice that changes is to hold; `key` null makes a new one, no endpoints removes it. */
  readonly slices: readonly SliceChange[];
};
interface SliceChange {
  readonly key: string | null;
  readonly endpoints: readonly Endpoint[];
}

interface Observed {
  readonly service: Service;
  readonly desired: ReadonlyMap<string, Endpoint>;
  readonly slices: readonly { readonly key: string; readonly slice: EndpointSlice }[];
}

function observeEndpointSlices(key: string, read: Read): Observed | undefined {
  const service = read.get('kubernetes/Service', key);
  if (!service || !selects(service)) return undefined;
  const { namespace = 'default' } = service.metadata;
  const selector = service.spec.selector ?? {};
  const publish = service.spec.publishNotReadyAddresses ?? false;
  const desired = new Map<string, Endpoint>();
  for (const pod of podsWithLabels(read, namespace, selector, labelsPredicate(selector)))
    if (shouldPodBeInEndpoints(pod, true))
      desired.set(pod.metadata.uid, endpointOf(pod, publish, zoneOf(pod, read)));
  const slices = read
    .by('kubernetes/EndpointSlice', 'owner', service.metadata.uid)
    .map((slice) => ({ key: objectKey(slice.metadata), slice }));
  return { service, desired, slices };
}

/** Of most pods the endpoint is what it was when the Service was last looked at: it is kept with the pod as it then was. */
function endpointOf(pod: Pod, publish: boolean, zone: string | undefined): Endpoint {
  const known = endpoints.get(pod);
  if (known?.publish === publish && known.endpoint.zone === zone) return known.endpoint;
  const endpoint = podToEndpoint(pod, publish, zone);
  endpoints.set(pod, { publish, endpoint });
  return endpoint;
}
const endpoints = new WeakMap<Pod, { readonly publish: boolean; readonly endpoint: Endpoint }>();

/** Keeps what stays where it is, fills the gaps with what is new, and opens slices for the rest. */
function decideEndpointSlices({ desired, slices }: Observed): readonly SliceChange[] {
  const unplaced = new Map(desired);
  const kept = slices.map(({ key, slice }) => {
    const endpoints = slice.endpoints.flatMap((present) => {
      const uid = present.targetRef?.uid ?? '';
      const wanted = unplaced.get(uid);
      unplaced.delete(uid);
      return wanted ? [sameEndpoint(present, wanted) ? present : wanted] : [];
    });
    return { key, slice, endpoints };
  });
  const fresh = [...unplaced.values()];
  for (const { endpoints } of kept)
    endpoints.push(...fresh.splice(0, MAX_ENDPOINTS_PER_SLICE - endpoints.length));
  const changed: SliceChange[] = kept
    .filter(({ slice, endpoints }) => !sameList(slice.endpoints, endpoints))
    .map(({ key, endpoints }) => ({ key, endpoints }));
  while (fresh.length > 0)
    changed.push({ key: null, endpoints: fresh.splice(0, MAX_ENDPOINTS_PER_SLICE) });
  return changed;
}

function syncEndpointSlices(key: string, read: Read) {
  const observed = observeEndpointSlices(key, read);
  if (!observed) return undefined;
  const slices = decideEndpointSlices(observed);
  if (slices.length === 0) return undefined;
  const command = {
    model: 'kubernetes',
    type: 'reconcileEndpointSlices',
    service: key,
    slices,
  } as const;
  return { commands: [command] };
}

function reconcileEndpointSlices(
  { service: serviceKey, slices }: EndpointSliceCommand,
  ctx: Context,
): readonly Effect[] {
  const service = ctx.get('kubernetes/Service', serviceKey);
  if (!service) return [];
  const counts = { added: 0, updated: 0, removed: 0 };
  const effects = slices.flatMap((change): Effect[] => {
    const present =
      change.key === null ? undefined : ctx.get('kubernetes/EndpointSlice', change.key);
    count(counts, present?.endpoints ?? [], change.endpoints);
    if (change.key !== null && change.endpoints.length === 0)
      return [{ do: 'remove', kind: 'kubernetes/EndpointSlice', key: change.key }];
    const value = present
      ? { ...present, endpoints: change.endpoints }
      : newSlice(service, change.endpoints, ctx);
    return [{ do: 'put', kind: 'kubernetes/EndpointSlice', key: objectKey(value.metadata), value }];
  });
  const about = { kind: 'kubernetes/Service', key: serviceKey } as const;
  const data = { service: service.metadata.name, ...counts };
  return [
    ...effects,
    { do: 'note', fact: { model: 'kubernetes', type: 'endpointsChanged', about, data } },
  ];
}

function newSlice(service: Service, endpoints: readonly Endpoint[], ctx: Context): EndpointSlice {
  const { name, namespace = 'default', uid } = service.metadata;
  const random = ctx.random(`kubernetes/endpointSlice/${uid}`);
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${random.text(5, ALPHABET)}`,
      generateName: `${name}-`,
      namespace,
      uid: `${uid.slice(0, -12)}${random.text(12, '0123456789abcdef')}`,
      creationTimestamp: ctx.nowMs,
      generation: 1,
      labels: {
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        [SERVICE_NAME_LABEL]: name,
      },
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Service',
          name,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    addressType: 'IPv4',
    endpoints,
    ports: portsOf(service, endpoints, ctx),
  };
}

/** A named target port is looked up among the container ports of the first pod. */
function portsOf(
  service: Service,
  endpoints: readonly Endpoint[],
  read: Read,
): EndpointSlice['ports'] {
  const first = endpoints[0]?.targetRef;
  const pod = first && read.get('kubernetes/Pod', objectKey(first));
  return (service.spec.ports ?? []).map(({ name, port, targetPort = port, protocol = 'TCP' }) => {
    const number = typeof targetPort === 'number' ? targetPort : namedPort(pod, targetPort);
    return {
      ...(name === undefined ? {} : { name }),
      ...(number === undefined ? {} : { port: number }),
      protocol,
    };
  });
}

function namedPort(pod: Pod | undefined, name: string): number | undefined {
  const ports = pod?.spec.containers.flatMap((container) => container.ports ?? []) ?? [];
  return ports.find((port) => port.name === name)?.containerPort;
}

const selects = ({ spec }: Service): boolean =>
  spec.type !== 'ExternalName' && Object.keys(spec.selector ?? {}).length > 0;

const zoneOf = (pod: Pod, read: Read): string | undefined =>
  pod.spec.nodeName === undefined
    ? undefined
    : read.get('kubernetes/Node', pod.spec.nodeName)?.metadata.labels?.[
        'topology.kubernetes.io/zone'
      ];

const sameEndpoint = (a: Endpoint, b: Endpoint): boolean =>
  a === b ||
  (a.addresses[0] === b.addresses[0] &&
    a.conditions.ready === b.conditions.ready &&
    a.conditions.serving === b.conditions.serving &&
    a.conditions.terminating === b.conditions.terminating &&
    a.nodeName === b.nodeName);

const sameList = (a: readonly Endpoint[], b: readonly Endpoint[]): boolean =>
  a.length === b.length && a.every((endpoint, i) => endpoint === b[i]);

function count(
  counts: { added: number; updated: number; removed: number },
  before: readonly Endpoint[],
  after: readonly Endpoint[],
): void {
  const was = new Map(before.map((endpoint) => [endpoint.targetRef?.uid, endpoint]));
  for (const endpoint of after) {
    const present = was.get(endpoint.targetRef?.uid);
    was.delete(endpoint.targetRef?.uid);
    if (!present) counts.added += 1;
    else if (present !== endpoint) counts.updated += 1;
  }
  counts.removed += was.size;
}

/** Services whose selector might mean this pod: those of its namespace. */
function servicesOf(pod: Pod, read: Read): readonly string[] {
  const services = read.by('kubernetes/Service', 'namespace', pod.metadata.namespace ?? 'default');
  return services
    .filter((service) => labelsPredicate(service.spec.selector)(pod.metadata.labels))
    .map((service) => objectKey(service.metadata));
}

/** Only what an endpoint shows can change a slice. */
const looksSame = (a: Pod, b: Pod): boolean =>
  a.metadata.labels === b.metadata.labels &&
  a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
  a.status.podIP === b.status.podIP &&
  a.status.phase === b.status.phase &&
  a.status.conditions === b.status.conditions;

export const endpointSlicePart: ModelPart = {
  controllers: [
    { name: CONTROLLER, latencyMs: ENDPOINT_SLICE_LATENCY_MS, sync: syncEndpointSlices },
  ],
  commands: { reconcileEndpointSlices },
  watches: [
    defineWatch({
      kind: 'kubernetes/Service',
      wakes: CONTROLLER,
      keys: (after, _, key) => (after ? [key] : []),
    }),
    defineWatch({
      kind: 'kubernetes/Pod',
      wakes: CONTROLLER,
      keys: (after, before, _, read) => {
        if (after && before && looksSame(after, before)) return [];
        const now = after ? servicesOf(after, read) : [];
        const then =
          before && before.metadata.labels !== after?.metadata.labels
            ? servicesOf(before, read)
            : [];
        return [...new Set([...now, ...then])];
      },
    }),
  ],
};
