/**
 * The composition root: the only place that puts the models together. A world plays a scenario's requests and the
 * learner's on one simulation, keeps checkpoints so that any moment is at most a short replay away, and forks when
 * somebody acts in the past.
 */
import type { Admission, Fact, Model, Ref } from '../engine/model';
import { describeMachine } from '../engine/describeMachine';
import { Simulation, type AgendaEntry, type Checkpoint } from '../engine/simulation';
import { awsModel } from '../models/aws/model';
import { ecsModel } from '../models/ecs/model';
import { eksModel } from '../models/eks/model';
import { kubernetesModel } from '../models/kubernetes/model';
import { workloadModel } from '../models/workload/model';
import type { Rules, ScriptProgress, ScriptStep } from '../lessons/types';
import { expandRequest } from './expandRequest';
import { Journal, type Branch, type JournalEntry } from './journal';
import { meterQuery } from './meterQuery';
import { Meter } from './meter';
import { LessonRun, type LessonFork } from './lessonRun';
import type {
  By,
  Changes,
  Digest,
  LifecycleView,
  MachineDescription,
  Request,
  Response,
} from './protocol';
import type { Scenario } from './scenario';
import { againstExpectation, ScriptRun } from './scriptRun';
import { resolveSelectors } from './selectors';
import { everything, isShown } from './shown';

export const allModels: readonly Model[] = [
  workloadModel,
  awsModel,
  ecsModel,
  kubernetesModel,
  eksModel,
];

export interface WorldOptions {
  readonly freeze?: boolean;
  readonly models?: readonly Model[];
  /** What a lesson watches in this run. */
  readonly rules?: Rules;
}

interface Mark {
  readonly checkpoint: Checkpoint;
  readonly position: number;
  readonly effort: number;
  readonly lesson: LessonFork | undefined;
}

/** A checkpoint every so many steps and records written keeps any replay short; beyond so many, every second one goes. */
const EFFORT_BETWEEN_MARKS = 6_000;
const MARK_LIMIT = 48;

export class World {
  readonly simulation: Simulation;
  private readonly journal: Journal;
  private marks: Mark[] = [];
  private spacing = EFFORT_BETWEEN_MARKS;
  /** How far this branch had been played when time last went back. */
  private reachedMs = 0;
  /** Rises whenever time jumps, so that a page that asks for a difference gets the whole instead. */
  private epoch = 0;
  private readonly lesson: LessonRun | undefined;
  /** Only where all models are: one that is left out keeps no sums. */
  private readonly meter: Meter | undefined;
  private script: ScriptRun | undefined;
  /** Scripted requests that could not be carried out, and why. */
  readonly skipped: { readonly atMs: number; readonly request: Request; readonly why: string }[] =
    [];

  constructor(
    readonly scenario: Scenario,
    readonly seed: number,
    options: WorldOptions = {},
  ) {
    this.simulation = new Simulation({
      models: options.models ?? allModels,
      seed,
      freeze: options.freeze ?? false,
    });
    this.journal = new Journal(scenario.requests);
    this.meter = options.models ? undefined : new Meter(this.simulation.context);
    this.lesson = options.rules && new LessonRun(this.simulation, options.rules);
    this.mark();
  }

  get nowMs(): number {
    return this.simulation.nowMs;
  }

  /** Plays to `toMs`. Returns early, at the time reached, when `stop` says so after a step. */
  advance(toMs: number, stop?: () => boolean): void {
    for (;;) {
      const entry = this.journal.upcoming(toMs);
      if (this.opensBefore(entry, toMs)) {
        if (!this.runTo(this.scenario.opensAtMs, stop)) return;
        this.lesson?.open();
        continue;
      }
      if (!this.runTo(entry ? entry.atMs : toMs, stop)) return;
      if (!entry) return;
      this.journal.advance();
      this.execute(entry);
      this.lesson?.observe(false);
      if (stop?.()) return;
    }
  }

  /** Plays until something leaves a fact, at most to `limitMs`. */
  advanceToNextFact(limitMs: number): void {
    const before = this.simulation.facts.count;
    this.advance(limitMs, () => this.simulation.facts.count > before);
  }

  /** A request now. In the past, what the learner did later is left behind as a branch. */
  submit(by: By, request: Request): Response {
    const expanded = expandRequest(request, this.simulation.context);
    if (!expanded.ok) return expanded;
    const { outputs, failure } = this.submitAll(by, expanded.requests);
    this.lesson?.observe(false);
    if (failure) return failure;
    return { ok: true, output: outputs.length === 1 ? outputs[0] : outputs };
  }

  query(request: Request): Response {
    const answer =
      (this.meter && meterQuery(request, this.meter)) ?? this.simulation.query(request);
    if (answer) return responseOf(answer);
    return {
      ok: false,
      status: 404,
      error: { name: 'UnknownOperationException', message: 'Not a read request.', causes: [] },
    };
  }

