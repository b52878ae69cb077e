/**
 * How long each platform took from a fault until as many serve as before it. Counted from facts alone, so that it is
 * the same after seeking: a task serves while RUNNING, a pod while Ready. A fault that takes nothing away is no race.
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
  /** Of the newest fault, and how many served when it struck. */
  fault: { readonly atMs: number; readonly goal: number } | null;
  /** Index of the race of that fault, once something was lost. */
  race: number | null;
}

export class Races {
  readonly #all: Race[] = [];
  readonly #halves: Readonly<Record<Platform, Half>> = {
    ecs: { serving: new Set(), fault: null, race: null },
    kubernetes: { serving: new Set(), fault: null, race: null },
  };

  get all(): readonly Race[] {
    return this.#all;
  }

  fold(fact: Fact): void {
    if (isFault(fact)) {
      for (const half of Object.values(this.#halves)) {
        // A second fault before the first is healed belongs to the same race.
        if (half.race !== null && this.#all[half.race]?.toMs === null) continue;
        half.fault = { atMs: fact.atMs, goal: half.serving.size };
        half.race = null;
      }
      return;
    }
    if (fact.model !== 'ecs' && fact.model !== 'kubernetes') return;
    const half = this.#halves[fact.model];
    const before = half.serving.size;
    note(fact, half.serving);
    if (half.serving.size !== before) this.#settle(fact.model, half, fact.atMs);
  }

  #settle(lane: Platform, half: Half, atMs: number): void {
    if (!half.fault) return;
    const { goal, atMs: fromMs } = half.fault;
    const open = half.race === null ? undefined : this.#all[half.race];
    if (half.serving.size < goal && !open) {
      half.race = this.#all.push({ lane, fromMs, toMs: null, goal }) - 1;
    } else if (half.serving.size >= goal && open?.toMs === null && half.race !== null) {
      this.#all[half.race] = { ...open, toMs: atMs };
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

function note(fact: Fact, serving: Set<string>): void {
  const { key } = fact.about;
  if (fact.model === 'ecs') {
    if (fact.type !== 'taskStatusChanged') return;
    if (fact.data.to === 'RUNNING') serving.add(key);
    else serving.delete(key);
  } else if (fact.model === 'kubernetes') {
    if (fact.type === 'podReady') serving.add(key);
    else if (GONE.has(fact.type)) serving.delete(key);
  }
}
