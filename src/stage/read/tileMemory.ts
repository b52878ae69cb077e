/**
 * Tiles by their records. A tile is made again when its record or what it is seen with changed, or, while something is
 * under way, when that began or is due at another time. Only then is it asked when: most tiles of a thousand rest.
 */
import type { Span, Tile } from '../view';

/** Kept beside what is known of a record. */
export interface Slot<C> {
  known: {
    readonly context: C;
    readonly timed: Timed;
    readonly underWay: boolean;
    readonly tile: Tile;
  } | null;
}

export interface Timed {
  readonly startedAtMs: number | null;
  readonly dueAtMs: number | null;
}

export interface TileRules<R, C> {
  readonly same: (a: C, b: C) => boolean;
  readonly isUnderWay: (record: R, context: C) => boolean;
  readonly make: (record: R, key: string, context: C, timed: Timed) => Tile;
}

const NOT_TIMED: Timed = { startedAtMs: null, dueAtMs: null };

export function tileIn<R, C>(
  slot: Slot<C>,
  rules: TileRules<R, C>,
  record: R,
  key: string,
  context: C,
  due: (record: R, key: string, context: C) => Partial<Span> | undefined,
): Tile {
  const { known } = slot;
  const unchanged = known !== null && rules.same(known.context, context);
  if (unchanged && !known.underWay) return known.tile;
  const underWay = unchanged || rules.isUnderWay(record, context);
  const timed = underWay ? timedBy(due(record, key, context)) : NOT_TIMED;
  if (unchanged && sameTime(known.timed, timed)) return known.tile;
  const tile = rules.make(record, key, context, timed);
  slot.known = { context, timed, underWay, tile };
  return tile;
}

const timedBy = (span: Partial<Span> | undefined): Timed => ({
  startedAtMs: span?.startedAtMs ?? null,
  dueAtMs: span?.dueAtMs ?? null,
});

const sameTime = (a: Timed, b: Timed): boolean =>
  a.startedAtMs === b.startedAtMs && a.dueAtMs === b.dueAtMs;
