/** A storm: requests one after the other, each chosen from the world as it is at that time, with the invariants held. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Read } from '../../src/engine/model';
import type { Request } from '../../src/host/protocol';
import type { World } from '../../src/host/world';

export type Act = (read: Read) => Request | undefined;

type Storm = fc.Arbitrary<(readonly [number, Act])[]>;

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

/** One digest however time is sliced, and again after going back. */
export function expectOneDigest(
  start: (seed: number) => World,
  storm: Storm,
  runs: { readonly numRuns: number; readonly seed: number },
): void {
  fc.assert(
    fc.property(storm, fc.integer({ min: 1, max: 1000 }), (steps, seed) => {
      const [whole, sliced] = [start(seed), start(seed)];
      playStorm(whole, steps, 1_000_000);
      playStorm(sliced, steps, 977);
      expect(sliced.digest()).toEqual(whole.digest());
      const [end, digest] = [whole.nowMs, whole.digest()];
      whole.seek(Math.floor(end / 2));
      whole.seek(end);
      expect(whole.digest()).toEqual(digest);
    }),
    { ...runs, endOnFailure: true },
  );
}
