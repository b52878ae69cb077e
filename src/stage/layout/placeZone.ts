/** One zone: its boxes in columns, and under them the tiles that have a machine of their own. */
import type { Tile, Zone } from '../view';
import { MAX_BOX, drawsTiles, type Metrics } from './metrics';
import { boxHeight, placeBox, tileGap } from './placeBox';
import type { BoxPlace, FloatingPlace, TilePlace, ZoneFrame, ZonePlace } from './places';

/** Left of the boxes: the channel that requests come down. */
const CHANNEL = 19;
const RIGHT = 5;
/** A zone narrower than this has no channel. */
const CHANNEL_FROM = 84;
/** Line and caption above the floating tiles; around each, its mooring. */
const BAND_HEAD = 22;
const MOORING = 14;
const BAND_GAP = 24;

export function columnWidth(
  zone: Pick<ZoneFrame, 'width' | 'metrics' | 'columns' | 'banded'>,
): number {
  const { left, right } = insets(zone);
  const gaps = (zone.columns - 1) * zone.metrics.columnGap;
  return Math.min(MAX_BOX, (zone.width - left - right - gaps) / zone.columns);
}

function insets({ width, metrics, banded }: Pick<ZoneFrame, 'width' | 'metrics' | 'banded'>) {
  if (banded || !drawsTiles(metrics)) return { left: 0, right: 0 };
  return width < CHANNEL_FROM ? { left: 2, right: 2 } : { left: CHANNEL, right: RIGHT };
}

/** From the zone's top to the end of what lies in it. */
export function zoneHeight(
  zone: Zone,
  frame: Pick<ZoneFrame, 'width' | 'metrics' | 'columns' | 'banded' | 'by'>,
): number {
  const tall = Math.max(0, ...stack(zone, frame, new Map()).map(({ bottom }) => bottom));
  const band = bandHeight(zone.floating, frame);
  return frame.metrics.zoneHead + tall + (band > 0 ? (tall > 0 ? 4 : 0) + band : 0);
}

interface Stacked {
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
}

/** Boxes keep their column; a new one takes the shortest. */
function stack(
  zone: Zone,
  { metrics, columns, by }: Pick<ZoneFrame, 'metrics' | 'columns' | 'by'>,
  previous: ReadonlyMap<string, BoxPlace>,
): readonly Stacked[] {
  const bottoms = Array.from({ length: columns }, () => 0);
  const counts = Array.from({ length: columns }, () => 0);
  const known = zone.boxes.map((box) => previous.get(box.id)?.column);
  for (const column of known) if (column !== undefined && column < columns) counts[column]!++;
  return zone.boxes.map((box, i) => {
    const kept = known[i];
    const column = kept !== undefined && kept < columns ? kept : shortest(counts);
    if (kept === undefined || kept >= columns) counts[column]!++;
    const badge = box.badge && drawsTiles(metrics) ? 6 : 0;
    const top = (bottoms[column]! > 0 ? bottoms[column]! + metrics.boxGap : 0) + badge;
    const bottom = top + boxHeight(box, metrics, by);
    bottoms[column] = bottom;
    return { column, top, bottom };
  });
}

const shortest = (counts: readonly number[]): number =>
  counts.reduce((best, count, i) => (count < counts[best]! ? i : best), 0);

export function placeZone(
  zone: Zone,
  frame: ZoneFrame,
  bandY: number,
  previous: ReadonlyMap<string, BoxPlace>,
  before: ZonePlace | undefined,
): ZonePlace {
  if (before && before.zone === zone && sameFrame(before.frame, frame) && before.bandY === bandY)
    return before;
  const { metrics, by } = frame;
  const width = columnWidth(frame);
  const { left } = insets(frame);
  const stacked = stack(zone, frame, previous);
  const boxes = zone.boxes.map((box, i) => {
    const { column, top } = stacked[i]!;
    const x = frame.x + left + column * (width + metrics.columnGap);
    const y = frame.y + metrics.zoneHead + top;
    return placeBox(box, { x, y, width, column }, metrics, by, previous.get(box.id));
  });
  const dense = !drawsTiles(metrics);
  const hasChannel = left === CHANNEL;
  return {
    zone,
    frame,
    bandY,
    x: frame.x,
    y: frame.y,
    width: frame.width,
    height: Math.max(0, frame.floorY - frame.y),
    channelX: hasChannel ? frame.x + 8 : null,
    gateX: frame.x + (left === CHANNEL || dense ? 8 : frame.width / 2),
    labelX: frame.x + (hasChannel ? CHANNEL - 1 : left),
    boxes,
    tallyBar: dense ? { x: frame.x, y: frame.y + 14, width: frame.width, height: 11 } : null,
    floating: placeFloating(zone.floating, frame, bandY),
  };
}

