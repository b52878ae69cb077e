/**
 * The page's copy of the world: records by kind and key, and the facts so far, folded from the differences that the
 * worker sends. `version` rises with every fold; who shows something of the world reads it, or
 * the slower `pulse`, and looks again.
 */
import type { Fact, Ref } from '../engine/model';
import type { Changes } from '../host/protocol';
import { LastFacts, RecordMaps } from './recordMaps';
import { Run, indexAfter } from './time/run.svelte';

export class WorldCopy {
  /** The virtual time of the newest difference. */
  nowMs = $state(0);
  version = $state(0);
  /** Follows `version` four times a second: for what is read rather than watched (log, timeline, panels). */
  pulse = $state(0);
  readonly records = new RecordMaps();
  /** What is known of the run, also beyond the shown moment. */
  readonly run = new Run();
  readonly #last = new LastFacts();
  #facts: Fact[] = [];
  #sincePulseMs = 0;
  /** Rises when time jumped: nothing that was on its way may go on moving. */
  jumps = $state(0);

  fold(changes: Changes): void {
    if (changes.whole) {
      this.records.clear();
      this.#last.clear();
      this.#facts = [...changes.facts];
      this.jumps += 1;
      this.#sincePulseMs = PULSE_MS;
    } else {
      for (const fact of changes.facts) this.#facts.push(fact);
      if (this.#facts.length > FACT_LIMIT + FACT_SLACK) this.#facts.splice(0, FACT_SLACK);
    }
    this.run.fold(changes);
    this.#last.fold(changes.facts);
    for (const change of changes.records) this.records.fold(change);
    this.nowMs = changes.nowMs;
    if (changes.whole || changes.records.length > 0 || changes.facts.length > 0) this.version += 1;
  }

  /** Called once a frame. */
  beat(elapsedMs: number): void {
    this.#sincePulseMs += elapsedMs;
    if (this.#sincePulseMs < PULSE_MS || this.pulse === this.version) return;
    this.#sincePulseMs = 0;
    this.pulse = this.version;
  }

  /** In the order in which they happened; serials rise. The same array grows: read `version` to hear of it. */
  get facts(): readonly Fact[] {
    return this.#facts;
  }

  /** When something last happened to a thing. */
  touchedAtMs(about: Ref): number | undefined {
    return this.#last.atMs(about);
  }

  /** The fact with this serial, if it is remembered. */
  fact(serial: number): Fact | undefined {
    const found = this.#facts[indexAfter(this.#facts, serial) - 1];
    return found?.serial === serial ? found : undefined;
  }

  /** What is known of the future after the shown moment is left behind as a branch. */
  fork(): void {
    this.run.fork(this.#facts.at(-1)?.serial ?? 0, this.nowMs);
    this.version += 1;
  }
}

const PULSE_MS = 250;
/** As many as the world itself remembers (DECISIONS.md 1.5); older ones go a bunch at a time. */
const FACT_LIMIT = 200_000;
const FACT_SLACK = 10_000;
