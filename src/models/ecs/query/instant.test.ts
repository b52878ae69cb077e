import { describe, expect, it } from 'vitest';
import { parseInstant } from './instant';

describe('instants of registeredAt expressions', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2018-06-18T22:28:28Z', 1_529_360_908_000],
    ['2018-06-18T22:28:28+00:00', 1_529_360_908_000],
    ['2018-06-19T00:28:28.250+0200', 1_529_360_908_250],
    ['2018-06-18T22:28:28', 1_529_360_908_000],
    ['2024-02-29', 1_709_164_800_000],
    ['2026-01-05T00:00:00Z', 1_767_571_200_000],
  ])('%s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it.each([['2023-02-29'], ['2018-13-01'], ['2018-06-18T25:00:00Z'], ['now'], ['']])(
    'refuses %s',
    (text) => {
      expect(parseInstant(text)).toBeUndefined();
    },
  );
});
