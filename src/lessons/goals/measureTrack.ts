/** One measure in this run: what is known of it by now, and whether it can still change. */
import type { Measure, MeasureState, Value } from '../types';
import type { MomentTrack } from './moments';
import { matches, sameCome, type Come, type Observation } from './observation';
import { counted, counterOf, readValue, since } from './reading';

type Known = MeasureState['value'];

interface State {
  readonly from: Come | null;
  readonly to: Come | null;
  readonly baseline: number;
  readonly countedTo: number;
  readonly value: Known;
  readonly final: boolean;
  readonly atMs: number;
}

const BEGINNING: State = {
  from: null,
  to: null,
  baseline: 0,
  countedTo: 0,
  value: null,
  final: false,
  atMs: 0,
};

export class MeasureTrack {
  state = BEGINNING;
  private readonly value: Value | null;

  constructor(
    readonly measure: Measure,
    private readonly from: MomentTrack,
    /** null: so far, or as it is now. */
    private readonly to: MomentTrack | null,
  ) {
    this.value = 'value' in measure.take ? measure.take.value : null;
  }

  /** Whether its value changed by it. */
  look(seen: Observation): boolean {
    const before = this.state;
    const from = this.from.state.come;
    const begins = !sameCome(from, before.from);
    if (begins) this.begin(from, seen);
    const to = from && this.ended(from);
    if (!from || (!begins && before.final && sameCome(to, before.to)))
      return this.state.value !== before.value;
    this.measureOn(from, to, begins || !sameCome(to, before.to), seen);
    const { value, final } = this.state;
    if (value === before.value && final === before.final && sameCome(to, before.to)) return false;
    this.state = { ...this.state, to, final: to !== null, atMs: seen.read.nowMs };
    return true;
  }

  view(): MeasureState {
    const { value, final, atMs } = this.state;
    const { name, unit } = this.measure;
    return { name, unit, value, final: final && value !== null, atMs };
  }

  private begin(from: Come | null, { read }: Observation): void {
    const { value } = this;
    const baseline = from && value && this.startsFrom(value) ? this.startAt(value, read, from) : 0;
    this.state = { ...BEGINNING, from, baseline, countedTo: from?.serial ?? 0 };
  }

  private startsFrom(value: Value): boolean {
    return counterOf(value) !== undefined || this.measure.take.how === 'change';
  }

  private startAt(value: Value, read: Observation['read'], from: Come): number {
    const counter = counterOf(value);
    if (counter) return counted(value, counter, read);
    const start = readValue(value, { read, windowMs: from.ms, measure: () => undefined });
    return typeof start === 'number' ? start : 0;
  }

  private ended(from: Come): Come | null {
    const to = this.to?.state.come ?? null;
    return to && to.ms >= from.ms && to.serial >= from.serial ? to : null;
  }

  private measureOn(from: Come, to: Come | null, anew: boolean, seen: Observation): void {
    const { take } = this.measure;
    const dirty = anew || (this.value !== null && seen.sets.isDirty(this.value, seen.read));
    switch (take.how) {
      case 'seconds':
        this.set(to ? (to.ms - from.ms) / 1000 : null);
        return;
      case 'facts':
        this.countFacts(seen);
        return;
      case 'value':
        // At a moment: only then. Without one: always.
        if (this.to ? anew : dirty) this.set(this.to && !to ? null : this.now(from, seen));
        return;
      case 'change':
        if (dirty) this.set(this.numberNow(from, seen));
        return;
      default:
        if (dirty) this.extreme(take.how === 'most', from, seen);
    }
  }

  private countFacts(seen: Observation): void {
    const { take } = this.measure;
    if (take.how !== 'facts') return;
    const { countedTo, value } = this.state;
    const more = seen.facts.filter((f) => f.serial >= countedTo && matches(take.fact, f, seen));
    this.state = { ...this.state, countedTo: seen.factCount };
    this.set((typeof value === 'number' ? value : 0) + more.length);
  }

  private extreme(most: boolean, from: Come, seen: Observation): void {
    const now = this.numberNow(from, seen);
    const { value } = this.state;
    const before = typeof value === 'number' ? value : now;
    this.set(most ? Math.max(before, now) : Math.min(before, now));
  }

  private now(from: Come, { read, measure, sets }: Observation): Known {
    const value = this.value as Value;
    const counter = counterOf(value);
    if (counter) return since(this.state.baseline, counted(value, counter, read), counter);
    const found = readValue(value, { read, measure, sets, windowMs: from.ms });
    return isKnown(found) ? found : null;
  }

  private numberNow(from: Come, seen: Observation): number {
    const now = this.now(from, seen);
    const number = typeof now === 'number' ? now : 0;
    const differs = this.measure.take.how === 'change' && !counterOf(this.value as Value);
    return differs ? number - this.state.baseline : number;
  }

  private set(value: Known): void {
    if (value !== this.state.value) this.state = { ...this.state, value };
  }
}

const isKnown = (value: unknown): value is string | number | boolean =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
