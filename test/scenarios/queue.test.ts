/** Workers on both halves: how long a burst takes, and that no message is ever lost, whatever happens to them. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/cli/run';
import { World } from '../../src/host/world';

const scenario = loadScenario(join(fileURLToPath(new URL('.', import.meta.url)), 'queue-burst'));
const QUEUES = ['jobs-ecs', 'jobs-eks'] as const;
const queueOf = (world: World, name: string) => {
  const queue = world.simulation.context.get('sqs/Queue', name);
  if (!queue) throw new Error(`no queue ${name}`);
  return queue;
};

describe.each([7, 8, 9])('on seed %d', (seed) => {
  const world = new World(scenario, seed);
  const facts = (type: string) =>
    world.simulation.facts.since(0).filter((fact) => fact.type === type);
  world.advance(12 * 60_000);

  it('a process that dies gives its message back after the visibility timeout, and it is received twice', () => {
    for (const name of QUEUES)
      expect(queueOf(world, name).counts).toMatchObject({
        sent: 1_000,
        deleted: 1_000,
        received: 1_001,
        receivedAgain: 1,
        returned: 1,
      });
    const [back] = facts('messagesReturned');
    expect((back?.atMs ?? 0) - 6 * 60_000).toBeGreaterThan(24_000 - 1);
    expect((back?.atMs ?? 0) - 6 * 60_000).toBeLessThanOrEqual(30_000);
  });

  it('workers that are told to stop finish first: exit code 0, at most a message later', () => {
    const stopped = facts('containerStopped').filter((fact) => fact.atMs > 8 * 60_000);
    const ended = facts('containerTerminated').filter((fact) => fact.atMs > 8 * 60_000);
    expect([stopped.length, ended.length]).toEqual([10, 10]);
    for (const fact of [...stopped, ...ended]) {
      expect(fact.data).toMatchObject({ exitCode: 0 });
      expect(fact.atMs).toBeLessThan(8 * 60_000 + 12_000);
    }
  });
});

it('twenty workers empty a thousand messages in 300 s, give or take their start', () => {
  const until4m = { ...scenario, requests: scenario.requests.filter((r) => r.atMs <= 4 * 60_000) };
  const world = new World(until4m, 7);
  world.advance(15 * 60_000);
  for (const name of QUEUES) {
    const drained = world.simulation.facts
      .since(0)
      .find((f) => f.type === 'queueDrained' && f.about.key === name);
    // One worker took thirty in the three minutes before; twenty do the other 970 in 291 s.
    const secondsAfter = ((drained?.atMs ?? 0) - 4 * 60_000) / 1000;
    expect(secondsAfter).toBeGreaterThan(285);
    expect(secondsAfter).toBeLessThan(310);
  }
});

/** Faults that may strike at any time; the random numbers are a plain congruence, so that a failure can be played again. */
describe.each([1, 2, 3])('in storm %d', (seed) => {
  it('sent = deleted + there, at every moment', () => {
    const calm = { ...scenario, requests: scenario.requests.filter((r) => r.atMs <= 4 * 60_000) };
    const world = new World(calm, seed);
    world.advance(5 * 60_000);
    let state = seed;
    const random = (n: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor(state / 65_536) % n;
    };
    for (const queue of QUEUES)
      world.submit('learner', {
        api: 'quayside',
        action: 'setTraffic',
        input: { queue, wave: { low: 0, high: 4, period: '3m' } },
      });
    let struck = 0;
    for (let step = 0; step < 400; step++) {
      const { count } = world.simulation.facts;
      strike(world, random);
      if (world.simulation.facts.count > count) struck += 1;
      world.advance(world.nowMs + 100 + random(5_000));
      expect(world.simulation.brokenInvariants()).toEqual([]);
    }
    // Most of the blows land, and some of them cost a worker its message.
    expect(struck).toBeGreaterThan(200);
    for (const name of QUEUES) {
      expect(queueOf(world, name).counts.deleted).toBeGreaterThan(500);
      expect(queueOf(world, name).counts.returned).toBeGreaterThan(0);
    }
  });
});

function strike(world: World, random: (n: number) => number): void {
  const { context } = world.simulation;
  const ask = (action: string, input: object) =>
    world.submit('learner', { api: 'quayside', action, input });
  const pick = (keys: readonly string[]) => keys[random(Math.max(1, keys.length))] ?? '';
  const instances = context.keys('ec2/Instance');
  switch (random(12)) {
    case 0:
      return void ask('crashContainer', { kind: 'ecs/Task', key: pick(context.keys('ecs/Task')) });
    case 1:
      return void ask('crashContainer', {
        kind: 'kubernetes/Pod',
        key: pick(context.keys('kubernetes/Pod')),
      });
    case 2:
      return void ask('disconnectInstance', { instanceId: pick(instances) });
    case 3:
    case 4:
      for (const instanceId of instances) ask('reconnectInstance', { instanceId });
      return;
    case 5:
      return void ask('loseZone', { zone: 'us-east-1b' });
    case 6:
    case 7:
      return void ask('restoreZone', { zone: 'us-east-1b' });
    case 8:
      return void world.submit('learner', {
        api: 'ecs',
        action: 'UpdateService',
        input: { cluster: 'harbour', service: 'worker', desiredCount: random(20) },
      });
    case 9:
      return void world.submit('learner', {
        api: 'kubernetes',
        verb: 'patch',
        group: 'apps',
        version: 'v1',
        resource: 'deployments',
        namespace: 'default',
        name: 'worker',
        body: { spec: { replicas: random(20) } },
      });
    default:
      return void ask('sendMessages', { queue: pick(QUEUES), count: 1 + random(40) });
  }
}
