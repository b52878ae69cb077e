/** Metrics that others publish: how long they hold, and what an autoscaler makes of them. */
import { describe, expect, it } from 'vitest';
import {
  publishExternalMetric,
  publishObjectMetric,
  publishPodsMetric,
  withdrawMetric,
} from '../commands';
import { Cluster, web } from '../kubelet/cluster.fixture';

const NAMESPACE = 'default';
const average = (averageValue: string) => ({ type: 'AverageValue', averageValue });

function scaledBy(metrics: readonly object[]): Cluster {
  const cluster = new Cluster(3);
  cluster.simulation.runUntil(20_000);
  cluster.apply(web({ replicas: 2 }));
  cluster.request({
    verb: 'apply',
    group: 'autoscaling',
    version: 'v2',
    resource: 'horizontalpodautoscalers',
    namespace: NAMESPACE,
    name: 'web',
    body: {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 2,
        maxReplicas: 30,
        metrics,
      },
    },
  });
  return cluster;
}
const replicas = (cluster: Cluster) => cluster.deployment('web')?.spec.replicas;
const active = ({ simulation }: Cluster) =>
  simulation.context
    .get('kubernetes/HorizontalPodAutoscaler', 'default/web')
    ?.status?.conditions?.find(({ type }) => type === 'ScalingActive');

describe('an external metric', () => {
  const selector = { matchLabels: { queue: 'orders' } };
  const backlog = {
    type: 'External',
    external: { metric: { name: 'backlog', selector }, target: average('10') },
  };
  const publish = (queue: string, valueMilli: number, more: object = {}) =>
    publishExternalMetric({
      namespace: NAMESPACE,
      metric: 'backlog',
      labels: { queue },
      valueMilli,
      ...more,
    });

  it('is shared out among the replicas, and only what the selector takes counts', () => {
    const cluster = scaledBy([backlog]);
    cluster.carryOut(publish('orders', 60_000));
    cluster.carryOut(publish('mails', 900_000));
    cluster.runChecked(35_000);
    // At most twice two, or four; then six.
    expect(replicas(cluster)).toBe(4);
    cluster.runChecked(65_000);
    expect(replicas(cluster)).toBe(6);
    expect(cluster.facts('autoscalerRescaled').map(({ data }) => data)).toMatchObject([
      {
        from: 2,
        to: 4,
        reason:
          'external metric backlog(&LabelSelector{MatchLabels:map[string]string{queue: orders,},MatchExpressions:[]LabelSelectorRequirement{},}) above target',
      },
      { from: 4, to: 6 },
    ]);
  });

  it('that nobody publishes fails in the words of the client', () => {
    const cluster = scaledBy([backlog]);
    cluster.runChecked(35_000);
    const named =
      'unable to get external metric default/backlog/&LabelSelector{MatchLabels:map[string]string{queue: orders,},MatchExpressions:[]LabelSelectorRequirement{},}: ';
    expect(active(cluster)).toMatchObject({
      status: 'False',
      reason: 'FailedGetExternalMetric',
      message: `the HPA was unable to compute the replica count: ${named}unable to fetch metrics from external metrics API: the server could not find the requested resource (get backlog.external.metrics.k8s.io)`,
    });
    cluster.carryOut(publish('mails', 1_000));
    cluster.runChecked(50_000);
    expect(active(cluster)?.message).toBe(
      `the HPA was unable to compute the replica count: ${named}no metrics returned from external metrics API`,
    );
  });

  it('holds until it is withdrawn, or for as long as its publisher says', () => {
    const cluster = scaledBy([backlog]);
    cluster.carryOut(publish('orders', 20_000, { staleAfterMs: 60_000 }));
    cluster.runChecked(75_000);
    expect(active(cluster)?.status).toBe('True');
    // Said at 20 s: from 80 s on there is none.
    cluster.runChecked(80_000);
    expect(active(cluster)?.reason).toBe('FailedGetExternalMetric');
    cluster.carryOut(publish('orders', 20_000));
    cluster.runChecked(600_000);
    expect(active(cluster)?.status).toBe('True');
    cluster.carryOut(
      withdrawMetric({
        of: 'external',
        namespace: NAMESPACE,
        metric: 'backlog',
        labels: { queue: 'orders' },
      }),
    );
    cluster.runChecked(620_000);
    expect(active(cluster)?.reason).toBe('FailedGetExternalMetric');
    expect(cluster.facts('metricPublished')).toHaveLength(2);
    expect(cluster.facts('metricWithdrawn')).toHaveLength(1);
  });

  it('said again as it is writes nothing', () => {
    const cluster = scaledBy([backlog]);
    cluster.carryOut(publish('orders', 20_000));
    const { version } = cluster.simulation.records;
    cluster.carryOut(publish('orders', 20_000));
    expect(cluster.simulation.records.version).toBe(version);
    cluster.carryOut(publish('orders', 21_000));
    expect(cluster.simulation.records.version).toBe(version + 1);
    expect(cluster.facts('metricPublished')).toHaveLength(1);
  });
});

