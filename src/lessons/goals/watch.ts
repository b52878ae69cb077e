/**
 * Watches a run for a lesson: goals, measures and near misses, looked at after each step of the world that touched what
 * they read (DECISIONS.md 1.6, 2.3). Its state is a function of the run, and part of every checkpoint; what it finds is
 * written beside the run as records and facts of model `lesson`, which no model reads and no digest holds.
 */
import type { Effect, Fact, Kind, Read } from '../../engine/model';
import type { GoalState, MeasureState, Moment, Rules, Value } from '../types';
import { announced } from './announce';
import { GoalTrack } from './goalTrack';
import { MeasureTrack } from './measureTrack';
import { Moments } from './moments';
import { nounOf } from './nouns';
import type { Come, Observation } from './observation';
import { NearMissTrack } from './nearMissTrack';
import { partsOf } from './rulesParts';
import { counterOf, kindsOf, rises } from './reading';
import { Views, type Changed } from './views';

/** Counters are looked at again so often while they rise, where they do not say otherwise. */
const RISING_PERIOD_MS = 1000;
/** Rules that wait for each other settle within as many rounds as there are rules; more is a loop. */
const ROUND_LIMIT = 200;

/** What has happened since the last look. */
export interface Happened {
  readonly facts: readonly Fact[];
  readonly factCount: number;
  readonly changed: Changed;
  readonly settled: boolean;
}

export type WatchFork = readonly unknown[];

export class Watch {
  readonly goals: readonly GoalTrack[];
  private readonly moments: Moments;
  private readonly measures: readonly MeasureTrack[];
  private readonly nearMisses: readonly NearMissTrack[];
  /** Values of the rules that rise while time passes. */
  private readonly counters: readonly Value[];
  private readonly kinds: ReadonlySet<Kind>;
  private readonly factNames: ReadonlySet<string>;
  private readonly measure = (name: string): unknown =>
    this.measures.find((track) => track.measure.name === name)?.state.value ?? undefined;
  private readonly sets = new Views(this.measure);
  private readonly opened: { state: Come | null } = { state: null };

  constructor(readonly rules: Rules) {
    const byId = new Map<string, GoalTrack>();
    this.moments = new Moments((id) => byId.get(id)?.state.met ?? null);
    const track = (moment: Moment) => this.moments.track(moment);
    this.goals = rules.goals.map((goal) => {
      const until = goal.until && track(goal.until);
      const made = new GoalTrack(goal, track(goal.after), until, () => this.othersMet());
      byId.set(goal.id, made);
      return made;
    });
    this.measures = rules.measures.map((measure) => {
      const { from, to } = ends(measure.take);
      return new MeasureTrack(measure, track(from), to && track(to));
    });
    this.nearMisses = rules.nearMisses.map((nearMiss) => new NearMissTrack(nearMiss));
    rules.moments.forEach(track);
    const { values, patterns } = partsOf(rules);
    this.kinds = new Set(values.flatMap(kindsOf));
    this.factNames = new Set(patterns.map(({ model, type }) => `${model}/${type}`));
    this.counters = values.filter(counterOf);
  }

  get isOpen(): boolean {
    return this.opened.state !== null;
  }

  /** The lesson begins: what happened before does not count. */
  open(read: Read, factCount: number): readonly Effect[] {
    const come = { ms: read.nowMs, serial: factCount };
    this.opened.state = come;
    const seen = this.observation(read, {
      facts: [],
      factCount,
      changed: new Map(),
      settled: false,
    });
    for (const track of this.nearMisses) track.restart(come, seen);
    return this.look(seen, come);
  }

  /** What follows from what has happened. */
  observe(read: Read, happened: Happened): readonly Effect[] {
    const opened = this.opened.state;
    if (!opened || !this.concerns(happened)) return [];
    return this.look(this.observation(read, this.withRising(read, happened)), opened);
  }

