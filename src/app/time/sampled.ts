/**
 * What no fact tells and the world has to be asked for: requests (traffic that goes as it was told to is no news), CPU, memory,
 * latency, cost, in steps. Asked once for each stretch
 * of time and kept, so that going back forgets nothing; cut by a fork, where the branch keeps what it was.
 */
import type { Request, Response, SeriesAnswer, SeriesName } from '../../host/protocol';
import { PLATFORMS, type Platform } from '../../stage/view';
import { Line } from './line';
import type { LeftBehind, Run } from './run.svelte';

export const SAMPLED = [
  'offered',
  'served',
  'lost',
  'machines',
  'queued',
  'latency',
  'cpu',
  'memory',
  'cost',
] as const;
export type SampledName = (typeof SAMPLED)[number];
/** Beside what is shown as a row of its own: what machines are asked for. */
export type Samples = Readonly<
  Record<Platform, Readonly<Record<SampledName | 'machinesAsked', Line>>>
>;

const LINES = [...SAMPLED, 'machinesAsked'] as const;
const STEP_MS = 1_000;

const whole = (ms: number): number => STEP_MS * Math.floor(ms / STEP_MS);
const question = (fromMs: number, toMs: number): Request => ({
  api: 'quayside',
  action: 'series',
  input: { fromMs, toMs: whole(toMs), stepMs: STEP_MS },
});

/** null: the world does not know the question. */
export type Ask = (request: Request) => Promise<Response | null>;

export class Sampled {
  #samples = emptySamples();
  readonly #left = new WeakMap<LeftBehind, Samples>();
  #to = -STEP_MS;
  #epoch = -1;
  #asking: Promise<void> | null = null;
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  get samples(): Samples {
    return this.#samples;
  }

  ofBranch(branch: LeftBehind): Samples | undefined {
    return this.#left.get(branch);
  }

  /** A branch of an earlier visit, out of another world's answers; without them it is known and empty. */
  async recall(branch: LeftBehind, ask?: Ask): Promise<void> {
    const samples = emptySamples();
    this.#left.set(branch, samples);
    const response = await ask?.(question(0, branch.untilMs));
    if (response?.ok) keep(samples, response.output as SeriesAnswer);
  }

  /** Brings what is kept up to `nowMs`; one question at a time. */
  async catchUp(nowMs: number, run: Run): Promise<void> {
    await this.#asking;
    this.#heed(run);
    const [fromMs, toMs] = [this.#to + STEP_MS, whole(nowMs)];
    if (toMs < fromMs) return;
    const { epoch, branches } = run;
    this.#asking = this.#ask(question(fromMs, toMs)).then((response) => {
      this.#asking = null;
      // A fork on the way made the answer one of another future.
      if (!response?.ok || run.epoch !== epoch || run.branches !== branches) return;
      keep(this.#samples, response.output as SeriesAnswer);
      this.#to = toMs;
    });
    await this.#asking;
  }

  /** Another run forgets all; a fork hands what came after it to the branch. */
  #heed({ epoch, branches }: Run): void {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#samples = emptySamples();
      this.#to = -STEP_MS;
    }
    for (const branch of branches.filter((each) => !this.#left.has(each))) {
      this.#left.set(branch, copyOf(this.#samples));
      for (const line of linesOf(this.#samples)) line.cut(branch.forkedAtMs);
      this.#to = Math.min(this.#to, whole(branch.forkedAtMs));
    }
  }
}

function keep(samples: Samples, { atMs, halves }: SeriesAnswer): void {
  for (const platform of PLATFORMS) {
    const half = halves[platform];
    const lines = samples[platform];
    atMs.forEach((ms, i) => {
      const at = (name: SeriesName) => half[name]?.[i];
      set(lines.offered, ms, perSecond(at('offeredMilli')));
      set(lines.served, ms, perSecond(at('servedMilli')));
      set(lines.lost, ms, perSecond(at('lostMilli')));
      set(lines.machines, ms, at('instances'));
      set(lines.machinesAsked, ms, at('machinesAsked'));
      set(lines.queued, ms, at('queued'));
      set(lines.latency, ms, at('p95Ms') ?? at('latencyMs'));
      set(lines.cpu, ms, share(at('cpuMilli'), at('cpuAskedMilli')));
      set(lines.memory, ms, share(at('memoryMiB'), at('memoryAskedMiB')));
      set(lines.cost, ms, at('costPerHour'));
    });
  }
}

const set = (line: Line, ms: number, value: number | undefined): void => {
  if (value !== undefined) line.set(ms, value);
};

const perSecond = (milli: number | undefined): number | undefined =>
  milli === undefined ? undefined : milli / 1000;

/** Percent of what is asked for, as both platforms' autoscalers count. */
const share = (used: number | undefined, asked: number | undefined): number | undefined =>
  used === undefined || asked === undefined ? undefined : asked === 0 ? 0 : (100 * used) / asked;

function emptySamples(): Samples {
  const half = () =>
    Object.fromEntries(LINES.map((name) => [name, new Line()])) as Record<
      (typeof LINES)[number],
      Line
    >;
  return { ecs: half(), kubernetes: half() };
}

function copyOf(samples: Samples): Samples {
  const copy = emptySamples();
  for (const platform of PLATFORMS)
    Object.assign(
      copy[platform],
      Object.fromEntries(LINES.map((name) => [name, samples[platform][name].copy()])),
    );
  return copy;
}

const linesOf = (samples: Samples): Line[] =>
  PLATFORMS.flatMap((each) => Object.values(samples[each]));
