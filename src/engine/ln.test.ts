import { expect, it } from 'vitest';
import { ln } from './ln';

it('agrees with Math.log to the last bits', () => {
  for (let n = 1; n <= 10_000; n++)
    expect(Math.abs(ln(n) - Math.log(n))).toBeLessThanOrEqual(Math.log(n) * 4e-16);
  for (const x of [1e-9, 0.3, 0.99, 1.01, 123.456, 1e12])
    expect(Math.abs(ln(x) / Math.log(x) - 1)).toBeLessThan(4e-16);
});

it('gives the same rounded score as Math.log for every count and size that a cluster may have', () => {
  for (let size = 1; size <= 300; size++)
    for (let count = 0; count <= 300; count += 7)
      expect(Math.round(count * ln(size + 2))).toBe(Math.round(count * Math.log(size + 2)));
});
