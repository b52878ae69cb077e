/**
 * What stands at the same place on the other half: the nth tile of the same name in a zone, the nth box, the zone
 * itself. Both halves run the same workload on the same ground, so place and order pair them.
 */
import type { Ref } from '../engine/model';
import { sameRef, type Half, type Tile, type View, type Zone } from '../stage/view';

export interface Pair {
  readonly ref: Ref;
  /** Its short name, as the stage writes it. */
  readonly name: string;
  readonly what: 'tile' | 'box';
  /** Short names of both, the ECS side first. */
  readonly names: readonly [ecs: string, kubernetes: string];
}

export function counterpartOf(ref: Ref, { ecs, kubernetes }: View): Pair | null {
  if (!ecs || !kubernetes) return null;
  const there = placeOf(ref, ecs);
  if (there) return mirror(there, kubernetes, (mine, other) => [mine, other]);
  const here = placeOf(ref, kubernetes);
  return here ? mirror(here, ecs, (mine, other) => [other, mine]) : null;
}

interface Found {
  readonly what: Pair['what'];
  readonly name: string;
  /** null: it waits, and has no zone. */
  readonly zone: string | null;
  readonly group: string;
  readonly index: number;
}

function placeOf(ref: Ref, half: Half): Found | null {
  for (const zone of half.zones) {
    const box = zone.boxes.findIndex((each) => sameRef(each.ref, ref));
    if (box !== -1)
      return {
        what: 'box',
        name: zone.boxes[box]?.name ?? '',
        zone: zone.name,
        group: '',
        index: box,
      };
    const tile = tileIn(tilesOf(zone), ref);
    if (tile) return { ...tile, zone: zone.name };
  }
  const waiting = tileIn(half.waiting.tiles, ref);
  return waiting && { ...waiting, zone: null };
}

function tileIn(tiles: readonly Tile[], ref: Ref): Omit<Found, 'zone'> | null {
  const tile = tiles.find((each) => sameRef(each.ref, ref));
  if (!tile) return null;
  const index = tiles.filter((each) => each.name === tile.name).indexOf(tile);
  return { what: 'tile', name: tile.shortId, group: tile.name, index };
}

function mirror(
  found: Found,
  half: Half,
  names: (mine: string, other: string) => readonly [string, string],
): Pair | null {
  const { what } = found;
  const zone = half.zones.find((each) => each.name === found.zone);
  const pair = (ref: Ref, name: string): Pair => ({
    ref,
    name,
    what,
    names: names(found.name, name),
  });
  if (what === 'box') {
    const box = zone?.boxes[found.index];
    return box ? pair(box.ref, box.name) : null;
  }
  const tiles = (zone ? tilesOf(zone) : half.waiting.tiles).filter((t) => t.name === found.group);
  const tile = tiles[found.index] ?? tiles[0];
  return tile ? pair(tile.ref, tile.shortId) : null;
}

const tilesOf = (zone: Zone): readonly Tile[] => [
  ...zone.boxes.flatMap((box) => box.tiles.filter((tile) => tile.family !== 'system')),
  ...zone.floating,
];
