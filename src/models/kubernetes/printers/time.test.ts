import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { humanDuration, parseRfc3339, rfc3339, rfc3339Micro } from './time';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('rfc3339', () => {
  it.each([
    [0, '2026-01-05T00:00:00Z'],
    [1999, '2026-01-05T00:00:01Z'],
    [-1, '2026-01-04T23:59:59Z'],
    [27 * DAY, '2026-02-01T00:00:00Z'],
    [(365 * 2 + 55) * DAY, '2028-02-29T00:00:00Z'],
  ])('writes %i', (ms, text) => expect(rfc3339(ms)).toBe(text));

  it('agrees with the calendar of the machine, and reads what it wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: -6e10, max: 6e12 }), (seconds) => {
        const ms = Math.floor(seconds / 1000) * 1000;
        const date = new Date(Date.UTC(2026, 0, 5) + ms);
        expect(rfc3339(ms)).toBe(date.toISOString().replace('.000Z', 'Z'));
        expect(parseRfc3339(rfc3339(ms))).toBe(ms);
      }),
    );
  });

  it('writes microseconds for MicroTime', () =>
    expect(rfc3339Micro(1234)).toBe('2026-01-05T00:00:01.234000Z'));

  it.each([
    ['2026-01-05T00:00:01.5Z', 1500],
    ['2026-01-05T09:00:00+09:00', 0],
    ['2026-01-05', undefined],
    ['2026-02-30T00:00:00Z', undefined],
    ['yesterday', undefined],
  ])('reads %s', (text, ms) => expect(parseRfc3339(text)).toBe(ms));
});

describe('humanDuration', () => {
  it.each([
    [0, '0s'],
    [119 * SECOND, '119s'],
    [150 * SECOND, '2m30s'],
    [10 * MINUTE + 20 * SECOND, '10m'],
    [3 * HOUR + 5 * MINUTE, '3h5m'],
    [4 * HOUR, '4h'],
    [30 * HOUR, '30h'],
    [50 * HOUR, '2d2h'],
    [10 * DAY, '10d'],
    [365 * 3 * DAY, '3y'],
  ])('prints %i as kubectl does', (ms, text) => expect(humanDuration(ms)).toBe(text));
});
