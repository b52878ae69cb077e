/**
 * One run on the page: the world at the other end of the door, its copy here, the clock, and what is selected. Every
 * change of the world goes out through `submit`; nothing else on the page talks to the worker.
 */
import type { Fact, Ref } from '../engine/model';
import { WorldDied, type WorldClient } from '../host/client';
import type {
  AgendaEntry,
  By,
  Changes,
  Digest,
  LifecycleView,
  MachineDescription,
  Request,
  Response,
} from '../host/protocol';
import type { Scenario, TimedRequest } from '../host/scenario';
import type { Rules, ScriptProgress, ScriptStep } from '../lessons/types';
import { lostSoFar } from './lostSoFar';
import type { Note } from './note';
import type { OpenOptions, RunRecord, SharedTexts, Tabs } from './opening';
import { Playback } from './playback.svelte';
import type { GoalNames } from './sentences/say';
import { Bookmarks } from './time/bookmarks.svelte';
import { Sampled } from './time/sampled';
import { WorldCopy } from './world.svelte';

export type { Note, OpenOptions, RunRecord, SharedTexts, Tabs };

/** Wall time of one answer while an earlier run is played again: the page shows it and can be left. */
const REPLAY_BUDGET_MS = 40;
/** How far "next event" looks for one. */
const LOOK_AHEAD_MS = 86_400_000;
/** How many entries of the agenda the page wants to know. */
const AGENDA_LIMIT = 400;

