/** What can be reached on a half: by the arrow keys as it lies, and by its key from an element. */
import type { BoxItem, ChipItem, Frame, HalfFrame, Thing } from '../frame';
import type { Place } from '../layout/places';
import type { Platform } from '../view';

/** In pixels of the stage. `thing` null: a chip, which has no record of its own. */
export interface Reachable extends Place {
  readonly platform: Platform;
  readonly kind: 'tile' | 'box' | 'load-balancer' | 'chip' | 'lens-head' | 'lens-tile';
  readonly key: string;
  readonly thing: Thing | null;
}

export function reachableIn(frame: Frame, platform: Platform): readonly Reachable[] {
  const half = frame.halves.find((each) => each.platform === platform);
  if (!half) return [];
  const of =
    (kind: Reachable['kind']) =>
    (thing: Thing): Reachable =>
      moved(half, kind, thing.key, thing, thing);
  return [
    ...(half.line ? [of('load-balancer')(half.line)] : []),
    ...half.boxes.map((box) => moved(half, 'box', box.key, box, headOf(box))),
    ...half.tiles.filter((tile) => tile.opacity > 0).map(of('tile')),
    ...half.lane.chips.map((chip: ChipItem) => moved(half, 'chip', chip.state, null, chip)),
  ];
}

export function reachableInLens({ lens }: Frame): readonly Reachable[] {
  if (!lens) return [];
  const { platform } = lens;
  return [
    { ...placeOf(lens.box), platform, kind: 'lens-head', key: lens.key, thing: lens.box },
    ...lens.tiles.map((tile): Reachable => ({
      ...placeOf(tile),
      platform,
      kind: 'lens-tile',
      key: tile.key,
      thing: tile,
    })),
  ];
}

/** For the arrows a box is its head, with its tiles below. In a crowd it is all there is. */
const headOf = (box: BoxItem): Place =>
  box.name ? { x: box.x, y: box.y, width: box.width, height: box.name.y + 4 } : box;

const placeOf = ({ x, y, width, height }: Place): Place => ({ x, y, width, height });

const moved = (
  { platform, x, y }: HalfFrame,
  kind: Reachable['kind'],
  key: string,
  thing: Thing | null,
  place: Place,
): Reachable => ({
  x: place.x + x,
  y: place.y + y,
  width: place.width,
  height: place.height,
  platform,
  kind,
  key,
  thing,
});

/** What a finger can aim at (LOOK.md 7). */
const FINGER_PX = 44;

/**
 * What a finger means at a point of the stage. Each thing is at least a finger wide to it; where several lie within reach,
 * the nearest, so that neighbours share what is between them and what is drawn stays as it is.
 */
export function touchedAmong(all: readonly Reachable[], x: number, y: number): Reachable | null {
  let best: Reachable | null = null;
  let least = Infinity;
  for (const each of all) {
    const across = beside(x, each.x, each.width);
    const down = beside(y, each.y, each.height);
    if (across > reach(each.width) || down > reach(each.height)) continue;
    const distance = across * across + down * down;
    if (distance >= least) continue;
    [best, least] = [each, distance];
  }
  return best;
}

const reach = (length: number): number => Math.max(0, (FINGER_PX - length) / 2);
const beside = (at: number, start: number, length: number): number =>
  Math.max(0, start - at, at - start - length);

const CLASSES: readonly (readonly [string, Reachable['kind']])[] = [
  ['tile', 'tile'],
  ['exception', 'chip'],
  ['load-balancer', 'load-balancer'],
  ['lens-head', 'lens-head'],
  ['box', 'box'],
];

/** The element's own mark, from the inside outwards. */
export function reachableAt(target: Element, frame: Frame): Reachable | null {
  const element = target.closest('[data-key]:not(.zone, .lens)');
  if (!element) return null;
  const key = element.getAttribute('data-key');
  const inLens = element.closest('.lens') !== null;
  const found = CLASSES.find(([name]) => element.classList.contains(name));
  if (!found) return null;
  const kind = inLens && found[1] === 'tile' ? 'lens-tile' : found[1];
  const platform = element.closest('svg.stage-half')?.getAttribute('data-platform') as
    Platform | undefined;
  const among = inLens ? reachableInLens(frame) : platform ? reachableIn(frame, platform) : [];
  return among.find((each) => each.kind === kind && each.key === key) ?? null;
}
