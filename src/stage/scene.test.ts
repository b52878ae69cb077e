import { describe, expect, it } from 'vitest';
import { pod, task } from './fixtures/build';
import { SCENES } from './fixtures/scenes';
import type { Frame, TileItem } from './frame';
import { layout } from './layout/layout';
import { tileMark } from './marks/tile';
import { asText } from './part';
import { scene } from './scene';
import { hitAt } from './scene/find';
import { POINTING_AT_NOTHING, type SceneOptions } from './scene/pointing';
import { reachableIn, touchedAmong } from './scene/things';
import { progress, tileItem } from './scene/tileItem';
import type { Tile, View } from './view';
import { ENGLISH } from './words';
import { KOREAN } from './words.ko';

const DESKTOP = { width: 1128, height: 335 };
const OPTIONS: SceneOptions = {
  ...POINTING_AT_NOTHING,
  words: ENGLISH,
  speed: 1,
  reducedMotion: false,
};
const frameOf = (
  view: View,
  nowMs: number,
  more: Partial<SceneOptions> = {},
  size = DESKTOP,
): Frame => scene(layout(view, size, null), nowMs, { ...OPTIONS, ...more });

const itemAt = (tile: Tile, nowMs: number, width = 66): TileItem =>
  tileItem(
    { tile, x: 0, y: 0, width, height: 46 },
    { nowMs, words: ENGLISH, platform: 'ecs', where: '', moored: false, noteFirst: false },
  );

describe('tiles at a moment', () => {
  const span = { startedAtMs: 1_000, dueAtMs: 5_000 };

  it('fill on their way in and drain on their way out, linear in simulated time', () => {
    const coming = task('a', 'ACTIVATING', { span });
    const going = task('a', 'DEACTIVATING', { span });
    expect([1_000, 2_000, 5_000, 9_000].map((t) => itemAt(coming, t).fill)).toEqual([
      0, 0.25, 1, 1,
    ]);
    expect([1_000, 2_000, 5_000, 9_000].map((t) => itemAt(going, t).fill)).toEqual([1, 0.75, 0, 0]);
    expect(itemAt(task('a'), 2_000).fill).toBe(null);
  });

  it('approach an end that nobody knows without reaching it', () => {
    const open = { startedAtMs: 0, dueAtMs: null };
    expect(progress(open, 6_000)).toBe(0.5);
    expect(progress(open, 60_000)).toBeLessThan(1);
  });

  it('count the back-off down, with the restarts', () => {
    const held = pod('k8v2m', 'CrashLoopBackOff', {
      restarts: 5,
      span: { startedAtMs: 0, dueAtMs: 80_000 },
    });
    expect(itemAt(held, 8_000)).toMatchObject({ note: '×5 1:12', bar: 0.9, fill: null });
  });

  it('fade for ten seconds after they ended', () => {
    const ended = task('a', 'STOPPED', { endedAtMs: 1_000 });
    expect([1_000, 6_000, 11_000].map((t) => itemAt(ended, t).opacity)).toEqual([1, 0.5, 0]);
  });

  it('fly one of six flags only while two revisions live', () => {
    expect(itemAt(task('a', 'RUNNING', { revision: 43, flies: true }), 0).flag).toBe(1);
    expect(itemAt(task('a', 'RUNNING', { revision: 43 }), 0).flag).toBe(null);
  });
});

describe('a narrow tile', () => {
  const texts = (width: number, restarts: number, shortId = 't4h79') => {
    const item = itemAt(pod(shortId, 'Ready', { restarts }), 0, width);
    return [...asText(tileMark(item)).matchAll(/>([^<>]+)<\/text>/g)].map((each) => each[1]);
  };

  it('keeps its name: the id goes first, and a count of restarts stands below', () => {
    expect(texts(66, 0)).toEqual(['web', 't4h79']);
    expect(texts(56, 1)).toEqual(['web', '1']);
    expect(texts(33, 0)).toEqual(['web']);
    expect(texts(33, 0, 'e630')).toEqual(['web', 'e630']);
    expect(texts(33, 1)).toEqual(['web', '1']);
    expect(texts(20, 0)).toEqual([]);
  });
});

