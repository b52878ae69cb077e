/**
 * The composition root: the only place that puts the models together. A world plays a scenario's requests and the
 * learner's on one simulation, keeps checkpoints so that any moment is at most a short replay away, and forks when
 * somebody acts in the past.
 */
import type { Admission, Fact, Kind, Model, Ref } from '../engine/model';
import { describeMachine } from '../engine/describeMachine';
import { Simulation, type AgendaEntry, type Checkpoint } from '../engine/simulation';
import { awsModel } from '../models/aws/model';
import { ecsModel } from '../models/ecs/model';
import { eksModel } from '../models/eks/model';
import { kubernetesModel } from '../models/kubernetes/model';
import { workloadModel } from '../models/workload/model';
import { expandRequest } from './expandRequest';
import { Journal, type Branch, type JournalEntry } from './journal';
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
import { resolveSelectors } from './selectors';
import { readSeriesInput, RunSeries } from './series';

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
}

interface Mark {
  readonly checkpoint: Checkpoint;
  readonly position: number;
  readonly steps: number;
}

/** A checkpoint at least every so many steps keeps any replay short; beyond so many, every second one goes. */
const STEPS_BETWEEN_MARKS = 4_000;
const MARK_LIMIT = 48;

export class World {
  readonly simulation: Simulation;
  private readonly journal: Journal;
  private readonly series = new RunSeries();
  private marks: Mark[] = [];
  private spacing = STEPS_BETWEEN_MARKS;
  /** Rises whenever time jumps, so that a page that asks for a difference gets the whole instead. */
  private epoch = 0;
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
    this.mark();
  }

  get nowMs(): number {
    return this.simulation.nowMs;
  }

  /** Plays to `toMs`. Returns early, at the time reached, when `stop` says so after a step. */
  advance(toMs: number, stop?: () => boolean): void {
    for (;;) {
      const entry = this.journal.upcoming(toMs);
      if (!this.runTo(entry ? entry.atMs : toMs, stop)) return;
      if (!entry) return;
      this.journal.advance();
      this.execute(entry);
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
    if (failure) return failure;
    return { ok: true, output: outputs.length === 1 ? outputs[0] : outputs };
  }

  query(request: Request): Response {
    if (request.api === 'quayside' && request.action === 'series')
      return { ok: true, output: this.series.answer(readSeriesInput(request.input)) };
    const answer = this.simulation.query(request);
    if (answer) return responseOf(answer);
    return {
      ok: false,
      status: 404,
      error: { name: 'UnknownOperationException', message: 'Not a read request.', causes: [] },
    };
  }

  /** Goes to any moment, past or future: nearest checkpoint, then replay of the same requests. */
  seek(toMs: number): void {
    if (toMs < this.nowMs) this.restore(this.marks.findLast((m) => m.checkpoint.nowMs <= toMs));
    this.advance(toMs);
  }

  fork(): Branch | undefined {
    return this.journal.fork(this.nowMs);
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
    if (!log) return { ...common, whole: true, records: this.everything(), facts: facts.since(0) };
    const newest = new Map(log.map((c) => [`${c.kind} ${c.key}`, c]));
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
      this.journal.fork(this.nowMs);
      this.journal.record(envelope);
      outputs.push(response.output);
    }
    return { outputs, failure: undefined };
  }

  /**
   * A request of the journal. A step of the scenario that no longer applies, because the learner changed the world
   * before it, is skipped and remembered as such.
   */
  private execute({ by, request }: JournalEntry): void {
    const { context } = this.simulation;
    const resolved = resolveSelectors(request, context);
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

  /** Plays on, and looks for the charts whenever that is due. */
  private runTo(toMs: number, stop: (() => boolean) | undefined): boolean {
    for (;;) {
      const untilMs = Math.min(toMs, Math.max(this.nowMs, this.series.dueMs));
      if (!this.runPart(untilMs, stop)) return false;
      this.series.take(this.simulation.context);
      if (untilMs >= toMs) return true;
    }
  }

  private runPart(toMs: number, stop: (() => boolean) | undefined): boolean {
    const { simulation } = this;
    const { work } = simulation;
    while (simulation.runNext(toMs)) {
      if (work.steps >= (this.marks.at(-1)?.steps ?? 0) + this.spacing) this.mark();
      if (stop?.()) return false;
    }
    simulation.runUntil(toMs);
    return true;
  }

  private mark(): void {
    const { simulation, journal } = this;
    const { steps } = simulation.work;
    const position = journal.position;
    this.marks.push({ checkpoint: simulation.checkpoint(), position, steps });
    if (this.marks.length <= MARK_LIMIT) return;
    this.marks = this.marks.filter((_, i) => i % 2 === 0);
    this.spacing *= 2;
  }

  private restore(mark: Mark | undefined): void {
    const to = mark ?? this.marks[0];
    if (!to) return;
    this.simulation.restore(to.checkpoint);
    this.series.forgetAfter(this.nowMs);
    this.journal.moveTo(to.position);
    this.marks = this.marks.filter((m) => m.checkpoint.nowMs <= to.checkpoint.nowMs);
    this.epoch += 1;
  }

  private everything() {
    const { records } = this.simulation;
    return records.kinds().flatMap((kind) =>
      [...records.table(kind).entries.entries()].map(([key, entry]) => ({
        kind: kind as Kind,
        key,
        value: entry.value,
      })),
    );
  }
}

function responseOf(admission: Admission): Response {
  return admission.ok ? { ok: true, output: admission.output } : admission;
}
