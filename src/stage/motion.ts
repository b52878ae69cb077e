/**
 * Decoration on frame time: things slide to their places, appear, vanish, and ring once when their family changes.
 * What the model has under way is not here: it is in the frame already, drawn from simulated time. Pure: the last
 * result, the next frame and the milliseconds between them.
 */
import { easeCubicOut } from 'd3';
import type { BoxItem, Frame, HalfFrame, TileItem } from './frame';
import type { Platform } from './view';

/** How far along one tile or box is. Settled things keep their object. */
export interface Move {
  readonly x: number;
  readonly y: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  readonly slideMs: number;
  readonly appearMs: number;
  /** Since its family changed; null: it did not, or that is over. */
  readonly changeMs: number | null;
  readonly family: string;
}

/** Something that is no longer there and still seen. */
export interface Going {
  readonly platform: Platform;
  readonly what: 'tile' | 'box';
  readonly item: TileItem | BoxItem;
  readonly move: Move;
  readonly goneMs: number;
}

export interface Eased {
  readonly frame: Frame;
  readonly moves: ReadonlyMap<string, Move>;
  readonly going: readonly Going[];
  readonly pace: Pace;
}

/** Frame milliseconds. `change` is held, not faded, when motion is reduced. */
export interface Pace {
  readonly slide: number;
  readonly appear: number;
  readonly vanish: number;
  readonly change: number;
  readonly held: boolean;
}

const FULL: Pace = { slide: 320, appear: 160, vanish: 120, change: 240, held: false };
const SHORT: Pace = { slide: 120, appear: 120, vanish: 120, change: 120, held: false };
const NONE: Pace = { slide: 0, appear: 0, vanish: 0, change: 0, held: false };
const REDUCED: Pace = { slide: 0, appear: 0, vanish: 0, change: 600, held: true };

/** At 20x frame motion is short, at 60x there is none. */
export function paceOf(speed: number, reducedMotion: boolean): Pace {
  if (reducedMotion) return REDUCED;
  if (speed >= 60) return NONE;
  return speed >= 20 ? SHORT : FULL;
}

/** `snap`: a jump in time; everything is where it belongs at once. */
export function ease(
  previous: Eased | null,
  frame: Frame,
  elapsedMs: number,
  pace: Pace,
  snap: boolean,
): Eased {
  const moves = new Map<string, Move>();
  for (const half of frame.halves)
    for (const [key, item] of thingsOf(half)) {
      const before = snap ? undefined : previous?.moves.get(key);
      const isNew = previous !== null && !snap;
      moves.set(key, before ? advance(before, item, elapsedMs, pace) : begin(item, isNew, pace));
    }
  const going = previous && !snap ? goingOf(previous, moves, elapsedMs, pace) : [];
  return { frame, moves, going, pace };
}

export const moveKey = (platform: Platform, what: 'tile' | 'box', key: string): string =>
  `${platform} ${what} ${key}`;

const familyOf = (item: TileItem | BoxItem): string =>
  'family' in item ? item.family : item.state;

function* thingsOf(half: HalfFrame): Generator<readonly [string, TileItem | BoxItem]> {
  for (const item of half.boxes) yield [moveKey(half.platform, 'box', item.key), item];
  for (const item of half.tiles) yield [moveKey(half.platform, 'tile', item.key), item];
}

const begin = (item: TileItem | BoxItem, isNew: boolean, pace: Pace): Move => ({
  x: item.x,
  y: item.y,
  fromX: item.x,
  fromY: item.y,
  toX: item.x,
  toY: item.y,
  slideMs: pace.slide,
  appearMs: isNew ? 0 : pace.appear,
  changeMs: null,
  family: familyOf(item),
});

function advance(before: Move, item: TileItem | BoxItem, elapsedMs: number, pace: Pace): Move {
  const moved = before.toX !== item.x || before.toY !== item.y;
  const family = familyOf(item);
  const changed = family !== before.family;
  const settled =
    before.slideMs >= pace.slide && before.appearMs >= pace.appear && before.changeMs === null;
  if (settled && !moved && !changed) return before;
  const [fromX, fromY] = moved ? [before.x, before.y] : [before.fromX, before.fromY];
  const slideMs = moved ? elapsedMs : before.slideMs + elapsedMs;
  const share = pace.slide === 0 ? 1 : easeCubicOut(Math.min(1, slideMs / pace.slide));
  const changeMs = changed ? 0 : before.changeMs === null ? null : before.changeMs + elapsedMs;
  return {
    x: fromX + (item.x - fromX) * share,
    y: fromY + (item.y - fromY) * share,
    fromX,
    fromY,
    toX: item.x,
    toY: item.y,
    slideMs,
    appearMs: before.appearMs + elapsedMs,
    changeMs: changeMs !== null && changeMs < pace.change ? changeMs : null,
    family,
  };
}

function goingOf(
  previous: Eased,
  moves: ReadonlyMap<string, Move>,
  elapsedMs: number,
  pace: Pace,
): readonly Going[] {
  const going: Going[] = [];
  const still = (each: Going) => {
    const key = moveKey(each.platform, each.what, each.item.key);
    if (each.goneMs < pace.vanish && !moves.has(key)) going.push(each);
  };
  for (const each of previous.going) still({ ...each, goneMs: each.goneMs + elapsedMs });
  for (const half of previous.frame.halves) {
    const leave = (what: 'tile' | 'box', items: readonly (TileItem | BoxItem)[]) => {
      for (const item of items) {
        const key = moveKey(half.platform, what, item.key);
        const move = previous.moves.get(key);
        if (move && !moves.has(key))
          still({ platform: half.platform, what, item, move, goneMs: elapsedMs });
      }
    };
    leave('box', half.boxes);
    leave('tile', half.tiles);
  }
  return going;
}

/** 0 to 1 while it appears. */
export const appeared = (move: Move, pace: Pace): number =>
  pace.appear === 0 ? 1 : easeCubicOut(Math.min(1, move.appearMs / pace.appear));

/** 1 to 0 while its change is marked; null: it is not. */
export function changing(move: Move, pace: Pace): number | null {
  if (move.changeMs === null || pace.change === 0) return null;
  return pace.held ? 1 : 1 - move.changeMs / pace.change;
}