  /** Goes to any moment, past or future: nearest checkpoint, then replay of the same requests. */
  seek(toMs: number): void {
    if (toMs < this.nowMs) this.script = undefined;
    this.goTo(toMs);
  }

  /** Plays a lesson's script from now on, `at` counted from `baseMs`. Going back in time ends it. */
  play(steps: readonly ScriptStep[], baseMs = this.scenario.opensAtMs): void {
    this.script = new ScriptRun(steps, baseMs, this.nowMs);
  }

  stopPlaying(): void {
    this.script = undefined;
  }

  get scriptProgress(): ScriptProgress | undefined {
    return this.script?.progress();
  }

  /** How many of these goals of the lesson are met. */
  metGoals(ids: readonly string[]): number {
    const { context } = this.simulation;
    return ids.filter((id) => context.get('lesson/Goal', id)?.phase === 'met').length;
  }

  private goTo(toMs: number): void {
    if (toMs < this.nowMs) this.restore(this.marks.findLast((m) => m.checkpoint.nowMs <= toMs));
    this.advance(toMs);
  }

  /** From now on another future: the one that was played, or that the learner had made, stays as a branch. */
  fork(): Branch | undefined {
    const { nowMs } = this;
    const branch = this.journal.fork(nowMs, Math.max(this.reachedMs, nowMs));
    this.reachedMs = nowMs;
    return branch;
  }

  /** What changed since `version`; everything when that is too long ago or time has jumped. */
  changesSince(since: {
    readonly version: number;
    readonly epoch: number;
    readonly facts: number;
  }): Changes & {
    readonly epoch: number;
  } {
    const { records, facts } = this.simulation;
    const log =
      since.epoch === this.epoch ? this.simulation.changesSince(since.version) : undefined;
    const common = { nowMs: this.nowMs, version: records.version, epoch: this.epoch };
    if (!log)
      return { ...common, whole: true, records: everything(records), facts: facts.since(0) };
    const newest = new Map(
      log.filter(({ kind }) => isShown(kind)).map((c) => [`${c.kind} ${c.key}`, c]),
    );
    const changed = [...newest.values()].map(({ kind, key }) => ({
      kind,
      key,
      value: records.entry(kind, key)?.value,
    }));
    return { ...common, whole: false, records: changed, facts: facts.since(since.facts) };
  }

  lifecycles(of: Ref): readonly LifecycleView[] {
    return this.simulation.lifecyclesOf(of);
  }

  describeMachine(lifecycle: string): MachineDescription {
    const { machine } = this.simulation.lifecycles.definition(lifecycle);
    return { lifecycle, ...describeMachine(machine) };
  }

  causes(serial: number): readonly Fact[] {
    return this.simulation.causes(serial);
  }

  soonest(limit: number): readonly AgendaEntry[] {
    return this.simulation.soonest(limit);
  }

  /** Until this moment nothing happens by itself. */
  get quietUntilMs(): number {
    const scripted = this.journal.upcoming(Number.MAX_SAFE_INTEGER)?.atMs;
    return Math.min(
      this.simulation.nextDueMs() ?? Number.MAX_SAFE_INTEGER,
      scripted ?? Number.MAX_SAFE_INTEGER,
    );
  }

  history(): {
    readonly entries: readonly JournalEntry[];
    readonly position: number;
    readonly branches: readonly Branch[];
  } {
    const { journal } = this;
    return { entries: journal.all(), position: journal.position, branches: journal.forks() };
  }

  digest(): Digest {
    return this.simulation.digest();
  }

  private submitAll(
    by: By,
    requests: readonly Request[],
  ): { outputs: unknown[]; failure: Response | undefined } {
    const outputs: unknown[] = [];
    for (const request of requests) {
      const envelope = { by, atMs: this.nowMs, request };
      const response = responseOf(this.simulation.submit(request, by));
      if (!response.ok) return { outputs, failure: response };
      this.fork();
      this.journal.record(envelope);
      this.lesson?.observe(false);
      this.settle();
      outputs.push(response.output);
    }
    return { outputs, failure: undefined };
  }

  /** What a request sets off at its own instant comes before the next request, as it does when the run is played again. */
  private settle(): void {
    const { script } = this;
    this.script = undefined;
    this.runTo(this.nowMs, undefined);
    this.script = script;
  }

  /**
   * A request of the journal. A step of the scenario that no longer applies, because the learner changed the world
   * before it, is skipped and remembered as such.
   */
  private execute({ by, request }: JournalEntry): void {
    const { context } = this.simulation;
    const resolved = resolveSelectors(request, context, this.seed);
    const expanded = resolved && expandRequest(resolved, context);
    if (!expanded?.ok) {
      this.skip(request, expanded ? expanded.error.message : 'nothing matches its selector');
      return;
    }
    for (const one of expanded.requests) {
      const admission = this.simulation.submit(one, by);
      if (!admission.ok) this.skip(one, admission.error.message);
    }
  }

