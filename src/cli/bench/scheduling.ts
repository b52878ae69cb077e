/** Decisions a second on 1,000 nodes with all default filters and scores, the whole world running; and one full table. */
import { World } from '../../host/world';
import type { Figure } from './index';
import { apply, cost, deployment, groundOf, median, playUntil, readyPods } from './measure';

const PODS = 2000;

export async function scheduling(): Promise<readonly Figure[]> {
  const world = new World(groundOf({ eks: 1000 }), 7);
  world.advance(30_000);
  for (const name of ['a', 'b']) apply(world, deployment(name, PODS / 2));
  const { wallMs } = await cost(() => {
    playUntil(world, () => readyPods(world) === PODS);
  });
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
    {
      what: '1,000 nodes, scheduling and everything after it',
      measured: `${((PODS * 1000) / wallMs).toFixed(0)} decisions/s`,
      must: 'at least 2,000',
    },
    {
      what: 'a decision explained, every node and score',
      measured: `${median(tables).toFixed(1)} ms median, ${Math.max(...tables).toFixed(1)} ms worst`,
      must: 'at most 150 ms',
    },
  ];
}
