/** Where a thing lies: by its record, or by a point. */
import type { Ref } from '../../engine/model';
import { drawsTiles } from '../layout/metrics';
import type { BoxPlace, Boxes, HalfPlace, Place, TilePlace } from '../layout/places';
import { sameRef, type Tile } from '../view';
import type { Found } from './route';

export function findRef(boxes: Boxes, ref: Ref | null): Found | null {
  for (const half of boxes.halves) {
    const found = findInHalf(half, ref);
    if (found) return found;
  }
  return null;
}

export function findInHalf(half: HalfPlace, ref: Ref | null): Found | null {
  if (!ref) return null;
  const round = half.half.platform === 'kubernetes';
  const tile = (places: readonly TilePlace[], box: Place | null): Found | null => {
    const place = places.find((each) => sameRef(each.tile.ref, ref));
    return place ? { half, place, box, round } : null;
  };
  for (const zone of half.zones) {
    if (sameRef(zone.zone.ref, ref)) return { half, place: zone, box: null, round: false };
    for (const box of zone.boxes) {
      if (sameRef(box.box.ref, ref)) return { half, place: box, box, round: false };
      const found = tile(box.tiles, box);
      if (found) return found;
      // In a tally the tile is one with its box.
      if (box.tiles.length === 0 && box.box.tiles.some((each) => sameRef(each.ref, ref)))
        return { half, place: box, box, round: false };
    }
    const found = tile(zone.floating?.tiles ?? [], null);
    if (found) return found;
  }
  const waiting = tile(half.lane.tiles, null);
  if (waiting) return waiting;
  const { loadBalancer } = half.half;
  if (loadBalancer && sameRef(loadBalancer.ref, ref) && half.lineY !== null) {
    const place = {
      x: half.margin - 4,
      y: 2,
      width: half.width - 2 * half.margin + 8,
      height: half.lineY - 8,
    };
    return { half, place, box: null, round: false };
  }
  return null;
}

export interface Hit {
  readonly half: HalfPlace;
  readonly box: BoxPlace | null;
  readonly tile: Tile | null;
}

const within = (place: Place, x: number, y: number): boolean =>
  place.x <= x && x < place.x + place.width && place.y <= y && y < place.y + place.height;

/** What lies under a point of the stage where tiles are not elements. */
export function hitAt(boxes: Boxes, x: number, y: number): Hit | null {
  const half = boxes.halves.find((each) => within(each, x, y));
  if (!half || drawsTiles(half.metrics)) return null;
  const [hx, hy] = [x - half.x, y - half.y];
  for (const zone of half.zones) {
    const box = zone.boxes.find((each) => within(each, hx, hy));
    const places = box ? box.tiles : (zone.floating?.tiles ?? []);
    const tile = places.find((each) => within(each, hx, hy))?.tile ?? null;
    if (box || tile) return { half, box: box ?? null, tile };
  }
  return null;
}
