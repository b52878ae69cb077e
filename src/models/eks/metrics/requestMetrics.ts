/**
 * Requests a second as custom metrics: what an adapter in the manner of prometheus-adapter makes of the load balancers' traffic.
 * `requests-per-second` and `http_requests_per_second` are served for
 * - each pod behind a load balancer: what it answers (target type Pods);
 * - the Service and the Ingress in front: what arrives there (target type Object).
 *
 * Simplified: the adapter is always there and takes the rate of the moment every 15 s; a real one averages over its own window.
 * It speaks only of what some autoscaler asks for, so that nobody pays for what nobody reads.
 */
import {
  defineWatch,
  type Command,
  type Controller,
  type Read,
  type Watch,
} from '../../../engine/model';
import type { Flow } from '../../aws/elasticloadbalancing/types';
import { publishObjectMetric, publishPodsMetric, withdrawMetric } from '../../kubernetes/commands';
import type { MetricSpec } from '../../kubernetes/autoscaling/types';
import { processesOf } from '../../workload/processes';
import { useOf } from '../../workload/use';
import type { ServiceLoadBalancer } from '../types';

const ADAPTER = 'eks/requestMetrics';
const METRICS = ['requests-per-second', 'http_requests_per_second'] as const;

/** A second before the full quarter of a minute: an autoscaler that looks then finds what was just said. */
const PERIOD_MS = 15_000;
const PHASE_MS = 14_000;

interface Wanted {
  readonly pods: ReadonlySet<string>;
  /** `<metric>/<kind>/<name>` */
  readonly objects: ReadonlySet<string>;
}

/** Key: `<namespace>/<name>` of the Service. */
export const requestMetrics: Controller = {
  name: ADAPTER,
  latencyMs: 0,
  sync(key, read) {
    const wait = (PHASE_MS - (read.nowMs % PERIOD_MS) + PERIOD_MS) % PERIOD_MS;
    if (wait > 0) return { commands: [], requeueAfterMs: wait };
    const [namespace = '', name = ''] = key.split('/');
    const bound = read.get('eks/ServiceLoadBalancer', key);
    const wanted = wantedIn(namespace, read);
    return {
      commands: [
        ...podCommands(namespace, key, bound, wanted, read),
        ...objectsOf(name, bound).flatMap((object) =>
          objectCommands(namespace, object, bound, wanted, read),
        ),
      ],
    };
  },
};

function wantedIn(namespace: string, read: Read): Wanted {
  const metrics = read
    .by('kubernetes/HorizontalPodAutoscaler', 'namespace', namespace)
    .flatMap(({ spec }) => spec.metrics ?? []);
  return {
    pods: new Set(metrics.flatMap(({ pods }) => pods?.metric.name ?? [])),
    objects: new Set(metrics.flatMap(({ object }) => (object ? [askedOf(object)] : []))),
  };
}

const askedOf = ({ metric, describedObject: on }: NonNullable<MetricSpec['object']>): string =>
  `${metric.name}/${on.kind}/${on.name}`;

function podCommands(
  namespace: string,
  source: string,
  bound: ServiceLoadBalancer | undefined,
  wanted: Wanted,
  read: Read,
): readonly Command[] {
  return METRICS.flatMap((metric) => {
    const key = `${namespace}/${metric}/${source}`;
    if (bound && wanted.pods.has(metric))
      return [publishPodsMetric({ namespace, metric, source, values: servedBy(source, read) })];
    if (!read.has('kube-metrics/PodsMetric', key)) return [];
    return [withdrawMetric({ of: 'pods', namespace, metric, source })];
  });
}

/** Milli-requests a second of each pod behind the Service in which something runs. */
function servedBy(service: string, read: Read): Readonly<Record<string, number>> {
  const values: Record<string, number> = {};
  for (const { endpoints } of read.by('kubernetes/EndpointSlice', 'service', service))
    for (const { targetRef } of endpoints) {
      if (targetRef?.kind !== 'Pod') continue;
      const { namespace, name } = targetRef;
      const about = { kind: 'kubernetes/Pod', key: `${namespace}/${name}` } as const;
      const processes = processesOf(read, about);
      if (processes.length === 0) continue;
      const rates = processes.map((key) => useOf(read, key)?.servedRate ?? 0);
      values[name] = rates.reduce((sum, rate) => sum + rate, 0);
    }
  return values;
}

interface Described {
  readonly kind: 'Service' | 'Ingress';
  readonly name: string;
}

function objectsOf(service: string, bound: ServiceLoadBalancer | undefined): readonly Described[] {
  const ingress = bound?.ingress?.split('/').at(-1);
  const own: Described = { kind: 'Service', name: service };
  return ingress === undefined ? [own] : [own, { kind: 'Ingress', name: ingress }];
}

function objectCommands(
  namespace: string,
  object: Described,
  bound: ServiceLoadBalancer | undefined,
  wanted: Wanted,
  read: Read,
): readonly Command[] {
  const valueMilli = bound
    ? (read.get('elasticloadbalancing/Flow', bound.loadBalancer)?.offeredRate ?? 0)
    : 0;
  return METRICS.flatMap((metric) => {
    const named = `${metric}/${object.kind}/${object.name}`;
    if (bound && wanted.objects.has(named))
      return [publishObjectMetric({ namespace, metric, object, valueMilli })];
    if (!read.has('kube-metrics/ObjectMetric', `${namespace}/${named}/`)) return [];
    return [withdrawMetric({ of: 'object', namespace, metric, object })];
  });
}

const servicesIn = (namespace: string, read: Read): readonly string[] =>
  read.keys('eks/ServiceLoadBalancer').filter((key) => key.startsWith(`${namespace}/`));

const anyoneAsks = (read: Read): boolean => read.size('kubernetes/HorizontalPodAutoscaler') > 0;

/** What the pods answer moves with it, or with who they are: endpoints. */
const sameFlow = (a: Flow | undefined, b: Flow | undefined): boolean =>
  a?.offeredRate === b?.offeredRate && a?.servedRate === b?.servedRate;

export const requestMetricsWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/HorizontalPodAutoscaler',
    wakes: ADAPTER,
    keys: (after, before, key, read) =>
      after?.spec === before?.spec ? [] : servicesIn(key.slice(0, key.indexOf('/')), read),
  }),
  defineWatch({
    kind: 'eks/ServiceLoadBalancer',
    wakes: ADAPTER,
    keys: (_after, _before, key, read) => (anyoneAsks(read) ? [key] : []),
  }),
  defineWatch({
    kind: 'kubernetes/EndpointSlice',
    wakes: ADAPTER,
    keys: (after, before, _key, read) => {
      const { namespace = '', labels } = (after ?? before)?.metadata ?? {};
      const service = labels?.['kubernetes.io/service-name'];
      return service !== undefined && anyoneAsks(read) ? [`${namespace}/${service}`] : [];
    },
  }),
  defineWatch({
    kind: 'elasticloadbalancing/Flow',
    wakes: ADAPTER,
    keys: (after, before, key, read) =>
      sameFlow(after, before) || !anyoneAsks(read)
        ? []
        : read.keysBy('eks/ServiceLoadBalancer', 'loadBalancer', key),
  }),
];
