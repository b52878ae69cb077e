/**
 * What adapters of custom and external metrics serve (k8s.io/metrics custom_metrics/v1beta2, external_metrics/v1beta1).
 * Kubernetes measures none of them itself: whoever does, publishes them by the commands below (`commands.ts`), and the
 * autoscaler finds them here. Their family is `kube-metrics`: the API server does not know them.
 *
 * A value holds until it is published again or withdrawn: saying the same again writes nothing (DECISIONS.md 1.14). A
 * publisher that may fall silent gives `staleAfterMs`: so long after it was said, a value is no longer served.
 */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex, type Context, type Effect, type Ref } from '../../../engine/model';
import type { Labels } from '../types';

interface Said {
  readonly namespace: string;
  readonly metric: string;
  /** When it was said; of an unchanged value that holds: the first time. */
  readonly atMs: number;
  /** Over how long it was measured. */
  readonly windowMs: number;
  readonly staleAfterMs: number | null;
}

/** One value of one object: requests a second of a Service. */
export interface ObjectMetric extends Said {
  readonly object: { readonly kind: string; readonly name: string };
  readonly labels: Labels;
  readonly valueMilli: number;
}
/** One value a pod, all in one record: `source` tells publishers of the same metric apart. */
export interface PodsMetric extends Said {
  readonly source: string;
  /** By name of the pod, thousandths. */
  readonly values: Readonly<Record<string, number>>;
}
/** One value of something outside the cluster, told apart by labels: the length of a queue. */
export interface ExternalMetric extends Said {
  readonly labels: Labels;
  readonly valueMilli: number;
}

type Publish<M extends Said> = Omit<M, 'atMs' | 'windowMs' | 'staleAfterMs' | 'labels'> & {
  readonly labels?: Labels;
  /** Default a minute, as upstream takes for a metric that does not say. */
  readonly windowMs?: number;
  /** Default null: it holds. */
  readonly staleAfterMs?: number | null;
};
export type PublishedObjectMetric = Publish<ObjectMetric>;
export type PublishedPodsMetric = Omit<Publish<PodsMetric>, 'labels'>;
export type PublishedExternalMetric = Publish<ExternalMetric>;

/** Which metric is withdrawn: the same names as in publishing it. */
export type WithdrawnMetric =
  | ({ readonly of: 'object' } & Pick<ObjectMetric, 'namespace' | 'metric' | 'object'> & {
        readonly labels?: Labels;
      })
  | ({ readonly of: 'pods' } & Pick<PodsMetric, 'namespace' | 'metric' | 'source'>)
  | ({ readonly of: 'external' } & Pick<ExternalMetric, 'namespace' | 'metric'> & {
        readonly labels?: Labels;
      });

export type MetricsCommand =
  | ({ readonly type: 'publishObjectMetric' } & PublishedObjectMetric)
  | ({ readonly type: 'publishPodsMetric' } & PublishedPodsMetric)
  | ({ readonly type: 'publishExternalMetric' } & PublishedExternalMetric)
  | { readonly type: 'withdrawMetric'; readonly metric: WithdrawnMetric };
type MetricsCommandOf<T extends MetricsCommand['type']> = Extract<MetricsCommand, { type: T }>;

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Index `asked` on all three: what an autoscaler asks for, `<namespace>/<metric>`, of an object with its kind and name. */
    'kube-metrics/ObjectMetric': ObjectMetric;
    'kube-metrics/PodsMetric': PodsMetric;
    'kube-metrics/ExternalMetric': ExternalMetric;
  }
}

const ASKED = 'asked';
const DEFAULT_WINDOW_MS = 60_000;

export const askedMetric = (namespace: string, metric: string): string => `${namespace}/${metric}`;
export const askedOfObject = (
  namespace: string,
  metric: string,
  { kind, name }: ObjectMetric['object'],
): string => `${namespace}/${metric}/${kind}/${name}`;

export const isServed = ({ atMs, staleAfterMs }: Said, nowMs: number): boolean =>
  staleAfterMs === null || nowMs < atMs + staleAfterMs;

