/**
 * The smallest tiles: 8 px. Fullness says the family, a cross says broken. One path holds all tiles of a box and
 * family, and is kept for as long as the box and its place are the same objects.
 */
import type { MosaicItem, MosaicPath, SegmentItem } from '../frame';
import type { BoxPlace, Place, TilePlace } from '../layout/places';
import { remember } from '../records';
import type { Family, Platform, Tile } from '../view';
import { census, countIn, type Census } from './tilesIn';

export const mosaicItem = remember((place: BoxPlace, platform: Platform): MosaicItem => ({
  key: place.box.id,
  density: 'mosaic',
  paths: mosaicPaths(place.tiles, platform),
}));

/** Family shares of a box as one bar: full, half full, hatched. */
export const tallyItem = remember((place: BoxPlace): MosaicItem => ({
  key: place.box.id,
  density: 'tally',
  paths: segments(census(place.box.tiles), place).flatMap(
    ({ family, old, ...bar }): MosaicPath[] => {
      const shell: MosaicPath = { family, old, part: 'shell', d: bare(bar) };
      if (family !== 'starting') return [shell];
      const below = { ...bar, y: bar.y + bar.height / 2, height: bar.height / 2 };
      return [shell, { family, old, part: 'mark', d: bare(below) }];
    },
  ),
}));

const bare = ({ x, y, width, height }: Place): string =>
  `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${-n(width)}z`;

export function mosaicPaths(
  tiles: readonly TilePlace[],
  platform: Platform,
): readonly MosaicPath[] {
  const paths = new Map<string, { readonly tile: Tile; shell: string; mark: string }>();
  for (const place of tiles) {
    const { tile } = place;
    const old = tile.old && tile.family === 'serving';
    const name = `${tile.family}${old ? ' old' : ''}`;
    const known = paths.get(name) ?? { tile, shell: '', mark: '' };
    known.shell += shellOf(place, platform);
    known.mark += markOf(place);
    paths.set(name, known);
  }
  return [...paths.values()].flatMap(({ tile: { family, old }, shell, mark }): MosaicPath[] => {
    const kind = { family, old: old && family === 'serving' };
    const shells: MosaicPath = { ...kind, part: 'shell', d: shell };
    return mark === '' ? [shells] : [shells, { ...kind, part: 'mark', d: mark }];
  });
}

/** Full tiles reach their edge; outlines leave room for their stroke. */
const INSET: Partial<Record<Family, number>> = { broken: 0, serving: 0.4, system: 0.4 };

function shellOf({ x, y, width, height, tile }: TilePlace, platform: Platform): string {
  const inset = INSET[tile.family] ?? 0.5;
  const [w, h] = [width - 2 * inset, height - 2 * inset];
  const r = platform === 'ecs' ? 0 : Math.min(3, w / 2, h / 2);
  return `M${n(x + inset + r)} ${n(y + inset)}${outline(w, h, r)}`;
}

let lastOutline = { w: 0, h: 0, r: 0, d: '' };

/** From the left end of the top edge, clockwise. Tiles of a box are mostly alike, so the last one is kept. */
function outline(w: number, h: number, r: number): string {
  if (lastOutline.w === w && lastOutline.h === h && lastOutline.r === r) return lastOutline.d;
  const [a, b, c] = [n(w - 2 * r), n(h - 2 * r), n(r)];
  const d =
    c === 0
      ? `h${a}v${b}h${-a}z`
      : `h${a}q${c} 0 ${c} ${c}v${b}q0 ${c} ${-c} ${c}h${-a}q${-c} 0 ${-c} ${-c}v${-b}q0 ${-c} ${c} ${-c}z`;
  lastOutline = { w, h, r, d };
  return d;
}

/** Half full, diagonal, cross, bar: what tells the families apart in grey. */
function markOf({ x, y, width: w, height: h, tile }: TilePlace): string {
  const cross = (d: number) =>
    `M${n(x + d)} ${n(y + d)}L${n(x + w - d)} ${n(y + h - d)}M${n(x + w - d)} ${n(y + d)}L${n(x + d)} ${n(y + h - d)}`;
  switch (tile.family) {
    case 'starting':
      return `M${n(x + 1.6)} ${n(y + h / 2)}h${n(w - 3.2)}v${n(h / 2 - 1.6)}h${n(3.2 - w)}z`;
    case 'leaving':
      return `M${n(x + 1.5)} ${n(y + h - 1.5)}L${n(x + w - 1.5)} ${n(y + 1.5)}`;
    case 'broken':
      return cross(2);
    case 'failed':
      return cross(2.3);
    case 'unhealthy':
      return `M${n(x + w / 2)} ${n(y + 2)}v${n(h - 5.6)}m0 1.6v.6`;
    default:
      return '';
  }
}

function n(value: number): number {
  return Math.round(value * 10) / 10;
}

/** In the order of ledger and gauge: old left, new right, then what is not serving. */
const ORDER: readonly (readonly [Family, boolean])[] = [
  ['serving', true],
  ['serving', false],
  ['starting', false],
  ['waiting', false],
  ['unhealthy', false],
  ['unknown', false],
  ['leaving', false],
  ['broken', false],
  ['done', false],
  ['failed', false],
];

/** Shares of the families along a bar. Nothing that is there gets less than 3 px. */
export function segments(of: Census, bar: Place): readonly SegmentItem[] {
  const counts = ORDER.map(([family, old]) =>
    countIn(of, (tile) => tile.family === family && (family !== 'serving' || tile.old === old)),
  );
  const total = counts.reduce((a, b) => a + b, 0);
  if (total === 0) return [];
  const present = counts.filter((count) => count > 0).length;
  const least = Math.min(3, bar.width / present - 1);
  const spare = bar.width - present * (least + 1);
  let x = bar.x;
  return ORDER.flatMap(([family, old], i): SegmentItem[] => {
    if (counts[i] === 0) return [];
    const width = least + (spare * counts[i]!) / total;
    const segment = { x, y: bar.y, width, height: bar.height, family, old };
    x += width + 1;
    return [segment];
  });
}