export class Session {
  readonly world = new WorldCopy();
  readonly playback: Playback;
  readonly bookmarks = new Bookmarks();
  /** What the charts ask of the world. */
  readonly sampled = new Sampled((request) => this.#client.query(request).catch(() => null));
  /** What is open, or being opened. */
  scenario = $state.raw<Scenario>() as Scenario;
  tabs = $state.raw<Tabs | null>(null);
  texts = $state.raw<SharedTexts | null>(null);
  phase = $state<'opening' | 'live' | 'failed'>('opening');
  seed = $state(0);
  /** Rises with each world that is opened: what belongs to an earlier one is over. */
  openings = 0;
  selected = $state.raw<Ref | null>(null);
  /** What the lesson's words point at, while they are hovered or focused. */
  ringed = $state.raw<readonly Ref[]>([]);
  /** What the open lesson calls its goals, for the log. */
  goalNames = $state.raw<GoalNames>({});
  /** Serial of the fact that is selected in log, thread or timeline. */
  selectedFact = $state<number | null>(null);
  note = $state.raw<Note | null>(null);
  /** What is due, soonest first, as of `version`. */
  agenda = $state.raw<readonly AgendaEntry[]>([]);
  #client: WorldClient;
  /** A world of its own, for what must not touch this one. */
  readonly connect: () => WorldClient;
  /** Requests lost before the page opened, by load balancer. */
  lostBefore = $state.raw<Readonly<Record<string, number>>>({});
  /** What the learner did and the world accepted: enough to build the run again. */
  #done: TimedRequest[] = [];
  #rules: Rules | undefined;
  /** An earlier run is being played again. */
  replaying = false;
  /** How often the world has died and was built again. */
  rebuilds = 0;
  /** Hears of every change after it has been folded. */
  onChanges: ((changes: Changes) => void) | null = null;
  /** How far the script is that the world plays; null: none. */
  script = $state.raw<ScriptProgress | null>(null);
  #agendaAsked = false;
  /** The moment asked for and not yet sent, the one under way, and the way itself. */
  #wishMs: number | null = null;
  #goalMs: number | null = null;
  #seeking: Promise<void> | null = null;

  constructor(scenario: Scenario, connect: () => WorldClient) {
    this.scenario = scenario;
    this.seed = scenario.seed;
    this.connect = connect;
    this.#client = connect();
    this.playback = new Playback({
      nowMs: () => this.world.nowMs,
      advance: (toMs, options) => this.#changes((client) => client.advance(toMs, options)),
    });
  }

  /** The moment that the page shows as 0:00. */
  get originMs(): number {
    return this.scenario.opensAtMs;
  }

  /** Under what texts and runs of this scenario are kept. */
  get keptAs(): string {
    return this.scenario.slug + (this.texts?.space ?? '');
  }

  /** Opens a world from its start: this one again, or another scenario's. */
  async open(seed: number, options: OpenOptions = {}): Promise<void> {
    const { scenario = this.scenario, rules = options.scenario ? undefined : this.#rules } =
      options;
    this.phase = 'opening';
    if (this.replaying) this.#startOver();
    this.replaying = options.journal !== undefined;
    const opening = (this.openings += 1);
    this.playback.pause();
    this.scenario = scenario;
    this.#rules = rules;
    if (options.scenario) {
      this.tabs = options.tabs ?? null;
      this.texts = options.texts ?? null;
    }
    this.seed = seed;
    this.#done = [...(options.journal ?? [])];
    this.bookmarks.clear();
    this.world.run.reset();
    this.select(null);
    try {
      const changes = await this.#client.open(this.#whole, seed, rules);
      if (this.openings !== opening) return;
      this.world.fold(changes);
      this.lostBefore = lostSoFar(this.world);
      this.phase = 'live';
      this.onChanges?.(changes);
      this.askAgenda();
      if (options.play ?? true) this.playback.play();
    } catch (error) {
      this.phase = 'failed';
      this.note = { kind: 'failed', why: textOf(error) };
    }
  }

  /**
   * Opens a world and plays in it what was done in an earlier run, up to its moment, where the clock stands. Whoever opens
   * another world meanwhile leaves this one, even if it should never answer. Returns whether it came to its end.
   */
  async replay(record: RunRecord, options: OpenOptions = {}): Promise<boolean> {
    const { seed, journal, atMs, bookmarks = [] } = record;
    const opening = this.openings + 1;
    await this.open(seed, { ...options, journal, play: false });
    if (this.openings !== opening) return false;
    if (this.phase !== 'live') return (this.replaying = false);
    this.bookmarks.atMs = bookmarks;
    try {
      while (this.openings === opening && this.world.nowMs < atMs)
        await this.#changes((client) => client.advance(atMs, { budgetMs: REPLAY_BUDGET_MS }));
    } catch {
      // Said already; the world stands where it stopped.
    }
    if (this.openings !== opening) return false;
    this.replaying = false;
    return this.world.nowMs >= atMs;
  }

  /** What makes this run again up to the shown moment, and the digest there. */
  async record(): Promise<RunRecord & { readonly digest: Digest }> {
    return this.playback.jump(async () => {
      const journal = await this.journal();
      const digest = await this.#reach((client) => client.digest());
      const { atMs: bookmarks } = this.bookmarks;
      return { seed: this.seed, journal, atMs: this.world.nowMs, bookmarks, digest };
    });
  }

  /** What was asked so far beside the scenario's own requests. */
  async journal(): Promise<readonly TimedRequest[]> {
    const { entries } = await this.#reach((client) => client.journal());
    const own = entries.filter(({ by }) => by !== 'scenario');
    return own.map(({ atMs, by, request }) => ({ atMs, by, request }));
  }

  /** The same as far as this page sent it, without asking the world. */
  get done(): readonly TimedRequest[] {
    return this.#done;
  }

  /** Sends a request, in the learner's name unless said otherwise; what it changed is on the page when the promise resolves. */
  async submit(request: Request, by: By = 'learner'): Promise<Response> {
    const { changes, response } = await this.#reach((client) => client.submit(by, request));
    if (response.ok) {
      this.#forgetLater(changes.nowMs);
      this.#done.push({ atMs: changes.nowMs, by, request });
    }
    this.#fold(changes);
    return response;
  }

  /** From this moment on another future; the one that was played stays as a branch to compare with. */
  async fork(): Promise<void> {
    await this.#changes((client) => client.fork());
    this.#forgetLater(this.world.nowMs);
    this.world.fork();
  }

  /** There is something played after the shown moment that a fork would leave behind. */
  get hasLater(): boolean {
    return this.world.run.reachedMs > this.world.nowMs;
  }

  #forgetLater(nowMs: number): void {
    this.#done = this.#done.filter(({ atMs }) => atMs <= nowMs);
  }

  /** Lets the world play a script from now on, with the clock; `at` of its steps counts from `baseMs` (0:00 unless said). */
  async play(steps: readonly ScriptStep[], baseMs?: number): Promise<void> {
    await this.#changes((client) => client.play(steps, baseMs));
  }

  /** Plays on to a moment at once, and what a script has due there. */
  async advanceTo(toMs: number): Promise<void> {
    await this.playback.jump(() => this.#changes((client) => client.advance(toMs)));
  }

  async stopPlaying(): Promise<void> {
    await this.#changes((client) => client.stopPlaying());
  }

  /** As `submit`, where there is no text to show a refusal at. */
  async act(request: Request): Promise<void> {
    const response = await this.submit(request);
    this.note = response.ok ? null : { kind: 'refused', message: response.error.message };
  }

  async query(request: Request): Promise<Response> {
    return this.#reach((client) => client.query(request));
  }

  /** Where the clock is going: one press after another counts, although the world has not come there yet. */
  get headingMs(): number {
    return this.#wishMs ?? this.#goalMs ?? this.world.nowMs;
  }

  /** Goes to a moment. Asked again on the way, it goes on to the newest place and leaves out those between. */
  seek(toMs: number): Promise<void> {
    this.#wishMs = this.#allowed(Math.max(this.originMs, Math.round(toMs)));
    this.#seeking ??= this.playback
      .jump(async () => {
        // What is about to be left is remembered first.
        if ((this.#wishMs ?? 0) < this.world.nowMs) await this.sample();
        for (let next = this.#nextGoal(); next !== null; next = this.#nextGoal())
          await this.#changes((client) => client.seek(next));
      })
      .finally(() => {
        this.#seeking = null;
        this.#goalMs = null;
      });
    return this.#seeking;
  }

  /** Remembers what the charts show, up to the present. */
  sample(): Promise<void> {
    return this.sampled.catchUp(this.world.nowMs, this.world.run);
  }

  /** Time may go back, but not on, while the clock waits for an answer. */
  #allowed(toMs: number): number {
    const { nowMs } = this.world;
    if (toMs <= nowMs || !this.playback.waits) return toMs;
    this.playback.waits();
    return nowMs;
  }

  #nextGoal(): number | null {
    this.#goalMs = this.#wishMs;
    this.#wishMs = null;
    return this.#goalMs;
  }

  async nextEvent(): Promise<void> {
    this.playback.pause();
    if (this.playback.waits) return this.playback.waits();
    const limitMs = this.world.nowMs + LOOK_AHEAD_MS;
    await this.playback.jump(() =>
      this.#changes((client) => client.advance(limitMs, { untilNextFact: true })),
    );
  }

  async previousEvent(): Promise<void> {
    this.playback.pause();
    const { nowMs, facts } = this.world;
    const before = facts.findLast((fact) => fact.atMs < nowMs);
    await this.seek(before?.atMs ?? this.originMs);
  }

  select(ref: Ref | null): void {
    this.selected = ref;
    this.selectedFact = null;
  }

  /** Selects a fact and the thing it is about. */
  selectFact(fact: Fact): void {
    this.selected = this.#aboutOf(fact);
    this.selectedFact = fact.serial;
  }

  /** A request is about nothing by itself: it stands for the first thing that it moved. */
  #aboutOf(fact: Fact): Ref | null {
    if (fact.model !== 'request') return fact.about;
    return this.world.facts.find((each) => each.cause === fact.serial)?.about ?? null;
  }

  async goToFact(fact: Fact): Promise<void> {
    this.selectFact(fact);
    if (fact.atMs !== this.world.nowMs) await this.seek(fact.atMs);
    this.selectedFact = fact.serial;
  }

  lifecycles(of: Ref): Promise<readonly LifecycleView[]> {
    return this.#reach((client) => client.lifecycles(of));
  }

  describeMachine(lifecycle: string): Promise<MachineDescription> {
    return this.#reach((client) => client.describeMachine(lifecycle));
  }

  causes(serial: number): Promise<readonly Fact[]> {
    return this.#reach((client) => client.causes(serial));
  }

  /** Asks what is due; at most one such question is under way. */
  askAgenda(): void {
    if (this.#agendaAsked) return;
    this.#agendaAsked = true;
    void this.#reach((client) => client.agenda(AGENDA_LIMIT))
      .then((entries) => (this.agenda = entries))
      .finally(() => (this.#agendaAsked = false));
  }

  close(): void {
    this.#client.close();
  }

  async #changes(ask: (client: WorldClient) => Promise<Changes>): Promise<Changes> {
    const changes = await this.#reach(ask);
    this.#fold(changes);
    return changes;
  }

  #fold(changes: Changes): void {
    const { version } = this.world;
    this.world.fold(changes);
    this.script = changes.script ?? null;
    if (this.world.version !== version) this.askAgenda();
    this.onChanges?.(changes);
    if (this.selectedFact !== null && !this.world.fact(this.selectedFact)) this.selectedFact = null;
  }

  /** Asks the world; when it has died, builds it again from what was done and asks once more. */
  async #reach<T>(ask: (client: WorldClient) => Promise<T>): Promise<T> {
    try {
      return await ask(this.#client);
    } catch (error) {
      if (!(error instanceof WorldDied)) {
        this.playback.pause();
        this.note = { kind: 'failed', why: textOf(error) };
        throw error;
      }
      await this.#rebuild();
      return ask(this.#client);
    }
  }

  /** The scenario, and what was done in it. */
  get #whole(): Scenario {
    if (this.#done.length === 0) return this.scenario;
    return { ...this.scenario, requests: [...this.scenario.requests, ...this.#done] };
  }

  /** The world may be busy for long, or for ever. */
  #startOver(): void {
    this.#client.close();
    this.#client = this.connect();
    this.replaying = false;
  }

  async #rebuild(): Promise<void> {
    const atMs = this.world.nowMs;
    this.#client = this.connect();
    await this.#client.open(this.#whole, this.seed, this.#rules);
    this.world.fold(await this.#client.seek(atMs));
    this.rebuilds += 1;
    this.note = { kind: 'rebuilt', atMs };
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
