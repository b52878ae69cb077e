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
  /** By serial: when each fault struck, and how many served then. */
  readonly faults: Map<number, { readonly atMs: number; readonly goal: number }>;
  /** Index of the newest race. */
  race: number | null;
}

const calm = (): Half => ({
  serving: new Set(),
  running: new Set(),
  faults: new Map(),
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
      for (const { faults, serving } of Object.values(this.#halves))
        faults.set(fact.serial, { atMs: fact.atMs, goal: serving.size });
      return;
    }
    if (fact.model !== 'ecs' && fact.model !== 'kubernetes') return;
    const half = this.#halves[fact.model];
    const before = half.serving.size;
    note(fact, half);
    if (half.serving.size !== before) this.#settle(fact.model, half, fact);
  }

  /**
   * Only what follows from a fault counts as lost by it. A second fault before the first is healed belongs to the same
   * race; what a fault takes away later, when a node is given up, opens its race again.
   */
  #settle(lane: Platform, half: Half, { atMs, root }: Fact): void {
    const last = half.race === null ? undefined : this.#all[half.race];
    if (half.race !== null && last?.toMs === null) {
      if (half.serving.size >= last.goal) this.#all[half.race] = { ...last, toMs: atMs };
      return;
    }
    const fault = root === null ? undefined : half.faults.get(root);
    if (!fault || half.serving.size >= fault.goal) return;
    const open: Race = { lane, fromMs: fault.atMs, toMs: null, goal: fault.goal };
    if (half.race !== null && last?.fromMs === open.fromMs) this.#all[half.race] = open;
    else half.race = this.#all.push(open) - 1;
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
