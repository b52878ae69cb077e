/**
 * The pod autoscaler second by second against the documents: look every 15 s, samples of 15 s, at most twice the size (or four) a
 * look upwards, 300 s of memory downwards; and what it says when something is missing.
 */
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/engine/model';
import type { Request } from '../../src/host/protocol';
import { World } from '../../src/host/world';
import type { ScalingExplanation } from '../../src/models/kubernetes/autoscaling/table';
import { deployment, scenario } from '../fixtures/scenario';

const S = 1_000;
const MINUTE = 60 * S;
const CREATED = 2 * MINUTE;

interface Setup {
  readonly hpa?: object;
  readonly apiVersion?: string;
  readonly traffic?: object;
  readonly replicas?: number;
  readonly nodes?: number;
  readonly requests?: object;
  /** Fields of the pod's spec. */
  readonly pod?: object;
}

const cpuAt = (averageUtilization: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

/** Two pods of 250m, capped at 500m; 15 requests/s of 20 ms are exactly 60 % of them. */
class Scaled {
  readonly world: World;

  constructor({ hpa, apiVersion, traffic, replicas = 2, nodes = 3, requests, pod }: Setup = {}) {
    const image = { name: 'shop/web:*', sizeMB: 60, startUp: '1s', ready: '1s' };
    const ground = scenario(
      { ecs: 0, eks: nodes, instanceType: 'm5.xlarge' },
      {
        images: [{ ...image, cpuPerRequestMs: 20, memoryMiB: 120 }],
        traffic: [{ loadBalancer: 'web', ...(traffic ?? { requestsPerSecond: 15 }) }] as never,
      },
    );
    this.world = new World(ground, 7, { freeze: true });
    this.world.advance(1);
    const asked = requests ?? { requests: { cpu: '250m' }, limits: { cpu: '500m' } };
    const container = { name: 'app', image: 'shop/web:1', ports: [{ containerPort: 8080 }] };
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: {
        ...pod,
        containers: [
          {
            ...container,
            resources: asked,
            readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 5 },
          },
        ],
      },
    };
    this.apply(deployment('web', 'shop/web:1', replicas, { template }));
    this.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'web',
        annotations: { 'service.beta.kubernetes.io/aws-load-balancer-name': 'web' },
      },
      spec: {
        type: 'LoadBalancer',
        selector: { app: 'web' },
        ports: [{ port: 80, targetPort: 8080 }],
      },
    });
    this.world.advance(CREATED);
    this.autoscale('web', hpa, apiVersion);
  }

  autoscale(name: string, spec: object = {}, apiVersion = 'autoscaling/v2'): void {
    this.apply({
      apiVersion,
      kind: 'HorizontalPodAutoscaler',
      metadata: { name },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 2,
        maxReplicas: 20,
        ...(apiVersion === 'autoscaling/v2' ? { metrics: [cpuAt(60)] } : {}),
        ...spec,
      },
    });
  }
  apply(document: object): void {
    this.act({ api: 'quayside', action: 'applyDocument', input: { document } });
  }
  act(request: Request): void {
    const response = this.world.submit('learner', request);
    if (!response.ok) throw new Error(response.error.message);
  }
  advance(ms: number): this {
    this.world.advance(ms);
    expect(this.world.simulation.brokenInvariants()).toEqual([]);
    return this;
  }

  get facts(): readonly Fact[] {
    return this.world.simulation.facts.since(0);
  }
  /** `[seconds, from, to]` of each rescale. */
  get rescales(): readonly (readonly [number, number, number])[] {
    return this.facts.flatMap((fact) =>
      fact.type === 'autoscalerRescaled'
        ? [[fact.atMs / S, fact.data.from, fact.data.to] as const]
        : [],
    );
  }
  hpa(name = 'web') {
    const { context } = this.world.simulation;
    return context.get('kubernetes/HorizontalPodAutoscaler', `default/${name}`);
  }
  condition(type: string, name = 'web') {
    const found = this.hpa(name)?.status?.conditions?.find((c) => c.type === type);
    return found && [found.status, found.reason, found.message];
  }
  events(reason: string) {
    const { context } = this.world.simulation;
    return context
      .list('kubernetes/Event')
      .filter((event) => event.reason === reason)
      .map(({ message, count }) => [message, count]);
  }
  /** Types of the facts that led to the newest one about a condition. */
  causesOf(condition: string): readonly string[] {
    const last = this.facts.findLast(
      (fact) => fact.type === 'autoscalerConditionChanged' && fact.data.condition === condition,
    );
    return this.world.simulation.causes(last?.serial ?? 0).map(({ type }) => type);
  }
  replicas(): number {
    const { context } = this.world.simulation;
    return context.get('kubernetes/Deployment', 'default/web')?.spec.replicas ?? 0;
  }
  explain(atMs?: number): ScalingExplanation {
    const input = { name: 'web', ...(atMs === undefined ? {} : { atMs }) };
    const answer = this.world.query({ api: 'quayside', action: 'explainScaling', input });
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.output as ScalingExplanation;
  }
  cells(): readonly unknown[] {
    const answer = this.world.query({
      api: 'kubernetes',
      verb: 'list',
      group: 'autoscaling',
      version: 'v2',
      resource: 'horizontalpodautoscalers',
      query: { as: 'Table' },
    });
    if (!answer.ok) throw new Error(answer.error.message);
    return (answer.output as { rows: { cells: unknown[] }[] }).rows[0]?.cells ?? [];
  }
}

