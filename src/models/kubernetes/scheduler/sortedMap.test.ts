import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkedVector } from './chunkedVector';
import { byCodeUnit, SortedMap } from './sortedMap';

describe('SortedMap', () => {
  it('agrees with a Map over any sequence of changes, and leaves earlier maps as they were', () => {
    const change = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 60 }).map(String));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        let sorted = SortedMap.empty<string, number>(byCodeUnit);
        const plain = new Map<string, number>();
        const history: [typeof sorted, number][] = [];
        changes.forEach(([set, key], i) => {
          sorted = set ? sorted.set(key, i) : sorted.delete(key);
          if (set) plain.set(key, i);
          else plain.delete(key);
          history.push([sorted, plain.size]);
        });
        const expected = [...plain].sort(([a], [b]) => byCodeUnit(a, b));
        expect([...sorted.entries()]).toEqual(expected);
        expect(sorted.first()).toEqual(expected[0]);
        expect(sorted.firstFrom('3')).toEqual(expected.find(([key]) => key >= '3'));
        for (const [map, size] of history) expect(map.size).toBe(size);
      }),
    );
  });

  it('stays shallow when keys come in order', () => {
    let compared = 0;
    let map = SortedMap.empty<number, number>((a, b) => {
      compared += 1;
      return a - b;
    });
    for (let i = 0; i < 10_000; i++) map = map.set(i, i);
    compared = 0;
    expect(map.get(9_999)).toBe(9_999);
    expect(compared).toBeLessThan(30);
  });
});

describe('ChunkedVector', () => {
  it('replaces one element and keeps the old vector', () => {
    const before = ChunkedVector.of(Array.from({ length: 100 }, (_, i) => i));
    const after = before.with(70, -1);
    expect([before.at(70), after.at(70), after.at(71), after.length]).toEqual([70, -1, 71, 100]);
    expect(() => after.at(100)).toThrow(RangeError);
    expect(after.toArray().filter((n) => n < 0)).toEqual([-1]);
  });
});
