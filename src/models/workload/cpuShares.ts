/**
 * How the CPU of one machine is shared (Linux, CFS bandwidth and group scheduling): everybody gets what he wants while there is
 * enough; otherwise in proportion to weight, nobody more than he wants or than his limit. First among the tasks or pods on
 * the machine, then among the containers of each. Millionths of a vCPU, whole numbers; what rounding leaves over is idle.
 */

export interface Claim {
  readonly want: number;
  readonly weight: number;
}

/** What each claim gets, in their order. The sum is at most `capacity`. */
export function fairShares(capacity: number, claims: readonly Claim[]): readonly number[] {
  const wanted = claims.reduce((sum, { want }) => sum + want, 0);
  if (wanted <= capacity) return claims.map(({ want }) => want);
  const shares = new Array<number>(claims.length).fill(0);
  // Whoever wants least for his weight is served first, so that what he leaves is shared by the others.
  const order = claims
    .map((claim, i) => ({ ...claim, i }))
    .sort((a, b) => a.want * b.weight - b.want * a.weight || a.i - b.i);
  let left = capacity;
  let weights = claims.reduce((sum, { weight }) => sum + weight, 0);
  for (const { want, weight, i } of order) {
    const share = Math.min(want, weights === 0 ? 0 : Math.floor((left * weight) / weights));
    shares[i] = share;
    left -= share;
    weights -= weight;
  }
  return shares;
}

export interface Runner {
  readonly want: number;
  readonly weight: number;
  readonly limit: number | null;
}

/** A task or pod: its containers, and the limit that they have together. */
export interface Cell {
  readonly runners: readonly Runner[];
  readonly weight: number;
  readonly limit: number | null;
}

/** For each cell, what each of its runners gets. */
export function shareMachine(
  capacity: number,
  cells: readonly Cell[],
): readonly (readonly number[])[] {
  const claims = cells.map(({ runners, weight, limit }) => ({
    want: Math.min(
      limit ?? Infinity,
      runners.map(held).reduce((a, b) => a + b, 0),
    ),
    weight,
  }));
  const shares = fairShares(capacity, claims);
  return cells.map(({ runners }, i) =>
    fairShares(
      shares[i] ?? 0,
      runners.map((runner) => ({ want: held(runner), weight: runner.weight })),
    ),
  );
}

const held = ({ want, limit }: Runner): number => Math.min(want, limit ?? Infinity);