const spike = { spike: { base: 15, peak: 120, after: '6m', for: '8m' } };

describe('a spike of eight minutes and a quiet hour', () => {
  const scaled = new Scaled({ traffic: spike }).advance(75 * MINUTE);

  it('is answered in steps of at most twice the size, after its first whole sample', () => {
    const up = scaled.rescales.filter(([, from, to]) => to > from);
    // 120 requests/s of 20 ms on pods of 250m at 60 %: sixteen.
    expect(up.map(([, from, to]) => [from, to])).toEqual([
      [2, 4],
      [4, 7],
      [7, 14],
      [14, 16],
    ]);
    const [first] = up;
    expect(first?.[0]).toBeGreaterThanOrEqual(6 * 60 + 15);
    expect(first?.[0]).toBeLessThanOrEqual(6 * 60 + 60);
    for (const [seconds, from, to] of up) {
      expect(seconds % 15).toBe(0);
      expect(to).toBeLessThanOrEqual(Math.max(4, 2 * from));
    }
  });

  it('goes back 300 s after the last time that sixteen were asked for, and no sooner', () => {
    const down = scaled.rescales.filter(([, from, to]) => to < from);
    // The last sample that is all spike ends at 14:00 and is looked at by 14:15; five minutes later it has left the window.
    expect(down).toEqual([
      [19 * 60 + 15, 16, 3],
      [19 * 60 + 30, 3, 2],
    ]);
  });

  it('leaves the hour after it alone', () => {
    expect(scaled.rescales.filter(([seconds]) => seconds > 20 * 60)).toEqual([]);
    expect(scaled.facts.filter(({ atMs }) => atMs > 25 * MINUTE)).toEqual([]);
    expect(scaled.cells().slice(0, 6)).toEqual([
      'web',
      'Deployment/web',
      'cpu: 60%/60%',
      '2',
      20,
      2,
    ]);
  });

  it('comes out the same after going back in time, and explains what was shown then', () => {
    const { world } = new Scaled({ traffic: spike }).advance(25 * MINUTE);
    const digest = world.digest();
    world.seek(7 * MINUTE);
    const input = { name: 'web' };
    const answer = world.query({ api: 'quayside', action: 'explainScaling', input });
    expect(answer).toMatchObject({ ok: true, output: { atMs: 7 * MINUTE, specReplicas: 7 } });
    world.seek(25 * MINUTE);
    expect(world.digest()).toEqual(digest);
  });

  it('cites the traffic', () => {
    const { simulation } = scaled.world;
    const first = scaled.facts.find(({ type }) => type === 'autoscalerRescaled');
    const chain = simulation.causes(first?.serial ?? 0).map(({ type }) => type);
    expect(chain[0]).toBe('requested');
    expect(chain.slice(-2)).toEqual(['flowChanged', 'autoscalerRescaled']);
  });

  it('explains every decision with the numbers that it was made of', () => {
    for (const fact of scaled.facts) {
      if (fact.type !== 'autoscalerRescaled') continue;
      const said = scaled.explain(fact.atMs);
      const { from, to, reason, recommended, stabilized, metric } = fact.data;
      expect(said).toMatchObject({
        atMs: fact.atMs,
        specReplicas: from,
        result: to,
        rescaleReason: reason,
        recommended,
        outcome: 'rescaled',
        metrics: [{ current: metric?.current, target: 60, proposal: recommended, chosen: true }],
        stabilization: { result: stabilized },
      });
      const [row] = said.metrics;
      const ratio = row?.recomputed?.ratio ?? row?.ratio ?? 0;
      if (row?.times != null) expect(Math.ceil(ratio * row.times)).toBe(row.proposal);
      if (to < from) expect(said.stabilization?.highest).toBe(to);
    }
  });

  it('looks without reading a pod or writing anything while nothing changes', () => {
    // Later the API server forgets its events. Both numbers stand on the same machines, whose CPU CloudWatch reads.
    const visited = [6, 12].map((size) => {
      const hpa = { minReplicas: size, maxReplicas: size };
      const { world } = new Scaled({ replicas: size, hpa }).advance(15 * MINUTE);
      const { simulation } = world;
      const before = { ...simulation.work, version: simulation.records.version };
      world.advance(25 * MINUTE);
      expect(simulation.records.version).toBe(before.version);
      expect(simulation.work.facts).toBe(before.facts);
      expect(simulation.work.syncs - before.syncs).toBeGreaterThanOrEqual(40);
      return simulation.work.recordsVisited - before.recordsVisited;
    });
    expect(visited[0]).toBe(visited[1]);
  });
});

