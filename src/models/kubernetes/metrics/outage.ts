/**
 * Whether `metrics.k8s.io` answers. In this world the metrics server runs beside the cluster and is always there (EKS installs
 * it as an add-on); the fault quayside `stopMetrics {}` makes it silent and `startMetrics {}` ends that. Meanwhile the API
 * server says what it says of an aggregated API without endpoints (kube-aggregator, 503 ServiceUnavailable).
 */
import type { Admission, AnyRequest, Context, Read } from '../../../engine/model';

const OUTAGE = { kind: 'kube-metrics/Outage', key: 'metrics.k8s.io' } as const;

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: the API group that does not answer. */
    'kube-metrics/Outage': { readonly sinceMs: number };
  }
}

export const metricsApiError = (read: Pick<Read, 'has'>, resource: string): string | null =>
  read.has(OUTAGE.kind, OUTAGE.key)
    ? `the server is currently unable to handle the request (get ${resource}.metrics.k8s.io)`
    : null;

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
