import { describe, expect, it } from 'vitest';
import firstVisit from '../../lessons/scenarios/first-visit/scenario.yaml?scenario';
import type { SeriesAnswer, SeriesInput } from './protocol';
import { World } from './world';

const START = firstVisit.opensAtMs;

function series(world: World, input: SeriesInput): SeriesAnswer {
  const response = world.query({ api: 'quayside', action: 'series', input });
  if (!response.ok) throw new Error(response.error.message);
  return response.output as SeriesAnswer;
}
const open = (atMs: number) => {
  const world = new World(firstVisit, firstVisit.seed);
  world.advance(atMs);
  return world;
};

describe('series', () => {
  const all = { fromMs: START - 10_000, toMs: START + 60_000, stepMs: 1_000 };

  it('has the price of three m5.large on each half, and the fee of the cluster on one', () => {
    const world = open(START + 60_000);
    const { halves, atMs } = series(world, all);
    expect(atMs).toHaveLength(71);
    expect(halves.ecs.costPerHour?.at(-1)).toBeCloseTo(0.288, 6);
    expect(halves.kubernetes.costPerHour?.at(-1)).toBeCloseTo(0.388, 6);
  });

  it('adds the price up by the second, and stops for an instance that is gone', () => {
    const world = open(START);
    const before = series(world, { ...all, fromMs: START, toMs: START });
    const instance = world.simulation.context.keys('ec2/Instance')[0];
    world.submit('learner', {
      api: 'ec2',
      action: 'TerminateInstances',
      input: { InstanceIds: [instance] },
    });
    world.advance(START + 3_600_000);
    const after = series(world, { ...all, fromMs: world.nowMs, toMs: world.nowMs });
    const spent = (answer: SeriesAnswer) => answer.halves.ecs.costTotal?.[0] ?? 0;
    expect(spent(after) - spent(before)).toBeCloseTo(0.192, 4);
  });

  it('is the same after going back and playing again', () => {
    const world = open(START + 60_000);
    const first = series(world, all);
    world.seek(START + 5_000);
    expect(series(world, all).atMs.at(-1)).toBe(START + 5_000);
    world.advance(START + 60_000);
    expect(series(world, all)).toEqual(first);
  });

  it('is the same however time is sliced', () => {
    const sliced = open(START - 20_000);
    for (let at = START - 20_000; at <= START + 60_000; at += 337) sliced.advance(at);
    sliced.advance(START + 60_000);
    expect(series(sliced, all)).toEqual(series(open(START + 60_000), all));
  });

  it('shows that a lost task takes its use with it', () => {
    const { halves } = series(open(START + 60_000), all);
    const used = halves.ecs.cpuMilli ?? [];
    expect(Math.max(...used)).toBeGreaterThan(0);
    expect(halves.ecs.latencyMs?.at(-1)).toBeGreaterThan(0);
  });

  it('shows traffic as it goes, though no fact tells of each of its steps', () => {
    const world = open(START);
    for (const loadBalancer of ['web-alb', 'web']) {
      const spike = { base: 60, peak: 240, after: '10s', for: '20s' };
      const input = { loadBalancer, spike };
      world.submit('learner', { api: 'quayside', action: 'setTraffic', input });
    }
    world.advance(START + 60_000);
    const { halves } = series(world, { fromMs: START, toMs: START + 59_000, stepMs: 1_000 });
    for (const { offeredMilli = [], servedMilli = [], lostMilli = [] } of Object.values(halves)) {
      expect([5, 9, 11, 29, 31, 59].map((second) => offeredMilli[second])).toEqual([
        60_000, 60_000, 240_000, 240_000, 60_000, 60_000,
      ]);
      offeredMilli.forEach((offered, i) => {
        expect((servedMilli[i] ?? 0) + (lostMilli[i] ?? 0)).toBeLessThanOrEqual(offered);
      });
    }
  });

  it('refuses what is no stretch of time', () => {
    const world = open(START);
    const input = { fromMs: 0, toMs: 1_000, stepMs: 0 };
    expect(world.query({ api: 'quayside', action: 'series', input }).ok).toBe(false);
  });
});
