import { describe, expect, it } from 'vitest';
import { gauge, half, instance, ledger, task, zone } from '../fixtures/build';
import type { Frame } from '../frame';
import { layout } from '../layout/layout';
import { scene } from '../scene';
import type { BadgeLabel, View } from '../view';
import { ENGLISH, type Words } from '../words';
import { KOREAN } from '../words.ko';
import { POINTING_AT_NOTHING } from './pointing';

/** Three zones of boxes that all have something to say. */
function badged(label: BadgeLabel, boxesAZone: number): View {
  const badge = { tone: 'broken', label, sinceMs: 0 } as const;
  const tile = task('t', 'RUNNING');
  const zones = ['a', 'b', 'c'].map((name) =>
    zone(
      name,
      Array.from({ length: boxesAZone }, (_, i) =>
        instance(`i-${name}${i}`, name, [{ ...tile, id: `${name}${i}` }], { badge, state: 'lost' }),
      ),
    ),
  );
  const asked = ledger('ecs', 'desiredCount', gauge(3, {}), [], { text: '', atMs: 0 });
  return { ecs: half('ecs', { ledger: asked, loadBalancer: null, zones }), kubernetes: null };
}

const frameOf = (view: View, size: { width: number; height: number }, words: Words): Frame =>
  scene(layout(view, size, null), 65_000, {
    ...POINTING_AT_NOTHING,
    words,
    speed: 1,
    reducedMotion: false,
  });

const LABELS = [
  'agentDisconnected',
  'spotInterruption',
  'rebalanceRecommended',
  'DRAINING',
] as const satisfies readonly BadgeLabel[];
const SIZES = [
  { width: 564, height: 335 },
  { width: 390, height: 400 },
  { width: 1128, height: 335 },
];
/** How far capitals reach above the line they stand on. */
const CAPITALS = 8;

describe('badges', () => {
  for (const size of SIZES)
    for (const boxesAZone of [1, 3])
      it(`cover no name at ${size.width} px, ${boxesAZone} a zone`, () => {
        const [ecs] = frameOf(badged('agentDisconnected', boxesAZone), size, ENGLISH).halves;
        expect(ecs?.badges).toHaveLength(3 * boxesAZone);
        for (const badge of ecs?.badges ?? []) {
          const box = ecs?.boxes.find(({ key }) => key === badge.key);
          if (!box?.name) throw new Error(`${badge.key} has no name`);
          expect(badge.y + badge.height).toBeLessThanOrEqual(box.y + box.name.y - CAPITALS);
          expect(badge.x + badge.width).toBeLessThanOrEqual(box.x + box.width + 5);
        }
      });

  it.each(LABELS)('keep their time where there is little room: %s', (label) => {
    for (const words of [ENGLISH, KOREAN]) {
      const [ecs] = frameOf(badged(label, 1), { width: 390, height: 400 }, words).halves;
      for (const { text } of ecs?.badges ?? []) expect(text).toMatch(/ 1:05$/);
    }
  });
});
