/** Ticks of the whole run and races up to the shown moment, kept up to date by reading only the facts that are new. */
import type { Fact } from '../../engine/model';
import type { Tick } from '../../stage/timeline';
import type { Sentences } from '../sentences/types';
import { Races, type Race } from './races';
import { indexAfter, type Run } from './run.svelte';
import { tickOf } from './ticks';

export interface History {
  /** A new list whenever it changed. */
  readonly ticks: readonly Tick[];
  /** As they stand at the shown moment. */
  readonly races: readonly Race[];
}

export interface HistoryInputs {
  /** Up to the shown moment, and how often that jumped. */
  readonly facts: readonly Fact[];
  readonly jumps: number;
  /** As far as it was played, and where it was cut by forks. */
  readonly run: Pick<Run, 'facts' | 'cuts' | 'epoch'>;
  readonly fromMs: number;
  readonly sentences: Sentences;
}

export class HistoryReader {
  readonly #ticks = new TickReader();
  readonly #races = new RaceReader();

  read(inputs: HistoryInputs): History {
    return { ticks: this.#ticks.read(inputs), races: this.#races.read(inputs) };
  }
}

class TickReader {
  #readTo = -1;
  #epoch = -1;
  #cuts = 0;
  #language: Sentences | null = null;
  #ticks: readonly Tick[] = [];

  read({ run, fromMs, sentences }: HistoryInputs): readonly Tick[] {
    const keptTo = this.#keptTo(run, sentences);
    if (keptTo < this.#readTo) this.#ticks = this.#ticks.filter(({ serial }) => serial <= keptTo);
    this.#readTo = keptTo;
    const fresh: Tick[] = [];
    for (let i = indexAfter(run.facts, keptTo); i < run.facts.length; i++) {
      const fact = run.facts[i]!;
      const tick = fact.atMs < fromMs ? null : tickOf(fact, sentences);
      if (tick) fresh.push(tick);
      this.#readTo = fact.serial;
    }
    if (fresh.length > 0) this.#ticks = [...this.#ticks, ...fresh];
    return this.#ticks;
  }

  /** The last serial whose tick is still true: a fork leaves some behind, another run or language all. */
  #keptTo({ epoch, cuts }: HistoryInputs['run'], sentences: Sentences): number {
    const same = epoch === this.#epoch && sentences === this.#language;
    const kept = same ? Math.min(this.#readTo, ...cuts.slice(this.#cuts)) : -1;
    this.#epoch = epoch;
    this.#language = sentences;
    this.#cuts = cuts.length;
    return kept;
  }
}

class RaceReader {
  #readTo = -1;
  #jumps = -1;
  #races = new Races();

  read({ facts, jumps }: HistoryInputs): readonly Race[] {
    if (jumps !== this.#jumps) {
      this.#readTo = -1;
      this.#jumps = jumps;
      this.#races = new Races();
    }
    for (let i = indexAfter(facts, this.#readTo); i < facts.length; i++) {
      const fact = facts[i]!;
      this.#races.fold(fact);
      this.#readTo = fact.serial;
    }
    return this.#races.all;
  }
}
