/** One box of the mosaic at normal density, beside it, with all that its tiles can tell. */
import type { LensItem, RingItem, TileItem } from '../frame';
import { LENS_METRICS } from '../layout/metrics';
import { placeBox } from '../layout/placeBox';
import type { BoxPlace, Boxes, HalfPlace } from '../layout/places';
import { sameRef } from '../view';
import type { Words } from '../words';
import { boxItem, counts } from './boxItem';
import type { Pointing, SceneOptions } from './pointing';
import { around } from './rings';
import { tileItem } from './tileItem';

const HEAD = 32;
const PAD = 12;
const AWAY = 8;
/** A row of one vCPU, of four. */
const SHORT = 220;
const LONG = 364;

export function lensItem(
  boxes: Boxes,
  boxId: string,
  nowMs: number,
  options: SceneOptions,
): LensItem | null {
  const found = boxOf(boxes, boxId);
  if (!found) return null;
  const { half, place } = found;
  const { words } = options;
  const width = Math.min(place.rowSize > 1000 ? LONG : SHORT, boxes.width - 2 * PAD - 16);
  const inside = placeBox(
    place.box,
    { x: PAD, y: HEAD, width, column: 0 },
    LENS_METRICS,
    boxes.scaleBy,
    place,
  );
  const floor = Math.max(HEAD, ...inside.tiles.map((tile) => tile.y + tile.height));
  const size = { width: width + 2 * PAD, height: floor + PAD };
  const of = { x: place.x + half.x, y: place.y + half.y, width: place.width, height: place.height };
  const right = of.x + of.width + AWAY;
  const x = right + size.width <= boxes.width - 4 ? right : Math.max(4, of.x - AWAY - size.width);
  const y = Math.max(4, Math.min(of.y - 12, boxes.height - size.height - 4));
  const { platform } = half.half;
  const where = words.inBox(place.box.name, place.box.zone);
  const box = boxItem(place, {
    nowMs,
    words,
    platform,
    narrow: half.narrow,
    scaleBy: boxes.scaleBy,
    reason: undefined,
  });
  const tiles = inside.tiles.map((each) =>
    tileItem(
      { ...each, x: each.x + x, y: each.y + y },
      { nowMs, words, platform, where, moored: false, noteFirst: true },
    ),
  );
  return {
    key: boxId,
    x,
    y,
    ...size,
    platform,
    box: {
      key: boxId,
      ref: box.ref,
      label: box.label,
      x: x + PAD - 4,
      y: y + 6,
      width: width + 8,
      height: 22,
    },
    title: place.box.name,
    about: aboutText(place, words, half),
    tiles,
    rings: tiles.flatMap((tile) => ringsOf(tile, options)),
    of,
  };
}

function ringsOf(
  tile: TileItem,
  { selected, hovered, counterpart, focused }: Pointing,
): readonly RingItem[] {
  const radius = tile.platform === 'ecs' ? 4 : 10;
  const ring = (as: RingItem['as']): RingItem => ({
    key: `${as} ${tile.key}`,
    as,
    ...around(tile),
    radius,
  });
  return [
    ...(sameRef(tile.ref, selected) || sameRef(tile.ref, hovered) ? [ring('selected')] : []),
    ...(sameRef(tile.ref, counterpart) ? [ring('counterpart')] : []),
    ...(sameRef(tile.ref, focused) ? [ring('focus')] : []),
  ];
}

function boxOf(
  boxes: Boxes,
  id: string,
): { readonly half: HalfPlace; readonly place: BoxPlace } | null {
  for (const half of boxes.halves)
    for (const zone of half.zones) {
      const place = zone.boxes.find((each) => each.box.id === id);
      if (place) return { half, place };
    }
  return null;
}

/** `m5.4xlarge, 24 pods, 12.2 / 15.89 vCPU` */
function aboutText({ box }: BoxPlace, words: Words, { half: { platform } }: HalfPlace): string {
  const { asked, capacity, reserved } = box.cpuMilli;
  const cpu = (milli: number) => String(Math.round(milli / 10) / 100);
  const tiles = box.tiles.filter(counts);
  return `${box.type}, ${words.tiles(platform, tiles.length)}, ${cpu(asked)} / ${cpu(capacity - reserved)} vCPU`;
}
