/**
 * Lengths of SQS queues as external metrics of Kubernetes: stands for the metrics adapter that somebody has installed in the
 * cluster (KEDA's metrics server, or prometheus-adapter over an exporter of SQS). It asks GetQueueAttributes every 30 s, KEDA's
 * default `pollingInterval`, so it does not wait for CloudWatch. Names are CloudWatch's in Prometheus' spelling, the queue is a
 * label: `aws_sqs_approximate_number_of_messages_visible{queue_name="jobs"}`.
 *
 * Only what some autoscaler of the namespace asks for is served, and nothing is polled while nobody asks.
 */
import {
  defineWatch,
  type Command,
  type Controller,
  type Read,
  type Watch,
} from '../../../engine/model';
import { inFlight, oldestSentAtMs, queueAt } from '../../aws/sqs/flow';
import type { Queue } from '../../aws/sqs/types';
import { publishExternalMetric, withdrawMetric } from '../../kubernetes/commands';
import type { HorizontalPodAutoscaler } from '../../kubernetes/autoscaling/types';
import { QUEUE_POLL_MS } from '../timings';

const CONTROLLER = 'eks/queueMetrics';
const LABEL = 'queue_name';

const VALUES: Readonly<Record<string, (queue: Queue, nowMs: number) => number>> = {
  aws_sqs_approximate_number_of_messages_visible: ({ visibleCount }) => visibleCount,
  aws_sqs_approximate_number_of_messages_not_visible: (queue) => inFlight(queue),
  aws_sqs_approximate_age_of_oldest_message: (queue, nowMs) =>
    Math.floor((nowMs - (oldestSentAtMs(queue) ?? nowMs)) / 1000),
};
export const QUEUE_METRICS: readonly string[] = Object.keys(VALUES);

/** Key: a namespace. */
export const queueMetrics: Controller = {
  name: CONTROLLER,
  latencyMs: 0,
  sync(namespace, read) {
    const asked = new Set(
      read.list('kubernetes/HorizontalPodAutoscaler').flatMap((hpa) => askedBy(hpa, namespace)),
    );
    const commands = QUEUE_METRICS.flatMap((metric) =>
      asked.has(metric) ? served(namespace, metric, read) : withdrawn(namespace, metric, read),
    );
    if (asked.size === 0) return { commands };
    return { commands, requeueAfterMs: QUEUE_POLL_MS - (read.nowMs % QUEUE_POLL_MS) };
  },
};

const askedBy = (
  { metadata, spec }: HorizontalPodAutoscaler,
  namespace: string,
): readonly string[] =>
  (metadata.namespace ?? 'default') === namespace
    ? (spec.metrics ?? []).flatMap(({ external }) => external?.metric.name ?? [])
    : [];

function served(namespace: string, metric: string, read: Read): readonly Command[] {
  const value = VALUES[metric];
  if (!value) return [];
  const queues = read.list('sqs/Queue');
  const gone = present(namespace, metric, read).filter(
    (name) => !queues.some((queue) => queue.QueueName === name),
  );
  return [
    ...gone.map((queue) => withdraw(namespace, metric, queue)),
    ...queues.map((queue) =>
      publishExternalMetric({
        namespace,
        metric,
        labels: { [LABEL]: queue.QueueName },
        valueMilli: 1000 * value(queueAt(queue, read.nowMs), read.nowMs),
        windowMs: 0,
      }),
    ),
  ];
}

const withdrawn = (namespace: string, metric: string, read: Read): readonly Command[] =>
  present(namespace, metric, read).map((queue) => withdraw(namespace, metric, queue));

const withdraw = (namespace: string, metric: string, queue: string): Command =>
  withdrawMetric({ of: 'external', namespace, metric, labels: { [LABEL]: queue } });

/** Queues that are served under the name now. */
const present = (namespace: string, metric: string, read: Read): readonly string[] =>
  read
    .by('kube-metrics/ExternalMetric', 'asked', `${namespace}/${metric}`)
    .flatMap(({ labels }) => labels[LABEL] ?? []);

export const queueMetricsWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/HorizontalPodAutoscaler',
    wakes: CONTROLLER,
    keys: (after, before) => {
      const external = [after, before].some((hpa) => hpa?.spec.metrics?.some((m) => m.external));
      if (!external || after?.spec.metrics === before?.spec.metrics) return [];
      return [(after ?? before)?.metadata.namespace ?? 'default'];
    },
  }),
];
