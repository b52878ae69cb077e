/** Which thing lies next in a direction, for the arrow keys: near along the direction, and not far beside it. */
import type { Place } from './places';

export type Direction = 'left' | 'right' | 'up' | 'down';

export function neighbour<T extends Place>(
  from: Place,
  direction: Direction,
  among: readonly T[],
): T | null {
  let best: T | null = null;
  let least = Infinity;
  for (const each of among) {
    const cost = distance(from, each, direction);
    if (cost < least) {
      least = cost;
      best = each;
    }
  }
  return best;
}

/** What is not in line comes after what is, within this many pixels. */
const OUT_OF_LINE = 150;

/** A thing within or around another lies in the direction of its middle. */
function distance(from: Place, to: Place, direction: Direction): number {
  const [a, b] = [middle(from), middle(to)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const ahead = { left: -dx, right: dx, up: -dy, down: dy }[direction];
  if (ahead <= 0.5) return Infinity;
  const across = direction === 'left' || direction === 'right';
  const aside = across
    ? apart(from.y, from.height, to.y, to.height)
    : apart(from.x, from.width, to.x, to.width);
  const off = Math.abs(across ? dy : dx);
  return ahead + (aside > 0 ? OUT_OF_LINE + 8 * aside : 0) + off / 2;
}

const middle = ({ x, y, width, height }: Place) => ({ x: x + width / 2, y: y + height / 2 });

/** Gap between two stretches; 0 where they overlap. */
const apart = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.max(0, b - a - aLength, a - b - bLength);
