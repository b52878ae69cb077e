/** How many tiles of a zone are in which state: counted once for each box, for as long as it is the same. */
import { perObject } from '../records';
import type { Box, Tile, Zone } from '../view';
import { counts } from './boxItem';

export interface InState {
  /** One of them, for its look. */
  readonly tile: Tile;
  readonly count: number;
}

/** By state, revision and target: whatever a tally, a chip or a band asks for. */
export type Census = ReadonlyMap<string, InState>;

const keyOf = ({ state, old, target }: Tile): string => `${state} ${old} ${target}`;

export function census(tiles: readonly Tile[]): Census {
  const found = new Map<string, InState>();
  for (const tile of tiles) if (counts(tile)) add(found, tile, 1);
  return found;
}

const censusOfBox = perObject((box: Box): Census => census(box.tiles));

export const censusOf = perObject((zone: Zone): Census => {
  const found = new Map<string, InState>();
  for (const each of [...zone.boxes.map(censusOfBox), census(zone.floating)])
    for (const { tile, count } of each.values()) add(found, tile, count);
  return found;
});

function add(to: Map<string, InState>, tile: Tile, count: number): void {
  const key = keyOf(tile);
  const known = to.get(key);
  to.set(key, { tile: known?.tile ?? tile, count: (known?.count ?? 0) + count });
}

export const countIn = (of: Census, is: (tile: Tile) => boolean): number => {
  let sum = 0;
  for (const { tile, count } of of.values()) if (is(tile)) sum += count;
  return sum;
};