describe('the bounds', () => {
  const waves = { wave: { low: 10, high: 160, period: '14m' } };
  const behavior = {
    scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 30 }] },
    scaleDown: {
      stabilizationWindowSeconds: 120,
      policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
    },
  };

  for (const [name, hpa] of [
    ['without a behavior', { minReplicas: 3, maxReplicas: 9 }],
    ['with one', { minReplicas: 3, maxReplicas: 9, behavior }],
  ] as const)
    it(`are never left once it has scaled, nor is it smaller than what the window remembers: ${name}`, () => {
      const scaled = new Scaled({ traffic: waves, hpa });
      const seconds = 'behavior' in hpa ? 120 : 300;
      for (let at = CREATED + 15 * S; at <= 40 * MINUTE; at += 15 * S) {
        scaled.advance(at);
        if (scaled.rescales.length > 0) {
          expect(scaled.replicas()).toBeGreaterThanOrEqual(3);
          expect(scaled.replicas()).toBeLessThanOrEqual(9);
        }
        const said = scaled.explain();
        expect(said.atMs).toBe(at);
        // Gone through again, a pass comes out as it did.
        expect(said.result).toBe(scaled.replicas());
        for (const { type, status, reason, message } of said.conditions)
          expect(scaled.condition(type)).toEqual([status, reason, message]);
        if (said.result === null || said.specReplicas === null || !said.stabilization) continue;
        if (said.result >= said.specReplicas) continue;
        for (const { toMs, replicas, inDownWindow } of said.stabilization.recommendations) {
          expect(inDownWindow).toBe(toMs > at - seconds * S);
          expect(said.result).toBeGreaterThanOrEqual(Math.min(replicas, 9));
        }
      }
      expect(scaled.rescales.some(([, from, to]) => to < from)).toBe(true);
      expect(scaled.rescales.some(([, from, to]) => to > from)).toBe(true);
    });

  it('are restored before any metric is asked', () => {
    const scaled = new Scaled({ replicas: 6, hpa: { minReplicas: 2, maxReplicas: 4 } });
    scaled.advance(CREATED + 15 * S);
    expect(scaled.rescales).toEqual([[135, 6, 4]]);
    expect(scaled.events('SuccessfulRescale')).toEqual([
      ['New size: 4; reason: Current number of replicas above Spec.MaxReplicas', 1],
    ]);
    expect(scaled.explain()).toMatchObject({
      outsideBounds: 'aboveMax',
      metrics: [],
      heldBackBy: 'maxReplicas',
    });
  });

  it('leave a small difference alone, unless the tolerance of that direction is smaller', () => {
    // 16 requests/s are 64 %: 1.07 of the target.
    const traffic = { requestsPerSecond: 16 };
    const standard = new Scaled({ traffic }).advance(8 * MINUTE);
    expect(standard.rescales).toEqual([]);
    expect(standard.explain()).toMatchObject({
      metrics: [{ current: 64, withinTolerance: true, tolerance: { up: 0.1, down: 0.1 } }],
      heldBackBy: 'tolerance',
    });
    const hpa = { behavior: { scaleUp: { tolerance: '0.05' } } };
    const strict = new Scaled({ traffic, hpa }).advance(8 * MINUTE);
    expect(strict.replicas()).toBe(3);
    expect(strict.explain().metrics[0]?.tolerance).toEqual({ up: 0.05, down: 0.1 });
  });

  it('let a policy hold it back', () => {
    const scaled = new Scaled({ traffic: spike, hpa: { behavior } }).advance(8 * MINUTE);
    // Two pods in thirty seconds.
    expect(scaled.rescales.slice(0, 3).map(([at, from, to]) => [at - 390, from, to])).toEqual([
      [0, 2, 4],
      [30, 4, 6],
      [60, 6, 8],
    ]);
    const held = new Scaled({ traffic: spike, hpa: { behavior } }).advance(405 * S);
    const said = held.explain();
    expect(said).toMatchObject({
      result: 4,
      heldBackBy: 'policy',
      limit: { reason: 'ScaleUpLimit' },
    });
    expect(said.rate).toMatchObject({
      policies: [{ type: 'Pods', changed: 2, start: 2, limit: 4, selected: true }],
      limit: 4,
    });
  });
});