const sameFrame = (a: ZoneFrame, b: ZoneFrame): boolean =>
  a.x === b.x &&
  a.y === b.y &&
  a.width === b.width &&
  a.height === b.height &&
  a.metrics === b.metrics &&
  a.columns === b.columns &&
  a.by === b.by &&
  a.banded === b.banded &&
  a.floorY === b.floorY;

/** Where the band of floating tiles begins, the same for all zones of a half. */
export function bandTop(
  zones: readonly Zone[],
  frame: Omit<ZoneFrame, 'x'>,
  previous: ReadonlyMap<string, BoxPlace>,
): number {
  const { metrics } = frame;
  const tall = Math.max(
    0,
    ...zones.flatMap((zone) => stack(zone, frame, previous).map(({ bottom }) => bottom)),
  );
  const band = Math.max(0, ...zones.map((zone) => bandHeight(zone.floating, frame)));
  const under = frame.y + metrics.zoneHead + tall;
  return tall === 0
    ? under
    : Math.max(under + 4, Math.min(under + BAND_GAP, frame.y + frame.height - band));
}

function bandHeight(
  tiles: readonly Tile[],
  frame: Pick<ZoneFrame, 'width' | 'metrics' | 'columns' | 'banded' | 'by'>,
): number {
  if (tiles.length === 0) return 0;
  const rows = 1 + Math.max(...floatingSlots(tiles, frame).map(({ row }) => row));
  return BAND_HEAD + rows * (frame.metrics.rowPx + moorings(frame.metrics)) - 2;
}

const moorings = (metrics: Metrics): number => (drawsTiles(metrics) ? MOORING : tileGap(metrics));

/** To the same scale as the boxes, side by side, then in further rows. */
function floatingSlots(
  tiles: readonly Tile[],
  frame: Pick<ZoneFrame, 'width' | 'metrics' | 'columns' | 'banded' | 'by'>,
): readonly { readonly row: number; readonly x: number; readonly width: number }[] {
  const { metrics, by } = frame;
  const inner = columnWidth(frame) - 2 * metrics.pad;
  const { left, right } = insets(frame);
  const room = frame.width - left - right;
  const gap = moorings(metrics);
  let [row, x] = [0, 0];
  return tiles.map((tile) => {
    const share = by === 'cpu' ? tile.cpuMilli / 1000 : tile.memoryMiB / 4096;
    const scale = drawsTiles(metrics) ? 1 : 0.25;
    const width = Math.min(
      room - gap,
      Math.max(metrics.minTile, inner * share * scale - tileGap(metrics)),
    );
    if (x > 0 && x + width + gap / 2 > room) {
      row++;
      x = 0;
    }
    const slot = { row, x, width };
    x += width + gap;
    return slot;
  });
}

function placeFloating(
  tiles: readonly Tile[],
  frame: ZoneFrame,
  bandY: number,
): FloatingPlace | null {
  if (tiles.length === 0) return null;
  const { metrics } = frame;
  const { left, right } = insets(frame);
  const gap = moorings(metrics);
  const x = frame.x + left;
  const width = frame.width - left - right;
  const slots = floatingSlots(tiles, frame);
  const top = bandY + BAND_HEAD;
  const places = tiles.map((tile, i): TilePlace => ({
    tile,
    x: x + (drawsTiles(metrics) ? gap / 2 - 1 : 0) + slots[i]!.x,
    y: top + slots[i]!.row * (metrics.rowPx + gap),
    width: slots[i]!.width,
    height: metrics.rowPx,
  }));
  const last = places.at(-1)!;
  const labelX = last.x + last.width + 12;
  return {
    x,
    y: bandY,
    width,
    height: bandHeight(tiles, frame),
    tiles: places,
    labelX: x + width - labelX >= 44 ? labelX : null,
  };
}
