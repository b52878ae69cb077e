/** Every vector suite that this version implements passes whole, through the product's own functions. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { knownSuites, runSuite } from '../../src/conformance/runSuite';
import type { SuiteFile } from '../../src/conformance/suite';

const folder = fileURLToPath(new URL('./vectors/', import.meta.url));
const known = new Set(knownSuites());

for (const system of ['ecs', 'kubernetes'])
  describe(system, () => {
    for (const name of readdirSync(folder + system)) {
      const file = JSON.parse(readFileSync(`${folder}${system}/${name}`, 'utf8')) as SuiteFile;
      if (!known.has(`${system}/${file.suite}`)) continue;
      describe(file.suite, () => {
        for (const result of runSuite(file, system).cases)
          it(result.name, () => {
            expect(result.failures).toEqual([]);
          });
      });
    }
  });
