/** Whether conditions hold within a window. Looked at again only when what they read may have changed. */
import type { Condition, Value, ValueCondition } from '../types';
import { matches, type Come, type Observation } from './observation';
import { counted, counterOf, isFact, passes, readValue, since } from './reading';

interface ProbeState {
  readonly window: Come | null;
  readonly baselines: readonly number[];
  readonly counts: readonly number[];
  /** Facts before this serial have been counted. */
  readonly countedTo: number;
  readonly holds: boolean;
  /** The number of the first condition, while that one does not hold. */
  readonly short: number | null;
}

const NO_WINDOW: ProbeState = {
  window: null,
  baselines: [],
  counts: [],
  countedTo: 0,
  holds: false,
  short: null,
};

export class Probe {
  state: ProbeState = NO_WINDOW;
  private readonly values: readonly Value[];
  private readonly comparesMeasures: boolean;

  constructor(readonly conditions: readonly Condition[]) {
    this.values = conditions.flatMap((c) => (isFact(c) ? [] : [c.value]));
    this.comparesMeasures = JSON.stringify(conditions).includes('"measure":');
  }

  get holds(): boolean {
    return this.state.holds;
  }

  /** Begins a new window, or none. */
  restart(window: Come | null, seen: Observation): void {
    if (!window) {
      this.state = NO_WINDOW;
      return;
    }
    const baselines = this.conditions.map((condition) => {
      const counter = isFact(condition) ? undefined : counterOf(condition.value);
      return counter && !isFact(condition) ? counted(condition.value, counter, seen.read) : 0;
    });
    const counts = this.conditions.map(() => 0);
    this.state = { window, baselines, counts, countedTo: window.serial, holds: false, short: null };
    this.count(seen);
    this.judge(seen);
  }

  look(seen: Observation): void {
    if (!this.state.window) return;
    const counted = this.count(seen);
    if (!counted && !this.comparesMeasures && !this.isDirty(seen)) return;
    this.judge(seen);
  }

  private judge(seen: Observation): void {
    const [holds, short] = [this.evaluate(seen), this.shortOf(seen)];
    if (holds !== this.state.holds || short !== this.state.short)
      this.state = { ...this.state, holds, short };
  }

  private shortOf(seen: Observation): number | null {
    const [first] = this.conditions;
    if (!first || isFact(first)) return null;
    const now = this.read(first, 0, seen);
    return typeof now === 'number' && !passes(first.test, now, seen) ? now : null;
  }

  private isDirty({ sets, read }: Observation): boolean {
    return this.values.some((value) => sets.isDirty(value, read));
  }

  private count(seen: Observation): boolean {
    const { countedTo } = this.state;
    const fresh = seen.facts.filter(({ serial }) => serial >= countedTo);
    if (fresh.length === 0) return false;
    const more = this.conditions.map((c) =>
      isFact(c) ? fresh.filter((fact) => matches(c.happened, fact, seen)).length : 0,
    );
    const counts = this.state.counts.map((n, i) => n + (more[i] ?? 0));
    this.state = { ...this.state, counts, countedTo: seen.factCount };
    return more.some((n) => n > 0);
  }

  private evaluate(seen: Observation): boolean {
    return this.conditions.every((condition, i) => {
      if (isFact(condition)) return passes(condition.test, this.state.counts[i] ?? 0, seen);
      return passes(condition.test, this.read(condition, i, seen), seen);
    });
  }

  private read({ value }: ValueCondition, i: number, seen: Observation): unknown {
    const { read, measure, sets } = seen;
    const baseline = this.state.baselines[i] ?? 0;
    const windowMs = this.state.window?.ms ?? 0;
    const counter = counterOf(value);
    if (counter) return since(baseline, counted(value, counter, read), counter);
    return readValue(value, { read, measure, windowMs, sets });
  }
}
