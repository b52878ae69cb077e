import { describe, expect, it } from 'vitest';
import { neighbour } from './neighbour';

const at = (name: string, x: number, y: number, width = 10, height = 10) => ({
  name,
  x,
  y,
  width,
  height,
});
const [a, b, c, d] = [at('a', 0, 0), at('b', 20, 0), at('c', 0, 20), at('d', 100, 22)] as const;
const all = [a, b, c, d];
const next = (from: typeof a, direction: Parameters<typeof neighbour>[1]) =>
  neighbour(
    from,
    direction,
    all.filter((each) => each !== from),
  )?.name ?? null;

describe('neighbour', () => {
  it('goes to what lies beside, not to what is merely near', () => {
    expect(next(a, 'right')).toBe('b');
    expect(next(a, 'down')).toBe('c');
    expect(next(c, 'right')).toBe('d');
  });

  it('stays where nothing lies further on', () => {
    expect(next(a, 'left')).toBe(null);
    expect(next(d, 'down')).toBe(null);
  });

  it('leaves a tile upwards to the box around it before the tile of another row', () => {
    const box = at('box', -5, -20, 60, 60);
    expect(neighbour(at('tile', 0, 15), 'up', [box, at('far', 300, 0)])?.name).toBe('box');
  });
});
