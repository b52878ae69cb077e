import { describe, expect, it } from 'vitest';
import {
  eachEntry,
  firstWithPrefix,
  getEntry,
  noChunks,
  removeEntry,
  setEntry,
  type SortedChunks,
} from './sortedChunks';

const keysOf = (chunks: SortedChunks<number>): string[] => {
  const keys: string[] = [];
  eachEntry(chunks, (_value, key) => keys.push(key));
  return keys;
};

describe('sorted chunks', () => {
  it('keep what a sorted map keeps, through many changes', () => {
    let chunks: SortedChunks<number> = noChunks;
    const map = new Map<string, number>();
    for (let n = 0; n < 4000; n++) {
      const key = `k${(Math.imul(n, 2654435761) >>> 0) % 700}`;
      if (n % 3 === 2) {
        chunks = removeEntry(chunks, key);
        map.delete(key);
      } else {
        chunks = setEntry(chunks, key, n);
        map.set(key, n);
      }
    }
    expect(keysOf(chunks)).toEqual([...map.keys()].sort());
    for (const [key, value] of map) expect(getEntry(chunks, key)).toBe(value);
    expect(getEntry(chunks, 'absent')).toBeUndefined();
  });

  it('leave an older version as it was', () => {
    let chunks: SortedChunks<number> = noChunks;
    for (let n = 0; n < 200; n++) chunks = setEntry(chunks, String(n).padStart(3, '0'), n);
    const before = keysOf(chunks);
    setEntry(chunks, '050x', 1);
    removeEntry(chunks, '050');
    expect(keysOf(chunks)).toEqual(before);
  });

  it('find the first key of a prefix, also across a chunk border', () => {
    let chunks: SortedChunks<number> = noChunks;
    for (let n = 0; n < 300; n++) chunks = setEntry(chunks, `a${String(n).padStart(3, '0')}`, n);
    for (let n = 0; n < 300; n += 7)
      expect(firstWithPrefix(chunks, `a${String(n).padStart(3, '0')}`)).toBe(n);
    expect(firstWithPrefix(chunks, 'a1')).toBe(100);
    expect(firstWithPrefix(chunks, 'b')).toBeUndefined();
    expect(firstWithPrefix(noChunks, 'a')).toBeUndefined();
  });
});
