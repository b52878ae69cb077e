/** A lesson's rules over a running world: what changed since they last looked, and when they want to look again. */
import type { Simulation } from '../engine/simulation';
import type { Kind } from '../engine/model';
import { Watch, type WatchFork } from '../lessons/goals/watch';
import type { Changed } from '../lessons/goals/views';
import type { Moment, Rules } from '../lessons/types';

interface Seen {
  readonly version: number;
  readonly facts: number;
}

export interface LessonFork {
  readonly watch: WatchFork;
  readonly seen: Seen;
}

export class LessonRun {
  private readonly watch: Watch;
  private seen: Seen = { version: 0, facts: 0 };
  private dueMs = Infinity;

  constructor(
    private readonly simulation: Simulation,
    readonly rules: Rules,
  ) {
    this.watch = new Watch(rules);
  }

  get isOpen(): boolean {
    return this.watch.isOpen;
  }

  /** The next instant at which time alone decides something; may be now. */
  get nextDueMs(): number {
    return this.dueMs;
  }

  open(): void {
    const { simulation, watch } = this;
    simulation.annotate(watch.open(simulation.context, simulation.facts.count));
    this.remember();
  }

  /** `settled`: everything that is due now has happened. */
  observe(settled: boolean): void {
    if (!this.isOpen) return;
    const { context, facts } = this.simulation;
    const effects = this.watch.observe(context, {
      facts: facts.since(this.seen.facts),
      factCount: facts.count,
      changed: this.changed(),
      settled,
    });
    this.simulation.annotate(effects);
    this.remember();
  }

  momentMs(moment: Moment): number | null {
    return this.watch.momentMs(moment);
  }

  fork(): LessonFork {
    return { watch: this.watch.fork(), seen: this.seen };
  }

  restore({ watch, seen }: LessonFork): void {
    this.watch.restore(watch);
    this.seen = seen;
    this.dueMs = this.watch.nextDueMs(this.simulation.context);
  }

  private changed(): Changed {
    const { simulation, seen } = this;
    const log = simulation.changesSince(seen.version);
    // Further back than the log goes: anything may have changed.
    if (!log) return new Map(simulation.records.kinds().map((kind) => [kind as Kind, null]));
    const changed = new Map<Kind, Set<string>>();
    for (const { kind, key } of log) {
      const keys = changed.get(kind);
      if (keys) keys.add(key);
      else changed.set(kind, new Set([key]));
    }
    return changed;
  }

  private remember(): void {
    const { records, facts, context } = this.simulation;
    this.seen = { version: records.version, facts: facts.count };
    this.dueMs = this.watch.nextDueMs(context);
  }
}
