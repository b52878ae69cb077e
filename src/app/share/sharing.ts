/**
 * Runs that come and go: the one on the page as a link or a file, one that somebody else has shared, and the learner's own
 * from the last visit. What was shared has its own documents and is kept apart, so that the way back is always open.
 */
import type { Scenario } from '../../host/scenario';
import { FORMAT, readSharedRun, runHash, scenarioOf, type SharedRun } from '../../host/sharedRun';
import { rulesOf } from '../../lessons/rulesOf';
import { clock } from '../../stage/clock';
import type { Door } from '../lesson/door.svelte';
import type { Note, OpenOptions, RunRecord, Session } from '../session.svelte';
import { read } from '../storage';
import { recallBranches } from './branches';
import { readFragment, readRunText, RUN_FRAGMENT, type LinkProblem } from './pack';
import { shareWords, type Problem } from './words';

type Texts = () => SharedRun['files'];

export class Sharing {
  readonly #session: Session;
  readonly #door: Door;
  readonly #freePlay: Scenario;

  constructor(session: Session, door: Door, freePlay: Scenario) {
    this.#session = session;
    this.#door = door;
    this.#freePlay = freePlay;
  }

  /** The run on the page, up to the shown moment. */
  async present(texts: Texts): Promise<SharedRun> {
    const scenario = scenarioOf(this.#session.scenario);
    const record = await this.#session.record();
    return { format: FORMAT, scenario, files: texts(), ...record };
  }

  async openLink(hash: string): Promise<void> {
    await this.#open(await readFragment(hash));
  }

  async openText(text: string): Promise<void> {
    await this.#open(readRunText(text));
  }

  /** The learner's own run as it was left, or from its start. */
  async openOwn(): Promise<void> {
    if (location.hash.startsWith(RUN_FRAGMENT))
      history.replaceState(null, '', location.pathname + location.search);
    this.#session.note = null;
    if (this.#door.course?.run) await this.#door.course.leave();
    if (await this.resume(this.#freePlay)) return;
    await this.#session.open(this.#freePlay.seed, { scenario: this.#freePlay });
  }

  /** Goes on with what was kept of a scenario's run, if anything was. */
  async resume(scenario: Scenario, options: OpenOptions = { scenario }): Promise<boolean> {
    const kept = keptRun(scenario.slug);
    if (!kept || kept.scenario.hash !== scenarioOf(scenario).hash) return false;
    if (!(await this.#session.replay(kept, options))) return false;
    void recallBranches(this.#session, kept.branches ?? []);
    const at = this.#clock(kept);
    this.#session.note = {
      kind: 'told',
      text: () => shareWords().resumed(at),
      act: { label: () => shareWords().startAgain, run: () => this.#startAgain() },
    };
    return true;
  }

  #startAgain(): void {
    const { course } = this.#door;
    this.#session.note = null;
    if (course?.run) void course.restart();
    else void this.#session.open(this.#session.scenario.seed);
  }

  async #open(run: SharedRun | LinkProblem): Promise<void> {
    if (typeof run === 'string') return this.#refuse(run);
    const options = await this.#optionsFor(run);
    if (!options) return this.#refuse('unknown');
    this.#tell(() => shareWords().again);
    const arrived = await this.#session.replay(bounded(run, options.scenario), options);
    if (!arrived) {
      if (this.#session.texts === options.texts) this.#tell(() => shareWords().stopped, 'broken');
      return;
    }
    const { digest } = await this.#session.record();
    const same = JSON.stringify(sorted(digest)) === JSON.stringify(sorted(run.digest));
    const at = this.#clock(run);
    this.#tell(() => (same ? shareWords().opened(at) : shareWords().differs(at)));
  }

  /** Its scenario by name, from what this page itself holds. null: it has none of that name. */
  async #optionsFor(run: SharedRun): Promise<(OpenOptions & { scenario: Scenario }) | null> {
    const texts = { space: `~${runHash(run).slice(0, 8)}`, files: run.files };
    const { slug } = run.scenario;
    if (slug === this.#freePlay.slug) {
      await this.#door.course?.leave();
      return { scenario: this.#freePlay, texts };
    }
    const course = await this.#door.load();
    if (!(await course.open(slug)) || !course.run) return null;
    const { lesson } = course.run;
    return { scenario: lesson.scenario, rules: rulesOf(lesson), texts };
  }

  async #refuse(problem: Problem): Promise<void> {
    await this.openOwn();
    this.#session.note = {
      kind: 'told',
      tone: 'broken',
      text: () => shareWords().problem[problem],
    };
  }

  #tell(text: () => string, tone: 'broken' | 'waiting' = 'waiting'): void {
    const act = { label: () => shareWords().keepMine, run: () => void this.openOwn() };
    this.#session.note = { kind: 'told', text, tone, act } satisfies Note;
  }

  #clock({ atMs }: RunRecord): string {
    return clock(atMs - this.#session.originMs);
  }
}

const DAY_MS = 86_400_000;

/** Not before the scenario opens, and not so late that nobody would wait for it. */
function bounded(run: SharedRun, { opensAtMs }: Scenario): SharedRun {
  return { ...run, atMs: Math.min(Math.max(run.atMs, opensAtMs), opensAtMs + DAY_MS) };
}

export function keptRun(name: string): SharedRun | null {
  try {
    const kept = readSharedRun(JSON.parse(read(`run/${name}`) ?? 'null') as unknown);
    return typeof kept === 'string' ? null : kept;
  } catch {
    return null;
  }
}

const sorted = (digest: SharedRun['digest']) =>
  Object.entries(digest).sort(([a], [b]) => (a < b ? -1 : 1));
