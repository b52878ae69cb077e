/**
 * Storms on the ground: traffic of every shape, groups resized, capacity refused, processes that burn CPU and leak memory, on
 * both platforms. One digest however time is sliced and after going back, capacity never exceeded, and every request that
 * was offered is either served or lost.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/host/protocol';
import type { Scenario } from '../../src/host/scenario';
import { World } from '../../src/host/world';
import { deployment, ecsService, scenario, taskDefinition } from '../fixtures/scenario';
import { expectOneDigest, type Act } from './playStorm';

const TARGET_GROUP =
  'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/a0174e52d6032d7c';

function stormy(): Scenario {
  const group = (name: string, as: string) => ({
    name,
    instanceType: 'm5.large',
    bootstrap: { as, cluster: 'harbour' },
    desired: 2,
    max: 5,
  });
  return scenario(
    {},
    {
      ground: {
        zones: ['us-east-1a', 'us-east-1b'],
        groups: [group('boxes', 'ecs-container-instance'), group('nodes', 'eks-node')],
      },
      images: [
        {
          name: 'shop/web:1',
          startUp: '1s',
          ready: '1s',
          cpuPerRequestMs: 20,
          memoryMiB: 100,
          memoryPerRequest: 1,
        },
        {
          name: 'shop/web:2',
          startUp: '1s',
          ready: '1s',
          cpuPerRequestMs: 35,
          idleCpu: 400,
          leakMiBPerMinute: 80,
        },
      ],
      loadBalancers: [{ name: 'web-alb', targetGroup: 'web', targetType: 'instance' }],
    },
  );
}

const quayside = (action: string, input: object): Request => ({ api: 'quayside', action, input });
const apply =
  (document: object): Act =>
  () =>
    quayside('applyDocument', { document });
const service = (desiredCount: number) =>
  ecsService('web', desiredCount, {
    loadBalancers: [{ targetGroupArn: TARGET_GROUP, containerName: 'app', containerPort: 8080 }],
  });
const image = fc.constantFrom('shop/web:1', 'shop/web:2');
const copies = fc.integer({ min: 0, max: 12 });
const rate = fc.integer({ min: 0, max: 400 });

const shape = fc.oneof(
  rate.map((requestsPerSecond) => ({ requestsPerSecond })),
  fc.tuple(rate, rate).map(([from, to]) => ({ ramp: { from, to, over: '90s' } })),
  fc.tuple(rate, rate).map(([low, high]) => ({ wave: { low, high, period: '2m' } })),
  fc.tuple(rate, rate).map(([base, peak]) => ({ spike: { base, peak, after: '20s', for: '40s' } })),
  fc.array(rate, { minLength: 1, maxLength: 6 }).map((requestsPerSecond) => ({
    replay: { requestsPerSecond, every: '13s', repeat: true },
  })),
);

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: shape.map(
      (s): Act =>
        () =>
          quayside('setTraffic', { loadBalancer: 'web-alb', ...s }),
    ),
  },
  fc.tuple(image, copies).map(([i, n]) => apply(deployment('web', i, n))),
  image.map((i) => apply(taskDefinition('web', i))),
  copies.map((n) => apply(service(n))),
  fc
    .tuple(fc.constantFrom('boxes', 'nodes'), fc.integer({ min: 0, max: 5 }))
    .map(([AutoScalingGroupName, DesiredCapacity]): Act => () => ({
      api: 'autoscaling',
      action: 'SetDesiredCapacity',
      input: { AutoScalingGroupName, DesiredCapacity },
    })),
  fc.boolean().map(
    (back): Act =>
      () =>
        quayside(back ? 'restoreCapacity' : 'refuseCapacity', { instanceType: 'm5.large' }),
  ),
  fc.tuple(fc.constantFrom('us-east-1a', 'us-east-1b'), fc.boolean()).map(
    ([zone, back]): Act =>
      () =>
        quayside(back ? 'restoreZone' : 'loseZone', { zone }),
  ),
  fc.nat(1000).map((n): Act => (read) => {
    const keys = read.keys('ecs/Task');
    const key = keys[n % Math.max(1, keys.length)];
    return key === undefined ? undefined : quayside('crashContainer', { kind: 'ecs/Task', key });
  }),
);
const storm = fc.array(fc.tuple(fc.integer({ min: 0, max: 60_000 }), acts), { maxLength: 16 });

function start(seed: number): World {
  const world = new World(stormy(), seed, { freeze: true });
  world.advance(1_000);
  for (const document of [
    taskDefinition('web', 'shop/web:1'),
    service(4),
    deployment('web', 'shop/web:1', 4),
  ])
    world.submit('learner', quayside('applyDocument', { document }));
  return world;
}

describe('storms on the ground', () => {
  it('give one digest however time is sliced, and again after going back', () => {
    expectOneDigest(start, storm, { numRuns: 10, seed: 20260105 });
  }, 120_000);

  it('serve or lose every request that was offered, to the last thousandth', () => {
    fc.assert(
      fc.property(storm, (steps) => {
        const world = start(7);
        let [offered, rateNow, sinceMs] = [0, 0, world.nowMs];
        const step = () => {
          const flow = world.simulation.context.get('elasticloadbalancing/Flow', 'web-alb');
          offered += rateNow * (world.nowMs - sinceMs);
          [rateNow, sinceMs] = [flow?.offeredRate ?? 0, world.nowMs];
        };
        for (const [afterMs, act] of steps) {
          const atMs = world.nowMs + afterMs;
          while (world.nowMs < atMs) {
            world.advance(atMs, () => (step(), true));
            step();
          }
          const request = act(world.simulation.context);
          if (request) world.submit('learner', request);
          step();
        }
        step();
        const flow = world.simulation.context.get('elasticloadbalancing/Flow', 'web-alb');
        if (!flow) return;
        const elapsedMs = world.nowMs - flow.sinceMs;
        const counted =
          flow.servedMilli * 1000 +
          flow.servedRemainder +
          flow.servedRate * elapsedMs +
          flow.lostMilli * 1000 +
          flow.lostRemainder +
          flow.lostRate * elapsedMs;
        expect(counted).toBe(offered);
      }),
      { numRuns: 10, seed: 5, endOnFailure: true },
    );
  }, 120_000);
});