const labelsText = (labels: Labels = {}): string =>
  Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key] ?? ''}`)
    .join(',');

type MetricRef = Ref & {
  readonly kind:
    'kube-metrics/ObjectMetric' | 'kube-metrics/PodsMetric' | 'kube-metrics/ExternalMetric';
};

function refOf(metric: WithdrawnMetric): MetricRef {
  const asked = askedMetric(metric.namespace, metric.metric);
  switch (metric.of) {
    case 'object': {
      const of = askedOfObject(metric.namespace, metric.metric, metric.object);
      return { kind: 'kube-metrics/ObjectMetric', key: `${of}/${labelsText(metric.labels)}` };
    }
    case 'pods':
      return { kind: 'kube-metrics/PodsMetric', key: `${asked}/${metric.source}` };
    case 'external':
      return { kind: 'kube-metrics/ExternalMetric', key: `${asked}/${labelsText(metric.labels)}` };
  }
}

function said(
  { windowMs = DEFAULT_WINDOW_MS, staleAfterMs = null }: Partial<Said>,
  nowMs: number,
): Pick<Said, 'atMs' | 'windowMs' | 'staleAfterMs'> {
  return { atMs: nowMs, windowMs, staleAfterMs };
}

function publishObjectMetric(
  command: MetricsCommandOf<'publishObjectMetric'>,
  ctx: Context,
): readonly Effect[] {
  const { namespace, metric, object, labels = {}, valueMilli } = command;
  const ref = refOf({ of: 'object', namespace, metric, object, labels });
  const value = { namespace, metric, object, labels, valueMilli, ...said(command, ctx.nowMs) };
  return publish(ref, value, valueMilli, ctx);
}

function publishPodsMetric(
  command: MetricsCommandOf<'publishPodsMetric'>,
  ctx: Context,
): readonly Effect[] {
  const { namespace, metric, source, values } = command;
  const ref = refOf({ of: 'pods', namespace, metric, source });
  const value = { namespace, metric, source, values, ...said(command, ctx.nowMs) };
  return publish(ref, value, null, ctx);
}

function publishExternalMetric(
  command: MetricsCommandOf<'publishExternalMetric'>,
  ctx: Context,
): readonly Effect[] {
  const { namespace, metric, labels = {}, valueMilli } = command;
  const ref = refOf({ of: 'external', namespace, metric, labels });
  const value = { namespace, metric, labels, valueMilli, ...said(command, ctx.nowMs) };
  return publish(ref, value, valueMilli, ctx);
}

/** A fact for a metric that was not there; after that its values come and go in silence. */
function publish(
  about: MetricRef,
  value: ObjectMetric | PodsMetric | ExternalMetric,
  valueMilli: number | null,
  ctx: Context,
): readonly Effect[] {
  const before = ctx.get(about.kind, about.key);
  if (before && isServed(before, ctx.nowMs)) {
    if (value.staleAfterMs === null && sameValue(before, value)) return [];
    return [{ do: 'put', ...about, value }];
  }
  const { namespace, metric } = value;
  const data = { ...apiOf(about), namespace, metric, valueMilli };
  return [
    { do: 'put', ...about, value },
    { do: 'note', fact: { model: 'kubernetes', type: 'metricPublished', about, data } },
  ];
}

function withdrawMetric(
  { metric }: MetricsCommandOf<'withdrawMetric'>,
  ctx: Context,
): readonly Effect[] {
  const about = refOf(metric);
  if (!ctx.has(about.kind, about.key)) return [];
  const data = { ...apiOf(about), namespace: metric.namespace, metric: metric.metric };
  return [
    { do: 'remove', ...about },
    { do: 'note', fact: { model: 'kubernetes', type: 'metricWithdrawn', about, data } },
  ];
}

const apiOf = ({ kind }: MetricRef): { readonly metricsApi: 'custom' | 'external' } => ({
  metricsApi: kind === 'kube-metrics/ExternalMetric' ? 'external' : 'custom',
});

type Value = Partial<Pick<ObjectMetric, 'valueMilli'> & Pick<PodsMetric, 'values'>> &
  Pick<Said, 'staleAfterMs' | 'windowMs'>;

function sameValue(a: Value, b: Value): boolean {
  if (a.staleAfterMs !== b.staleAfterMs || a.windowMs !== b.windowMs) return false;
  if (a.valueMilli !== b.valueMilli) return false;
  const [x, y] = [a.values ?? {}, b.values ?? {}];
  const names = Object.keys(x);
  return names.length === Object.keys(y).length && names.every((name) => x[name] === y[name]);
}

export const publishedPart: ModelPart = {
  commands: { publishObjectMetric, publishPodsMetric, publishExternalMetric, withdrawMetric },
  indexes: [
    defineIndex({
      name: ASKED,
      kind: 'kube-metrics/ObjectMetric',
      buckets: ({ namespace, metric, object }) => [askedOfObject(namespace, metric, object)],
    }),
    defineIndex({
      name: ASKED,
      kind: 'kube-metrics/PodsMetric',
      buckets: ({ namespace, metric }) => [askedMetric(namespace, metric)],
    }),
    defineIndex({
      name: ASKED,
      kind: 'kube-metrics/ExternalMetric',
      buckets: ({ namespace, metric }) => [askedMetric(namespace, metric)],
    }),
  ],
};
