/** Bills with spot in them, by hand from the price table and the log: instances that are taken back, Fargate Spot, ARM. */
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/engine/model';
import { compileScenario, type ScenarioDocument } from '../../src/host/scenario';
import { World } from '../../src/host/world';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const M5_LARGE = 0.096;
const SPOT = 0.35 * M5_LARGE;

function worldOf(more: Partial<ScenarioDocument>): World {
  const scenario = compileScenario(
    'bills',
    {
      version: 1,
      title: { en: 'Bills', ko: '요금' },
      ground: { zones: ['us-east-1a', 'us-east-1b'] },
      ...more,
    },
    [],
    () => [],
  );
  const world = new World(scenario, 7, { freeze: true });
  world.advance(0);
  return world;
}

function must(world: World, request: Parameters<World['submit']>[1]): void {
  const answer = world.submit('learner', request);
  if (!answer.ok) throw new Error(answer.error.message);
}

function ecsBill(world: World): { readonly perHour: number; readonly total: number } {
  const answer = world.query({ api: 'quayside', action: 'cost', input: {} });
  if (!answer.ok) throw new Error(answer.error.message);
  return (answer.output as { ecs: { perHour: number; total: number } }).ecs;
}

const facts = (world: World, type: Fact['type']): readonly Fact[] =>
  world.simulation.facts.since(0).filter((fact) => fact.type === type);

/** Each instance that was launched in the run: from `running` to its end, or to now. */
function ran(world: World): readonly { readonly id: string; readonly ms: number }[] {
  const states = world.simulation.facts
    .since(0)
    .flatMap((f) => (f.type === 'instanceStateChanged' ? [f] : []));
  return states
    .filter((f) => f.data.to === 'running')
    .map(({ about: { key: id }, atMs }) => {
      const end = states.find((f) => f.about.key === id && f.data.from === 'running');
      return { id, ms: (end?.atMs ?? world.nowMs) - atMs };
    });
}

const seconds = (ms: number): number => Math.max(60, Math.ceil(ms / 1000));

describe('one instance on demand, spot beside it', () => {
  const group = (name: string, desired: number, more: object) => ({
    name,
    instanceType: 'm5.large',
    min: 0,
    max: 6,
    desired,
    bootstrap: { as: 'ecs-container-instance' as const, cluster: 'harbour' },
    ...more,
  });
  const start = () =>
    worldOf({
      ground: {
        zones: ['us-east-1a', 'us-east-1b'],
        groups: [group('od', 1, {}), group('spot', 2, { spot: true })],
      },
      clusters: ['harbour'],
    });
  const grow = (world: World, DesiredCapacity: number) =>
    must(world, {
      api: 'autoscaling',
      action: 'SetDesiredCapacity',
      input: { AutoScalingGroupName: 'spot', DesiredCapacity },
    });
  const interrupt = (world: World, instanceId: string) =>
    must(world, { api: 'quayside', action: 'interruptSpot', input: { instanceId } });

  it('is 0.163 an hour', () => {
    const world = start();
    expect(ecsBill(world).perHour).toBeCloseTo(M5_LARGE + 2 * SPOT, 9);
    world.advance(2 * HOUR);
    expect(ecsBill(world).total).toBeCloseTo(2 * (M5_LARGE + 2 * SPOT), 7);
  });

  it('costs nothing for one that EC2 takes back in its first hour', () => {
    const world = start();
    world.advance(10 * MINUTE);
    grow(world, 3);
    world.advance(30 * MINUTE);
    const [first] = ran(world);
    interrupt(world, first?.id ?? '');
    world.advance(31 * MINUTE);
    expect(ecsBill(world).total).toBeGreaterThan((31 / 60) * (M5_LARGE + 2 * SPOT) + 0.01);
    world.advance(HOUR);
    const [taken, replacement] = ran(world);
    expect(taken?.ms).toBeGreaterThan(20 * MINUTE);
    const hours = (replacement?.ms ?? 0) / HOUR;
    expect(ecsBill(world).total).toBeCloseTo(M5_LARGE + (2 + hours) * SPOT, 7);
  });

  it('costs the seconds of one that is taken back later, or let go by the group', () => {
    const world = start();
    world.advance(10 * MINUTE);
    grow(world, 4);
    world.advance(20 * MINUTE);
    grow(world, 3);
    world.advance(90 * MINUTE);
    const late = ran(world).find(({ ms }) => ms > 70 * MINUTE);
    // Whichever two the group kept: one of those that stood there, or both that it launched.
    interrupt(world, late?.id ?? world.simulation.context.keys('ec2/Instance')[1] ?? '');
    world.advance(2 * HOUR);
    const all = world.simulation.facts.since(0);
    const ends = all.flatMap((f) =>
      f.type === 'instanceStateChanged' && f.data.from === 'running' ? [f] : [],
    );
    const started = new Map(
      all.flatMap((f) =>
        f.type === 'instanceStateChanged' && f.data.to === 'running'
          ? [[f.about.key, f.atMs] as const]
          : [],
      ),
    );
    const onDemand = world.simulation.context
      .list('ec2/Instance')
      .find((i) => i.InstanceLifecycle !== 'spot')?.InstanceId;
    const spots = facts(world, 'instanceLaunched').map(({ about }) => about.key);
    const spotSeconds = spots.reduce((sum, id) => {
      if (id === onDemand) return sum;
      const from = started.get(id) ?? 0;
      const end = ends.find((f) => f.about.key === id);
      return sum + (end ? seconds(end.atMs - from) : (2 * HOUR - from) / 1000);
    }, 0);
    expect(ends).toHaveLength(2);
    expect(ecsBill(world).total).toBeCloseTo(2 * M5_LARGE + (spotSeconds / 3600) * SPOT, 7);
  });
});

