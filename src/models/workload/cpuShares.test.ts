import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairShares, shareMachine } from './cpuShares';

describe('fairShares', () => {
  it.each([
    [
      'enough for all',
      2000,
      [
        [500, 1],
        [700, 1],
      ],
      [500, 700],
    ],
    [
      'too little: by weight',
      900,
      [
        [900, 1],
        [900, 2],
      ],
      [300, 600],
    ],
    [
      'who wants less leaves his part to the others',
      1000,
      [
        [100, 1],
        [900, 1],
        [900, 1],
      ],
      [100, 450, 450],
    ],
    ['nothing to give', 0, [[10, 1]], [0]],
    [
      'without weight nothing is left for it',
      100,
      [
        [100, 0],
        [100, 1],
      ],
      [0, 100],
    ],
  ] as const)('%s', (_, capacity, claims, shares) => {
    expect(
      fairShares(
        capacity,
        claims.map(([want, weight]) => ({ want, weight })),
      ),
    ).toEqual(shares);
  });

  const claim = fc.record({ want: fc.nat(4_000_000), weight: fc.integer({ min: 2, max: 4096 }) });
  it('never gives more than there is, nor than is wanted, nor less than the own part', () => {
    fc.assert(
      fc.property(fc.nat(8_000_000), fc.array(claim, { maxLength: 20 }), (capacity, claims) => {
        const shares = fairShares(capacity, claims);
        const sum = shares.reduce((a, b) => a + b, 0);
        expect(sum).toBeLessThanOrEqual(capacity);
        const weights = claims.reduce((n, c) => n + c.weight, 0);
        claims.forEach(({ want, weight }, i) => {
          expect(shares[i]).toBeLessThanOrEqual(want);
          const own = Math.floor((capacity * weight) / weights) - claims.length;
          expect(shares[i]).toBeGreaterThanOrEqual(Math.min(want, own));
        });
        const wanted = claims.reduce((n, c) => n + c.want, 0);
        expect(sum).toBeGreaterThanOrEqual(Math.min(wanted, capacity) - claims.length);
      }),
    );
  });
});

describe('shareMachine', () => {
  const runner = (want: number, limit: number | null = null) => ({ want, weight: 256, limit });
  it('holds a task to its limit while the machine is idle', () => {
    expect(
      shareMachine(2_000_000, [{ runners: [runner(900_000)], weight: 512, limit: 500_000 }]),
    ).toEqual([[500_000]]);
  });
  it('holds a container to its own limit, and gives the rest to its neighbour in the pod', () => {
    const cells = [
      { runners: [runner(900_000, 100_000), runner(900_000)], weight: 512, limit: null },
    ];
    expect(shareMachine(600_000, cells)).toEqual([[100_000, 500_000]]);
  });
  it('shares a saturated machine by the weight of tasks, whatever they want', () => {
    const cell = (weight: number) => ({ runners: [runner(2_000_000)], weight, limit: null });
    expect(shareMachine(2_000_000, [cell(256), cell(768)])).toEqual([[500_000], [1_500_000]]);
  });
});
