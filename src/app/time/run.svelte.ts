/**
 * The run beyond the shown moment. Going back forgets nothing: what came later is still known and, as every run repeats,
 * will come again. Acting in the past makes it untrue; then it stays as a branch to compare with. Folded from the same
 * differences as the world, and told from them alone: a fact that is not the one known under its serial is another future.
 */
import type { Fact } from '../../engine/model';
import type { Changes } from '../../host/protocol';
import type { KeptBranch } from '../../host/sharedRun';
import type { RequestData } from '../sentences/types';

/** A future that was left behind. */
export interface LeftBehind {
  readonly forkedAtMs: number;
  /** How far it had been played. */
  readonly untilMs: number;
  /** What the learner had done in it after the fork. */
  readonly changes: number;
  /** All of its facts, from the beginning. */
  readonly facts: readonly Fact[];
  /** What makes it again, where it is of an earlier visit: until it has been played once more it has no facts. */
  readonly kept?: KeptBranch;
}

/** As many as the journal keeps (DECISIONS.md 2.4). */
const BRANCH_LIMIT = 4;
/** As many as the world itself remembers (DECISIONS.md 1.5); older ones go a bunch at a time. */
const FACT_LIMIT = 200_000;
const FACT_SLACK = 10_000;

export class Run {
  /** How far this branch has been played. */
  reachedMs = $state(0);
  branches = $state.raw<readonly LeftBehind[]>([]);
  /** The last serial that stayed at each fork: who keeps something per fact forgets what came after it. */
  cuts: readonly number[] = [];
  /** Rises when it is another run. */
  epoch = 0;
  #facts: Fact[] = [];

  /** To the end of what was played, in the order in which they happened; serials rise. */
  get facts(): readonly Fact[] {
    return this.#facts;
  }

  fact(serial: number): Fact | undefined {
    const found = this.#facts[indexAfter(this.#facts, serial) - 1];
    return found?.serial === serial ? found : undefined;
  }

  reset(): void {
    this.#facts = [];
    this.reachedMs = 0;
    this.branches = [];
    this.cuts = [];
    this.epoch += 1;
  }

  fold({ whole, facts, nowMs }: Changes): void {
    if (whole) this.#adopt(facts);
    else for (const fact of facts) this.#note(fact);
    if (this.#facts.length > FACT_LIMIT + FACT_SLACK) this.#facts.splice(0, FACT_SLACK);
    if (nowMs > this.reachedMs) this.reachedMs = nowMs;
  }

  /** From `atMs` on, after the fact `lastSerial`, another future: what is known of the old one becomes a branch. */
  fork(lastSerial: number, atMs: number): void {
    const kept = this.#facts.slice(0, indexAfter(this.#facts, lastSerial));
    const left = this.#facts.slice(kept.length);
    if (left.length > 0 || this.reachedMs > atMs) {
      const branch: LeftBehind = {
        forkedAtMs: atMs,
        untilMs: this.reachedMs,
        changes: left.filter(isDeed).length,
        facts: this.#facts,
      };
      this.branches = [...this.branches, branch].slice(-BRANCH_LIMIT);
      this.cuts = [...this.cuts, lastSerial];
    }
    this.#facts = kept;
    this.reachedMs = atMs;
  }

  /** Futures that were left in an earlier visit: older than any that has been left since. */
  recall(branches: readonly LeftBehind[]): void {
    this.branches = [...branches, ...this.branches].slice(-BRANCH_LIMIT);
  }

  /** One of them has been played again. */
  exchange(branch: LeftBehind, played: LeftBehind): void {
    this.branches = this.branches.map((each) => (each === branch ? played : each));
  }

  #note(fact: Fact): void {
    const last = this.#facts.at(-1);
    if (last && fact.serial <= last.serial) {
      const known = this.#facts[indexAfter(this.#facts, fact.serial) - 1];
      if (known && sameFact(known, fact)) return;
      this.fork(fact.serial - 1, fact.atMs);
      // Nothing was known to come, and the run had been played on: it came differently.
    } else if (fact.atMs < this.reachedMs) this.fork(fact.serial - 1, fact.atMs);
    this.#facts.push(fact);
  }

  /** After a jump: everything up to the shown moment comes anew. */
  #adopt(facts: readonly Fact[]): void {
    const newest = facts.at(-1);
    const after = newest ? indexAfter(this.#facts, newest.serial) : 0;
    const known = this.#facts[after - 1];
    const same = !newest || !known || sameFact(known, newest);
    if (!same) this.reset();
    this.#facts = [...facts, ...(same ? this.#facts.slice(after) : [])];
  }
}

/** How many facts have a serial up to this one. */
export function indexAfter(facts: readonly Fact[], serial: number): number {
  let [low, high] = [0, facts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (facts[middle]!.serial <= serial) low = middle + 1;
    else high = middle;
  }
  return low;
}

const sameFact = (a: Fact, b: Fact): boolean =>
  a.serial === b.serial &&
  a.atMs === b.atMs &&
  a.type === b.type &&
  a.about.key === b.about.key &&
  a.cause === b.cause;

const isDeed = (fact: Fact): boolean =>
  fact.model === 'request' && (fact.data as RequestData).by === 'learner';
