/**
 * The pen's line from a thing to its counterpart: it leaves its box at once, travels over water and never over
 * another box, and meets the other half on the gutter.
 */
import type { HalfPlace, Place } from '../layout/places';

export interface Found {
  readonly half: HalfPlace;
  readonly place: Place;
  /** The box it lies in; null where it floats or waits. */
  readonly box: Place | null;
  readonly round: boolean;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const CLEAR = 8;

/** Points from the thing to the gutter's side of its half, in pixels of the stage. */
export function toGutter({ half, place, box }: Found, gutterX: number): readonly Point[] {
  const obstacles = obstaclesOf(half);
  const from = { x: place.x + place.width / 2, y: place.y + place.height + 3 };
  const side = gutterX - half.x;
  const clear = (y: number, x1: number) =>
    isClear(obstacles, y, Math.min(x1, side), Math.max(x1, side));
  const inLane = place.y >= half.lane.y;
  if (inLane) {
    const y = half.lane.y - 4;
    return stagePoints(half, [
      { x: from.x, y: place.y - 3 },
      { x: from.x, y },
      { x: side, y },
    ]);
  }
  const below = (box ? box.y + box.height : place.y + place.height + 4) + CLEAR + 1;
  const start = [from, { x: from.x, y: below }];
  if (clear(below, from.x)) return stagePoints(half, [...start, { x: side, y: below }]);
  // Straight down where nothing lies below, else beside the box.
  const levels = levelsOf(half, obstacles);
  const direct = nearest(
    levels.filter((y) => clear(y, from.x) && isShaft(obstacles, from.x, below, y)),
    below,
  );
  if (direct !== null)
    return stagePoints(half, [from, { x: from.x, y: direct }, { x: side, y: direct }]);
  const shaftX = (box?.x ?? place.x) - CLEAR - 3;
  const y =
    nearest(
      levels.filter((level) => clear(level, shaftX)),
      below,
    ) ?? half.lane.y - 4;
  return stagePoints(half, [...start, { x: shaftX, y: below }, { x: shaftX, y }, { x: side, y }]);
}

function obstaclesOf(half: HalfPlace): readonly Place[] {
  return half.zones.flatMap((zone) => [
    ...zone.boxes,
    ...(zone.floating?.tiles.map((tile) => ({
      x: tile.x - 4,
      y: tile.y - 4,
      width: tile.width + 8,
      height: tile.height + 8,
    })) ?? []),
  ]);
}

const isClear = (obstacles: readonly Place[], y: number, x1: number, x2: number): boolean =>
  !obstacles.some(
    (place) =>
      place.y - 4 < y &&
      y < place.y + place.height + 4 &&
      place.x < x2 &&
      x1 < place.x + place.width,
  );

/** Nothing lies on the way from one level to the other at `x`. */
const isShaft = (obstacles: readonly Place[], x: number, y1: number, y2: number): boolean =>
  y2 > y1 &&
  !obstacles.some(
    (place) =>
      place.x - 4 < x &&
      x < place.x + place.width + 4 &&
      place.y - 4 < y2 &&
      y1 < place.y + place.height,
  );

/** Just above and below everything that lies there, and the water under it all. */
function levelsOf(half: HalfPlace, obstacles: readonly Place[]): readonly number[] {
  const floor = half.lane.y - 4;
  const levels = obstacles.flatMap((place) => [place.y + place.height + CLEAR, place.y - CLEAR]);
  return [...levels.filter((y) => y > half.waterY + 4 && y < floor), floor];
}

const nearest = (levels: readonly number[], to: number): number | null =>
  levels.reduce<number | null>(
    (best, y) => (best === null || Math.abs(y - to) < Math.abs(best - to) ? y : best),
    null,
  );

const stagePoints = (half: HalfPlace, points: readonly Point[]): readonly Point[] =>
  points.map(({ x, y }) => ({ x: x + half.x, y: y + half.y }));

export const pathOf = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');

const round = (n: number): number => Math.round(n * 10) / 10;
