/** Curriculum 12: workers that wait for others have no CPU to scale on; the length of the queue has. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/cli/run';
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
