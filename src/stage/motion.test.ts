import { describe, expect, it } from 'vitest';
import type { Frame, TileItem } from './frame';
import { appeared, changing, ease, moveKey, paceOf, type Eased } from './motion';

const item = (key: string, x: number, family: TileItem['family'] = 'serving'): TileItem =>
  ({ key, x, y: 0, family }) as TileItem;
const frame = (...tiles: TileItem[]): Frame => ({
  width: 0,
  height: 0,
  leader: null,
  lens: null,
  halves: [{ platform: 'ecs', tiles, boxes: [] } as unknown as Frame['halves'][number]],
});
const FULL = paceOf(1, false);
const at = (eased: Eased, key: string) => eased.moves.get(moveKey('ecs', 'tile', key))!;
const steps = (from: Eased, to: Frame, ...elapsed: number[]): Eased =>
  elapsed.reduce((eased, ms) => ease(eased, to, ms, FULL, false), from);

describe('ease', () => {
  const start = ease(null, frame(item('a', 0)), 0, FULL, true);

  it('slides a tile to its place in 320 ms, fast first', () => {
    const half = steps(start, frame(item('a', 100)), 160);
    expect(at(half, 'a').x).toBeCloseTo(87.5);
    const end = steps(half, frame(item('a', 100)), 160);
    expect(at(end, 'a').x).toBe(100);
  });

  it('does not mind how the time is cut', () => {
    const to = frame(item('a', 100));
    expect(at(steps(start, to, 100), 'a').x).toBeCloseTo(at(steps(start, to, 40, 40, 20), 'a').x);
  });

  it('turns from where it is when the place changes on the way', () => {
    const half = steps(start, frame(item('a', 100)), 160);
    const turned = steps(half, frame(item('a', 0)), 0);
    expect(at(turned, 'a').x).toBeCloseTo(87.5);
  });

  it('lets what is new appear and what is gone vanish', () => {
    const come = steps(start, frame(item('a', 0), item('b', 50)), 16);
    expect(appeared(at(come, 'b'), FULL)).toBeLessThan(0.5);
    const gone = steps(come, frame(item('a', 0)), 16);
    expect(gone.going.map((each) => each.item.key)).toEqual(['b']);
    expect(steps(gone, frame(item('a', 0)), 120).going).toEqual([]);
  });

  it('rings once when the family changes', () => {
    const changed = steps(start, frame(item('a', 0, 'unhealthy')), 16);
    expect(changing(at(changed, 'a'), FULL)).toBe(1);
    expect(changing(at(steps(changed, frame(item('a', 0, 'unhealthy')), 240), 'a'), FULL)).toBe(
      null,
    );
  });

  it('snaps on a jump in time', () => {
    const jumped = ease(start, frame(item('a', 100, 'leaving'), item('b', 0)), 16, FULL, true);
    expect(at(jumped, 'a').x).toBe(100);
    expect(appeared(at(jumped, 'b'), FULL)).toBe(1);
    expect(changing(at(jumped, 'a'), FULL)).toBe(null);
    expect(jumped.going).toEqual([]);
  });

  it('keeps the object of what has settled', () => {
    const to = frame(item('a', 0));
    const settled = steps(start, to, 400);
    expect(at(steps(settled, to, 16), 'a')).toBe(at(settled, 'a'));
  });

  it('is short at 20x, none at 60x, and a held mark where motion is reduced', () => {
    expect(paceOf(20, false).slide).toBe(120);
    expect(at(ease(start, frame(item('a', 100)), 16, paceOf(60, false), false), 'a').x).toBe(100);
    const calm = paceOf(1, true);
    const changed = ease(start, frame(item('a', 100, 'broken')), 16, calm, false);
    expect(at(changed, 'a').x).toBe(100);
    expect(
      changing(at(ease(changed, frame(item('a', 100, 'broken')), 500, calm, false), 'a'), calm),
    ).toBe(1);
  });
});
