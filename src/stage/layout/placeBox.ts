/** One box: its height follows from its capacity, its rows and tiles from what lies on it. */
import type { Amount, Box, Tile } from '../view';
import { drawsTiles, type Metrics } from './metrics';
import type { BoxPlace, RowPlace, ScaleBy, TilePlace } from './places';
import { shelve, type ShelfItem, type Slot } from './shelve';

/** From this capacity on, a row is four times as long: 8 vCPU, 32 GiB. */
const LONG_ROWS = { cpu: 8000, memory: 8 * 4096 } as const;
const ROW = { cpu: 1000, memory: 4096 } as const;
/** A badge hangs on the top edge and pushes the name down. */
const BADGE_DROP = 9;

export function amountOf(box: Box, by: ScaleBy): Amount {
  return by === 'cpu' ? box.cpuMilli : box.memoryMiB;
}

export function rowSizeOf(box: Box, by: ScaleBy): number {
  return amountOf(box, by).capacity > LONG_ROWS[by] ? 4 * ROW[by] : ROW[by];
}

const rowCount = (box: Box, by: ScaleBy): number =>
  Math.max(1, Math.ceil(amountOf(box, by).capacity / rowSizeOf(box, by) - 1e-6));

export function boxHeight(box: Box, metrics: Metrics, by: ScaleBy): number {
  if (metrics.density === 'tally') return metrics.rowPx;
  const rows = rowCount(box, by);
  const drop = hasDrop(box, metrics) ? BADGE_DROP : 0;
  return metrics.head + drop + rows * (metrics.rowPx + metrics.rowGap) + metrics.foot;
}

const hasDrop = (box: Box, metrics: Metrics): boolean => box.badge !== null && drawsTiles(metrics);

/** The place of the same box with the same measures is kept, with all that lies in it. */
export function placeBox(
  box: Box,
  place: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly column: number;
  },
  metrics: Metrics,
  by: ScaleBy,
  previous: BoxPlace | undefined,
): BoxPlace {
  const sameWidth = previous?.width === place.width && previous.metrics === metrics;
  if (
    previous &&
    previous.box === box &&
    sameWidth &&
    previous.x === place.x &&
    previous.y === place.y &&
    previous.column === place.column
  )
    return previous;
  const height = boxHeight(box, metrics, by);
  if (previous && sameWidth && previous.height === height && sameShelves(box, previous.box))
    return moved(box, place, previous);
  const shell = { box, metrics, ...place, height, rowSize: rowSizeOf(box, by) };
  if (metrics.density === 'tally') return { ...shell, rows: [], tiles: [], slots: new Map() };
  const inner = place.width - 2 * metrics.pad;
  const lengths = rowLengths(box, by);
  const reserved = amountOf(box, by).reserved > 0;
  const items = shelfItems(box, by, metrics.minTile / inner);
  const { slots, gaps } = shelve(items, lengths, previous?.slots ?? new Map<string, Slot>());
  const pitch = metrics.rowPx + metrics.rowGap;
  const left = place.x + metrics.pad;
  const top = place.y + metrics.head + (hasDrop(box, metrics) ? BADGE_DROP : 0);
  const rows = lengths.map((length, row): RowPlace => {
    const open = gaps[row]!.map(([from, to]) => ({
      x: left + from * inner,
      width: (to - from) * inner,
    }));
    return {
      x: left,
      y: top + row * pitch,
      width: inner,
      height: metrics.rowPx,
      gaps: open.sort((a, b) => b.width - a.width),
      free: Math.max(0, length * shell.rowSize - askedInRow(box, by, slots, row)),
      reservedX: reserved && length < 1 ? left + length * inner : null,
    };
  });
  const tiles = box.tiles.flatMap((tile): TilePlace[] => {
    const slot = slots.get(tile.id);
    if (!slot) return [];
    return [
      {
        tile,
        x: left + slot.at * inner,
        y: top + slot.row * pitch,
        width: Math.max(1, slot.width * inner - tileGap(metrics)),
        height: slot.span * pitch - metrics.rowGap,
      },
    ];
  });
  return { ...shell, rows, tiles, slots };
}

