/**
 * One world: records, machines, controllers and facts under one virtual clock. Everything that changes it comes in as a
 * request or falls due on the agenda, and ends in `commit`, the only writer. Whoever runs it from the same seed with the
 * same requests at the same times gets the same bytes, however time is sliced.
 */
import { Agenda } from './agenda';
import { commit, fireTimer, type Committing } from './commit';
import { RollingDigest } from './digest';
import { FactLog, isBeside, NO_CAUSE, type Cause } from './facts';
import { ForkableMaps } from './forkableMap';
import { InvariantError } from './invariant';
import { Lifecycles, stateOf } from './lifecycles';
import type {
  Admission,
  AnyRequest,
  Controller,
  Effect,
  Fact,
  Kind,
  LifecycleState,
  Model,
  Ref,
  Watch,
  Work,
} from './model';
import { createContext } from './context';
import { RandomStreams } from './random';
import { Records, type LoggedChange } from './records';

export type AgendaItem =
  | {
      readonly what: 'timer';
      readonly lifecycle: string;
      readonly key: string;
      readonly id: string;
    }
  | { readonly what: 'sync'; readonly controller: string; readonly key: string };
export interface AgendaEntry {
  readonly dueAtMs: number;
  readonly serial: number;
  readonly item: AgendaItem;
}

/** A sync that is waited for: its agenda entry, and the fact that last woke it. */
export interface Pending {
  readonly dueAtMs: number;
  readonly serial: number;
  readonly cause: Cause;
}

export interface Limits {
  readonly stepsPerInstant: number;
  readonly agendaLength: number;
  readonly factsKept: number;
}
const LIMITS: Limits = { stepsPerInstant: 200_000, agendaLength: 2_000_000, factsKept: 200_000 };

export interface SimulationOptions {
  readonly models: readonly Model[];
  readonly seed: number;
  /** Freezes every record that is written: for tests and development. */
  readonly freeze?: boolean;
  readonly limits?: Partial<Limits>;
}

export type Checkpoint = ReturnType<Simulation['checkpoint']>;

export class Simulation {
  readonly models: readonly Model[];
  readonly limits: Limits;
  nowMs = 0;
  readonly work: Work = { recordsVisited: 0, syncs: 0, steps: 0, facts: 0 };
  readonly records: Records;
  readonly facts: FactLog;
  readonly lifecycles: Lifecycles;
  private readonly agenda = new Agenda<AgendaEntry>();
  /** By controller and key. */
  private readonly pending = new ForkableMaps<Pending>();
  private readonly streams: RandomStreams;
  private readonly controllers = new Map<string, Controller>();
  private readonly committing: Committing;
  private agendaSerial = 0;
  private instant = { atMs: -1, steps: 0 };
  readonly context;

  constructor(options: SimulationOptions) {
    const { models } = options;
    this.models = models;
    this.limits = { ...LIMITS, ...options.limits };
    this.streams = new RandomStreams(options.seed);
    this.facts = new FactLog(this.limits.factsKept);
    this.lifecycles = new Lifecycles(models.flatMap((m) => m.lifecycles));
    this.records = new Records(
      models.flatMap((m) => m.indexes),
      models.flatMap((m) => m.tallies),
      models.flatMap((m) => m.projections),
      options.freeze ?? false,
    );
    for (const controller of models.flatMap((m) => m.controllers))
      this.controllers.set(controller.name, controller);
    this.context = createContext(this, this.streams);
    this.committing = {
      simulation: this,
      modelsByName: new Map(models.map((m) => [m.name, m])),
      watchesByKind: groupWatches(models.flatMap((m) => m.watches)),
      arm: (dueAtMs, item) => this.schedule(dueAtMs, item),
      wake: (controller, key, afterMs, cause) => {
        this.wake(controller, key, afterMs, cause);
      },
      depth: 0,
    };
  }

  /** Asks for a change, now. Rejected: nothing has changed, and there is no fact of it. */
  submit(request: AnyRequest, by: string): Admission {
    const model = this.modelFor(request);
    const streams = this.streams.fork();
    const admission = model.admit(request, this.context);
    if (!admission.ok) this.streams.restore(streams);
    this.streams.release(streams);
    if (!admission.ok) return admission;
    const about: Ref = { kind: 'engine/None', key: request.api };
    const data = { by, request };
    const cause = this.facts.append(
      { model: 'request', type: 'requested', about, data },
      this.nowMs,
      NO_CAUSE,
      true,
    );
    this.work.facts += 1;
    commit(this.committing, admission.effects, cause);
    return admission;
  }

