/**
 * Bills of several set-ups, worked out by hand from the price table and from what the log says was when: the two ways of each
 * half of lesson 14, parts of hours, the minute that is the least, right-sizing.
 */
import { describe, expect, it } from 'vitest';
import { compileScenario, type ScenarioDocument } from '../../src/host/scenario';
import { World } from '../../src/host/world';
import prices from '../../src/models/aws/pricing/prices.json';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** us-east-1, USD an hour. */
const M5_LARGE = 0.096;
const CLUSTER = 0.1;
const fargate = (vcpu: number, gb: number) => vcpu * 0.04048 + gb * 0.004445;

interface Bill {
  readonly perHour: number;
  readonly total: number;
  readonly instances: number;
  readonly fargate: number;
}

function worldOf(ground: object, more: Partial<ScenarioDocument> = {}): World {
  const scenario = compileScenario(
    'bills',
    {
      version: 1,
      title: { en: 'Bills', ko: '요금' },
      ground: { zones: ['us-east-1a', 'us-east-1b'], ...ground },
      ...more,
    },
    [],
    () => [],
  );
  const world = new World(scenario, 7, { freeze: true });
  world.advance(0);
  return world;
}

const eks = (groups: object) => ({
  clusterConfig: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'harbour', region: 'us-east-1' },
    ...groups,
  },
});
const ON_FARGATE = eks({
  fargateProfiles: [{ name: 'fp', selectors: [{ namespace: 'default' }] }],
});
const onNodes = (desiredCapacity: number) =>
  eks({
    managedNodeGroups: [
      { name: 'workers', instanceType: 'm5.large', minSize: 0, maxSize: 9, desiredCapacity },
    ],
  });

function bill(world: World, half: 'ecs' | 'kubernetes'): Bill {
  const answer = world.query({ api: 'quayside', action: 'cost', input: {} });
  if (!answer.ok) throw new Error(answer.error.message);
  return (answer.output as Record<typeof half, Bill>)[half];
}

function must(world: World, request: Parameters<World['submit']>[1]): void {
  const answer = world.submit('learner', request);
  if (!answer.ok) throw new Error(answer.error.message);
}

const deployment = (world: World, replicas: number, cpu: string, memory: string) => {
  const spec = {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'web', image: 'nginx', resources: { requests: { cpu, memory } } }],
      },
    },
  };
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec };
  must(world, { api: 'quayside', action: 'applyDocument', input: { document: object } });
};

