/**
 * What a chart shows and no fact tells: levels of each half, read at whole seconds from the sums that the models keep, and
 * kept only where they change. Beside the run: it draws nothing from chance, writes no record and no fact, and what it
 * holds for a moment is the same however often that moment is played again.
 */
import type { Read } from '../engine/model';
import type { Cost, Half } from '../models/aws/pricing/types';
import { flowsOf } from './flows';
import { loopsOf } from './loops';
import type { SeriesAnswer, SeriesInput, SeriesName } from './protocol';
import { useOf } from './use';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const NANO = 1_000_000_000;
const POINT_LIMIT = 2_000;
/** Changes kept; beyond them the oldest half goes. */
const CHANGE_LIMIT = 200_000;

export const SERIES_NAMES: readonly SeriesName[] = [
  'instances',
  'machinesAsked',
  'queued',
  'cpuMilli',
  'cpuAskedMilli',
  'memoryMiB',
  'memoryAskedMiB',
  'offeredMilli',
  'servedMilli',
  'lostMilli',
  'latencyMs',
  'p95Ms',
  'costPerHour',
  'costTotal',
];
const HALVES: readonly Half[] = ['ecs', 'kubernetes'];

type Level = Exclude<SeriesName, 'costTotal' | 'costPerHour'>;
type Levels = Readonly<Record<Level, number>>;
/** What it came to until `sinceMs`, and the rate from there. */
type Bill = Pick<Cost, 'nanoUsd' | 'nanoUsdPerHour' | 'sinceMs'>;
const NO_BILL: Bill = { nanoUsd: 0, nanoUsdPerHour: 0, sinceMs: 0 };
interface Point {
  readonly atMs: number;
  readonly halves: Readonly<Record<Half, Levels>>;
  readonly bills: Readonly<Record<Half, Bill>>;
}

export class Meter {
  private points: Point[] = [];
  private sampledMs = -SECOND_MS;

  constructor(private readonly read: Read) {}

  /** Nothing has changed since the last entry and the next is due at `untilMs`: reads the seconds that lie between. */
  reach(untilMs: number): void {
    const nextMs = this.sampledMs + SECOND_MS;
    if (untilMs <= nextMs) return;
    this.sample(nextMs);
    this.sampledMs = Math.floor((untilMs - 1) / SECOND_MS) * SECOND_MS;
  }

  /** Time has gone back: what lay ahead will be read again. */
  rewind(nowMs: number): void {
    if (nowMs >= this.sampledMs) return;
    this.points = this.points.slice(0, this.indexAt(nowMs) + 1);
    this.sampledMs = Math.floor(nowMs / SECOND_MS) * SECOND_MS;
  }

  series({ names = SERIES_NAMES, fromMs, toMs, stepMs }: SeriesInput): SeriesAnswer {
    const lastMs = Math.min(toMs, this.sampledMs);
    const count = Math.max(0, lastMs - fromMs) / POINT_LIMIT;
    const step = Math.max(stepMs, Math.ceil(count / SECOND_MS) * SECOND_MS);
    const atMs: number[] = [];
    for (let at = fromMs; at <= lastMs; at += step) atMs.push(at);
    const points = atMs.map((at) => this.points[this.indexAt(at)]);
    const half = (platform: Half) =>
      Object.fromEntries(
        names.map((name) => [
          name,
          points.map((point, i) => (point ? valueOf(point, platform, name, atMs[i] ?? 0) : 0)),
        ]),
      );
    return { atMs, stepMs: step, halves: { ecs: half('ecs'), kubernetes: half('kubernetes') } };
  }

  private sample(atMs: number): void {
    const halves = { ecs: this.levels('ecs'), kubernetes: this.levels('kubernetes') };
    const bills = { ecs: this.bill('ecs'), kubernetes: this.bill('kubernetes') };
    const last = this.points.at(-1);
    const unchanged = (half: Half) =>
      last && same(last.halves[half], halves[half]) && last.bills[half] === bills[half];
    if (HALVES.every(unchanged)) return;
    this.points.push({ atMs, halves, bills });
    if (this.points.length > CHANGE_LIMIT) this.points = this.points.slice(CHANGE_LIMIT / 2);
  }

  private bill(half: Half): Bill {
    return this.read.get('pricing/Cost', half) ?? NO_BILL;
  }

  private levels(half: Half): Levels {
    const instances = this.read.get('pricing/Cost', half)?.instances ?? 0;
    const { read } = this;
    return { instances, ...loopsOf(read, half), ...useOf(read, half), ...flowsOf(read, half) };
  }

  /** The newest point at or before a moment; -1 before the first. */
  private indexAt(atMs: number): number {
    let low = -1;
    let high = this.points.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.points[middle]?.atMs ?? 0) <= atMs) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const same = (a: Levels, b: Levels): boolean =>
  (Object.keys(a) as Level[]).every((name) => a[name] === b[name]);

function valueOf(point: Point, half: Half, name: SeriesName, atMs: number): number {
  const { nanoUsd, nanoUsdPerHour, sinceMs } = point.bills[half];
  switch (name) {
    case 'costPerHour':
      return nanoUsdPerHour / NANO;
    case 'costTotal':
      return (nanoUsd + (nanoUsdPerHour * (atMs - sinceMs)) / HOUR_MS) / NANO;
    default:
      return point.halves[half][name];
  }
}
