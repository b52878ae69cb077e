/**
 * What the metrics APIs answer an autoscaler: the resource metrics of its pods, and what others have published. Errors in the
 * words of the clients (pkg/controller/podautoscaler/metrics/client.go, v1.34) and of the adapters (custom-metrics-apiserver).
 *
 * A pass keeps the answers that it got, so that it can be gone through again: the source below reads them from wherever they are.
 */
import type { Read } from '../../../engine/model';
import { metricsApiError } from '../metrics/outage';
import { askedMetric, askedOfObject, isServed, type PodsMetric } from '../metrics/published';
import { WINDOW_MS } from '../metrics/window';
import { objectKey } from '../naming';
import { selectorPredicate } from '../selector';
import type { LabelSelector, Pod } from '../types';
import { qualifiedResource, RESOURCES } from '../validation/resources';
import type { HpaPod, PodSample, PodSamples } from './groupPods';
import type { MetricAnswer } from './history';
import type { MetricsSource } from './metricProposals';
import { PodSampler } from './podSamples';
import type { TargetPods } from './targetPods';
import type { MetricSpec } from './types';

/** What one metric asks the APIs for; two that ask for the same get the same. */
export interface Asked {
  readonly metric: MetricSpec;
  readonly namespace: string;
  readonly target: TargetPods;
}

export function samplesOf(
  { milli, atMs, windowMs }: Extract<MetricAnswer, { milli: unknown }>,
  pods: readonly Pick<HpaPod, 'name'>[],
): PodSamples {
  const samples = new Map<string, PodSample>();
  milli.forEach((valueMilli, i) => {
    const pod = pods[i];
    if (pod && valueMilli !== null) samples.set(pod.name, { valueMilli, atMs, windowMs });
  });
  return samples;
}

export function answer({ metric, namespace, target }: Asked, read: Read): MetricAnswer {
  const { resource, containerResource, pods: ofPods, object, external } = metric;
  const of = resource ?? containerResource;
  if (of) return resourceAnswer(of.name, containerResource?.container ?? null, target, read);
  if (ofPods) return podsAnswer(namespace, ofPods.metric.name, target.pods, read);
  if (object) return objectAnswer(namespace, object, read);
  if (external) return externalAnswer(namespace, external.metric, read);
  return { error: '' };
}

/** A source that gives to each metric, in the order of the spec, what it was answered. `pods`: those that were asked about. */
export function sourceOf(
  answers: readonly MetricAnswer[],
  metrics: readonly MetricSpec[],
  pods: readonly HpaPod[],
): MetricsSource {
  const find = (is: (metric: MetricSpec) => boolean): MetricAnswer =>
    answers[metrics.findIndex(is)] ?? { error: '' };
  const samples = (found: MetricAnswer) =>
    'milli' in found ? samplesOf(found, pods) : 'error' in found ? found.error : '';
  const values = (found: MetricAnswer) =>
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

const RESOURCE_API = 'resource metrics API';

function resourceAnswer(
  resource: string,
  container: string | null,
  { pods, running }: TargetPods,
  read: Read,
): MetricAnswer {
  const outage = metricsApiError(read, 'pods');
  if (outage !== null) return { error: `unable to fetch metrics from ${RESOURCE_API}: ${outage}` };
  const sampler = new PodSampler(resource, container, read);
  const { atMs } = sampler;
  const milli: (number | null)[] = [];
  for (const each of running) {
    milli.push(sampler.milliOf(each));
    const pod = pods[milli.length - 1];
    if (sampler.isAbsent && pod) return { error: notPresent(container, pod) };
  }
  if (milli.every((value) => value === null))
    return { error: `no metrics returned from ${RESOURCE_API}` };
  return { milli, atMs, windowMs: WINDOW_MS, settled: sampler.settled };
}

/** getContainerMetrics: one pod without the container is enough for no pod to count. */
const notPresent = (container: string | null, { metadata }: Pod): string =>
  `failed to get container metrics: container ${container ?? ''} not present in metrics for pod ${objectKey(metadata)}`;

const CUSTOM_API = 'custom metrics API';

function customApiError(read: Read): string | undefined {
  const any = read.size('kube-metrics/PodsMetric') + read.size('kube-metrics/ObjectMetric') > 0;
  return any ? undefined : 'no custom metrics API (custom.metrics.k8s.io) registered';
}

const unable = (api: string, error: string): MetricAnswer => ({
  error: `unable to fetch metrics from ${api}: ${error}`,
});

function podsAnswer(
  namespace: string,
  metric: string,
  pods: readonly Pod[],
  read: Read,
): MetricAnswer {
  const missing = customApiError(read);
  if (missing !== undefined) return unable(CUSTOM_API, missing);
  const published = read
    .by('kube-metrics/PodsMetric', 'asked', askedMetric(namespace, metric))
    .filter((one) => isServed(one, read.nowMs));
  if (published.length === 0)
    return unable(CUSTOM_API, `the server could not find the metric ${metric} for pods`);
  const milli = pods.map(
    ({ metadata: { name } }) =>
      published.find(({ values }) => name in values)?.values[name] ?? null,
  );
  if (milli.every((value) => value === null))
    return { error: `no metrics returned from ${CUSTOM_API}` };
  const [{ atMs, windowMs }] = published as [PodsMetric, ...PodsMetric[]];
  const settled = published.every(({ staleAfterMs }) => staleAfterMs === null);
  return { milli, atMs, windowMs, settled };
}

function objectAnswer(
  namespace: string,
  { describedObject: on, metric }: NonNullable<MetricSpec['object']>,
  read: Read,
): MetricAnswer {
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
): MetricAnswer {
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
