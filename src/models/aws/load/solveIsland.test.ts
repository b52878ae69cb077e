/** What each process gets is what the kernel's rule says, whichever way the machine was shared. */
import { expect, it } from 'vitest';
import { shareMachine, type Cell } from '../../workload/cpuShares';
import type { Process } from '../../workload/types';
import { solveIsland } from './solveIsland';

/** Numbers that repeat (Park and Miller). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function processesOn(draw: (below: number) => number): readonly Process[] {
  const cells = 1 + draw(5);
  const limited = draw(2) === 0;
  return Array.from({ length: cells }, (_, cell) =>
    Array.from({ length: draw(4) === 0 ? 2 : 1 }, () => ({
      box: 'box',
      boxMicro: 2_000_000,
      cell: String(cell),
      cellWeight: 100 * (1 + cell),
      cellLimitMicro: limited ? 400_000 + 100_000 * cell : null,
      weight: 100 * (1 + draw(3)),
      limitMicro: draw(3) === 0 ? 300_000 : null,
      idleMicro: draw(2) * 50_000,
      cpuPerRequestMicros: 8_000,
    })),
  ).flat() as unknown as readonly Process[];
}

function expected(processes: readonly Process[], rate: number): readonly number[] {
  const cells = [...new Set(processes.map(({ cell }) => cell))].map((name): Cell => {
    const own = processes.filter(({ cell }) => cell === name);
    const [first] = own as [Process];
    return {
      runners: own.map(({ idleMicro, weight, limitMicro }) => ({
        want: idleMicro + rate * 8,
        weight,
        limit: limitMicro,
      })),
      weight: first.cellWeight,
      limit: first.cellLimitMicro,
    };
  });
  return shareMachine(2_000_000, cells).flat();
}

it('shares a machine as the kernel does, scarce or not', () => {
  const draw = numbers(7);
  const seen = { enough: 0, scarce: 0 };
  for (let i = 0; i < 500; i++) {
    const processes = processesOn(draw);
    const keys = processes.map((_, n) => String(n));
    const perTarget = 1000 * (1 + draw(80));
    const shares = { eligible: keys.length, accepting: keys.length, failsOpen: false };
    const flow = { loadBalancer: 'web', offeredRate: 0, perTarget, receivers: keys };
    const flows = [{ ...flow, shares: { ...shares, workMicros: 0, safeRate: 0, island: null } }];
    const { uses } = solveIsland({
      island: 'ecs/shop',
      keys,
      processes,
      consuming: new Map(),
      flows,
    });
    const got = uses.map((use) => use?.cpuMicro);
    expect(got).toEqual(expected(processes, perTarget));
    if (uses.every((use) => use?.cpuMicro === use?.wantedMicro)) seen.enough += 1;
    else seen.scarce += 1;
  }
  expect(seen.enough).toBeGreaterThan(50);
  expect(seen.scarce).toBeGreaterThan(50);
});
