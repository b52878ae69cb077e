/** Curriculum 12: workers that wait for others have no CPU to scale on; the length of the queue has. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/cli/run';
import type { Request } from '../../src/host/protocol';
import { World } from '../../src/host/world';

const burst = loadScenario(join(fileURLToPath(new URL('.', import.meta.url)), 'queue-burst'));
/** One worker a half, and a thousand messages at one minute. */
const scenario = { ...burst, requests: burst.requests.filter((r) => r.atMs <= 60_000) };
const MINUTE = 60_000;

const hpa = (metrics: readonly object[]) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'worker' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'worker' },
    minReplicas: 1,
    maxReplicas: 20,
    metrics,
  },
});
const QUEUE = {
  type: 'External',
  external: {
    metric: {
      name: 'aws_sqs_approximate_number_of_messages_visible',
      selector: { matchLabels: { queue_name: 'jobs-eks' } },
    },
    target: { type: 'AverageValue', averageValue: '50' },
  },
};
const CPU = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
};

function world(metric: object): World {
  const made = new World(scenario, 7);
  made.advance(30_000);
  const answer = made.submit('learner', {
    api: 'kubernetes',
    verb: 'create',
    group: 'autoscaling',
    version: 'v2',
    resource: 'horizontalpodautoscalers',
    namespace: 'default',
    body: hpa([metric]),
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return made;
}
const rescales = (made: World) =>
  made.simulation.facts
    .since(0)
    .filter((fact) => fact.type === 'autoscalerRescaled')
    .map((fact) => (fact.data as { to: number }).to);
const replicas = (made: World) =>
  made.simulation.context.get('kubernetes/Deployment', 'default/worker')?.spec.replicas;

describe('an HPA over a queue', () => {
  it('on CPU stays at one worker: 25m of 250m are 10 %', () => {
    const made = world(CPU);
    made.advance(11 * MINUTE);
    expect(replicas(made)).toBe(1);
  });

  it('on its length grows to 20 as fast as it may, empties it, and shrinks again', () => {
    const made = world(QUEUE);
    made.advance(4 * MINUTE);
    expect(rescales(made)).toEqual([4, 8, 16, 20]);
    made.advance(12 * MINUTE);
    const drained = made.simulation.facts
      .since(0)
      .find((fact) => fact.type === 'queueDrained' && fact.about.key === 'jobs-eks');
    expect(drained?.data).toMatchObject({ deleted: 1_000 });
    expect((drained?.atMs ?? Infinity) - MINUTE).toBeLessThan(8 * MINUTE);
    made.advance(30 * MINUTE);
    expect(replicas(made)).toBe(1);
    expect(made.simulation.context.get('sqs/Queue', 'jobs-eks')?.counts.receivedAgain).toBe(0);
    expect(made.simulation.brokenInvariants()).toEqual([]);
  });

  it('that is deleted takes its metric with it', () => {
    const made = world(QUEUE);
    made.advance(2 * MINUTE);
    expect(made.simulation.context.size('kube-metrics/ExternalMetric')).toBe(2);
    made.submit('learner', {
      api: 'kubernetes',
      verb: 'delete',
      group: 'autoscaling',
      version: 'v2',
      resource: 'horizontalpodautoscalers',
      namespace: 'default',
      name: 'worker',
    });
    made.advance(3 * MINUTE);
    expect(made.simulation.context.size('kube-metrics/ExternalMetric')).toBe(0);
  });
});

const CUSTOMIZED = {
  TargetValue: 50,
  CustomizedMetricSpecification: {
    Metrics: [
      line('m1', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: 'jobs-ecs' }),
      line('m2', 'ECS/ContainerInsights', 'RunningTaskCount', {
        ClusterName: 'harbour',
        ServiceName: 'worker',
      }),
      { Id: 'e1', Label: 'Backlog per task', Expression: 'm1 / m2' },
    ],
  },
};

function line(Id: string, Namespace: string, MetricName: string, of: Record<string, string>) {
  const Dimensions = Object.entries(of).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace, MetricName, Dimensions };
  return { Id, MetricStat: { Metric, Stat: 'Average' }, ReturnData: false };
}

function ecsWorld(configuration: object): World {
  const made = new World(scenario, 7);
  made.advance(30_000);
  const target = {
    ServiceNamespace: 'ecs',
    ResourceId: 'service/harbour/worker',
    ScalableDimension: 'ecs:service:DesiredCount',
  };
  const ask = (action: string, input: object) => {
    const request = { api: 'application-autoscaling', action, input: { ...target, ...input } };
    const answer = made.submit('learner', request as Request);
    if (!answer.ok) throw new Error(answer.error.message);
  };
  ask('RegisterScalableTarget', { MinCapacity: 1, MaxCapacity: 20 });
  ask('PutScalingPolicy', {
    PolicyName: 'backlog',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: configuration,
  });
  return made;
}
const desired = (made: World) =>
  made.simulation.context.get('ecs/Service', 'harbour/worker')?.desiredCount;

describe('a service over a queue', () => {
  it('on CPU stays at one worker', () => {
    const made = ecsWorld({
      TargetValue: 60,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    });
    made.advance(11 * MINUTE);
    expect(desired(made)).toBe(1);
  });

  it('on the backlog per task goes to twenty in one step, empties the queue, and shrinks again', () => {
    const made = ecsWorld(CUSTOMIZED);
    made.advance(4 * MINUTE);
    expect(desired(made)).toBe(1);
    // Three one-minute datapoints, looked at 20 s after the last.
    made.advance(4 * MINUTE + 25_000);
    expect(desired(made)).toBe(20);
    made.advance(13 * MINUTE);
    const drained = made.simulation.facts
      .since(0)
      .find((fact) => fact.type === 'queueDrained' && fact.about.key === 'jobs-ecs');
    expect(drained?.data).toMatchObject({ deleted: 1_000 });
    made.advance(45 * MINUTE);
    expect(desired(made)).toBeLessThanOrEqual(2);
    expect(made.simulation.context.get('sqs/Queue', 'jobs-ecs')?.counts.receivedAgain).toBe(0);
    expect(made.simulation.brokenInvariants()).toEqual([]);
  });
});
