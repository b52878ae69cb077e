/**
 * Where everything lies + simulated time -> one picture. Pure: the same moment gives the same picture, so pause, slow
 * motion and scrubbing need nothing of their own.
 */
import type { Ref } from '../engine/model';
import type { Frame, HalfFrame, LeaderItem, RingItem, TileItem } from './frame';
import { isBanded } from './layout/fit';
import { drawsTiles } from './layout/metrics';
import type { Boxes, HalfPlace, Place } from './layout/places';
import { sansWidth } from './layout/textWidth';
import { boxBadge, boxItem } from './scene/boxItem';
import { findRef } from './scene/find';
import { laneItem } from './scene/laneItem';
import { lensItem } from './scene/lens';
import { lineItem } from './scene/lineItem';
import { mosaicItem, segments } from './scene/mosaic';
import { requestsItem } from './scene/requests';
import { pathOf, toGutter, type Found } from './scene/route';
import { tileItem } from './scene/tileItem';
import { zoneBadge, zoneItem } from './scene/zoneItem';
import { ledgerText } from './ledger';
import { refKey } from './view';
import type { Words } from './words';

/** What the reader points at and asks about. */
export interface Pointing {
  readonly selected: Ref | null;
  readonly hovered: Ref | null;
  readonly counterpart: Ref | null;
  /** `task a8c0 ↔ pod r4n8d`, on the gutter while something is selected. */
  readonly pairLabel: string | null;
  readonly focused: Ref | null;
  /** Box that the lens shows. */
  readonly lens: string | null;
  /** State whose tiles are ringed. */
  readonly found: string | null;
  /** Why the selected tile does not fit, by box; null: nothing is asked. */
  readonly infeasible: ReadonlyMap<string, string> | null;
}

export const POINTING_AT_NOTHING: Pointing = {
  selected: null,
  hovered: null,
  counterpart: null,
  pairLabel: null,
  focused: null,
  lens: null,
  found: null,
  infeasible: null,
};

export interface SceneOptions extends Pointing {
  readonly words: Words;
  readonly speed: number;
  /** No dots; fills step once a second. */
  readonly reducedMotion: boolean;
}

export function scene(boxes: Boxes, nowMs: number, options: SceneOptions): Frame {
  const fillMs = options.reducedMotion ? Math.floor(nowMs / 1000) * 1000 : nowMs;
  return {
    width: boxes.width,
    height: boxes.height,
    halves: boxes.halves.map((half) => halfFrame(half, boxes, fillMs, options)),
    leader: options.selected ? leaderItem(boxes, options) : null,
    lens:
      options.lens === null
        ? null
        : lensItem(boxes, options.lens, {
            nowMs: fillMs,
            words: options.words,
            scaleBy: boxes.scaleBy,
            reason: undefined,
          }),
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
    zones: half.zones.map((zone) => zoneItem(half, zone, words, nowMs)),
    boxes: places.map((place) =>
      boxItem(place, {
        nowMs,
        words,
        half,
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
function crowd(place: HalfPlace['zones'][number]['boxes'][number], half: HalfPlace) {
  if (half.metrics.density === 'mosaic') return mosaicItem(place, half.half.platform);
  const paths = segments(place.box.tiles, place).map(({ x, y, width, height, family, old }) => ({
    family,
    old,
    part: 'shell' as const,
    d: `M${x} ${y}h${width}v${height}h${-width}z`,
  }));
  return { key: place.box.id, paths };
}

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

function ringItems(half: HalfPlace, options: SceneOptions): readonly RingItem[] {
  const rings: RingItem[] = [];
  const ring = (found: Found | null, as: RingItem['as'], key: string) => {
    if (found?.half === half)
      rings.push({ key: `${as} ${key}`, as, ...around(found.place), radius: radiusOf(found) });
  };
  const boxes = { halves: [half] } as unknown as Boxes;
  ring(findRef(boxes, options.selected), 'selected', 'it');
  if (!samePlace(options.hovered, options.selected))
    ring(findRef(boxes, options.hovered), 'selected', 'hover');
  ring(findRef(boxes, options.counterpart), 'counterpart', 'it');
  ring(findRef(boxes, options.focused), 'focus', 'it');
  if (options.found !== null)
    for (const zone of half.zones)
      for (const box of zone.boxes)
        for (const { tile, ...place } of box.tiles)
          if (tile.state === options.found)
            rings.push({ key: `found ${tile.id}`, as: 'found', ...around(place), radius: 3 });
  return rings;
}

const samePlace = (a: Ref | null, b: Ref | null): boolean =>
  a !== null && b !== null && a.kind === b.kind && a.key === b.key;

/** 2 px wide, 2 px away. */
const around = ({ x, y, width, height }: Place): Place => ({
  x: x - 3,
  y: y - 3,
  width: width + 6,
  height: height + 6,
});

const radiusOf = ({ round, place }: Found): number =>
  round ? 3 + Math.min(7, place.height / 2.4, place.width / 2) : 4;

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
  const text = options.pairLabel;
  const width = text === null ? 0 : sansWidth(text, 11) + 16;
  const x = Math.min(boxes.width - width - 2, Math.max(2, gutterX - width / 2));
  return {
    key: 'leader',
    d: pathOf([...a, ...b.toReversed()]),
    pill: text === null ? null : { text, x, y: meet.y - 9, width, height: 18 },
  };
}
