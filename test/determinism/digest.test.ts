/**
 * One run, one digest, wherever it runs: Node checks it here, Chromium's main thread and worker in
 * `test/browser/digest.test.ts`, all against the same file. `npm run golden` rewrites it.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import scenario from '../../lessons/scenarios/first-visit/scenario.yaml?scenario';
import { World } from '../../src/host/world';
import golden from './digest.json';
import { DIGEST_AT_MS, SEEDS } from './digestRun';

it('has the digest that every browser must have', () => {
  const digests = Object.fromEntries(
    SEEDS.map((seed) => {
      const world = new World(scenario, seed);
      world.advance(DIGEST_AT_MS);
      expect(world.skipped).toEqual([]);
      return [seed, world.digest()];
    }),
  );
  if (process.env['GOLDEN'] === 'write') {
    const path = fileURLToPath(new URL('./digest.json', import.meta.url));
    writeFileSync(path, `${JSON.stringify(digests, null, 2)}\n`);
  } else expect(digests).toEqual(golden);
});