describe('scene', () => {
  it('is the same picture for the same moment, whatever came between', () => {
    const { view, nowMs } = SCENES.rollout;
    const boxes = layout(view, DESKTOP, null);
    const first = scene(boxes, nowMs, OPTIONS);
    scene(boxes, nowMs + 5_000, OPTIONS);
    expect(scene(boxes, nowMs, OPTIONS)).toEqual(first);
  });

  it('stops with the clock: nothing else moves it', () => {
    const { view, nowMs } = SCENES.first;
    const requests = (ms: number) => frameOf(view, ms).halves[0]!.requests?.dots;
    expect(requests(nowMs)).toBe(requests(nowMs));
    expect(requests(nowMs + 16)).not.toBe(requests(nowMs));
  });

  it('shows more dots for more requests, up to a limit, and no more at higher speed', () => {
    const { view, nowMs } = SCENES.first;
    const count = (offered: number, speed = 1): number => {
      const balancer = view.ecs!.loadBalancer!;
      const loadBalancer = { ...balancer, flow: { ...balancer.flow!, offered } };
      const half = frameOf({ ...view, ecs: { ...view.ecs!, loadBalancer } }, nowMs, { speed })
        .halves[0]!;
      return half.requests!.dots.split('M').length - 1;
    };
    expect([10, 100, 300, 30_000].map((rate) => count(rate))).toEqual([3, 10, 17, 18]);
    expect(count(300, 20)).toBe(17);
  });

  it('sends no dots where motion is reduced, and steps fills once a second', () => {
    const { view, nowMs } = SCENES.first;
    const calm = (ms: number) => frameOf(view, ms, { reducedMotion: true }).halves[0]!;
    expect(calm(nowMs).requests).toBe(null);
    expect(calm(nowMs).tiles).toEqual(calm(nowMs + 500).tiles);
    expect(calm(nowMs).tiles).not.toEqual(calm(nowMs + 1_000).tiles);
  });

  it('crosses out requests that nothing answers', () => {
    const { view, nowMs } = SCENES.first;
    const dead = view.ecs!.zones.map((zone) => ({
      ...zone,
      boxes: zone.boxes.map((box) => ({
        ...box,
        tiles: box.tiles.map((tile) => ({ ...tile, answers: false })),
      })),
    }));
    const flow = { ...view.ecs!.loadBalancer!.flow!, served: 0, lost: 312 };
    const lost = { ...view.ecs!, zones: dead, loadBalancer: { ...view.ecs!.loadBalancer!, flow } };
    expect(frameOf({ ...view, ecs: lost }, nowMs).halves[0]!.requests!.failed).not.toBe('');
    expect(frameOf(view, nowMs).halves[0]!.requests!.failed).toBe('');
  });

  it('counts what was lost up to the moment', () => {
    const { view } = SCENES.first;
    const flow = { ...view.ecs!.loadBalancer!.flow!, sinceMs: 10_000, lost: 2, lostSoFar: 3 };
    const leaking = { ...view.ecs!, loadBalancer: { ...view.ecs!.loadBalancer!, flow } };
    const lost = (ms: number) =>
      frameOf({ ...view, ecs: leaking }, ms).halves[0]!.line!.right.find((r) => r.tone === 'bad');
    expect([lost(10_000)?.text, lost(12_400)?.text]).toEqual(['3', '7']);
  });

  it('writes free space in the unit of the platform', () => {
    const [ecs, kubernetes] = frameOf(SCENES.outage.view, SCENES.outage.nowMs).halves;
    const free = (half: typeof ecs) => half!.boxes[0]!.rows.map((row) => row.free?.text ?? null);
    expect(free(ecs)).toEqual([null, '512 free']);
    expect(free(kubernetes)).toEqual([null, '780m free']);
  });

  it('says why a box does not fit, in its free row', () => {
    const { view, nowMs } = SCENES.outage;
    const infeasible = new Map([['ecs/ContainerInstance i-0c41', '512 < 1024']]);
    const box = frameOf(view, nowMs, { infeasible }).halves[0]!.boxes[0]!;
    expect(box.infeasible).toBe(true);
    expect(box.rows[1]!.free?.text).toBe('512 < 1024');
  });

  it('rings the selected and its counterpart, and joins them across the gutter', () => {
    const { view, nowMs, pointing } = SCENES.rollout;
    const frame = frameOf(view, nowMs, pointing);
    expect(frame.halves[1]!.rings.map((ring) => ring.as)).toEqual(['selected']);
    expect(frame.halves[0]!.rings.map((ring) => ring.as)).toEqual(['counterpart']);
    expect(frame.leader?.pill).toMatchObject({ texts: ['task a8c0', 'pod r4n8d'] });
    const middle = frame.leader!.pill!.x + frame.leader!.pill!.width / 2;
    expect(middle).toBeCloseTo(DESKTOP.width / 2, 0);
  });

  it('leads the line over no other box', () => {
    const { view, nowMs } = SCENES.rollout;
    const boxes = layout(view, DESKTOP, null);
    for (const from of boxes.halves[0]!.zones.flatMap((z) => z.boxes.flatMap((b) => b.tiles)))
      for (const to of boxes.halves[1]!.zones.flatMap((z) => z.boxes.flatMap((b) => b.tiles))) {
        const { leader } = scene(boxes, nowMs, {
          ...OPTIONS,
          selected: from.tile.ref,
          counterpart: to.tile.ref,
        });
        const own = boxes.halves.map((half, i) =>
          half.zones.flatMap((z) => z.boxes).find((b) => b.tiles.includes(i === 0 ? from : to)),
        );
        for (const half of boxes.halves)
          for (const box of half.zones.flatMap((z) => z.boxes))
            if (!own.includes(box))
              expect(crosses(leader!.d, { ...box, x: box.x + half.x })).toBe(false);
      }
  });

  it('draws a mosaic as one path a box and family, and finds a tile by arithmetic', () => {
    const { view, nowMs } = SCENES.dense;
    const size = { width: 1396, height: 505 };
    const boxes = layout(view, size, null);
    const frame = scene(boxes, nowMs, OPTIONS);
    const [ecs] = frame.halves;
    expect(ecs!.tiles).toHaveLength(0);
    const paths = frame.halves.flatMap((half) => half.mosaics.flatMap((each) => each.paths));
    expect(paths.length).toBeLessThan(500);
    const place = boxes.halves[1]!.zones[2]!.boxes[3]!.tiles[7]!;
    const half = boxes.halves[1]!;
    const hit = hitAt(boxes, half.x + place.x + 2, half.y + place.y + 2);
    expect(hit?.tile).toBe(place.tile);
    expect(scene(boxes, nowMs, OPTIONS).halves[0]!.mosaics[0]).toBe(ecs!.mosaics[0]);
  });

  it('opens a lens with every tile of the box, inside the stage', () => {
    const { view, nowMs } = SCENES.dense;
    const size = { width: 1396, height: 505 };
    for (const box of [
      view.kubernetes!.zones[0]!.boxes[0]!,
      view.kubernetes!.zones[2]!.boxes[13]!,
    ]) {
      const { lens } = frameOf(view, nowMs, { lens: box.id }, size);
      expect(lens!.tiles).toHaveLength(box.tiles.length);
      expect(lens!.x).toBeGreaterThanOrEqual(0);
      expect(lens!.x + lens!.width).toBeLessThanOrEqual(size.width);
      expect(lens!.y + lens!.height).toBeLessThanOrEqual(size.height);
    }
  });

  it('counts exceptions by state under a crowd, and rings those that are looked for', () => {
    const { view, nowMs } = SCENES.dense;
    const frame = frameOf(view, nowMs, { found: 'ImagePullBackOff' }, { width: 1396, height: 505 });
    const chips = frame.halves[1]!.lane.chips;
    expect(chips.map((chip) => chip.state)).toEqual([
      'ContainerCreating',
      'Terminating',
      'ImagePullBackOff',
    ]);
    expect(frame.halves[1]!.rings).toHaveLength(Number(chips[2]!.count));
    expect(chips[2]!.pressed).toBe(true);
  });

  it('gives everything that can be reached a name of its own', () => {
    for (const words of [ENGLISH, KOREAN])
      for (const { view, nowMs } of [SCENES.rollout, SCENES.outage])
        for (const half of frameOf(view, nowMs, { words }).halves) {
          const labels = [...half.tiles, ...half.boxes].map((thing) => thing.label);
          expect(
            new Set(
              labels.filter((each) => !each.includes('kube-proxy') && !each.includes('aws-node')),
            ).size,
          ).toBe(
            labels.filter((each) => !each.includes('kube-proxy') && !each.includes('aws-node'))
              .length,
          );
          expect(half.label).not.toBe('');
        }
  });
});

