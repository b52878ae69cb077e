/** Requests meeting CPU and memory on both platforms at once: curriculum 9, 10 and 34 in their numbers. */
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/host/protocol';
import { World } from '../../src/host/world';
import { loadOf } from '../../src/models/workload/processes';
import { useOf } from '../../src/models/workload/use';
import { deployment, scenario } from '../fixtures/scenario';

const MINUTE_MS = 60_000;

interface Setup {
  readonly copies: number;
  readonly boxes: number;
  readonly image?: object;
  /** Per copy: units for ECS, milli for Kubernetes, and a cap for both. */
  readonly cpu?: number;
  readonly capped?: boolean;
  readonly memoryMiB?: number;
  readonly traffic: object;
}

function world({ copies, boxes, image = {}, cpu = 512, capped, memoryMiB = 512, traffic }: Setup) {
  const ground = scenario(
    { ecs: boxes, eks: boxes },
    {
      images: [
        {
          name: 'shop/web:*',
          sizeMB: 60,
          startUp: '1s',
          ready: '1s',
          cpuPerRequestMs: 20,
          memoryMiB: 120,
          ...image,
        },
      ],
      loadBalancers: [{ name: 'web-alb', targetGroup: 'web', targetType: 'instance' }],
      traffic: [
        { loadBalancer: 'web-alb', ...traffic },
        { loadBalancer: 'web', ...traffic },
      ] as never,
    },
  );
  const milli = Math.round((cpu * 1000) / 1024);
  const w = new World(ground, 7, { freeze: true });
  const act = (request: Request) => {
    const response = w.submit('learner', request);
    if (!response.ok) throw new Error(response.error.message);
    return response.output;
  };
  const apply = (document: object) =>
    act({ api: 'quayside', action: 'applyDocument', input: { document } });
  w.advance(1_000);
  apply({
    family: 'web',
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    ...(capped ? { cpu: String(cpu) } : {}),
    containerDefinitions: [
      {
        name: 'app',
        image: 'shop/web:1',
        essential: true,
        cpu,
        memory: memoryMiB,
        portMappings: [{ containerPort: 8080, hostPort: 0 }],
      },
    ],
  });
  const [group] = w.simulation.context.keys('elasticloadbalancing/TargetGroup');
  apply({
    cluster: 'harbour',
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: copies,
    launchType: 'EC2',
    loadBalancers: [{ targetGroupArn: group, containerName: 'app', containerPort: 8080 }],
  });
  const limits = { memory: `${memoryMiB}Mi`, ...(capped ? { cpu: `${milli}m` } : {}) };
  apply(
    deployment('web', 'shop/web:1', copies, {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            {
              name: 'app',
              image: 'shop/web:1',
              ports: [{ containerPort: 8080 }],
              resources: { requests: { cpu: `${milli}m`, memory: `${memoryMiB}Mi` }, limits },
            },
          ],
        },
      },
    }),
  );
  apply({
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
  return w;
}

const flow = (w: World, name: string) => {
  const found = w.simulation.context.get('elasticloadbalancing/Flow', name);
  if (!found) throw new Error(`no flow ${name}`);
  return found;
};
const both = <T>(of: (name: string) => T): [T, T] => [of('web-alb'), of('web')];
const uses = (w: World, island: string) =>
  w.simulation.context
    .keysBy('workload/Process', 'island', island)
    .flatMap((key) => useOf(w.simulation.context, key) ?? []);
const settled = (w: World, ms: number) => {
  w.advance(ms);
  expect(w.simulation.brokenInvariants()).toEqual([]);
  return w;
};

describe('CPU', () => {
  it('of what runs is requests times their cost; nobody is held back below his part', () => {
    const w = settled(
      world({ copies: 4, boxes: 2, traffic: { requestsPerSecond: 50 } }),
      6 * MINUTE_MS,
    );
    for (const island of ['ecs/harbour', 'kubernetes'])
      expect(uses(w, island).map((use) => use.cpuMicro)).toEqual([
        250_000, 250_000, 250_000, 250_000,
      ]);
    expect(both((name) => flow(w, name).lostRate)).toEqual([0, 0]);
  });

  it('is written once for copies on one machine, and sums to what each of them uses', () => {
    const w = settled(
      world({ copies: 4, boxes: 2, traffic: { requestsPerSecond: 50 } }),
      6 * MINUTE_MS,
    );
    const { context } = w.simulation;
    for (const island of ['ecs/harbour', 'kubernetes']) {
      const levels = context.by('workload/UseLevel', 'island', island);
      expect(new Set(levels.map(({ box }) => box)).size).toBe(levels.length);
      expect(levels.length).toBeLessThan(uses(w, island).length);
      const sum = uses(w, island).reduce((total, { cpuMicro }) => total + cpuMicro, 0);
      expect(loadOf(context, 'island', island).cpuMicro).toBe(sum);
    }
  });

  it('saturates uncapped copies where every core is taken: eight and six serve all that four vCPUs can', () => {
    const w = settled(
      world({ copies: 14, boxes: 2, traffic: { requestsPerSecond: 300 } }),
      6 * MINUTE_MS,
    );
    // Four vCPUs serve 200 of 300 on either half, whether shared by eight tasks or by six pods.
    expect(both((name) => Math.round(flow(w, name).servedRate / 1000))).toEqual([200, 200]);
    const share = (island: string) => uses(w, island).reduce((sum, use) => sum + use.cpuMicro, 0);
    expect(['ecs/harbour', 'kubernetes'].map(share)).toEqual([4_000_000, 4_000_000]);
    expect(uses(w, 'ecs/harbour')).toHaveLength(8);
    expect(uses(w, 'kubernetes')).toHaveLength(6);
    expect(both((name) => flow(w, name).latencyMs > 2_000)).toEqual([true, true]);
  });

  it('holds capped copies to 25 requests a second each, though the boxes idle', () => {
    const setup = { copies: 4, boxes: 2, capped: true, traffic: { requestsPerSecond: 150 } };
    const w = settled(world(setup), 6 * MINUTE_MS);
    expect(both((name) => Math.round(flow(w, name).servedRate / 1000))).toEqual([100, 100]);
    for (const island of ['ecs/harbour', 'kubernetes'])
      for (const use of uses(w, island))
        expect([use.cpuMicro, use.wantedMicro]).toEqual([500_000, 750_000]);
  });

  it('makes latency rise with use', () => {
    const at = (requestsPerSecond: number) =>
      settled(
        world({ copies: 4, boxes: 2, capped: true, traffic: { requestsPerSecond } }),
        6 * MINUTE_MS,
      );
    const latencies = [10, 50, 90, 99].map((rate) => flow(at(rate), 'web').latencyMs);
    expect(latencies).toEqual([46, 82, 402, 2042]);
  });

  it('follows traffic that changes by itself, without an entry between its steps', () => {
    const traffic = { spike: { base: 50, peak: 150, after: '7m', for: '2m' } };
    const w = settled(world({ copies: 4, boxes: 2, capped: true, traffic }), 6 * MINUTE_MS);
    const before = w.simulation.work.steps;
    w.advance(6 * MINUTE_MS + 30_000);
    const quiet = w.simulation.work.steps - before;
    expect(both((name) => flow(w, name).lostRate)).toEqual([0, 0]);
    settled(w, 8 * MINUTE_MS);
    expect(both((name) => flow(w, name).lostRate)).toEqual([50_000, 50_000]);
    settled(w, 10 * MINUTE_MS);
    expect(both((name) => flow(w, name).lostRate)).toEqual([0, 0]);
    // Only node monitors and leases tick: nothing looks at the traffic.
    expect(quiet).toBeLessThan(60);
  });

  it('of an idle process is its own business, and it takes from its neighbours only what they do not want', () => {
    const w = settled(
      world({ copies: 2, boxes: 1, image: { idleCpu: 60 }, traffic: { requestsPerSecond: 10 } }),
      6 * MINUTE_MS,
    );
    expect(uses(w, 'ecs/harbour').map((use) => use.cpuMicro)).toEqual([160_000, 160_000]);
  });
});

describe('metrics', () => {
  const ask = (w: World, request: object) => {
    const response = w.query(request as Request);
    if (!response.ok) throw new Error(response.error.message);
    return response.output as Record<string, never>;
  };
  const top = (w: World, resource: string) => {
    const group = 'metrics.k8s.io';
    const list = ask(w, { api: 'kubernetes', verb: 'list', group, version: 'v1beta1', resource });
    return (list['items'] as readonly Record<string, never>[] | undefined) ?? [];
  };

  it('of pods and nodes are the mean of fifteen seconds at the last scrape', () => {
    const traffic = { spike: { base: 50, peak: 80, after: '395s', for: '10m' } };
    // A scrape can be asked for a second after it began.
    const w = settled(world({ copies: 4, boxes: 2, capped: true, traffic }), 391_000);
    expect(top(w, 'pods')[0]).toMatchObject({
      timestamp: '2026-01-05T00:06:30Z',
      window: '15s',
      containers: [{ name: 'app', usage: { cpu: '250000000n', memory: '122880Ki' } }],
    });
    // The spike begins at 6:35 and use follows a second later: nine of the fifteen seconds to 6:45.
    w.advance(406_000);
    expect(top(w, 'pods')[0]).toMatchObject({
      containers: [{ usage: { cpu: `${(250_000 * 6 + 400_000 * 9) / 15}000n` } }],
    });
    expect(top(w, 'nodes').map((node) => node['usage'])).toEqual([
      { cpu: '680000000n', memory: '245760Ki' },
      { cpu: '680000000n', memory: '245760Ki' },
    ]);
  });

  it('of a service are used of reserved, and an alarm on it turns after three minutes', () => {
    const traffic = { spike: { base: 50, peak: 150, after: '5m', for: '10m' } };
    const w = settled(world({ copies: 4, boxes: 2, capped: true, traffic }), 60_000);
    const alarm = {
      AlarmName: 'high',
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Dimensions: [
        { Name: 'ClusterName', Value: 'harbour' },
        { Name: 'ServiceName', Value: 'web' },
      ],
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 60,
      ComparisonOperator: 'GreaterThanThreshold',
    };
    w.submit('learner', { api: 'cloudwatch', action: 'PutMetricAlarm', input: alarm });
    w.advance(290_000);
    const read = () => w.simulation.context.get('cloudwatch/MetricAlarm', 'high');
    const newest = () => {
      const [series] = w.simulation.context.list('cloudwatch/Series');
      const minute = series?.minutes.at(-1);
      return minute && minute.Sum / minute.SampleCount;
    };
    expect(read()?.StateValue).toBe('OK');
    expect(newest()).toBe(50);
    w.advance(600_000);
    const [turned] = w.simulation.facts
      .since(0)
      .filter((f) => f.type === 'alarmStateChanged' && f.data.to === 'ALARM');
    // Minutes five, six and seven read 100 percent; the last of them is looked at 20 s after it.
    expect(turned?.atMs).toBe(500_000);
    expect(newest()).toBe(100);
  });
});

describe('memory', () => {
  it('over its limit kills: the pod restarts its container, the service replaces its task', () => {
    const setup = {
      copies: 2,
      boxes: 1,
      image: { memoryMiB: 300 },
      memoryMiB: 256,
      traffic: { requestsPerSecond: 0 },
    };
    const w = settled(world(setup), 2 * MINUTE_MS);
    const { context } = w.simulation;
    const task = context.list('ecs/Task').find((t) => t.lastStatus === 'STOPPED');
    expect(task?.containers[0]).toMatchObject({
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    });
    expect(task?.stopCode).toBe('EssentialContainerExited');
    const [pod] = context.list('kubernetes/Pod');
    const status = pod?.status.containerStatuses?.[0];
    expect(status?.restartCount).toBeGreaterThan(1);
    expect(status?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  it('leaks until then, and again after the restart', () => {
    const image = { memoryMiB: 100, leakMiBPerMinute: 50 };
    const w = settled(
      world({ copies: 1, boxes: 1, image, memoryMiB: 200, traffic: { requestsPerSecond: 0 } }),
      7 * MINUTE_MS,
    );
    const kills = w.simulation.facts.since(0).filter((f) => f.type === 'outOfMemory');
    // 100 MiB to fill at 50 a minute: every two minutes, three times in seven on each half.
    expect(kills.filter((f) => f.about.kind === 'ecs/Task')).toHaveLength(3);
    expect(kills.filter((f) => f.about.kind === 'kubernetes/Pod')).toHaveLength(3);
  });

  it('grows with the requests in flight', () => {
    const image = { memoryMiB: 100, memoryPerRequest: 10 };
    const setup = {
      copies: 2,
      boxes: 1,
      image,
      capped: true,
      memoryMiB: 300,
      traffic: { spike: { base: 10, peak: 60, after: '6m', for: '1m' } },
    };
    const w = settled(world(setup), 5 * MINUTE_MS);
    expect(w.simulation.facts.since(0).filter((f) => f.type === 'outOfMemory')).toEqual([]);
    settled(w, 7 * MINUTE_MS);
    expect(w.simulation.facts.since(0).some((f) => f.type === 'outOfMemory')).toBe(true);
  });
});
