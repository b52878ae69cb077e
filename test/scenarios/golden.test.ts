/**
 * Ten timed sequences (DECISIONS.md 3, guard 1) as golden fact logs: one fact a line, so that a change of behaviour is a
 * readable diff. `npm run golden` rewrites them. The numbers that the reference fixes are asserted beside them, so that a
 * rewritten log cannot hide a broken rule.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { factLine, loadScenario } from '../../src/cli/run';
import { World } from '../../src/host/world';

const folder = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());

/** Long enough for the slowest of them: five minutes of toleration after a silent node, and its return. */
const UNTIL_MS = 25 * 60_000;

describe('golden fact logs', () => {
  for (const name of names)
    it(name, () => {
      const scenario = loadScenario(join(folder, name));
      const world = new World(scenario, scenario.seed, { freeze: true });
      world.advance(UNTIL_MS);
      expect(world.skipped).toEqual([]);
      expect(world.simulation.brokenInvariants()).toEqual([]);
      const log = world.simulation.facts.since(0).map(factLine).join('\n') + '\n';
      const path = join(folder, name, 'facts.tsv');
      if (process.env['GOLDEN'] === 'write') writeFileSync(path, log);
      expect(log).toBe(readFileSync(path, 'utf8'));
    });
});