  /** The next instant at which time alone changes something. */
  nextDueMs(read: Read): number {
    let next = Infinity;
    if (!this.isOpen) return next;
    for (const { dueMs } of [...this.moments.tracks, ...this.goals, ...this.nearMisses])
      if (dueMs !== undefined && dueMs < next) next = dueMs;
    for (const value of this.rising(read)) {
      const period = periodOf(value);
      next = Math.min(next, Math.floor(read.nowMs / period + 1) * period);
    }
    return next;
  }

  /** When a moment of the rules came. */
  momentMs(moment: Moment): number | null {
    return this.moments.find(moment)?.state.come?.ms ?? null;
  }

  fork(): WatchFork {
    return this.stateful().map((track) => structuredClone(track.state));
  }

  restore(fork: WatchFork): void {
    this.stateful().forEach((track, i) => {
      track.state = structuredClone(fork[i]);
    });
    this.sets.forget();
  }

  /** Whether any rule can tell the difference. */
  private concerns({ settled, changed, facts }: Happened): boolean {
    if (settled || facts.some(({ model, type }) => this.factNames.has(`${model}/${type}`)))
      return true;
    for (const kind of changed.keys()) if (this.kinds.has(kind)) return true;
    return false;
  }

  private observation(read: Read, happened: Happened): Observation {
    const { facts, factCount, settled, changed } = happened;
    this.sets.take(changed, read);
    return { read, facts, factCount, settled, sets: this.sets, measure: this.measure };
  }

  private look(seen: Observation, opened: Come): readonly Effect[] {
    for (let round = 0; ; round += 1) {
      const moved = [
        ...this.moments.tracks.map((track) => track.look(seen, opened)),
        ...this.goals.map((track) => track.look(seen)),
        ...this.measures.map((track) => track.look(seen)),
      ];
      if (!moved.includes(true)) break;
      if (round > ROUND_LIMIT) throw new Error('The rules of the lesson wait for each other.');
    }
    for (const track of this.nearMisses) track.look(seen);
    return announced(seen, {
      goals: this.goals.map((track): GoalState => track.view()),
      measures: this.measures.map((track): MeasureState => track.view()),
      nearMisses: this.nearMisses.filter(({ state }) => state.seen).map(({ id }) => id),
      within: (id) => this.rules.goals.find((goal) => goal.id === id)?.withinMs ?? 0,
    });
  }

  /** At a whole second that time alone brought, what rises has another count. */
  private withRising(read: Read, happened: Happened): Happened {
    if (!happened.settled || read.nowMs % RISING_PERIOD_MS !== 0) return happened;
    const due = this.rising(read).filter((value) => read.nowMs % periodOf(value) === 0);
    const kinds = due.map(({ of }) => nounOf(of.noun).kind);
    return { ...happened, changed: new Map([...happened.changed, ...kinds.map(whole)]) };
  }

  private rising(read: Read): readonly Value[] {
    return this.counters.filter((value) => {
      const counter = counterOf(value);
      return counter !== undefined && rises(value, counter, read);
    });
  }

  private othersMet(): boolean {
    return this.goals.every(
      ({ goal, state }) => goal.stretch || waitsForAll(goal) || state.met !== null,
    );
  }

  private stateful(): { state: unknown }[] {
    return [
      this.opened,
      ...this.moments.tracks.flatMap((track) => (track.probe ? [track, track.probe] : [track])),
      ...this.goals.flatMap((track) => [track, track.probe]),
      ...this.measures,
      ...this.nearMisses.flatMap((track) => [track, track.probe]),
    ] as { state: unknown }[];
  }
}

const periodOf = (value: Value): number => counterOf(value)?.everyMs ?? RISING_PERIOD_MS;

const whole = (kind: Kind): readonly [Kind, null] => [kind, null];

const waitsForAll = ({ never, until }: Rules['goals'][number]) => never && until === null;

function ends(take: Rules['measures'][number]['take']): {
  readonly from: Moment;
  readonly to: Moment | null;
} {
  return take.how === 'value'
    ? { from: take.since, to: take.at }
    : { from: take.from, to: take.to };
}
