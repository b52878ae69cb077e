/**
 * How the run went, for charts: a sample of the world every five seconds of its own time, taken beside the simulation, which
 * does not notice (no agenda entry, no record, no digest). After going back, what lies ahead is sampled again.
 */
import type { Read } from '../engine/model';
import type { SeriesAnswer, SeriesInput, SeriesName } from './protocol';
import { sampleHalves, type Half, type Sample } from './seriesSample';

const EVERY_MS = 5_000;
const MAX_POINTS = 2_000;

export class RunSeries {
  /** Sample i is of `i * EVERY_MS`. */
  private samples: Readonly<Record<Half, Sample>>[] = [];

  /** When the next one is due; in the past when it has not been taken yet. */
  get dueMs(): number {
    return this.samples.length * EVERY_MS;
  }

  take(read: Read): void {
    if (read.nowMs >= this.dueMs) this.samples.push(sampleHalves(read));
  }

  /** Time has gone back, or another future begins. */
  forgetAfter(nowMs: number): void {
    const kept = Math.floor(nowMs / EVERY_MS) + 1;
    if (kept < this.samples.length) this.samples = this.samples.slice(0, kept);
  }

  answer({ names, fromMs, toMs, stepMs }: SeriesInput): SeriesAnswer {
    const lastMs = Math.min(toMs, (this.samples.length - 1) * EVERY_MS);
    const wanted = Math.max(stepMs, Math.ceil((lastMs - fromMs) / MAX_POINTS), EVERY_MS);
    const step = EVERY_MS * Math.ceil(wanted / EVERY_MS);
    const first = EVERY_MS * Math.ceil(Math.max(0, fromMs) / EVERY_MS);
    const atMs: number[] = [];
    for (let ms = first; ms <= lastMs; ms += step) atMs.push(ms);
    const of = (half: Half) =>
      Object.fromEntries(
        (names ?? NAMES).map((name) => [name, atMs.map((ms) => this.value(half, name, ms, step))]),
      );
    return {
      atMs,
      stepMs: step,
      halves: { ecs: of('ecs'), kubernetes: of('kubernetes') },
    };
  }

  /** Rates are the mean of the step that ends there; all else is as it was then. */
  private value(half: Half, name: SeriesName, atMs: number, stepMs: number): number {
    const now = this.at(half, atMs);
    const before = this.at(half, Math.max(0, atMs - stepMs));
    const seconds = Math.max(1, Math.min(stepMs, atMs) / 1000);
    switch (name) {
      case 'served':
        return atMs === 0 ? 0 : (now.servedTotal - before.servedTotal) / seconds;
      case 'lost':
        return atMs === 0 ? 0 : (now.lostTotal - before.lostTotal) / seconds;
      case 'offered':
        return this.value(half, 'served', atMs, stepMs) + this.value(half, 'lost', atMs, stepMs);
      default:
        return now[name];
    }
  }

  private at(half: Half, ms: number): Sample {
    return (this.samples[Math.floor(ms / EVERY_MS)] as Readonly<Record<Half, Sample>>)[half];
  }
}

const NAMES: readonly SeriesName[] = [
  'desired',
  'pending',
  'running',
  'healthy',
  'instances',
  'cpuMilli',
  'cpuAskedMilli',
  'memoryMiB',
  'memoryAskedMiB',
  'offered',
  'served',
  'lost',
  'latencyMs',
  'p95Ms',
  'servedTotal',
  'lostTotal',
  'costTotal',
  'costPerHour',
];

export function readSeriesInput(input: unknown): SeriesInput {
  const given = (input ?? {}) as Partial<SeriesInput>;
  const number = (value: unknown, standard: number): number =>
    typeof value === 'number' && Number.isFinite(value) ? value : standard;
  const names = given.names?.filter((name) => NAMES.includes(name));
  return {
    ...(names ? { names } : {}),
    fromMs: number(given.fromMs, 0),
    toMs: number(given.toMs, Number.MAX_SAFE_INTEGER),
    stepMs: Math.max(1_000, number(given.stepMs, EVERY_MS)),
  };
}