describe('what is missing', () => {
  it('metrics: the autoscaler says so and stays, and goes on when they are back', () => {
    const scaled = new Scaled({ traffic: spike }).advance(5 * MINUTE);
    scaled.act({ api: 'quayside', action: 'stopMetrics', input: {} });
    scaled.advance(9 * MINUTE);
    const unable =
      'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)';
    expect(scaled.condition('ScalingActive')).toEqual([
      'False',
      'FailedGetResourceMetric',
      `the HPA was unable to compute the replica count: ${unable}`,
    ]);
    expect(scaled.events('FailedGetResourceMetric')).toEqual([[unable, 16]]);
    expect(scaled.events('FailedComputeMetricsReplicas')).toEqual([
      [
        `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${unable}`,
        16,
      ],
    ]);
    expect(scaled.rescales).toEqual([]);
    expect(scaled.cells()[2]).toBe('cpu: <unknown>/60%');
    expect(scaled.explain()).toMatchObject({ outcome: 'failed', heldBackBy: 'metric' });
    expect(scaled.causesOf('ScalingActive').slice(-2)[0]).toBe('metricsApiStopped');
    scaled.act({ api: 'quayside', action: 'startMetrics', input: {} });
    scaled.advance(10 * MINUTE);
    expect(scaled.condition('ScalingActive')?.slice(0, 2)).toEqual(['True', 'ValidMetricFound']);
    expect(scaled.causesOf('ScalingActive').slice(-2)[0]).toBe('metricsApiStarted');
    expect(scaled.rescales[0]).toEqual([555, 2, 4]);
  });

  it('a metrics server that runs in the cluster, while none of its pods is ready', () => {
    const scaled = new Scaled();
    const input = { clusterName: 'harbour', addonName: 'metrics-server' };
    scaled.act({ api: 'eks', action: 'CreateAddon', input });
    scaled.advance(4 * MINUTE);
    expect(scaled.condition('ScalingActive')?.[1]).toBe('ValidMetricFound');
    const scale = (replicas: number) =>
      scaled.act({
        api: 'kubernetes',
        verb: 'patch',
        group: 'apps',
        version: 'v1',
        resource: 'deployments',
        namespace: 'kube-system',
        name: 'metrics-server',
        subresource: 'scale',
        body: { spec: { replicas } },
      });
    scale(0);
    scaled.advance(5 * MINUTE);
    expect(scaled.condition('ScalingActive')?.[1]).toBe('FailedGetResourceMetric');
    expect(scaled.causesOf('ScalingActive').slice(-2)[0]).toBe('endpointsChanged');
    scale(1);
    scaled.advance(6 * MINUTE);
    expect(scaled.condition('ScalingActive')?.[1]).toBe('ValidMetricFound');
  });

  it('a request: no percentage of it can be told', () => {
    const scaled = new Scaled({ requests: {} }).advance(5 * MINUTE);
    expect(scaled.condition('ScalingActive')?.[2]).toMatch(
      /^the HPA was unable to compute the replica count: failed to get cpu utilization: missing request for cpu in container app of Pod web-/,
    );
    expect(scaled.rescales).toEqual([]);
  });

  it('a request of the pod as a whole counts instead of those of its containers', () => {
    const resources = { requests: { cpu: '500m' } };
    const traffic = { requestsPerSecond: 15 };
    const requests = { limits: { cpu: '500m' }, requests: { cpu: '100m' } };
    const whole = new Scaled({ traffic, requests, pod: { resources } }).advance(6 * MINUTE);
    // 150m each of 500m.
    expect(whole.explain()).toMatchObject({ metrics: [{ current: 30 }] });
    const memory = { requests: { memory: '300Mi' } };
    const unsaid = new Scaled({ requests: {}, pod: { resources: memory } }).advance(4 * MINUTE);
    expect(unsaid.condition('ScalingActive')?.[2]).toMatch(
      /failed to get cpu utilization: missing pod-level request for cpu in Pod web-/,
    );
  });

  it('the container', () => {
    const target = { type: 'Utilization', averageUtilization: 60 };
    const containerResource = { name: 'cpu', container: 'sidecar', target };
    const metrics = [{ type: 'ContainerResource', containerResource }];
    const scaled = new Scaled({ hpa: { metrics } }).advance(3 * MINUTE);
    expect(scaled.condition('ScalingActive')?.[2]).toMatch(
      /unable to get metrics for resource cpu: failed to get container metrics: container sidecar not present in metrics for pod default\/web-/,
    );
  });

  it('the target', () => {
    const of = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' };
    const scaled = new Scaled({ hpa: { scaleTargetRef: of } }).advance(3 * MINUTE);
    const error = 'deployments/scale.apps "shop" not found';
    expect(scaled.condition('AbleToScale')).toEqual([
      'False',
      'FailedGetScale',
      `the HPA controller was unable to get the target's current scale: ${error}`,
    ]);
    expect(scaled.events('FailedGetScale')).toEqual([[error, 4]]);
    expect(scaled.explain()).toMatchObject({ outcome: 'failed', heldBackBy: 'scale' });
  });

  it.each([
    [{ kind: 'Deployment' }, 'no matches for kind "Deployment" in group ""'],
    [
      { apiVersion: 'apps/v1', kind: 'DaemonSet' },
      'the server could not find the requested resource',
    ],
    [{ apiVersion: 'a/b/c', kind: 'Deployment' }, 'unexpected GroupVersion string: a/b/c'],
  ])('a scale: %o', (of, error) => {
    const scaleTargetRef = { ...of, name: 'web' };
    const scaled = new Scaled({ hpa: { scaleTargetRef } }).advance(CREATED + 15 * S);
    expect(scaled.events('FailedGetScale')).toEqual([[error, 1]]);
  });

  it('a published metric', () => {
    const pods = {
      type: 'Pods',
      pods: { metric: { name: 'frames' }, target: { type: 'AverageValue', averageValue: '5' } },
    };
    const scaled = new Scaled({ hpa: { metrics: [pods] } }).advance(CREATED + 15 * S);
    expect(scaled.condition('ScalingActive')).toEqual([
      'False',
      'FailedGetPodsMetric',
      'the HPA was unable to compute the replica count: unable to get metric frames: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered',
    ]);
  });

  it('everything: a target of zero is left alone until somebody raises it', () => {
    const scaled = new Scaled().advance(4 * MINUTE);
    const scale = (replicas: number) =>
      scaled.act({
        api: 'kubernetes',
        verb: 'patch',
        group: 'apps',
        version: 'v1',
        resource: 'deployments',
        name: 'web',
        subresource: 'scale',
        body: { spec: { replicas } },
      });
    scale(0);
    scaled.advance(5 * MINUTE);
    expect(scaled.condition('ScalingActive')).toEqual([
      'False',
      'ScalingDisabled',
      'scaling is disabled since the replica count of the target is zero',
    ]);
    expect(scaled.explain()).toMatchObject({ outcome: 'disabled', heldBackBy: 'disabled' });
    scale(1);
    scaled.advance(6 * MINUTE);
    expect(scaled.rescales).toEqual([[315, 1, 2]]);
  });
});

