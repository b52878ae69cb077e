import { expect, it } from 'vitest';
import { gmtInstant, isoInstant } from './calendar';

it('agrees with the calendar, leap years included', () => {
  for (const day of [0, 26, 27, 54, 360, 785, 786, 787, 36_500, 27_000])
    for (const ms of [0, 3_723_456, 86_399_999]) {
      const at = day * 86_400_000 + ms;
      expect(isoInstant(at)).toBe(new Date(Date.UTC(2026, 0, 5) + at).toISOString());
    }
  expect(gmtInstant(61_000)).toBe('2026-01-05 00:01:01 GMT');
});
