/**
 * Whether `metrics.k8s.io` answers. Without an APIService for it the metrics server is taken to run beside the cluster, always
 * there; with one (the EKS add-on `metrics-server` brings it) its Service must have a ready endpoint. The fault quayside
 * `stopMetrics {}` makes it silent either way and `startMetrics {}` ends that. Meanwhile the API server says what it says of an
 * aggregated API without endpoints (kube-aggregator, 503 ServiceUnavailable).
 */
import type { Admission, AnyRequest, Context, Read, Ref } from '../../../engine/model';

/** Facts about its silence are about this, also when it is over. */
export const METRICS_API = { kind: 'kube-metrics/Outage', key: 'metrics.k8s.io' } as const;

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: the API group that does not answer. */
    'kube-metrics/Outage': { readonly sinceMs: number };
  }
}

export const metricsApiError = (read: Read, resource: string): string | null =>
  read.has(METRICS_API.kind, METRICS_API.key) || isWithoutEndpoints(read)
    ? `${UNABLE_TO_HANDLE} (get ${resource}.metrics.k8s.io)`
    : null;

export const UNABLE_TO_HANDLE = 'the server is currently unable to handle the request';

/** Key of the object that hands the API to a Service. */
export const METRICS_API_SERVICE = 'apiservices.apiregistration.k8s.io/v1beta1.metrics.k8s.io';

interface ApiService {
  readonly spec?: { readonly service?: { readonly namespace?: string; readonly name?: string } };
}

const serviceBehind = (read: Read) =>
  (read.get('kubernetes/Object', METRICS_API_SERVICE) as ApiService | undefined)?.spec?.service;

/** The Service that answers for the API; undefined: none of this cluster's. */
export function metricsApiService(read: Read): Ref | undefined {
  const service = serviceBehind(read);
  if (!service) return undefined;
  const { namespace = '', name = '' } = service;
  return { kind: 'kubernetes/Service', key: `${namespace}/${name}` };
}

function isWithoutEndpoints(read: Read): boolean {
  const service = serviceBehind(read);
  if (!service) return false;
  return !read
    .by('kubernetes/EndpointSlice', 'namespace', service.namespace ?? '')
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === service.name)
    .some(({ endpoints }) => endpoints.some(({ conditions }) => conditions.ready));
}

/** undefined: another request. */
export function admitOutage(request: AnyRequest, ctx: Context): Admission | undefined {
  const { api, action } = request as AnyRequest & { action?: unknown };
  if (api !== 'quayside' || (action !== 'stopMetrics' && action !== 'startMetrics'))
    return undefined;
  const stops = action === 'stopMetrics';
  if (ctx.has(METRICS_API.kind, METRICS_API.key) === stops)
    return { ok: true, output: {}, effects: [] };
  const type = stops ? 'metricsApiStopped' : 'metricsApiStarted';
  return {
    ok: true,
    output: {},
    effects: [
      stops
        ? { do: 'put', ...METRICS_API, value: { sinceMs: ctx.nowMs } }
        : { do: 'remove', ...METRICS_API },
      { do: 'note', fact: { model: 'kubernetes', type, about: METRICS_API, data: {} } },
    ],
  };
}
