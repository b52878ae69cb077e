/** A storm: requests one after the other, each chosen from the world as it is at that time, with the invariants held. */
import { expect } from 'vitest';
import type { Read } from '../../src/engine/model';
import type { Request } from '../../src/host/protocol';
import type { World } from '../../src/host/world';

export type Act = (read: Read) => Request | undefined;

/** Until everything that a storm sets off has settled: the longest wait is the five minutes of a silent node. */
const SETTLED_MS = 400_000;

/** Plays the acts, each so many milliseconds after the one before it, in slices of `sliceMs`. */
export function playStorm(
  world: World,
  steps: readonly (readonly [number, Act])[],
  sliceMs: number,
): void {
  for (const [afterMs, act] of steps) {
    const atMs = world.nowMs + afterMs;
    while (world.nowMs < atMs) world.advance(Math.min(atMs, world.nowMs + sliceMs));
    const request = act(world.simulation.context);
    if (request) world.submit('learner', request);
    expect(world.simulation.brokenInvariants()).toEqual([]);
  }
  world.advance(world.nowMs + SETTLED_MS);
  expect(world.simulation.brokenInvariants()).toEqual([]);
}
