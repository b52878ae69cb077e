import { describe, expect, it } from 'vitest';
import { instance, task, zone, half, gauge, ledger, loadBalancer } from '../fixtures/build';
import { SCENES } from '../fixtures/scenes';
import type { Tile, View, Zone } from '../view';
import { layout } from './layout';
import type { Boxes, Place } from './places';

const DESKTOP = { width: 1128, height: 335 };

/** One half with so many tiles on boxes of two vCPU, in three zones. */
function crowd(tiles: number, boxesAZone = 1, vcpu = 2): View {
  const zones = ['a', 'b', 'c'].map((name, z): Zone => {
    const boxes = Array.from({ length: boxesAZone }, (_, b) => {
      const mine = Array.from({ length: tiles }, (_, i) => i).filter(
        (i) => i % (3 * boxesAZone) === z * boxesAZone + b,
      );
      const cpuMilli = (vcpu * 1000) / Math.max(1, mine.length);
      return instance(
        `i-${name}${b}`,
        name,
        mine.map((i) => task(`t${i}`, 'RUNNING', { cpuMilli })),
        { vcpu },
      );
    });
    return zone(name, boxes);
  });
  const content = {
    ledger: ledger('ecs', 'desiredCount', gauge(tiles, { serving: tiles }), [], {
      text: '',
      atMs: 0,
    }),
    loadBalancer: loadBalancer('web', { healthy: tiles }, {}),
    zones,
  };
  return { ecs: half('ecs', content), kubernetes: null };
}

const places = (boxes: Boxes): readonly Place[] =>
  boxes.halves.flatMap((each) => each.zones.flatMap((z) => z.boxes));
const tileAt = (boxes: Boxes, id: string): Place | undefined =>
  boxes.halves
    .flatMap((each) => each.zones.flatMap((z) => z.boxes.flatMap((b) => b.tiles)))
    .find((t) => t.tile.id === id);

