/** `metrics.k8s.io/v1beta1`: PodMetrics and NodeMetrics, to be read (get, list); what `kubectl top` and the autoscaler ask. */
import type { ModelPart } from '../../../engine/composeModel';
import type { Admission, AnyRequest, Read } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import { processesOf } from '../../workload/processes';
import { badRequest, rejection } from '../api/status';
import { isKubernetesRequest } from '../api/submitted';
import { aboutPod } from '../kubelet/types';
import { rfc3339 } from '../printers/time';
import { parseSelector, requirementsPredicate } from '../selector';
import type { Node, Pod } from '../types';
import { admitOutage, metricsApiError } from './outage';
import { publishedPart } from './published';
import { scrapedAtMs, usageOf, WINDOW_MS, type Usage } from './window';

const GROUP = 'metrics.k8s.io';
const API_VERSION = `${GROUP}/v1beta1`;

export const metricsPart: ModelPart = {
  ...publishedPart,
  admit: admitOutage,
  query(request: AnyRequest, read: Read): Admission | undefined {
    if (!isKubernetesRequest(request) || request.group !== GROUP) return undefined;
    if (request.verb !== 'get' && request.verb !== 'list') return undefined;
    const error = metricsApiError(read, request.resource);
    if (error !== null) return rejection(503, 'ServiceUnavailable', error);
    if (request.resource === 'pods') return ofPods(request, read);
    return request.resource === 'nodes' ? ofNodes(request, read) : undefined;
  },
};

/** Usage of a pod's containers at the last scrape; null: not scraped twice, or nothing runs. Also for the autoscaler. */
export function podUsage(podKey: string, read: Read): readonly Usage[] | null {
  const usages = processesOf(read, aboutPod(podKey)).map((key) => usageOf(key, read));
  const known = usages.filter((usage): usage is Usage => usage !== null);
  return known.length > 0 && known.length === usages.length ? known : null;
}

function ofPods({ verb, namespace, name, query = {} }: KubernetesRequest, read: Read): Admission {
  if (verb === 'get') {
    const key = `${namespace ?? 'default'}/${name ?? ''}`;
    const pod = read.get('kubernetes/Pod', key);
    const metrics = pod && podMetrics(key, pod, read);
    return metrics ? done(metrics) : missing('podmetrics', key);
  }
  const labels = parseSelector(query['labelSelector'] ?? '');
  if (labels.error !== undefined) return badRequest(labels.error);
  const matches = requirementsPredicate(labels.requirements);
  const items = read.keys('kubernetes/Pod').flatMap((key) => {
    const pod = read.get('kubernetes/Pod', key);
    if (!pod || (namespace !== undefined && pod.metadata.namespace !== namespace)) return [];
    return matches(pod.metadata.labels) ? (podMetrics(key, pod, read) ?? []) : [];
  });
  return done({ kind: 'PodMetricsList', apiVersion: API_VERSION, metadata: {}, items });
}

function podMetrics(key: string, pod: Pod, read: Read) {
  const usages = podUsage(key, read);
  if (!usages) return undefined;
  const { name, namespace, labels } = pod.metadata;
  return {
    kind: 'PodMetrics',
    apiVersion: API_VERSION,
    metadata: { name, namespace, ...(labels ? { labels } : {}) },
    ...scrape(read),
    containers: usages.map((usage) => ({ name: usage.container, usage: amounts([usage]) })),
  };
}

function ofNodes({ verb, name = '' }: KubernetesRequest, read: Read): Admission {
  if (verb === 'get') {
    const node = read.get('kubernetes/Node', name);
    return node ? done(nodeMetrics(node, read)) : missing('nodemetrics', name);
  }
  const items = read.list('kubernetes/Node').map((node) => nodeMetrics(node, read));
  return done({ kind: 'NodeMetricsList', apiVersion: API_VERSION, metadata: {}, items });
}

/** The sum of its pods: what the system and the kubelet use is left out. */
function nodeMetrics(node: Node, read: Read) {
  const { name } = node.metadata;
  const usages = read
    .keysBy('kubernetes/Pod', 'node', name)
    .flatMap((key) => podUsage(key, read) ?? []);
  return {
    kind: 'NodeMetrics',
    apiVersion: API_VERSION,
    metadata: { name },
    ...scrape(read),
    usage: amounts(usages),
  };
}

const scrape = ({ nowMs }: Read) => ({
  timestamp: rfc3339(scrapedAtMs(nowMs)),
  window: `${WINDOW_MS / 1000}s`,
});

function amounts(usages: readonly Usage[]) {
  const cpuMicro = usages.reduce((sum, usage) => sum + usage.cpuMicro, 0);
  const memoryKiB = usages.reduce((sum, usage) => sum + usage.memoryKiB, 0);
  return { cpu: `${cpuMicro * 1000}n`, memory: `${memoryKiB}Ki` };
}

const done = (output: Readonly<Record<string, unknown>>): Admission => ({
  ok: true,
  output,
  effects: [],
});

const missing = (resource: string, name: string): Admission =>
  rejection(404, 'NotFound', `${resource}.${GROUP} "${name}" not found`);