  private skip(request: Request, why: string): void {
    this.skipped.push({ atMs: this.nowMs, request, why });
  }

  /** The lesson opens after what the scenario does at that instant, and before anything that a learner does. */
  private opensBefore(entry: JournalEntry | undefined, toMs: number): boolean {
    const { opensAtMs } = this.scenario;
    if (!this.lesson || this.lesson.isOpen || toMs < opensAtMs) return false;
    if (!entry || entry.atMs > opensAtMs) return true;
    return entry.atMs === opensAtMs && !entry.scripted;
  }

  private runTo(toMs: number, stop: (() => boolean) | undefined): boolean {
    const { simulation } = this;
    for (;;) {
      for (let horizonMs = this.horizon(toMs); ; horizonMs = this.horizon(toMs)) {
        this.meter?.reach(Math.min(simulation.nextDueMs() ?? Infinity, horizonMs));
        if (!simulation.runNext(horizonMs)) break;
        this.lesson?.observe(false);
        this.markIfDue();
        if (stop?.()) return false;
      }
      simulation.runUntil(this.horizon(toMs));
      this.meter?.reach(simulation.nowMs + 1);
      this.lesson?.observe(true);
      const played = this.playStep();
      if (played === 'rewound' || stop?.()) return false;
      if (played === 'nothing' && simulation.nowMs >= toMs) return true;
    }
  }

  /** How far the models may run before lesson or script must be asked. */
  private horizon(toMs: number): number {
    const { nowMs } = this.simulation;
    const lessonMs = this.lesson?.nextDueMs ?? Infinity;
    return Math.min(toMs, Math.max(nowMs, Math.min(lessonMs, this.scriptDueMs())));
  }

  private scriptDueMs(): number {
    const momentMs: Parameters<ScriptRun['nextDueMs']>[1] = (moment) =>
      this.lesson?.momentMs(moment) ?? null;
    return this.script?.nextDueMs(this.nowMs, momentMs) ?? Infinity;
  }
  /** The script's next step, if it is due: everything else at this instant has happened. */
  private playStep(): 'nothing' | 'done' | 'rewound' {
    const { script } = this;
    const step = script?.next;
    if (!script || !step || this.scriptDueMs() > this.nowMs) return 'nothing';
    if (step.act.do === 'rewind') {
      this.script = undefined;
      this.goTo(script.baseMs + step.act.toMs);
      this.fork();
      this.script = script;
      script.done(this.nowMs, null);
      return 'rewound';
    }
    const { requests, refused } = step.act;
    script.done(this.nowMs, againstExpectation(this.carryOut(requests), refused));
    return 'done';
  }

  /** A script's requests, one after the other; the message of the first that was refused. */
  private carryOut(requests: readonly Request[]): string | null {
    for (const request of requests) {
      const resolved = resolveSelectors(request, this.simulation.context, this.seed);
      if (!resolved) return 'nothing matches its selector';
      const response = this.submit('lesson', resolved);
      if (!response.ok) return response.error.message;
    }
    return null;
  }

  /** What it took to come here. */
  private get effort(): number {
    const { work, records } = this.simulation;
    return work.steps + records.version;
  }

  private markIfDue(): void {
    if (this.effort >= (this.marks.at(-1)?.effort ?? 0) + this.spacing) this.mark();
  }

  private mark(): void {
    const { simulation, journal, effort } = this;
    const { position } = journal;
    const lesson = this.lesson?.fork();
    this.marks.push({ checkpoint: simulation.checkpoint(), position, effort, lesson });
    if (this.marks.length <= MARK_LIMIT) return;
    this.marks.forEach((mark, i) => {
      if (i % 2 === 1) simulation.release(mark.checkpoint);
    });
    this.marks = this.marks.filter((_, i) => i % 2 === 0);
    this.spacing *= 2;
  }

  private restore(mark: Mark | undefined): void {
    const to = mark ?? this.marks[0];
    if (!to) return;
    this.reachedMs = Math.max(this.reachedMs, this.nowMs);
    this.simulation.restore(to.checkpoint);
    this.meter?.rewind(this.nowMs);
    if (to.lesson) this.lesson?.restore(to.lesson);
    this.journal.moveTo(to.position);
    this.marks = this.marks.filter((m) => m.checkpoint.nowMs <= to.checkpoint.nowMs);
    this.epoch += 1;
  }
}

function responseOf(admission: Admission): Response {
  return admission.ok ? { ok: true, output: admission.output } : admission;
}
