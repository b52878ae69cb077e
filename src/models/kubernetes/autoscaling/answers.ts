/**
 * What the metrics APIs answer an autoscaler: the resource metrics of its pods, and what others have published. Errors in the
 * words of the clients (pkg/controller/podautoscaler/metrics/client.go, v1.34) and of the adapters (custom-metrics-apiserver).
 *
 * A pass keeps the answers that it got, so that it can be gone through again: the source below reads them from wherever they are.
 */
import type { Read } from '../../../engine/model';
import { processesOf } from '../../workload/processes';
import { aboutPod } from '../kubelet/types';
import { metricsApiError } from '../metrics/outage';
import { askedMetric, askedOfObject, isServed } from '../metrics/published';
import { isSteady, scrapedAtMs, usageOf, WINDOW_MS, type Usage } from '../metrics/window';
import { objectKey } from '../naming';
import { selectorPredicate } from '../selector';
import type { LabelSelector, Pod } from '../types';
import { qualifiedResource, RESOURCES } from '../validation/resources';
import type { PodSample } from './groupPods';
import type { MetricAnswer } from './history';
import type { MetricsSource } from './metricProposals';
import type { MetricSpec } from './types';

/** What one metric asks the APIs for; two that ask for the same get the same. */
export interface Asked {
  readonly metric: MetricSpec;
  readonly namespace: string;
  readonly pods: readonly Pod[];
}

/** Samples as a map, which the arithmetic wants; kept as plain data in a pass. */
export type Answer =
  | { readonly samples: ReadonlyMap<string, PodSample>; readonly settled: boolean }
  | { readonly values: readonly number[]; readonly settled: boolean }
  | { readonly error: string };

export function answer({ metric, namespace, pods }: Asked, read: Read): Answer {
  const { resource, containerResource, pods: ofPods, object, external } = metric;
  const of = resource ?? containerResource;
  if (of) return resourceAnswer(of.name, containerResource?.container ?? null, pods, read);
  if (ofPods) return podsAnswer(namespace, ofPods.metric.name, pods, read);
  if (object) return objectAnswer(namespace, object, read);
  if (external) return externalAnswer(namespace, external.metric, read);
  return { error: '' };
}

/** A source that gives to each metric, in the order of the spec, what it was answered. */
export function sourceOf(
  answers: readonly Answer[],
  metrics: readonly MetricSpec[],
): MetricsSource {
  const find = (is: (metric: MetricSpec) => boolean): Answer =>
    answers[metrics.findIndex(is)] ?? { error: '' };
  const samples = (found: Answer) =>
    'samples' in found ? found.samples : 'error' in found ? found.error : '';
  const values = (found: Answer) =>
    'values' in found ? found.values : 'error' in found ? found.error : '';
  return {
    resource: (name, container) =>
      samples(
        find((m) =>
          container === null
            ? m.resource?.name === name
            : m.containerResource?.name === name && m.containerResource.container === container,
        ),
      ),
    pods: (name) => samples(find((m) => m.pods?.metric.name === name)),
    object(name, kind, of, selector) {
      const found = values(
        find(
          ({ object }) =>
            object?.metric.name === name &&
            object.metric.selector === selector &&
            object.describedObject.kind === kind &&
            object.describedObject.name === of,
        ),
      );
      return typeof found === 'string' ? found : (found[0] ?? 0);
    },
    external: (name, selector) =>
      values(
        find((m) => m.external?.metric.name === name && m.external.metric.selector === selector),
      ),
  };
}

export const kept = (given: Answer): MetricAnswer =>
  'samples' in given
    ? { samples: Object.fromEntries(given.samples) }
    : 'values' in given
      ? { values: given.values }
      : { error: given.error };

export const restored = (given: MetricAnswer): Answer =>
  'samples' in given
    ? { samples: new Map(Object.entries(given.samples)), settled: true }
    : 'values' in given
      ? { values: given.values, settled: true }
      : given;

const RESOURCE_API = 'resource metrics API';

function resourceAnswer(
  resource: string,
  container: string | null,
  pods: readonly Pod[],
  read: Read,
): Answer {
  const outage = metricsApiError(read, 'pods');
  if (outage !== null) return { error: `unable to fetch metrics from ${RESOURCE_API}: ${outage}` };
  const samples = new Map<string, PodSample>();
  const toMs = scrapedAtMs(read.nowMs);
  let settled = true;
  for (const pod of pods) {
    const keys = processesOf(read, aboutPod(objectKey(pod.metadata)));
    settled &&= keys.every((key) => isSteady(key, resource, read));
    const valueMilli = sumOf(keys, resource, container, read);
    if (valueMilli !== null)
      samples.set(pod.metadata.name, { valueMilli, atMs: toMs, windowMs: WINDOW_MS });
  }
  if (samples.size === 0) return { error: `no metrics returned from ${RESOURCE_API}` };
  return { samples, settled };
}

