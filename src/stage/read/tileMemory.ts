/**
 * Tiles by their records. A tile is made again when its record or what it is seen with changed, or, while something is
 * under way, when that began or is due at another time. Only then is it asked when: most tiles of a thousand rest.
 */
import type { Span, Tile } from '../view';

export type Due = () => Partial<Span> | undefined;

interface Known<C> {
  readonly context: C;
  readonly startedAtMs: number | null;
  readonly dueAtMs: number | null;
  readonly tile: Tile;
}

export interface Timed {
  readonly startedAtMs: number | null;
  readonly dueAtMs: number | null;
}

export function tileMemory<R extends object, C>(
  same: (a: C, b: C) => boolean,
  isUnderWay: (record: R, context: C) => boolean,
  make: (record: R, key: string, context: C, timed: Timed) => Tile,
): (record: R, key: string, context: C, due: Due) => Tile {
  const made = new WeakMap<R, Known<C> & { readonly underWay: boolean }>();
  return (record, key, context, due) => {
    const known = made.get(record);
    const unchanged = known !== undefined && same(known.context, context);
    if (unchanged && !known.underWay) return known.tile;
    const underWay = unchanged || isUnderWay(record, context);
    const span = underWay ? due() : undefined;
    const timed = { startedAtMs: span?.startedAtMs ?? null, dueAtMs: span?.dueAtMs ?? null };
    if (unchanged && known.startedAtMs === timed.startedAtMs && known.dueAtMs === timed.dueAtMs)
      return known.tile;
    const tile = make(record, key, context, timed);
    made.set(record, { context, ...timed, tile, underWay });
    return tile;
  };
}