describe('two autoscalers', () => {
  it('of one target hold each other up', () => {
    const scaled = new Scaled({ traffic: spike }).advance(3 * MINUTE);
    scaled.autoscale('second');
    scaled.advance(8 * MINUTE);
    const message =
      'pods by selector app=web are controlled by multiple HPAs: [default/second default/web]';
    for (const name of ['web', 'second'])
      expect(scaled.condition('ScalingActive', name)).toEqual([
        'False',
        'AmbiguousSelector',
        message,
      ]);
    expect(scaled.rescales).toEqual([]);
    expect(scaled.explain()).toMatchObject({ heldBackBy: 'selector' });
    expect(scaled.causesOf('ScalingActive').slice(-2)[0]).toBe('objectCreated');
  });
});

describe('requests a second', () => {
  const target = (averageValue: string) => ({ type: 'AverageValue', averageValue });
  const metric = { name: 'requests-per-second' };

  it('of each pod', () => {
    const pods = { type: 'Pods', pods: { metric, target: target('10') } };
    const scaled = new Scaled({ traffic: spike, hpa: { metrics: [pods] } }).advance(9 * MINUTE);
    // What the pods answer is bounded by their CPU until there are enough of them.
    expect(scaled.replicas()).toBe(12);
    // 120 shared among twelve, in whole thousandths.
    expect(scaled.cells()[2]).toBe('9999m/10');
  });

  it('of the Service, shared out among the pods', () => {
    const describedObject = { apiVersion: 'v1', kind: 'Service', name: 'web' };
    const object = { type: 'Object', object: { describedObject, metric, target: target('8') } };
    const scaled = new Scaled({ traffic: spike, hpa: { metrics: [object] } }).advance(9 * MINUTE);
    expect(scaled.replicas()).toBe(15);
    expect(scaled.cells()[2]).toBe('8/8 (avg)');
    expect(scaled.explain()).toMatchObject({
      metrics: [{ object: { kind: 'Service', name: 'web' }, pods: null, withinTolerance: true }],
      heldBackBy: 'tolerance',
    });
  });

  it('and CPU together: the larger proposal counts', () => {
    const pods = { type: 'Pods', pods: { metric, target: target('5') } };
    const metrics = [cpuAt(60), pods];
    const scaled = new Scaled({ traffic: spike, hpa: { metrics } }).advance(10 * MINUTE);
    expect(scaled.replicas()).toBe(20);
    expect(scaled.explain()).toMatchObject({ heldBackBy: 'maxReplicas', recommended: 24 });
  });
});