/** Nothing on the shelves came, went or changed its size: only states did. */
function sameShelves(box: Box, before: Box): boolean {
  if (box.tiles.length !== before.tiles.length) return false;
  if (box.cpuMilli.capacity !== before.cpuMilli.capacity) return false;
  if (box.cpuMilli.reserved !== before.cpuMilli.reserved) return false;
  return box.tiles.every((tile, i) => {
    const known = before.tiles[i]!;
    return (
      tile === known ||
      (tile.id === known.id &&
        tile.cpuMilli === known.cpuMilli &&
        tile.memoryMiB === known.memoryMiB &&
        (tile.family === 'system') === (known.family === 'system') &&
        (tile.endedAtMs === null) === (known.endedAtMs === null))
    );
  });
}

/** The same shelves elsewhere, with the tiles as they are now. */
function moved(
  box: Box,
  { x, y, column }: { readonly x: number; readonly y: number; readonly column: number },
  previous: BoxPlace,
): BoxPlace {
  const [dx, dy] = [x - previous.x, y - previous.y];
  const byId = new Map(box.tiles.map((tile) => [tile.id, tile]));
  const still = dx === 0 && dy === 0;
  return {
    ...previous,
    box,
    x,
    y,
    column,
    rows: still ? previous.rows : previous.rows.map((row) => movedRow(row, dx, dy)),
    tiles: previous.tiles.map((place) => {
      const tile = byId.get(place.tile.id) ?? place.tile;
      if (still && tile === place.tile) return place;
      return { ...place, tile, x: place.x + dx, y: place.y + dy };
    }),
  };
}

const movedRow = (row: RowPlace, dx: number, dy: number): RowPlace => ({
  ...row,
  x: row.x + dx,
  y: row.y + dy,
  gaps: row.gaps.map((gap) => ({ ...gap, x: gap.x + dx })),
  reservedX: row.reservedX === null ? null : row.reservedX + dx,
});

/** What the tiles of a row really ask for; slim ones are drawn wider than that. */
function askedInRow(box: Box, by: ScaleBy, slots: ReadonlyMap<string, Slot>, row: number): number {
  let sum = 0;
  for (const tile of box.tiles) {
    const slot = slots.get(tile.id);
    if (!slot || tile.endedAtMs !== null || row < slot.row || row >= slot.row + slot.span) continue;
    sum += askedOf(tile, by) / slot.span;
  }
  return sum;
}

const askedOf = (tile: Tile, by: ScaleBy): number =>
  by === 'cpu' ? tile.cpuMilli : tile.memoryMiB;

export const tileGap = ({ density }: Metrics): number => (density === 'mosaic' ? 1.2 : 2);

/** How much of each row may be used: the last may be part of a row, less what the platform reserves. */
function rowLengths(box: Box, by: ScaleBy): readonly number[] {
  const { capacity, reserved } = amountOf(box, by);
  let left = Math.max(0, capacity - reserved) / rowSizeOf(box, by);
  return Array.from({ length: rowCount(box, by) }, () => {
    const length = Math.min(1, Math.max(0, left));
    left -= 1;
    return length;
  });
}

/** Tiles that ask for little or nothing still get a width; less of it where there are many. */
function shelfItems(box: Box, by: ScaleBy, minNeed: number): readonly ShelfItem[] {
  const rowSize = rowSizeOf(box, by);
  const { capacity, reserved } = amountOf(box, by);
  const asked = (tile: Tile) => askedOf(tile, by) / rowSize;
  const room = (capacity - reserved) / rowSize;
  let least = minNeed;
  const total = () => box.tiles.reduce((sum, tile) => sum + Math.max(least, asked(tile)), 0);
  while (least > minNeed / 5 && total() > room) least *= 0.8;
  return box.tiles.map((tile) => ({
    id: tile.id,
    need: Math.max(least, asked(tile)),
    atEnd: tile.family === 'system',
    ended: tile.endedAtMs !== null,
  }));
}