function ecsService(world: World, launchType: 'FARGATE' | 'EC2', cpu: string, memory: string) {
  const onFargate = launchType === 'FARGATE';
  must(world, {
    api: 'ecs',
    action: 'RegisterTaskDefinition',
    input: {
      family: 'web',
      cpu,
      memory,
      requiresCompatibilities: [launchType],
      ...(onFargate ? { networkMode: 'awsvpc' } : {}),
      containerDefinitions: [{ name: 'web', image: 'nginx', essential: true }],
    },
  });
  must(world, {
    api: 'ecs',
    action: 'CreateService',
    input: {
      cluster: 'harbour',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 10,
      launchType,
      ...(onFargate
        ? { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-us-east-1a'] } } }
        : {}),
    },
  });
}

const facts = (world: World, type: string) =>
  world.simulation.facts.since(0).filter((fact) => fact.type === type);

describe('lesson 14, an hour of ten', () => {
  it('on EKS Fargate is 10 x (0.5 vCPU + 2 GB) and the cluster: 0.391', () => {
    const world = worldOf(ON_FARGATE);
    deployment(world, 10, '500m', '1Gi');
    world.advance(HOUR);
    expect(fargate(0.5, 2)).toBeCloseTo(0.02913, 9);
    expect(bill(world, 'kubernetes').perHour).toBeCloseTo(0.3913, 9);
    const ready = facts(world, 'fargateNodeReady').map(({ atMs }) => atMs);
    expect(ready).toHaveLength(10);
    const hours = ready.reduce((sum, atMs) => sum + (HOUR - atMs) / HOUR, 0);
    expect(bill(world, 'kubernetes').total).toBeCloseTo(CLUSTER + hours * 0.02913, 7);
    expect(bill(world, 'ecs').total).toBe(0);
  });

  it('on four EKS nodes is 0.484, however full they are', () => {
    const world = worldOf(onNodes(4));
    world.advance(HOUR / 2);
    deployment(world, 10, '500m', '1Gi');
    world.advance(1.5 * HOUR);
    expect(bill(world, 'kubernetes')).toMatchObject({ instances: 4, fargate: 0 });
    expect(bill(world, 'kubernetes').perHour).toBeCloseTo(0.484, 9);
    expect(bill(world, 'kubernetes').total).toBeCloseTo(1.5 * 0.484, 7);
  });

  it('on ECS Fargate is 0.247, from each image pull on', () => {
    const world = worldOf({}, { clusters: ['harbour'] });
    ecsService(world, 'FARGATE', '512', '1024');
    world.advance(HOUR);
    expect(bill(world, 'ecs')).toMatchObject({ fargate: 10 });
    expect(bill(world, 'ecs').perHour).toBeCloseTo(0.24685, 9);
    const from = world.simulation.context
      .list('ecs/Task')
      .map(({ pullStartedAt }) => pullStartedAt ?? 0);
    const hours = from.reduce((sum, atMs) => sum + (HOUR - atMs) / HOUR, 0);
    expect(bill(world, 'ecs').total).toBeCloseTo(hours * 0.024685, 7);
    expect(bill(world, 'kubernetes').total).toBe(0);
    must(world, {
      api: 'ecs',
      action: 'UpdateService',
      input: { cluster: 'harbour', service: 'web', desiredCount: 0 },
    });
    world.advance(1.25 * HOUR);
    const lived = world.simulation.context
      .list('ecs/Task')
      .map(
        ({ pullStartedAt = 0, stoppedAt = 0 }) => wholeSeconds(stoppedAt - pullStartedAt) / HOUR,
      );
    expect(lived).toHaveLength(10);
    const all = lived.reduce((sum, each) => sum + each, 0);
    expect(bill(world, 'ecs').total).toBeCloseTo(all * 0.024685, 6);
  });

  it('on three ECS boxes is 0.288, and there is no fee', () => {
    const instances = [
      {
        count: 3,
        instanceType: 'm5.large',
        bootstrap: { as: 'ecs-container-instance', cluster: 'harbour' },
      },
    ];
    const world = worldOf({ instances }, { clusters: ['harbour'] });
    ecsService(world, 'EC2', '512', '1024');
    world.advance(HOUR);
    expect(bill(world, 'ecs').perHour).toBeCloseTo(0.288, 9);
    expect(bill(world, 'ecs').total).toBeCloseTo(0.288, 7);
  });

  it('right-sized: EKS Fargate 0.246, two nodes 0.292, ECS Fargate 0.123', () => {
    const small = worldOf(ON_FARGATE);
    deployment(small, 10, '250m', '512Mi');
    small.advance(5 * MINUTE);
    // 512 MiB and 256 MiB do not fit into half a GB.
    expect(bill(small, 'kubernetes').perHour).toBeCloseTo(10 * fargate(0.25, 1) + CLUSTER, 9);
    expect(bill(small, 'kubernetes').perHour).toBeCloseTo(0.24565, 9);
    expect(bill(worldOf(onNodes(2)), 'kubernetes').perHour).toBeCloseTo(0.292, 9);
    const ecs = worldOf({}, { clusters: ['harbour'] });
    ecsService(ecs, 'FARGATE', '256', '512');
    ecs.advance(5 * MINUTE);
    expect(bill(ecs, 'ecs').perHour).toBeCloseTo(0.123425, 9);
  });

  it('on spot nodes is the spot share of the price, and the cluster', () => {
    const spot = { name: 'spot', spot: true, instanceTypes: ['m5.large'], desiredCapacity: 2 };
    const world = worldOf(eks({ managedNodeGroups: [spot] }));
    world.advance(HOUR);
    const share = prices.spot.shareOfPrice;
    expect(bill(world, 'kubernetes').total).toBeCloseTo(2 * M5_LARGE * share + CLUSTER, 7);
  });

  it('does not change with traffic: a pod without work costs the same', () => {
    const world = worldOf(ON_FARGATE);
    deployment(world, 1, '500m', '1Gi');
    world.advance(5 * MINUTE);
    const { total } = bill(world, 'kubernetes');
    world.advance(5 * MINUTE + HOUR);
    expect(bill(world, 'kubernetes').total - total).toBeCloseTo(CLUSTER + 0.02913, 7);
  });
});

describe('parts of an hour', () => {
  it('a Fargate pod is billed to the moment it is gone', () => {
    const world = worldOf(ON_FARGATE);
    deployment(world, 1, '1', '2Gi');
    world.advance(10 * MINUTE);
    deployment(world, 0, '1', '2Gi');
    world.advance(20 * MINUTE);
    const [ready] = facts(world, 'fargateNodeReady');
    const [gone] = facts(world, 'fargateNodeReleased');
    const livedMs = (gone?.atMs ?? 0) - (ready?.atMs ?? 0);
    expect(livedMs).toBeGreaterThan(9 * MINUTE);
    expect(gone?.data).toMatchObject({ billedMs: livedMs });
    // 1 vCPU; 2 GB and 256 MiB are billed as 3 GB.
    const own = (wholeSeconds(livedMs) / HOUR) * fargate(1, 3);
    expect(bill(world, 'kubernetes').total).toBeCloseTo(CLUSTER / 3 + own, 7);
  });

  it('a pod that lives for seconds is billed a minute', () => {
    const world = worldOf(ON_FARGATE);
    deployment(world, 1, '1', '2Gi');
    while (facts(world, 'fargateNodeReady').length === 0) world.advance(world.nowMs + 1_000);
    world.advance(world.nowMs + 8_000);
    deployment(world, 0, '1', '2Gi');
    world.advance(10 * MINUTE);
    const [gone] = facts(world, 'fargateNodeReleased');
    expect((gone?.data as { billedMs: number }).billedMs).toBeLessThan(MINUTE);
    const minute = fargate(1, 3) / 60;
    expect(bill(world, 'kubernetes').total).toBeCloseTo(CLUSTER / 6 + minute, 7);
  });

  it('a node costs from running to shutting down: a group that grows and shrinks', () => {
    const world = worldOf(onNodes(2));
    const size = (desiredSize: number) => {
      must(world, {
        api: 'eks',
        action: 'UpdateNodegroupConfig',
        input: {
          clusterName: 'harbour',
          nodegroupName: 'workers',
          scalingConfig: { desiredSize },
        },
      });
    };
    world.advance(10 * MINUTE);
    size(4);
    world.advance(40 * MINUTE);
    size(1);
    world.advance(HOUR);
    const hours = hoursRunning(world);
    // 2 x 40 min, 2 more for some 29, 1 for the last 20.
    expect(hours).toBeGreaterThan(2.6);
    expect(hours).toBeLessThan(2.7);
    expect(bill(world, 'kubernetes').instances).toBe(1);
    expect(bill(world, 'kubernetes').total).toBeCloseTo(CLUSTER + hours * M5_LARGE, 7);
  });
});

/** A second that has begun is billed. */
const wholeSeconds = (ms: number): number => Math.ceil(ms / 1000) * 1000;

/** Of all instances together, from the log: those of the ground run from the start. */
function hoursRunning(world: World): number {
  const since = new Map<string, number>();
  let sum = 0;
  for (const fact of world.simulation.facts.since(0)) {
    if (fact.type === 'instanceLaunched' && fact.data.ground) since.set(fact.about.key, fact.atMs);
    if (fact.type !== 'instanceStateChanged') continue;
    if (fact.data.to === 'running') since.set(fact.about.key, fact.atMs);
    if (fact.data.from !== 'running') continue;
    sum += wholeSeconds(fact.atMs - (since.get(fact.about.key) ?? 0));
    since.delete(fact.about.key);
  }
  for (const fromMs of since.values()) sum += world.nowMs - fromMs;
  return sum / HOUR;
}
