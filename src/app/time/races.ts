/**
 * How long each platform took from a fault until as many serve as before it. Counted from facts alone, so that it is
 * the same after seeking: a task serves while RUNNING and not found UNHEALTHY, a pod while Ready. A fault that takes
 * nothing away is no race.
 */
import type { Fact } from '../../engine/model';
import type { Platform } from '../../stage/view';
import { isFault } from '../sentences/say';

export interface Race {
  readonly lane: Platform;
  readonly fromMs: number;
  /** null while fewer serve than before. */
  readonly toMs: number | null;
  /** As many as before the fault. */
  readonly goal: number;
}

interface Half {
  readonly serving: Set<string>;
  /** ECS only: what has a status of RUNNING, whether or not it serves. */
  readonly running: Set<string>;
  /** The faults that the present race is about: a second one before the first is healed belongs to it. */
  faults: Set<number>;
  fromMs: number;
  /** How many served when the first of them struck. */
  goal: number;
  /** Index of the race, once something was lost. */
  race: number | null;
}

const calm = (): Half => ({
  serving: new Set(),
  running: new Set(),
  faults: new Set(),
  fromMs: 0,
  goal: 0,
  race: null,
});

export class Races {
  readonly #all: Race[] = [];
  readonly #halves: Readonly<Record<Platform, Half>> = { ecs: calm(), kubernetes: calm() };

  get all(): readonly Race[] {
    return this.#all;
  }

  fold(fact: Fact): void {
    if (isFault(fact)) {
      for (const half of Object.values(this.#halves)) this.#strike(half, fact);
      return;
    }
    if (fact.model !== 'ecs' && fact.model !== 'kubernetes') return;
    const half = this.#halves[fact.model];
    const before = half.serving.size;
    note(fact, half);
    if (half.serving.size !== before) this.#settle(fact.model, half, fact);
  }

  #strike(half: Half, fault: Fact): void {
    if (half.race !== null && this.#all[half.race]?.toMs === null) {
      half.faults.add(fault.serial);
      return;
    }
    half.faults = new Set([fault.serial]);
    half.fromMs = fault.atMs;
    half.goal = half.serving.size;
    half.race = null;
  }

  /** Only what the faults took away counts; what they take away later, when a node is given up, opens the race again. */
  #settle(lane: Platform, half: Half, { atMs, root }: Fact): void {
    const { goal, fromMs } = half;
    const known = half.race === null ? undefined : this.#all[half.race];
    const fewer = half.serving.size < goal;
    if (fewer && root !== null && half.faults.has(root)) {
      const open: Race = { lane, fromMs, toMs: null, goal };
      if (half.race === null) half.race = this.#all.push(open) - 1;
      else this.#all[half.race] = open;
    } else if (!fewer && known?.toMs === null && half.race !== null) {
      this.#all[half.race] = { ...known, toMs: atMs };
    }
  }
}

const GONE: ReadonlySet<string> = new Set([
  'podNotReady',
  'podTerminating',
  'podFailed',
  'podSucceeded',
  'podOrphaned',
]);

function note(fact: Fact, { serving, running }: Half): void {
  const { key } = fact.about;
  if (fact.model === 'ecs') {
    if (fact.type === 'taskStatusChanged') {
      const isRunning = fact.data.to === 'RUNNING';
      for (const set of [running, serving])
        if (isRunning) set.add(key);
        else set.delete(key);
    } else if (fact.type === 'standingChanged') {
      if (fact.data.to === 'UNHEALTHY') serving.delete(key);
      else if (fact.data.to === 'HEALTHY' && running.has(key)) serving.add(key);
    }
  } else if (fact.model === 'kubernetes') {
    if (fact.type === 'podReady') serving.add(key);
    else if (GONE.has(fact.type)) serving.delete(key);
  }
}