describe('metrics of pods and objects', () => {
  it('count where they are published: a pod without one is missing, and weighs against the change', () => {
    const frames = { type: 'Pods', pods: { metric: { name: 'frames' }, target: average('10') } };
    const cluster = scaledBy([frames]);
    cluster.runChecked(30_000);
    const [first, second] = cluster.pods.map(({ metadata }) => metadata.name);
    const publish = (values: Readonly<Record<string, number>>) =>
      cluster.carryOut(
        publishPodsMetric({ namespace: NAMESPACE, metric: 'frames', source: 'test', values }),
      );
    publish({ [first ?? '']: 15_000 });
    cluster.runChecked(50_000);
    // 15 and 0 are 7.5 of 10: the other way round, so nothing moves.
    expect(replicas(cluster)).toBe(2);
    publish({ [first ?? '']: 15_000, [second ?? '']: 15_000, stranger: 900_000 });
    cluster.runChecked(65_000);
    expect(replicas(cluster)).toBe(3);
  });

  it('are found by the object that they are of', () => {
    const describedObject = { apiVersion: 'v1', kind: 'Service', name: 'web' };
    const hits = {
      type: 'Object',
      object: { describedObject, metric: { name: 'hits' }, target: { type: 'Value', value: '5' } },
    };
    const cluster = scaledBy([hits]);
    const of = (name: string, valueMilli: number) =>
      publishObjectMetric({
        namespace: NAMESPACE,
        metric: 'hits',
        object: { kind: 'Service', name },
        valueMilli,
      });
    cluster.carryOut(of('api', 50_000));
    cluster.runChecked(35_000);
    expect(active(cluster)?.message).toBe(
      'the HPA was unable to compute the replica count: unable to get metric hits: Service on default web/unable to fetch metrics from custom metrics API: the server could not find the metric hits for services web',
    );
    cluster.carryOut(of('web', 10_000));
    cluster.runChecked(50_000);
    // Twice the target, times the two that are ready.
    expect(replicas(cluster)).toBe(4);
  });

  it('that fail forbid to shrink, and not to grow', () => {
    const frames = (target: string) => ({
      type: 'Pods',
      pods: { metric: { name: 'frames' }, target: average(target) },
    });
    const missing = { type: 'Pods', pods: { metric: { name: 'none' }, target: average('1') } };
    const cluster = scaledBy([missing, frames('10')]);
    cluster.runChecked(30_000);
    const publish = (milli: number) => {
      const values = Object.fromEntries(cluster.pods.map((p) => [p.metadata.name, milli]));
      cluster.carryOut(
        publishPodsMetric({ namespace: NAMESPACE, metric: 'frames', source: 'test', values }),
      );
    };
    publish(20_000);
    cluster.runChecked(50_000);
    expect(replicas(cluster)).toBe(4);
    expect(active(cluster)).toMatchObject({ status: 'True', reason: 'ValidMetricFound' });
    cluster.runChecked(60_000);
    publish(1_000);
    cluster.runChecked(600_000);
    expect(replicas(cluster)).toBe(4);
    expect(active(cluster)).toMatchObject({ status: 'False', reason: 'FailedGetPodsMetric' });
  });
});
