/** The tiles of a zone, and how many of them are in each state: made once for as long as the zone is the same. */
import { remember } from '../records';
import type { Tile, Zone } from '../view';
import { counts } from './boxItem';

export const tilesIn = remember((zone: Zone): readonly Tile[] =>
  [...zone.boxes.flatMap((box) => box.tiles), ...zone.floating].filter(counts),
);

export interface InState {
  /** One of them, for its look. */
  readonly tile: Tile;
  readonly count: number;
}

export const statesIn = remember((zone: Zone): ReadonlyMap<string, InState> =>
  byState(tilesIn(zone)),
);

export function byState(tiles: readonly Tile[]): ReadonlyMap<string, InState> {
  const found = new Map<string, InState>();
  for (const tile of tiles) {
    const known = found.get(tile.state);
    found.set(tile.state, { tile: known?.tile ?? tile, count: (known?.count ?? 0) + 1 });
  }
  return found;
}
