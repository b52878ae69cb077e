/**
 * Guard 2 (DECISIONS.md 3): counted work, not time. Ten times the tasks or pods, one owner per 1,000, on the same 1,000
 * nodes, may cost at most twelve times the records visited, syncs, steps and facts.
 */
import { describe, expect, it } from 'vitest';
import type { Work } from '../../src/engine/model';
import { World } from '../../src/host/world';
import { deployment, ecsService, scenario, taskDefinition } from '../fixtures/scenario';

const NODES = 1000;
const OWNER_SIZE = 1000;

function workOf(platform: 'ecs' | 'kubernetes', total: number): Work {
  const ground = {
    ecs: platform === 'ecs' ? NODES : 0,
    eks: platform === 'kubernetes' ? NODES : 0,
  };
  const world = new World(scenario({ ...ground, instanceType: 'm5.2xlarge' }), 7);
  world.advance(30_000);
  const before = { ...world.simulation.work };
  const owners = Math.ceil(total / OWNER_SIZE);
  for (let i = 0; i < owners; i++) {
    const size = Math.min(OWNER_SIZE, total - i * OWNER_SIZE);
    const documents =
      platform === 'ecs'
        ? [taskDefinition(`web-${i}`, 'shop/web:1'), ecsService(`web-${i}`, size)]
        : [deployment(`web-${i}`, 'shop/web:1', size)];
    for (const document of documents) {
      const request = { api: 'quayside', action: 'applyDocument', input: { document } } as const;
      expect(world.submit('learner', request)).toMatchObject({ ok: true });
    }
  }
  world.advance(world.nowMs + 300_000);
  expect(running(world, platform)).toBe(total);
  const { work } = world.simulation;
  return {
    recordsVisited: work.recordsVisited - before.recordsVisited,
    syncs: work.syncs - before.syncs,
    steps: work.steps - before.steps,
    facts: work.facts - before.facts,
  };
}

function running(world: World, platform: 'ecs' | 'kubernetes'): number {
  const { context } = world.simulation;
  if (platform === 'ecs')
    return context.list('ecs/Task').filter((t) => t.lastStatus === 'RUNNING').length;
  return context.list('kubernetes/Pod').filter((p) => p.status.phase === 'Running').length;
}

describe('counted work', () => {
  for (const platform of ['ecs', 'kubernetes'] as const)
    it(`grows at most 12x from 300 to 3,000 on ${platform}`, () => {
      const [small, large] = [workOf(platform, 300), workOf(platform, 3000)];
      for (const name of ['recordsVisited', 'syncs', 'steps', 'facts'] as const)
        expect(
          large[name] / small[name],
          `${name}: ${small[name]} -> ${large[name]}`,
        ).toBeLessThanOrEqual(12);
    }, 60_000);
});
