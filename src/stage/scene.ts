/**
 * Where everything lies + simulated time -> one picture. Pure: the same moment gives the same picture, so pause, slow
 * motion and scrubbing need nothing of their own.
 */
import type { Frame, HalfFrame, LeaderItem, MosaicItem, TileItem } from './frame';
import { isBanded } from './layout/fit';
import { drawsTiles } from './layout/metrics';
import type { BoxPlace, Boxes, HalfPlace } from './layout/places';
import { pillWidth } from './marks/small';
import { boxBadge, boxItem } from './scene/boxItem';
import { findRef } from './scene/find';
import { ringItems } from './scene/rings';
import { laneItem } from './scene/laneItem';
import { lensItem } from './scene/lens';
import { lineItem } from './scene/lineItem';
import { mosaicItem, tallyItem } from './scene/mosaic';
import type { SceneOptions } from './scene/pointing';
import { requestsItem } from './scene/requests';
import { pathOf, toGutter } from './scene/route';
import { tileItem } from './scene/tileItem';
import { zoneBadge, zoneItem } from './scene/zoneItem';
import { ledgerText } from './ledger';
import { refKey } from './view';
import type { Words } from './words';

export function scene(boxes: Boxes, nowMs: number, options: SceneOptions): Frame {
  const fillMs = options.reducedMotion ? Math.floor(nowMs / 1000) * 1000 : nowMs;
  return {
    width: boxes.width,
    height: boxes.height,
    halves: boxes.halves.map((half) => halfFrame(half, boxes, fillMs, options)),
    leader: options.selected ? leaderItem(boxes, options) : null,
    lens: options.lens === null ? null : lensItem(boxes, options.lens, fillMs, options),
  };
}

function halfFrame(half: HalfPlace, boxes: Boxes, nowMs: number, options: SceneOptions): HalfFrame {
  const { words } = options;
  const { platform } = half.half;
  const places = half.zones.flatMap((zone) => zone.boxes);
  const asElements = drawsTiles(half.metrics);
  const dots = !options.reducedMotion && !isBanded(half.half, half.metrics);
  const text = ledgerText(half.half.ledger, words);
  return {
    platform,
    label: words.half(words[platform], half.half.cluster, text.asked, text.true),
    density: half.metrics.density,
    x: half.x,
    y: half.y,
    width: half.width,
    height: half.height,
    waterY: half.waterY,
    zones: half.zones.map((zone) => zoneItem(half, zone, words)),
    boxes: places.map((place) =>
      boxItem(place, {
        nowMs,
        words,
        platform,
        narrow: half.narrow,
        scaleBy: boxes.scaleBy,
        reason: options.infeasible?.get(refKey(place.box.ref)),
      }),
    ),
    mosaics: asElements ? [] : places.map((place) => crowd(place, half)),
    tiles: tileItems(half, nowMs, words, asElements),
    badges: [
      ...places.flatMap((place) => boxBadge(place, words, nowMs) ?? []),
      ...half.zones.flatMap((zone) => zoneBadge(zone, words, nowMs) ?? []),
    ],
    line: lineItem(half, words, nowMs),
    requests: dots ? requestsItem(half, nowMs, options.speed) : null,
    lane: laneItem(half, words, options.found),
    rings: ringItems(half, options),
  };
}

/** A mosaic where there is room for tiles, else the box's shares as a bar. */
const crowd = (place: BoxPlace, { half, metrics }: HalfPlace): MosaicItem =>
  metrics.density === 'mosaic' ? mosaicItem(place, half.platform) : tallyItem(place);

function tileItems(
  half: HalfPlace,
  nowMs: number,
  words: Words,
  inBoxes: boolean,
): readonly TileItem[] {
  const { platform } = half.half;
  const context = { nowMs, words, platform, moored: false, noteFirst: false };
  const items: TileItem[] = [];
  for (const zone of half.zones) {
    if (inBoxes)
      for (const box of zone.boxes) {
        const where = words.inBox(box.box.name, box.box.zone);
        for (const place of box.tiles) items.push(tileItem(place, { ...context, where }));
      }
    const floating = {
      ...context,
      where: `Fargate, ${zone.zone.name}`,
      moored: inBoxes,
      noteFirst: true,
    };
    for (const place of zone.floating?.tiles ?? []) items.push(tileItem(place, floating));
  }
  for (const place of half.lane.tiles)
    items.push(tileItem(place, { ...context, where: words.waits }));
  return items;
}

function leaderItem(boxes: Boxes, options: SceneOptions): LeaderItem | null {
  const from = findRef(boxes, options.selected);
  const to = findRef(boxes, options.counterpart);
  if (!from || !to || from.half === to.half) return null;
  const [first, second] =
    from.half.x + from.half.y <= to.half.x + to.half.y ? [from, to] : [to, from];
  const gutterX = boxes.stacked ? boxes.width - 6 : second.half.x;
  const a = toGutter(first, gutterX);
  const b = toGutter(second, gutterX);
  const meet = a.at(-1)!;
  const texts = options.pairLabel?.split(' ↔ ') ?? [];
  const width = pillWidth(texts);
  const x = Math.min(boxes.width - width - 2, Math.max(2, gutterX - width / 2));
  return {
    key: 'leader',
    d: pathOf([...a, ...b.toReversed()]),
    pill: texts.length === 0 ? null : { texts, x, y: meet.y - 9, width, height: 18 },
  };
}
