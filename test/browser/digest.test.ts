/** The digest of `test/determinism/digest.json` on a browser's main thread and in its worker, however time is sliced. */
import { expect, it } from 'vitest';
import scenario from '../../lessons/scenarios/first-visit/scenario.yaml?scenario';
import { connectWorld, workerPort, type Port } from '../../src/host/client';
import { inlinePort } from '../../src/host/inline';
import golden from '../determinism/digest.json';
import { DIGEST_AT_MS, SEEDS } from '../determinism/digestRun';

async function digests(port: () => Port, sliceMs: number): Promise<unknown> {
  const all: Record<string, unknown> = {};
  for (const seed of SEEDS) {
    const world = connectWorld(port());
    let { nowMs } = await world.open(scenario, seed);
    while (nowMs < DIGEST_AT_MS)
      ({ nowMs } = await world.advance(Math.min(DIGEST_AT_MS, nowMs + sliceMs)));
    all[seed] = await world.digest();
    world.close();
  }
  return all;
}

it('is the same on the main thread', async () => {
  expect(await digests(() => inlinePort(() => performance.now()), 60_000)).toEqual(golden);
});

it('is the same in a worker, in slices of 16 frames', async () => {
  const worker = () =>
    new Worker(new URL('../../src/host/worker.ts', import.meta.url), { type: 'module' });
  expect(await digests(() => workerPort(worker()), 16 * 16)).toEqual(golden);
}, 60_000);