describe('autoscaling/v1', () => {
  it('scales as v2 does', () => {
    const setup = { traffic: spike, apiVersion: 'autoscaling/v1' };
    const hpa = { targetCPUUtilizationPercentage: 60 };
    const v1 = new Scaled({ ...setup, hpa }).advance(20 * MINUTE);
    const v2 = new Scaled({ traffic: spike }).advance(20 * MINUTE);
    expect(v1.rescales).toEqual(v2.rescales);
  });
});

describe('a size that somebody writes', () => {
  it('is put right in steps, for reasons of the metrics and not of the windows', () => {
    const scaled = new Scaled({ traffic: spike }).advance(15 * MINUTE);
    expect(scaled.replicas()).toBe(16);
    // The spike is over, but sixteen is remembered: a manifest applied again says two, as it did in the beginning.
    scaled.act({
      api: 'kubernetes',
      verb: 'patch',
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
      name: 'web',
      subresource: 'scale',
      body: { spec: { replicas: 2 } },
    });
    scaled.advance(16 * MINUTE);
    const back = scaled.rescales.slice(4).map(([at, from, to]) => [at, from, to]);
    expect(back[0]).toEqual([15 * 60 + 15, 2, 4]);
    const reasons = scaled.facts.flatMap((fact) =>
      fact.type === 'autoscalerRescaled' && fact.atMs > 15 * MINUTE ? [fact.data.reason] : [],
    );
    expect(reasons[0]).not.toMatch(/above target/);
  });
});

describe('an autoscaler that is deleted', () => {
  it('leaves the replicas as they are, and nothing of itself', () => {
    const scaled = new Scaled({ traffic: spike }).advance(9 * MINUTE);
    scaled.act({
      api: 'kubernetes',
      verb: 'delete',
      group: 'autoscaling',
      version: 'v2',
      resource: 'horizontalpodautoscalers',
      name: 'web',
    });
    scaled.advance(30 * MINUTE);
    expect(scaled.replicas()).toBe(16);
    const { records } = scaled.world.simulation;
    expect(records.kinds().filter((kind) => kind.startsWith('horizontal-pod-autoscaler'))).toEqual(
      [],
    );
  });
});
