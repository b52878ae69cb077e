/** Rings around what is selected, pointed at, focused or looked for, and around the counterpart. */
import type { RingItem } from '../frame';
import type { HalfPlace, Place } from '../layout/places';
import { refKey, sameRef } from '../view';
import { findInHalf } from './find';
import type { Pointing } from './pointing';
import type { Found } from './route';

export function ringItems(half: HalfPlace, pointing: Pointing): readonly RingItem[] {
  const { selected, hovered, counterpart, focused, found, ringed } = pointing;
  return [
    ...ring(findInHalf(half, selected), 'selected', 'selected'),
    ...(sameRef(hovered, selected) ? [] : ring(findInHalf(half, hovered), 'selected', 'hovered')),
    ...ring(findInHalf(half, counterpart), 'counterpart', 'counterpart'),
    ...ring(findInHalf(half, focused), 'focus', 'focus'),
    ...(found === null ? [] : foundRings(half, found)),
    ...ringed.flatMap((ref) => ring(findInHalf(half, ref), 'found', `ringed ${refKey(ref)}`)),
  ];
}

function ring(found: Found | null, as: RingItem['as'], key: string): readonly RingItem[] {
  return found ? [{ key, as, ...around(found.place), radius: radiusOf(found) }] : [];
}

function foundRings(half: HalfPlace, state: string): readonly RingItem[] {
  return half.zones.flatMap((zone) =>
    zone.boxes.flatMap((box) =>
      box.tiles
        .filter(({ tile }) => tile.state === state)
        .map((place): RingItem => ({
          key: `found ${place.tile.id}`,
          as: 'found',
          ...around(place),
          radius: 3,
        })),
    ),
  );
}

/** 2 px wide, 2 px away. */
export const around = ({ x, y, width, height }: Place): Place => ({
  x: x - 3,
  y: y - 3,
  width: width + 6,
  height: height + 6,
});

const radiusOf = ({ round, place }: Found): number =>
  round ? 3 + Math.min(7, place.height / 2.4, place.width / 2) : 4;