describe('layout', () => {
  it.each([
    [24, 1, 'close'],
    [25, 1, 'normal'],
    [81, 1, 'compact'],
    [301, 4, 'mosaic'],
    [1501, 20, 'tally'],
  ])('draws %i tiles on %i boxes a zone %s', (tiles, boxes, density) => {
    const { metrics } = layout(crowd(tiles, boxes), { width: 1128, height: 500 }, null);
    expect(metrics.density).toBe(density);
  });

  it('goes back to a larger density only a fifth below its limit', () => {
    const size = { width: 1128, height: 500 };
    const dense = layout(crowd(25), size, null);
    const almost = layout(crowd(22), size, dense);
    expect(almost.metrics.density).toBe('normal');
    expect(layout(crowd(19), size, almost).metrics.density).toBe('close');
    expect(layout(crowd(22), size, null).metrics.density).toBe('close');
  });

  it('takes the largest row that fits, on both halves alike', () => {
    const { view } = SCENES.scale;
    const boxes = layout(view, DESKTOP, null);
    expect(boxes.metrics).toMatchObject({ density: 'normal', rowPx: 32 });
    expect(layout(view, { ...DESKTOP, height: 700 }, null).metrics).toMatchObject({ rowPx: 54 });
    const [ecs, kubernetes] = boxes.halves;
    const width = (h: typeof ecs) => h!.zones[0]!.boxes[0]!.width;
    expect(width(ecs)).toBe(width(kubernetes));
  });

  it.each([
    ['desktop', 1128, 335],
    ['narrow halves', 700, 400],
    ['a phone', 360, 420],
    ['a wide screen', 2560, 900],
  ])('keeps everything inside and apart on %s', (_name, width, height) => {
    for (const { view } of [
      SCENES.first,
      SCENES.rollout,
      SCENES.scale,
      SCENES.outage,
      SCENES.dense,
    ]) {
      const boxes = layout(view, { width, height }, null);
      for (const each of boxes.halves)
        for (const z of each.zones) {
          for (const box of z.boxes) {
            expect(box.x).toBeGreaterThanOrEqual(z.x);
            expect(box.x + box.width).toBeLessThanOrEqual(z.x + z.width + 0.01);
            for (const tile of box.tiles) {
              expect(tile.x).toBeGreaterThanOrEqual(box.x);
              expect(tile.x + tile.width).toBeLessThanOrEqual(box.x + box.width + 0.01);
              expect(tile.y + tile.height).toBeLessThanOrEqual(box.y + box.height + 0.01);
            }
            expect(overlaps(box.tiles)).toEqual([]);
          }
          expect(overlaps(z.boxes)).toEqual([]);
        }
    }
  });

  it('gives one vCPU the same length in every box, and 4 vCPU a row beyond 8', () => {
    const boxes = layout(crowd(12, 1, 16), DESKTOP, null).halves[0]!.zones[0]!.boxes;
    expect(boxes[0]!.rowSize).toBe(4000);
    expect(boxes[0]!.rows).toHaveLength(4);
    expect(
      layout(crowd(12, 1, 8), { ...DESKTOP, height: 600 }, null).halves[0]!.zones[0]!.boxes[0]!
        .rows,
    ).toHaveLength(8);
  });

  it('keeps a tile where it is while others come and go, and through a resize', () => {
    const view = (ids: readonly string[]): View => {
      const tiles: Tile[] = ids.map((id) => task(id));
      return {
        ...crowd(1),
        ecs: { ...crowd(1).ecs!, zones: [zone('a', [instance('i', 'a', tiles)])] },
      };
    };
    const before = layout(view(['a', 'b', 'c']), DESKTOP, null);
    const after = layout(view(['b', 'c', 'd']), DESKTOP, before);
    expect(tileAt(after, 'ecs-web-b')).toMatchObject({
      x: tileAt(before, 'ecs-web-b')!.x,
      y: tileAt(before, 'ecs-web-b')!.y,
    });
    expect(tileAt(after, 'ecs-web-d')).toMatchObject({
      x: tileAt(before, 'ecs-web-a')!.x,
      y: tileAt(before, 'ecs-web-a')!.y,
    });
    const wider = layout(view(['b', 'c', 'd']), { ...DESKTOP, width: 1400 }, after);
    expect(tileAt(wider, 'ecs-web-b')!.x).toBeGreaterThan(tileAt(wider, 'ecs-web-d')!.x);
  });

  it('moves nothing when a tile waits: room for the lane is kept free', () => {
    const view = SCENES.rollout.view;
    const waits = layout(view, DESKTOP, null);
    const calm = { ...view.kubernetes!, waiting: { tiles: [], reasons: [], unmade: null } };
    const rests = layout({ ...view, kubernetes: calm }, DESKTOP, waits);
    expect(places(rests)).toEqual(places(waits));
  });

  it('returns the same objects for what did not change', () => {
    const { view } = SCENES.rollout;
    const before = layout(view, DESKTOP, null);
    expect(layout(view, DESKTOP, before)).toBe(before);
    const other = { ...view, ecs: { ...view.ecs! } };
    const after = layout(other, DESKTOP, before);
    expect(after.halves[0]!.zones[0]).toBe(before.halves[0]!.zones[0]);
  });

  it('puts two halves above one another on a phone', () => {
    const boxes = layout(SCENES.first.view, { width: 390, height: 640 }, null);
    expect(boxes.stacked).toBe(true);
    expect(boxes.halves.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [0, 320],
    ]);
  });

  it('draws rows by memory when asked', () => {
    const boxes = layout(SCENES.first.view, DESKTOP, null, 'memory');
    const box = boxes.halves[0]!.zones[0]!.boxes[0]!;
    expect(box.rowSize).toBe(4096);
    expect(box.tiles[0]!.width).toBeLessThan(box.rows[0]!.width / 3);
  });
});

function overlaps(all: readonly Place[]): readonly string[] {
  return all.flatMap((a, i) =>
    all
      .slice(i + 1)
      .filter(
        (b) =>
          a.x + 0.01 < b.x + b.width &&
          b.x + 0.01 < a.x + a.width &&
          a.y + 0.01 < b.y + b.height &&
          b.y + 0.01 < a.y + a.height,
      )
      .map((b) => `${a.x},${a.y} over ${b.x},${b.y}`),
  );
}
