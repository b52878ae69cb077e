/** Ticks and races of the run so far, kept up to date by reading only the facts that are new. */
import type { Fact } from '../../engine/model';
import type { Tick } from '../../stage/timeline';
import type { Sentences } from '../sentences/types';
import { Races, type Race } from './races';
import { tickOf } from './ticks';

export interface History {
  /** A new list whenever it changed. */
  readonly ticks: readonly Tick[];
  readonly races: readonly Race[];
}

export class HistoryReader {
  #read = 0;
  #jumps = -1;
  #language: Sentences | null = null;
  #ticks: readonly Tick[] = [];
  #races = new Races();

  /** `jumps` rises when the facts are others than before; the language of labels may change too. */
  read(facts: readonly Fact[], jumps: number, fromMs: number, sentences: Sentences): History {
    if (jumps !== this.#jumps || sentences !== this.#language || facts.length < this.#read) {
      this.#read = 0;
      this.#jumps = jumps;
      this.#language = sentences;
      this.#ticks = [];
      this.#races = new Races();
    }
    const fresh: Tick[] = [];
    for (; this.#read < facts.length; this.#read++) {
      const fact = facts[this.#read] as Fact;
      this.#races.fold(fact);
      const tick = fact.atMs < fromMs ? null : tickOf(fact, sentences);
      if (tick) fresh.push(tick);
    }
    if (fresh.length > 0) this.#ticks = [...this.#ticks, ...fresh];
    return { ticks: this.#ticks, races: this.#races.all };
  }
}
