/**
 * A half in the size of a thumb, for the phone's lesson: zones, boxes and a mark for each task or pod. Not to scale, as
 * the stage is; a mark's family is all that it keeps. The largest mark is taken with which everything fits.
 */
import type { Ref } from '../../engine/model';
import type { Family, Half, Tile, Zone } from '../../stage/view';

export interface MiniMark {
  readonly key: string;
  readonly ref: Ref;
  readonly family: Family;
  readonly old: boolean;
  readonly x: number;
  readonly y: number;
}

export interface MiniBox {
  readonly key: string;
  readonly state: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Miniature {
  readonly side: number;
  readonly zones: readonly {
    readonly name: string;
    readonly lost: boolean;
    readonly x: number;
    readonly width: number;
  }[];
  readonly boxes: readonly MiniBox[];
  readonly marks: readonly MiniMark[];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const SIDES = [14, 12, 10, 8, 6, 5, 4, 3];
const MOST_COLUMNS = 4;
const GAP = 2;
const PAD = 4;
const ZONE_GAP = 4;

export function miniature(half: Half, size: Size): Miniature | null {
  for (const side of SIDES)
    for (let columns = 1; columns <= MOST_COLUMNS; columns++) {
      const made = place(half, size, side, columns);
      if (made) return made;
    }
  return null;
}

function place(half: Half, size: Size, side: number, columns: number): Miniature | null {
  const waits = [...half.waiting.tiles];
  const lane = waits.length > 0 ? side + 2 * GAP : 0;
  const count = Math.max(1, half.zones.length);
  const width = (size.width - (count - 1) * ZONE_GAP) / count;
  const made = half.zones.map((zone, i) =>
    placeZone(zone, i * (width + ZONE_GAP), width, side, columns),
  );
  if (made.some((zone) => zone === null || zone.bottom > size.height - lane)) return null;
  if (waits.length * (side + GAP) > size.width)
    waits.length = Math.floor(size.width / (side + GAP));
  const zones = made.filter((zone) => zone !== null);
  const laneMarks = waits.map((tile, i) =>
    markOf(tile, i * (side + GAP), size.height - side - GAP),
  );
  return {
    side,
    zones: half.zones.map(({ name, lost }, i) => ({
      name,
      lost,
      x: i * (width + ZONE_GAP),
      width,
    })),
    boxes: zones.flatMap((zone) => zone.boxes),
    marks: [...zones.flatMap((zone) => zone.marks), ...laneMarks],
  };
}

interface ZoneMade {
  readonly boxes: readonly MiniBox[];
  readonly marks: readonly MiniMark[];
  readonly bottom: number;
}

/** null: a box is too narrow to hold a mark. */
function placeZone(
  zone: Zone,
  left: number,
  width: number,
  side: number,
  columns: number,
): ZoneMade | null {
  const boxWidth = (width - PAD * (columns + 1)) / columns;
  const across = Math.floor((boxWidth - 2 * PAD + GAP) / (side + GAP));
  if (across < 1) return null;
  const boxes: MiniBox[] = [];
  const marks: MiniMark[] = [];
  const bottoms = Array.from({ length: columns }, () => PAD);
  const put = (tiles: readonly Tile[], x: number, y: number) => {
    tiles.forEach((tile, i) =>
      marks.push(
        markOf(tile, x + (i % across) * (side + GAP), y + Math.floor(i / across) * (side + GAP)),
      ),
    );
    return Math.max(1, Math.ceil(tiles.length / across)) * (side + GAP) - GAP;
  };
  zone.boxes.forEach((box, i) => {
    const column = i % columns;
    const x = left + PAD + column * (boxWidth + PAD);
    const y = bottoms[column] ?? PAD;
    const tiles = box.tiles.filter(shows);
    const height = put(tiles, x + PAD, y + PAD) + 2 * PAD;
    boxes.push({ key: box.id, state: box.state, x, y, width: boxWidth, height });
    bottoms[column] = y + height + PAD;
  });
  const floating = zone.floating.filter(shows);
  const top = Math.max(...bottoms);
  const floor = floating.length > 0 ? top + put(floating, left + 2 * PAD, top) + PAD : top;
  return { boxes, marks, bottom: floor };
}

/** What has ended is fading on the stage; here there is no room for it. */
const shows = ({ family }: Tile): boolean =>
  family !== 'system' && family !== 'done' && family !== 'failed';

const markOf = ({ id, ref, family, old }: Tile, x: number, y: number): MiniMark => ({
  key: id,
  ref,
  family,
  old,
  x,
  y,
});
