/**
 * Ticks of one lane as marks. Ticks closer than 3 px merge into bars of 4 px, stacked by family: how many, and of
 * which, is all that can be seen there.
 */
import type { Family } from '../view';
import type { Geometry } from './geometry';
import type { Tick } from './view';

export interface LoneTick {
  readonly x: number;
  readonly tick: Tick;
}
export interface Bar {
  readonly x: number;
  readonly counts: ReadonlyMap<Family, number>;
  readonly ticks: readonly Tick[];
}
export interface Merged {
  readonly lone: readonly LoneTick[];
  readonly bars: readonly Bar[];
}

const CLOSER_THAN = 3;
export const BAR = 4;

export function merge(ticks: readonly Tick[], geometry: Pick<Geometry, 'x'>): Merged {
  const lone: LoneTick[] = [];
  const bars: Bar[] = [];
  let cluster: LoneTick[] = [];
  const close = (): void => {
    if (cluster.length === 1) lone.push(cluster[0]!);
    else if (cluster.length > 1) bars.push(...barsOf(cluster));
    cluster = [];
  };
  for (const tick of ticks) {
    const x = geometry.x(tick.atMs);
    const last = cluster.at(-1);
    if (last && x - last.x >= CLOSER_THAN) close();
    cluster.push({ x, tick });
  }
  close();
  return { lone, bars };
}

function barsOf(cluster: readonly LoneTick[]): readonly Bar[] {
  const bins = new Map<number, Tick[]>();
  for (const { x, tick } of cluster) {
    const bin = Math.floor(x / BAR);
    const known = bins.get(bin);
    if (known) known.push(tick);
    else bins.set(bin, [tick]);
  }
  return [...bins].map(([bin, ticks]) => {
    const counts = new Map<Family, number>();
    for (const { family } of ticks) counts.set(family, (counts.get(family) ?? 0) + 1);
    return { x: bin * BAR, counts, ticks };
  });
}

/** The tick nearest to x, if it is near. */
export function nearest(
  ticks: readonly Tick[],
  x: number,
  geometry: Geometry,
  within = 5,
): Tick | null {
  let best: Tick | null = null;
  let least = within;
  for (let i = firstAfter(ticks, geometry.at(x - within)); i < ticks.length; i++) {
    const tick = ticks[i]!;
    const off = geometry.x(tick.atMs) - x;
    if (off > within) break;
    if (Math.abs(off) <= least) {
      least = Math.abs(off);
      best = tick;
    }
  }
  return best;
}

function firstAfter(ticks: readonly Tick[], atMs: number): number {
  let [low, high] = [0, ticks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ticks[middle]!.atMs < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
