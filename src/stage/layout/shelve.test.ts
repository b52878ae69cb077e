import { describe, expect, it } from 'vitest';
import { shelve, type ShelfItem, type Slot } from './shelve';

const item = (id: string, need: number, over: Partial<ShelfItem> = {}): ShelfItem => ({
  id,
  need,
  atEnd: false,
  ended: false,
  ...over,
});
const at = (slots: ReadonlyMap<string, Slot>, id: string) => {
  const slot = slots.get(id);
  return (
    slot && [slot.row, Math.round(slot.at * 1000) / 1000, Math.round(slot.width * 1000) / 1000]
  );
};
const NONE = new Map<string, Slot>();

describe('shelve', () => {
  it('fills a row before it begins the next', () => {
    const { slots, gaps } = shelve([item('a', 0.5), item('b', 0.5), item('c', 0.25)], [1, 1], NONE);
    expect([at(slots, 'a'), at(slots, 'b'), at(slots, 'c')]).toEqual([
      [0, 0, 0.5],
      [0, 0.5, 0.5],
      [1, 0, 0.25],
    ]);
    expect(gaps).toEqual([[], [[0.25, 1]]]);
  });

  it('keeps a tile where it is when its neighbour leaves, and gives the gap to a newcomer', () => {
    const before = shelve([item('a', 0.5), item('b', 0.5)], [1, 1], NONE);
    const left = shelve([item('b', 0.5)], [1, 1], before.slots);
    expect(at(left.slots, 'b')).toEqual([0, 0.5, 0.5]);
    const come = shelve([item('b', 0.5), item('c', 0.5)], [1, 1], left.slots);
    expect(at(come.slots, 'c')).toEqual([0, 0, 0.5]);
  });

  it('packs anew only when the gaps are too small though there is room', () => {
    const holes = new Map<string, Slot>([
      ['a', { row: 0, span: 1, at: 0.25, width: 0.5 }],
      ['b', { row: 1, span: 1, at: 0.25, width: 0.5 }],
    ]);
    const { slots } = shelve([item('a', 0.5), item('b', 0.5), item('c', 0.5)], [1, 1], holes);
    expect(slots.size).toBe(3);
    expect(at(slots, 'a')).toEqual([0, 0, 0.5]);
  });

  it('gives a tile larger than a row several rows of the same area', () => {
    const { slots } = shelve([item('a', 1.5), item('b', 0.25)], [1, 1], NONE);
    expect(slots.get('a')).toEqual({ row: 0, span: 2, at: 0, width: 0.75 });
    expect(at(slots, 'b')).toEqual([0, 0.75, 0.25]);
  });

  it('puts what belongs to the box at the end of its last row', () => {
    const { slots } = shelve([item('d', 0.1, { atEnd: true })], [1, 0.93], NONE);
    expect(at(slots, 'd')).toEqual([1, 0.83, 0.1]);
  });

  it('lets an ended tile stay only while nobody needs its place', () => {
    const before = shelve([item('a', 1), item('b', 1)], [1, 1], NONE);
    const after = [item('a', 1, { ended: true }), item('b', 1)];
    expect(at(shelve(after, [1, 1], before.slots).slots, 'a')).toEqual([0, 0, 1]);
    expect(shelve([...after, item('c', 1)], [1, 1], before.slots).slots.has('a')).toBe(false);
  });

  it('squeezes a row rather than let a tile leave its box', () => {
    const many = Array.from({ length: 30 }, (_, i) => item(`p${i}`, 0.1));
    const { slots } = shelve(many, [1, 1], NONE);
    expect(slots.size).toBe(30);
    for (const slot of slots.values()) expect(slot.at + slot.width).toBeLessThanOrEqual(1.000001);
  });
});