describe('Fargate', () => {
  const X86 = 0.5 * 0.04048 + 1 * 0.004445;
  const ARM = 0.5 * 0.03238 + 1 * 0.00356;

  function play(cpuArchitecture: 'X86_64' | 'ARM64', command: readonly string[] = []): World {
    const world = worldOf({ clusters: ['harbour'] });
    must(world, {
      api: 'ecs',
      action: 'PutClusterCapacityProviders',
      input: {
        cluster: 'harbour',
        capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
        defaultCapacityProviderStrategy: [],
      },
    });
    must(world, {
      api: 'ecs',
      action: 'RegisterTaskDefinition',
      input: {
        family: 'web',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '512',
        memory: '1024',
        runtimePlatform: { cpuArchitecture, operatingSystemFamily: 'LINUX' },
        containerDefinitions: [{ name: 'app', image: 'nginx', essential: true, command }],
      },
    });
    return world;
  }
  const run = (world: World, capacityProvider: string, count: number) =>
    must(world, {
      api: 'ecs',
      action: 'RunTask',
      input: {
        cluster: 'harbour',
        taskDefinition: 'web',
        count,
        capacityProviderStrategy: [{ capacityProvider, weight: 1 }],
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-us-east-1a'] } },
      },
    });
  /** Seconds from each image pull to the end, or to now. */
  const used = (world: World) =>
    world.simulation.context.list('ecs/Task').map((task) => ({
      spot: task.capacityProviderName === 'FARGATE_SPOT',
      seconds:
        task.stoppedAt === undefined
          ? (world.nowMs - (task.pullStartedAt ?? 0)) / 1000
          : seconds(task.stoppedAt - (task.pullStartedAt ?? 0)),
    }));
  const cost = (world: World, perHour: number) =>
    used(world).reduce(
      (sum, task) => sum + (task.seconds / 3600) * perHour * (task.spot ? 0.3 : 1),
      0,
    );

  it('two at full price and three on spot: 0.0716 an hour', () => {
    const world = play('X86_64');
    run(world, 'FARGATE', 2);
    run(world, 'FARGATE_SPOT', 3);
    world.advance(HOUR);
    expect(ecsBill(world).perHour).toBeCloseTo(2 * X86 + 3 * 0.3 * X86, 9);
    expect(ecsBill(world).total).toBeCloseTo(cost(world, X86), 7);
  });

  it('on ARM has prices of its own', () => {
    const world = play('ARM64');
    run(world, 'FARGATE', 2);
    world.advance(HOUR);
    expect(ecsBill(world).perHour).toBeCloseTo(2 * ARM, 9);
    expect(ecsBill(world).total).toBeCloseTo(cost(world, ARM), 7);
  });

  it('bills a task of seconds as a minute, one of a minute and a half to its last second', () => {
    for (const [sleep, least, most] of [
      ['5', 60, 60],
      ['90', 90, 110],
    ] as const) {
      const world = play('X86_64', ['sleep', sleep]);
      run(world, 'FARGATE', 1);
      world.advance(10 * MINUTE);
      const [task] = used(world);
      expect(task?.seconds).toBeGreaterThanOrEqual(least);
      expect(task?.seconds).toBeLessThanOrEqual(most);
      expect(ecsBill(world).total).toBeCloseTo(cost(world, X86), 8);
      expect(ecsBill(world).perHour).toBe(0);
    }
  });

  it('spot that is taken back is billed to its end', () => {
    const world = play('X86_64');
    run(world, 'FARGATE_SPOT', 1);
    world.advance(10 * MINUTE);
    const [key] = world.simulation.context.keys('ecs/Task');
    must(world, { api: 'quayside', action: 'interruptSpot', input: { kind: 'ecs/Task', key } });
    world.advance(20 * MINUTE);
    expect(facts(world, 'fargateSpotInterrupted')).toHaveLength(1);
    expect(ecsBill(world).total).toBeCloseTo(cost(world, X86), 8);
  });
});
