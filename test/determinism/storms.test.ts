/**
 * Fault storms: random requests and faults at random times on both platforms. Whatever happens, one digest however time is
 * sliced and after going back, no broken invariant, and every fact leads by its causes to a request.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/host/protocol';
import { World } from '../../src/host/world';
import { deployment, ecsService, scenario, taskDefinition } from '../fixtures/scenario';
import { playStorm, type Act } from './playStorm';

const apply =
  (document: object): Act =>
  () => ({
    api: 'quayside',
    action: 'applyDocument',
    input: { document },
  });
const image = fc.constantFrom('shop/web:1', 'shop/web:2', 'shop/broken:1', 'shop/missing:1');
const pick = <T>(from: readonly T[], n: number): T | undefined =>
  from[n % Math.max(1, from.length)];
const fault = (action: string, input: object): Request => ({ api: 'quayside', action, input });
const nth = fc.nat(1000);

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(image, fc.integer({ min: 0, max: 9 })).map(([i, n]) => apply(deployment('web', i, n))),
  image.map((i) => apply(taskDefinition('web', i))),
  fc.integer({ min: 0, max: 9 }).map((n) => apply(ecsService('web', n))),
  nth.map((n): Act => (read) => {
    const key = pick(read.keys('kubernetes/Pod'), n);
    return key === undefined ? undefined : fault('crashContainer', { kind: 'kubernetes/Pod', key });
  }),
  nth.map((n): Act => (read) => {
    const key = pick(read.keys('ecs/Task'), n);
    return key === undefined ? undefined : fault('crashContainer', { kind: 'ecs/Task', key });
  }),
  fc.tuple(nth, fc.boolean()).map(([n, back]): Act => (read) => {
    const instanceId = pick(read.keys('ec2/Instance'), n);
    if (instanceId === undefined) return undefined;
    return fault(back ? 'reconnectInstance' : 'disconnectInstance', { instanceId });
  }),
  nth.map((n): Act => (read) => {
    const instance = pick(read.keys('ec2/Instance'), n);
    return instance === undefined
      ? undefined
      : { api: 'ec2', action: 'TerminateInstances', input: { InstanceIds: [instance] } };
  }),
  fc.tuple(fc.constantFrom('us-east-1a', 'us-east-1b'), fc.boolean()).map(
    ([zone, back]): Act =>
      () =>
        fault(back ? 'restoreZone' : 'loseZone', { zone }),
  ),
);
const storm = fc.array(fc.tuple(fc.integer({ min: 0, max: 90_000 }), acts), { maxLength: 14 });

describe('fault storms', () => {
  it('give one digest however time is sliced, and again after going back', () => {
    fc.assert(
      fc.property(storm, fc.integer({ min: 1, max: 1000 }), (steps, seed) => {
        const [whole, sliced] = [1, 2].map(() => new World(scenario(), seed, { freeze: true }));
        if (!whole || !sliced) throw new Error('unreachable');
        playStorm(whole, steps, 1_000_000);
        playStorm(sliced, steps, 777);
        expect(sliced.digest()).toEqual(whole.digest());
        const [end, digest] = [whole.nowMs, whole.digest()];
        whole.seek(Math.floor(end / 3));
        whole.seek(end);
        expect(whole.digest()).toEqual(digest);
      }),
      { numRuns: 12, seed: 20260105, endOnFailure: true },
    );
  }, 120_000);

  it('leave no fact without a way back to its request', () => {
    fc.assert(
      fc.property(storm, (steps) => {
        const world = new World(scenario(), 7);
        playStorm(world, steps, 1_000_000);
        for (const fact of world.simulation.facts.since(0)) {
          if (fact.model === 'request') continue;
          const [first] = world.causes(fact.serial);
          expect(first?.model, JSON.stringify(fact)).toBe('request');
          expect(fact.root).toBe(first?.serial);
        }
      }),
      { numRuns: 8, seed: 7, endOnFailure: true },
    );
  }, 120_000);

  it('run differently for another seed', () => {
    const digests = [1, 2].map((seed) => {
      const world = new World(scenario(), seed);
      playStorm(world, [[0, apply(deployment('web', 'shop/web:1', 6))]], 1000);
      return world.digest();
    });
    expect(digests[0]).not.toEqual(digests[1]);
  });
});

describe('one platform beside the other', () => {
  it('changes nothing on it', () => {
    const digestOf = (ecs: boolean) => {
      const world = new World(scenario(), 7);
      world.advance(1000);
      if (ecs) {
        world.submit(
          'learner',
          apply(taskDefinition('web', 'shop/web:1'))(world.simulation.context) as Request,
        );
        world.submit('learner', apply(ecsService('web', 6))(world.simulation.context) as Request);
      }
      world.submit(
        'learner',
        apply(deployment('web', 'shop/web:1', 6))(world.simulation.context) as Request,
      );
      world.advance(120_000);
      return world.digest()['kubernetes'];
    };
    expect(digestOf(true)).toBe(digestOf(false));
  });
});