/** Does any stretch of the path run through the place? */
function crosses(
  d: string,
  place: { x: number; y: number; width: number; height: number },
): boolean {
  const points = [...d.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  );
  return points.slice(1).some(([x2, y2], i) => {
    const [x1, y1] = points[i]!;
    return (
      Math.max(x1, x2) > place.x &&
      Math.min(x1, x2) < place.x + place.width &&
      Math.max(y1, y2) > place.y &&
      Math.min(y1, y2) < place.y + place.height
    );
  });
}

describe('a finger', () => {
  const phone = frameOf(SCENES.first.view, SCENES.first.nowMs, {}, { width: 390, height: 380 });
  const all = reachableIn(phone, 'ecs');

  it('comes to each thing at its middle, and from as far away as it is wide where nothing is nearer', () => {
    for (const each of all)
      expect(touchedAmong(all, each.x + each.width / 2, each.y + each.height / 2)?.key).toBe(
        each.key,
      );
    const narrow = { ...all.find(({ kind }) => kind === 'tile')!, width: 17, height: 30 };
    const [x, y] = [narrow.x + 8.5, narrow.y + 15];
    expect(touchedAmong([narrow], x + 21, y + 21)).toBe(narrow);
    expect(touchedAmong([narrow], x + 23, y)).toBe(null);
  });

  it('between two neighbours means the nearer', () => {
    const [left, right] = all.filter(({ kind }) => kind === 'tile');
    const gap = left!.x + left!.width;
    expect(touchedAmong([left!, right!], gap + 0.4, left!.y + 5)?.key).toBe(left!.key);
    expect(touchedAmong([left!, right!], right!.x - 0.4, left!.y + 5)?.key).toBe(right!.key);
  });
});
