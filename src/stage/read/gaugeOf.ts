/** Counts tiles the way the needle and the fill need them. */
import type { Family, Gauge, Limits, StateCount, Tile } from '../view';

const AS_FIELD: Partial<
  Record<Family, 'starting' | 'waiting' | 'unhealthy' | 'broken' | 'unknown'>
> = {
  starting: 'starting',
  waiting: 'waiting',
  unhealthy: 'unhealthy',
  broken: 'broken',
  unknown: 'unknown',
};

/** A limit that is farther than so many times what is there would leave the rest too small to be read. */
const FARTHEST = 3;

export function gaugeOf(
  tiles: readonly Tile[],
  asked: number,
  allowed: number,
  limits: Limits | null,
): Gauge {
  const gauge = {
    old: 0,
    serving: 0,
    starting: 0,
    waiting: 0,
    unhealthy: 0,
    broken: 0,
    unknown: 0,
  };
  for (const tile of tiles) {
    const field = AS_FIELD[tile.family];
    if (field) gauge[field]++;
    else if (tile.family === 'serving') {
      gauge.serving++;
      if (tile.old) gauge.old++;
    }
  }
  const total = gauge.serving + gauge.starting + gauge.waiting;
  const there = total + gauge.unhealthy + gauge.broken + gauge.unknown;
  const max = Math.max(asked, allowed, there, 1);
  const shown = limits && limits.max <= FARTHEST * max ? Math.max(max, limits.max) : max;
  return { asked, ...gauge, limits: limits && { min: limits.min, max: limits.max }, max: shown };
}

/** Every state that is neither serving nor leaving nor over, in the order in which tiles pass through them. */
export function underWayOf(tiles: readonly Tile[]): readonly StateCount[] {
  const counts = new Map<string, { state: string; family: Family; count: number }>();
  for (const tile of tiles) {
    if (!AS_FIELD[tile.family]) continue;
    const known = counts.get(tile.state);
    if (known) known.count++;
    else counts.set(tile.state, { state: tile.state, family: tile.family, count: 1 });
  }
  return [...counts.values()].sort(
    (a, b) =>
      ORDER.indexOf(a.family) - ORDER.indexOf(b.family) ||
      (a.state < b.state ? -1 : a.state > b.state ? 1 : 0),
  );
}

const ORDER: readonly Family[] = ['starting', 'waiting', 'unhealthy', 'broken', 'unknown'];
