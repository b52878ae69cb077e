/** The examples that the page offers are taken by both platforms as they are, and run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import firstVisit from '../../lessons/scenarios/first-visit/scenario.yaml?scenario';
import { objectsOf, parseText } from '../../src/documents';
import { World } from '../../src/host/world';

const folder = fileURLToPath(new URL('../../lessons/examples', import.meta.url));
interface Example {
  readonly file: string;
  readonly title: { readonly en: string; readonly ko: string };
  readonly after?: readonly string[];
}
const catalogue = JSON.parse(
  readFileSync(join(folder, 'examples.json'), 'utf8'),
) as readonly Example[];

function apply(file: string, world: World): void {
  for (const { value } of objectsOf(parseText(file, readFileSync(join(folder, file), 'utf8'))))
    expect(
      world.submit('learner', {
        api: 'quayside',
        action: 'applyDocument',
        input: { document: value },
      }),
    ).toMatchObject({ ok: true });
}

describe('examples', () => {
  it('are all in the catalogue, with a title in both languages', () => {
    const files = readdirSync(folder).filter((name) => name !== 'examples.json');
    expect(catalogue.map(({ file }) => file).sort()).toEqual(files.sort());
    for (const { title } of catalogue) expect(title.en && title.ko).toBeTruthy();
  });

  for (const { file, after = [] } of catalogue)
    it(`${file} is applied and changes the world`, () => {
      const world = new World(firstVisit, firstVisit.seed);
      world.advance(firstVisit.opensAtMs);
      for (const needed of after) apply(needed, world);
      const before = world.simulation.facts.count;
      apply(file, world);
      world.advance(firstVisit.opensAtMs + 60_000);
      expect(world.simulation.facts.count).toBeGreaterThan(before);
    });
});
