/** Decisions a second on 1,000 nodes with all default filters and scores, the whole world running; and one full table. */
import { World } from '../../host/world';
import { decisions } from './decisions';
import type { Figure } from './index';
import {
  apply,
  cost,
  deployment,
  groundOf,
  median,
  medianOf,
  playUntil,
  readyPods,
  type Cost,
} from './measure';

const PODS = 2000;

export async function scheduling(): Promise<readonly Figure[]> {
  let world = twoDeployments();
  const costs: Cost[] = [];
  for (let i = 0; i < 3; i++) {
    if (i > 0) world = twoDeployments();
    costs.push(await cost(() => playUntil(world, () => readyPods(world) === PODS)));
  }
  const spent = medianOf(costs);
  const keys = world.simulation.context.keys('kubernetes/Pod').slice(0, 20);
  const tables: number[] = [];
  for (const key of keys) {
    const input = { kind: 'kubernetes/Pod', key };
    tables.push(
      (
        await cost(() => {
          const table = world.query({ api: 'quayside', action: 'explainPlacement', input });
          if (!table.ok) throw new Error(table.error.message);
        })
      ).wallMs,
    );
  }
  return [
    decisions(1000),
    {
      what: '1,000 nodes, scheduling and everything after it',
      measured: `${perSecond(spent.wallMs)} decisions/s wall, ${perSecond(spent.cpuMs)} CPU`,
      must: '-',
    },
    {
      what: 'a decision explained, every node and score',
      measured: `${median(tables).toFixed(1)} ms median, ${Math.max(...tables).toFixed(1)} ms worst`,
      must: 'at most 150 ms',
    },
  ];
}

function twoDeployments(): World {
  const world = new World(groundOf({ eks: 1000 }), 7);
  world.advance(30_000);
  for (const name of ['a', 'b']) apply(world, deployment(name, PODS / 2));
  return world;
}

const perSecond = (spentMs: number): string => ((PODS * 1000) / spentMs).toFixed(0);
