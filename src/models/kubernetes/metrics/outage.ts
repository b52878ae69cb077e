/**
 * Whether `metrics.k8s.io` answers. Without an APIService for it the metrics server is taken to run beside the cluster, always
 * there; with one (the EKS add-on `metrics-server` brings it) its Service must have a ready endpoint. The fault quayside
 * `stopMetrics {}` makes it silent either way and `startMetrics {}` ends that. Meanwhile the API server says what it says of an
 * aggregated API without endpoints (kube-aggregator, 503 ServiceUnavailable).
 */
import type { Admission, AnyRequest, Context, Read } from '../../../engine/model';

const OUTAGE = { kind: 'kube-metrics/Outage', key: 'metrics.k8s.io' } as const;

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: the API group that does not answer. */
    'kube-metrics/Outage': { readonly sinceMs: number };
  }
}

export const metricsApiError = (read: Read, resource: string): string | null =>
  read.has(OUTAGE.kind, OUTAGE.key) || isWithoutEndpoints(read)
    ? `the server is currently unable to handle the request (get ${resource}.metrics.k8s.io)`
    : null;

/** Key of the object that hands the API to a Service. */
export const METRICS_API_SERVICE = 'apiservices.apiregistration.k8s.io/v1beta1.metrics.k8s.io';

interface ApiService {
  readonly spec?: { readonly service?: { readonly namespace?: string; readonly name?: string } };
}

function isWithoutEndpoints(read: Read): boolean {
  const found = read.get('kubernetes/Object', METRICS_API_SERVICE) as ApiService | undefined;
  const service = found?.spec?.service;
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
  if (ctx.has(OUTAGE.kind, OUTAGE.key) === stops) return { ok: true, output: {}, effects: [] };
  const type = stops ? 'metricsApiStopped' : 'metricsApiStarted';
  return {
    ok: true,
    output: {},
    effects: [
      stops ? { do: 'put', ...OUTAGE, value: { sinceMs: ctx.nowMs } } : { do: 'remove', ...OUTAGE },
      { do: 'note', fact: { model: 'kubernetes', type, about: OUTAGE, data: {} } },
    ],
  };
}
