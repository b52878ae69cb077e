/** The numbers of the sequences about capacity that the documents fix, on three seeds (reference/ecs.md 5, 9; curriculum 11). */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/engine/model';
import { loadScenario } from '../../src/cli/run';
import { World } from '../../src/host/world';

const folder = fileURLToPath(new URL('.', import.meta.url));
const MINUTE = 60_000;

function open(name: string, seed: number): World {
  return new World(loadScenario(join(folder, name)), seed);
}
type Data = Readonly<Record<string, unknown>>;
const facts = (world: World, ...types: string[]) =>
  (world.simulation.facts.since(0) as readonly (Fact & { data: Data })[]).filter((fact) =>
    types.includes(fact.type),
  );
const running = (world: World, cluster: string): number =>
  world.simulation.context
    .by('ecs/Task', 'cluster', cluster)
    .filter((t) => t.lastStatus === 'RUNNING' && t.desiredStatus === 'RUNNING').length;
const waiting = (world: World, cluster: string): number =>
  world.simulation.context.count('ecs/Task', 'waiting', cluster);

describe.each([7, 8, 9])('on seed %d', (seed) => {
  it('from zero: 200 percent, two instances, then 250 and, after 300 s of warm-up, five', () => {
    const world = open('capacity-from-zero', seed);
    world.advance(80_000);
    expect(waiting(world, 'harbour')).toBe(20);
    world.advance(15 * MINUTE);
    expect(facts(world, 'managedScalingMeasured').map((f) => f.data['reservation'])).toEqual([
      100, 200, 250, 250, 100, 100,
    ]);
    const steps = facts(world, 'managedScalingStepped');
    expect(steps.map((f) => [f.data['from'], f.data['to'], f.data['heldBy']])).toEqual([
      [0, 2, null],
      [2, 2, 'warmUp'],
      [2, 5, null],
    ]);
    const [launched] = facts(world, 'groupLaunched');
    const warmMs = (steps[2]?.atMs ?? 0) - (launched?.atMs ?? 0);
    // The alarm looks once a minute, so the step comes within a minute of the warm-up's end.
    expect(warmMs).toBeGreaterThanOrEqual(300_000);
    expect(warmMs).toBeLessThan(360_000);
    expect([running(world, 'harbour'), waiting(world, 'harbour')]).toEqual([20, 0]);
    // Why two instances? Because of the metric, because a task waits, because the service was asked for.
    const chain = world.causes(facts(world, 'desiredCapacitySet')[0]?.serial ?? 0);
    expect(chain.map((fact) => fact.type)).toEqual(
      expect.arrayContaining(['managedScalingStepped', 'managedScalingMeasured', 'taskCreated']),
    );
  });

  it('application first: what waits is the order; infrastructure first: nothing waits, and nothing is told', () => {
    const world = open('application-first', seed);
    world.advance(136_000);
    expect([running(world, 'application'), waiting(world, 'application')]).toEqual([2, 6]);
    expect(waiting(world, 'infrastructure')).toBe(0);
    const unable = facts(world, 'placementFailed');
    expect(unable.map((f) => f.about.key)).toEqual(['infrastructure/web']);
    world.advance(130_000 + 4 * MINUTE);
    expect(running(world, 'application')).toBe(10);
    expect(facts(world, 'managedScalingStepped')[0]?.data).toMatchObject({ from: 1, to: 3 });
    // Its policy wants three minutes above the target before it adds the first box.
    const group = (name: string) =>
      facts(world, 'groupLaunched').filter((f) => f.about.key === name);
    expect(group('asked')[0]?.atMs ?? 0).toBeLessThan(group('hoped')[0]?.atMs ?? 0);
  });

  it('spot: two minutes of notice; drained, no task is missed, and silent, they end with the instance', () => {
    const world = open('spot-interruption', seed);
    let [drained, silent] = [6, 6];
    world.advance(MINUTE);
    for (let ms = MINUTE; ms <= 8 * MINUTE; ms += 1_000) {
      world.advance(ms);
      drained = Math.min(drained, running(world, 'draining'));
      silent = Math.min(silent, running(world, 'silent'));
    }
    expect([drained, silent]).toEqual([6, 4]);
    const [notice] = facts(world, 'spotInterruptionNotice');
    const [end] = facts(world, 'instanceStateChanged').filter(
      (f) => f.data['to'] === 'shutting-down',
    );
    expect((end?.atMs ?? 0) - (notice?.atMs ?? 0)).toBe(120_000);
    expect(end?.data['reason']).toMatch(/^Server\.SpotInstanceTermination/);
    expect([running(world, 'draining'), running(world, 'silent')]).toEqual([6, 6]);
  });
});
