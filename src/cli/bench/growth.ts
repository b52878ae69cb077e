/** 300, 3,000 and 30,000 tasks or pods on the same 1,000 nodes, one owner per 1,000: time per tenfold. */
import { World } from '../../host/world';
import type { BenchOptions, Figure } from './index';
import {
  apply,
  deployment,
  ecsService,
  groundOf,
  medianCost,
  playUntil,
  readyPods,
  runningTasks,
  taskDefinition,
} from './measure';

const OWNER_SIZE = 1000;

export async function growth({ large }: BenchOptions): Promise<readonly Figure[]> {
  const sizes = large ? [300, 3000, 30_000] : [300, 3000];
  const figures: Figure[] = [];
  for (const platform of ['ecs', 'kubernetes'] as const) {
    const times: number[] = [];
    for (const size of sizes) times.push(await timeOf(platform, size));
    const ratios = times.slice(1).map((t, i) => `${(t / (times[i] ?? NaN)).toFixed(1)}x`);
    figures.push({
      what: `${platform} ${sizes.join(', ')} on 1,000 nodes`,
      measured: `${times.map((t) => `${t.toFixed(0)} ms`).join(', ')} = ${ratios.join(', ')}`,
      must: 'at most 12x per 10x',
    });
  }
  return figures;
}

/** Wall time of the roll-out alone: the same world with its nodes stands ready before the clock starts. */
async function timeOf(platform: 'ecs' | 'kubernetes', size: number): Promise<number> {
  const worlds = Array.from({ length: 3 }, () => {
    const world = new World(groundOf(platform === 'ecs' ? { ecs: 1000 } : { eks: 1000 }), 7);
    world.advance(30_000);
    return world;
  });
  const { wallMs } = await medianCost(worlds.length, () => {
    rollOut(worlds.pop() as World, platform, size);
  });
  return wallMs;
}

function rollOut(world: World, platform: 'ecs' | 'kubernetes', size: number): void {
  for (let at = 0; at < size; at += OWNER_SIZE) {
    const name = `web-${at / OWNER_SIZE}`;
    const part = Math.min(OWNER_SIZE, size - at);
    if (platform === 'kubernetes') apply(world, deployment(name, part));
    else {
      apply(world, taskDefinition(name));
      apply(world, ecsService(name, part));
    }
  }
  const count = platform === 'ecs' ? runningTasks : readyPods;
  playUntil(world, () => count(world) === size);
}