  /** Reads; never changes anything. */
  query(request: AnyRequest): Admission | undefined {
    return this.modelFor(request).query?.(request, this.context);
  }

  /**
   * Writes records and facts beside the run, for whoever watches it: of kinds and models that no model reads. They are
   * restored with a checkpoint; no digest holds them (`isBeside`).
   */
  annotate(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.do === 'put')
        this.records.write(effect.kind, effect.key, effect.value, this.nowMs);
      else if (effect.do === 'note') this.facts.append(effect.fact, this.nowMs, NO_CAUSE);
    }
  }

  /** Runs everything that is due up to and including `toMs`, then stands at `toMs`. */
  runUntil(toMs: number): void {
    while (this.runNext(toMs));
    if (toMs > this.nowMs) this.nowMs = toMs;
  }

  /** Runs one agenda entry that is due by `toMs`; false when there is none (and time has not moved). */
  runNext(toMs: number): boolean {
    for (;;) {
      const next = this.agenda.peek();
      if (!next || next.dueAtMs > toMs) return false;
      this.agenda.pop();
      if (this.stale(next)) continue;
      this.enterInstant(next.dueAtMs);
      this.work.steps += 1;
      this.runEntry(next);
      return true;
    }
  }

  nextDueMs(): number | undefined {
    for (;;) {
      const next = this.agenda.peek();
      if (!next) return undefined;
      if (!this.stale(next)) return next.dueAtMs;
      this.agenda.pop();
    }
  }

  soonest(limit: number): readonly AgendaEntry[] {
    return this.agenda.soonest(limit, (entry) => !this.stale(entry));
  }

  changesSince(version: number): readonly LoggedChange[] | undefined {
    return this.records.changesSince(version);
  }

  lifecyclesOf(record: Ref): readonly { lifecycle: string; key: string; state: LifecycleState }[] {
    return this.lifecycles.aboutRecord(record).map((r) => {
      const state = stateOf(r);
      const timers = state.timers.map(({ id, event, dueAtMs }) => ({ id, event, dueAtMs }));
      return { lifecycle: r.lifecycle.name, key: r.key, state: { ...state, timers } };
    });
  }

  /** The fact and everything that led to it, cause first. */
  causes(serial: number): readonly Fact[] {
    const chain: Fact[] = [];
    for (let at: number | null = serial; at !== null;) {
      const fact: Fact | undefined = this.facts.get(at);
      if (!fact) break;
      chain.unshift(fact);
      at = fact.cause;
    }
    return chain;
  }

  brokenInvariants(): readonly string[] {
    return this.models.flatMap((m) => m.invariants?.(this.context) ?? []);
  }

  /** One rolling digest per model's facts, and one of all records as they stand. */
  digest(): Readonly<Record<string, string>> {
    const records = new RollingDigest();
    for (const kind of this.records.kinds()) {
      if (isBeside(kind)) continue;
      const rows = this.records.rows(kind);
      for (const key of [...rows.keys()].sort()) records.add([kind, key, rows.get(key)?.value]);
    }
    return { ...this.facts.digest(), records: records.toString() };
  }

  /** This moment, to come back to. Coming back to it forgets the checkpoints that were made after it. */
  checkpoint() {
    return {
      nowMs: this.nowMs,
      agendaSerial: this.agendaSerial,
      agenda: this.agenda.fork(),
      pending: this.pending.fork(),
      streams: this.streams.fork(),
      records: this.records.fork(),
      lifecycles: this.lifecycles.fork(),
      facts: this.facts.fork(),
      work: { ...this.work },
      instant: { ...this.instant },
    };
  }

  restore(to: Checkpoint): void {
    this.nowMs = to.nowMs;
    this.agendaSerial = to.agendaSerial;
    this.agenda.restore(to.agenda);
    this.pending.restore(to.pending);
    this.streams.restore(to.streams);
    this.records.restore(to.records);
    this.lifecycles.restore(to.lifecycles);
    this.facts.restore(to.facts);
    Object.assign(this.work, to.work);
    this.instant = { ...to.instant };
  }

  /** Nobody will go back to this checkpoint any more: what only it held is let go. */
  release(checkpoint: Checkpoint): void {
    this.pending.release(checkpoint.pending);
    this.streams.release(checkpoint.streams);
    this.records.release(checkpoint.records);
    this.lifecycles.release(checkpoint.lifecycles);
    this.facts.release(checkpoint.facts);
  }

  private modelFor(request: AnyRequest): Model {
    const takers = this.models.filter((m) => m.accepts(request));
    if (takers.length === 1) return takers[0] as Model;
    throw new InvariantError(
      `${takers.length} models (${takers.map((m) => m.name).join(', ')}) take ${JSON.stringify(request).slice(0, 200)}`,
    );
  }

  private runEntry({ item, serial }: AgendaEntry): void {
    if (item.what === 'sync') this.runSync(item.controller, item.key);
    else this.fireTimer(item.lifecycle, item.key, serial);
  }

  private runSync(name: string, key: string): void {
    const controller = this.controllers.get(name) as Controller;
    const cause = this.pending.get(name, key)?.cause ?? NO_CAUSE;
    this.pending.delete(name, key);
    this.work.syncs += 1;
    const result = controller.sync(key, this.context);
    if (!result) return;
    const effects = result.commands.map((command) => ({ do: 'command', command }) as const);
    commit(this.committing, effects, cause);
    if (result.requeueAfterMs !== undefined) this.wake(name, key, result.requeueAfterMs, cause);
  }

  private fireTimer(lifecycle: string, key: string, serial: number): void {
    const running = this.lifecycles.get(lifecycle, key);
    const timer = running?.timers.find((t) => t.serial === serial);
    if (running && timer) fireTimer(this.committing, running, timer);
  }

  private wake(name: string, key: string, afterMs: number | undefined, cause: Cause): void {
    const controller = this.controllers.get(name);
    if (!controller) throw new InvariantError(`no controller ${name}`);
    const dueAtMs = this.nowMs + (afterMs ?? controller.latencyMs);
    const waiting = this.pending.get(name, key);
    if (waiting && waiting.dueAtMs <= dueAtMs) {
      if (cause.serial !== waiting.cause.serial) this.pending.set(name, key, { ...waiting, cause });
      return;
    }
    const serial = this.schedule(dueAtMs, { what: 'sync', controller: name, key });
    this.pending.set(name, key, { dueAtMs, serial, cause });
  }

  private schedule(dueAtMs: number, item: AgendaItem): number {
    if (this.agenda.length >= this.limits.agendaLength)
      throw this.tooMuch(`more than ${this.limits.agendaLength} things are due later`);
    this.agendaSerial += 1;
    this.agenda.push({ dueAtMs, serial: this.agendaSerial, item });
    return this.agendaSerial;
  }

  private stale({ item, serial }: AgendaEntry): boolean {
    if (item.what === 'sync') return this.pending.get(item.controller, item.key)?.serial !== serial;
    const running = this.lifecycles.get(item.lifecycle, item.key);
    return !running?.timers.some((t) => t.serial === serial);
  }

  private enterInstant(atMs: number): void {
    this.nowMs = atMs;
    if (this.instant.atMs !== atMs) this.instant = { atMs, steps: 0 };
    this.instant.steps += 1;
    if (this.instant.steps > this.limits.stepsPerInstant)
      throw this.tooMuch(`more than ${this.limits.stepsPerInstant} steps at ${atMs} ms`);
  }

  private tooMuch(what: string): Error {
    const last = this.facts.last(5).map((f) => `${f.atMs} ${f.model} ${f.type} ${f.about.key}`);
    return new InvariantError(`Stopped: ${what}. Last facts: ${last.join('; ')}`);
  }
}

function groupWatches(watches: readonly Watch[]): ReadonlyMap<Kind, readonly Watch[]> {
  const groups = new Map<Kind, Watch[]>();
  for (const watch of watches) {
    const group = groups.get(watch.kind);
    if (group) group.push(watch);
    else groups.set(watch.kind, [watch]);
  }
  return groups;
}
