/**
 * Ingresses of class `alb`: the AWS Load Balancer Controller gives each an application load balancer (Ingress annotations
 * guide, v2.x; defaults there: HTTP checks every 15 s, timeout 5 s, twice in a row either way).
 * Simplified: one backend Service (the default backend, else the first path's); rules, hosts, certificates, groups and
 * IngressClass objects are not looked at; pods are registered by address whatever `target-type` says.
 */
import {
  defineIndex,
  defineWatch,
  type IndexDef,
  type Read,
  type Watch,
} from '../../../engine/model';
import type { Service, StoredObject } from '../../kubernetes/types';
import { attributesIn, wholeIn, type CheckSettings } from './annotations';
import { controllerName, isLoadBalancerName } from './names';

const PREFIX = 'alb.ingress.kubernetes.io/';
const RESOURCE = 'ingresses.networking.k8s.io';
const LISTENER_PORT = 80;

interface Backend {
  readonly service?: {
    readonly name?: string;
    readonly port?: { readonly name?: string; readonly number?: number };
  };
}
interface IngressSpec {
  readonly ingressClassName?: string;
  readonly defaultBackend?: Backend;
  readonly rules?: readonly {
    readonly http?: { readonly paths?: readonly { readonly backend?: Backend }[] };
  }[];
}

/** What an Ingress asks to have in front of a Service. */
export interface IngressExposure {
  /** Key of the Ingress's record. */
  readonly ingress: string;
  readonly loadBalancer: string;
  readonly listenerPort: number;
  readonly servicePort: { readonly port: number; readonly name: string | null };
  readonly checks: CheckSettings;
  readonly hostname: string | undefined;
}

/** The oldest name of those that point at the Service, so that a second Ingress moves nothing. */
export function ingressFor(service: string, read: Read): IngressExposure | undefined {
  const target = read.get('kubernetes/Service', service);
  const [key] = [...read.keysBy('kubernetes/Object', 'albBackend', service)].sort();
  const ingress = key === undefined ? undefined : read.get('kubernetes/Object', key);
  if (!target || key === undefined || !ingress) return undefined;
  const servicePort = portOf(target, backendOf(ingress));
  if (!servicePort) return undefined;
  const { namespace = 'default', name } = ingress.metadata;
  const asked = annotation(ingress, 'load-balancer-name');
  return {
    ingress: key,
    loadBalancer: isLoadBalancerName(asked) ? asked : controllerName(namespace, name, 'ingress'),
    listenerPort: LISTENER_PORT,
    servicePort,
    checks: checkSettings(ingress),
    hostname: hostnameOf(ingress),
  };
}

const annotation = ({ metadata }: StoredObject, name: string): string | undefined =>
  metadata.annotations?.[PREFIX + name];

function checkSettings(ingress: StoredObject): CheckSettings {
  const whole = (name: string, standard: number, least: number, most: number) =>
    wholeIn(annotation(ingress, name), standard, least, most);
  const { delaySeconds, attributes } = attributesIn(annotation(ingress, 'target-group-attributes'));
  const interval = whole('healthcheck-interval-seconds', 15, 5, 300);
  return {
    HealthCheckProtocol: 'HTTP',
    HealthCheckIntervalSeconds: interval,
    HealthCheckTimeoutSeconds: Math.min(interval, whole('healthcheck-timeout-seconds', 5, 2, 120)),
    HealthyThresholdCount: whole('healthy-threshold-count', 2, 2, 10),
    UnhealthyThresholdCount: whole('unhealthy-threshold-count', 2, 2, 10),
    deregistrationDelaySeconds: delaySeconds,
    attributes,
  };
}

function backendOf(ingress: StoredObject): Backend | undefined {
  const { defaultBackend, rules = [] } = (ingress['spec'] ?? {}) as IngressSpec;
  return defaultBackend ?? rules[0]?.http?.paths?.[0]?.backend;
}

function portOf(service: Service, backend: Backend | undefined) {
  const { name, number } = backend?.service?.port ?? {};
  const found = service.spec.ports?.find((p) =>
    name === undefined ? p.port === number : p.name === name,
  );
  return found && { port: found.port, name: found.name ?? null };
}

function hostnameOf(ingress: StoredObject): string | undefined {
  const status = ingress['status'] as
    { loadBalancer?: { ingress?: readonly { hostname?: string }[] } } | undefined;
  return status?.loadBalancer?.ingress?.[0]?.hostname;
}

/** Key of the Service that an Ingress of our class points at; none for any other object. */
function backendKeys(key: string, object: StoredObject): readonly string[] {
  if (!key.startsWith(`${RESOURCE}/`) || object.metadata.deletionTimestamp !== undefined) return [];
  const spec = (object['spec'] ?? {}) as IngressSpec;
  const named =
    spec.ingressClassName ?? object.metadata.annotations?.['kubernetes.io/ingress.class'];
  const service = named === 'alb' ? backendOf(object)?.service?.name : undefined;
  return service === undefined ? [] : [`${object.metadata.namespace ?? 'default'}/${service}`];
}

export const ingressIndexes: readonly IndexDef[] = [
  defineIndex({
    name: 'albBackend',
    kind: 'kubernetes/Object',
    buckets: (object, key) => backendKeys(key, object),
  }),
];

export const ingressWatches = (wakes: string): readonly Watch[] => [
  defineWatch({
    kind: 'kubernetes/Object',
    wakes,
    keys: (after, before, key) => [
      ...(after ? backendKeys(key, after) : []),
      ...(before ? backendKeys(key, before) : []),
    ],
  }),
];