/** null: not all containers of the pod have been seen twice, or none runs, or the one asked for is not there. */
function sumOf(
  keys: readonly string[],
  resource: string,
  container: string | null,
  read: Read,
): number | null {
  let sum = 0;
  let found = false;
  for (const key of keys) {
    const usage = usageOf(key, read);
    if (usage === null) return null;
    if (container !== null && usage.container !== container) continue;
    found = true;
    sum += milliOf(usage, resource) ?? NaN;
  }
  return found && !Number.isNaN(sum) ? sum : null;
}

/** Each container's use is rounded up to thousandths, as MilliValue does. */
function milliOf({ cpuMicro, memoryKiB }: Usage, resource: string): number | undefined {
  if (resource === 'cpu') return Math.ceil(cpuMicro / 1000);
  return resource === 'memory' ? memoryKiB * 1024 * 1000 : undefined;
}

const CUSTOM_API = 'custom metrics API';

function customApiError(read: Read): string | undefined {
  const any = read.size('kube-metrics/PodsMetric') + read.size('kube-metrics/ObjectMetric') > 0;
  return any ? undefined : 'no custom metrics API (custom.metrics.k8s.io) registered';
}

const unable = (api: string, error: string): Answer => ({
  error: `unable to fetch metrics from ${api}: ${error}`,
});

function podsAnswer(namespace: string, metric: string, pods: readonly Pod[], read: Read): Answer {
  const missing = customApiError(read);
  if (missing !== undefined) return unable(CUSTOM_API, missing);
  const published = read
    .by('kube-metrics/PodsMetric', 'asked', askedMetric(namespace, metric))
    .filter((one) => isServed(one, read.nowMs));
  if (published.length === 0)
    return unable(CUSTOM_API, `the server could not find the metric ${metric} for pods`);
  const samples = new Map<string, PodSample>();
  for (const { metadata } of pods)
    for (const { values, atMs, windowMs } of published) {
      const valueMilli = values[metadata.name];
      if (valueMilli !== undefined) samples.set(metadata.name, { valueMilli, atMs, windowMs });
    }
  if (samples.size === 0) return { error: `no metrics returned from ${CUSTOM_API}` };
  return { samples, settled: published.every(({ staleAfterMs }) => staleAfterMs === null) };
}

function objectAnswer(
  namespace: string,
  { describedObject: on, metric }: NonNullable<MetricSpec['object']>,
  read: Read,
): Answer {
  const missing = customApiError(read);
  if (missing !== undefined) return unable(CUSTOM_API, missing);
  const matches = selectorPredicate(metric.selector ?? {});
  const [found] = read
    .by('kube-metrics/ObjectMetric', 'asked', askedOfObject(namespace, metric.name, on))
    .filter((one) => isServed(one, read.nowMs) && matches(one.labels));
  if (found) return { values: [found.valueMilli], settled: found.staleAfterMs === null };
  const resource = RESOURCES.find(({ kind }) => kind === on.kind);
  const plural = resource ? qualifiedResource(resource) : on.kind;
  return unable(
    CUSTOM_API,
    `the server could not find the metric ${metric.name} for ${plural} ${on.name}`,
  );
}

const EXTERNAL_API = 'external metrics API';

function externalAnswer(
  namespace: string,
  { name, selector }: { readonly name: string; readonly selector?: LabelSelector },
  read: Read,
): Answer {
  if (read.size('kube-metrics/ExternalMetric') === 0)
    return unable(
      EXTERNAL_API,
      `the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`,
    );
  const matches = selectorPredicate(selector ?? {});
  const found = read
    .by('kube-metrics/ExternalMetric', 'asked', askedMetric(namespace, name))
    .filter((one) => isServed(one, read.nowMs) && matches(one.labels));
  if (found.length === 0) return { error: `no metrics returned from ${EXTERNAL_API}` };
  return {
    values: found.map(({ valueMilli }) => valueMilli),
    settled: found.every(({ staleAfterMs }) => staleAfterMs === null),
  };
}
