/**
 * The run as a list of timed requests, with a place in it: before `next` they have happened, from `next` on they are
 * still to come (the scenario's own, or a future that was left by seeking back). A run is a tree of such branches
 * (DECISIONS.md 2.4); one executes.
 */
import type { Envelope } from './protocol';

export interface JournalEntry extends Envelope {
  /** Steps of the scenario stay when the learner forks; the learner's own later requests do not. */
  readonly scripted: boolean;
}

export interface Branch {
  readonly forkedAtMs: number;
  /** How far it had been played. */
  readonly untilMs: number;
  /** What the learner had done after the fork. */
  readonly left: readonly JournalEntry[];
}

/** Branches remembered beside the one that runs. */
const BRANCH_LIMIT = 4;

export class Journal {
  private entries: JournalEntry[];
  private next = 0;
  private branches: Branch[] = [];

  /** The scenario's own requests, and those of a learner whose run is built again. */
  constructor(envelopes: readonly Envelope[]) {
    this.entries = envelopes
      .map((envelope) => ({ ...envelope, scripted: envelope.by === 'scenario' }))
      .sort((a, b) => a.atMs - b.atMs);
  }

  get position(): number {
    return this.next;
  }

  all(): readonly JournalEntry[] {
    return this.entries;
  }

  forks(): readonly Branch[] {
    return this.branches;
  }

  /** The next request that is due by `toMs`, if any. */
  upcoming(toMs: number): JournalEntry | undefined {
    const entry = this.entries[this.next];
    return entry && entry.atMs <= toMs ? entry : undefined;
  }

  advance(): void {
    this.next += 1;
  }

  /** Goes back (or forward) to where everything up to and including `atMs` has happened, or to a remembered position. */
  moveTo(position: number): void {
    this.next = position;
  }

  /** True while requests of the learner lie ahead: acting now would leave them behind. */
  hasFuture(): boolean {
    return this.entries.slice(this.next).some((e) => !e.scripted);
  }

  /** Drops the unscripted future, remembering it, and what had been played of it, as a branch. */
  fork(atMs: number, reachedMs = atMs): Branch | undefined {
    const left = this.entries.slice(this.next).filter((e) => !e.scripted);
    if (left.length === 0 && reachedMs <= atMs) return undefined;
    this.entries = [
      ...this.entries.slice(0, this.next),
      ...this.entries.slice(this.next).filter((e) => e.scripted),
    ];
    const branch = { forkedAtMs: atMs, untilMs: reachedMs, left };
    this.branches = [...this.branches, branch].slice(-BRANCH_LIMIT);
    return branch;
  }

  /** Records a request that is happening now. */
  record(envelope: Envelope): void {
    this.entries.splice(this.next, 0, { ...envelope, scripted: false });
    this.next += 1;
  }
}
