/** A lesson's script on its way: which step is next, and when it is due. The world carries the steps out. */
import type { Moment, ScriptProgress, ScriptStep } from '../lessons/types';

export class ScriptRun {
  private position = 0;
  private newest: ScriptProgress['file'] = null;
  private readonly failures: string[] = [];

  constructor(
    private readonly steps: readonly ScriptStep[],
    /** The moment that `at: 0s` means. */
    readonly baseMs: number,
    private lastMs: number,
  ) {}

  get next(): ScriptStep | undefined {
    return this.steps[this.position];
  }

  /** When the next step is due, as far as is known: Infinity while its moment has not come. */
  nextDueMs(nowMs: number, momentMs: (moment: Moment) => number | null): number {
    const when = this.next?.when;
    if (!when) return Infinity;
    if ('atMs' in when) return Math.max(nowMs, this.baseMs + when.atMs);
    if ('plusMs' in when) return Math.max(nowMs, this.lastMs + when.plusMs);
    return momentMs(when.moment) === null ? Infinity : nowMs;
  }

  /** The next step has been carried out; `failure`: not as expected. */
  done(nowMs: number, failure: string | null): void {
    const step = this.next;
    if (!step) return;
    this.position += 1;
    this.lastMs = nowMs;
    if (step.act.do === 'requests' && step.act.file) this.newest = step.act.file;
    if (failure !== null) this.failures.push(`step ${this.position}: ${failure}`);
  }

  progress(): ScriptProgress {
    const { position, steps, newest, failures, lastMs } = this;
    return {
      step: position,
      of: steps.length,
      atMs: lastMs,
      file: newest,
      failures: [...failures],
    };
  }
}

/** What a script's author should hear of a step; null: it went as said. */
export function againstExpectation(refusal: string | null, expected: string | null): string | null {
  if (expected === null) return refusal;
  if (refusal === null) return `was accepted, not refused with "${expected}"`;
  return refusal.includes(expected) ? null : `was refused with "${refusal}", not "${expected}"`;
}
