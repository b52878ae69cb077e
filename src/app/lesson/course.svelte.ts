/**
 * The course on the page: which lesson is open, in its own world, and what has been done of all of them. The address
 * says the same (`#lesson/<slug>`), so that Back, links and reload lead to a lesson as to any page.
 */
import type { Desk } from '../handles';
import { courseIndex, loadLesson, loadProse } from '../../lessons/catalogue';
import { rulesOf } from '../../lessons/rulesOf';
import type { LessonEntry, Part } from '../../lessons/types';
import type { Scenario } from '../../host/scenario';
import type { Session } from '../session.svelte';
import { LessonProgress } from './lessonProgress.svelte';
import { withGoal, withReached } from './record';
import { LessonRun } from './run.svelte';

export interface Place {
  readonly part: Part;
  /** Among all lessons of the course. */
  readonly index: number;
  readonly count: number;
}

export interface RestartOptions {
  readonly seed?: number;
  /** `mine`: the learner's texts that were put aside; `first`: as the lesson has them. Left out: as they are. */
  readonly texts?: 'mine' | 'first';
}

export class Course {
  readonly parts: readonly Part[] = courseIndex.parts;
  readonly progress = new LessonProgress();
  run = $state.raw<LessonRun | null>(null);
  /** The page's documents, once they are there. */
  desk: () => Desk | undefined = () => undefined;
  readonly #session: Session;
  readonly #freePlay: Scenario;
  #wanted: string | null = null;

  constructor(session: Session, freePlay: Scenario) {
    this.#session = session;
    this.#freePlay = freePlay;
  }

  get lessons(): readonly LessonEntry[] {
    return this.parts.flatMap(({ lessons }) => lessons);
  }

  /** false: there is no such lesson. */
  async open(slug: string): Promise<boolean> {
    if (this.run?.lesson.slug === slug) return true;
    if (!this.lessons.some((each) => each.slug === slug)) return false;
    this.#wanted = slug;
    const lesson = await loadLesson(slug);
    if (this.#wanted !== slug) return true;
    this.#close();
    const run = new LessonRun({
      lesson,
      session: this.#session,
      kept: this.progress.kept(slug),
      before: (goal) => this.progress.met(slug, goal),
      onKeep: (kept) => this.progress.change(slug, (record) => ({ ...record, ...kept })),
      desk: () => this.desk(),
      loadProse: (language) => loadProse(slug, language),
    });
    await run.speak();
    this.run = run;
    void this.#openWorld(run, lesson.seeds[0] ?? lesson.scenario.seed);
    return true;
  }

  /** Back to the world without goals. */
  async leave(): Promise<void> {
    this.#wanted = null;
    if (!this.run && this.#session.scenario === this.#freePlay) return;
    this.#close();
    await this.#session.open(this.#freePlay.seed, { scenario: this.#freePlay });
  }

  /** The open lesson from 0:00. */
  async restart({ seed, texts }: RestartOptions = {}): Promise<void> {
    const { run } = this;
    if (!run) return;
    if (texts === 'mine') this.desk()?.takeBack();
    if (texts === 'first') this.desk()?.revertAll();
    run.forgetRun();
    await this.#openWorld(run, seed ?? this.#session.seed);
  }

  placeOf(slug: string): Place {
    const index = this.lessons.findIndex((each) => each.slug === slug);
    const part = this.parts.find(({ lessons }) => lessons.some((each) => each.slug === slug));
    return { part: part ?? (this.parts[0] as Part), index, count: this.lessons.length };
  }

  /** The lesson after this one; without one, the first that is not done. null: there is none. */
  after(slug: string | null): LessonEntry | null {
    const { lessons } = this;
    if (slug !== null) return lessons[lessons.findIndex((each) => each.slug === slug) + 1] ?? null;
    return lessons.find((each) => this.progress.of(each.slug).is !== 'done') ?? lessons[0] ?? null;
  }

  /** Takes down what the learner has reached. To be called in an effect. */
  takeDown(): void {
    const { run } = this;
    if (!run) return;
    const { slug } = run.lesson;
    const { metNow, allMetNow, byPage } = run;
    this.progress.change(slug, (record) => {
      const noted = metNow.reduce(withGoal, { ...record, of: run.counted.length });
      if (run.counted.every(({ id }) => noted.met.includes(id))) return withReached(noted, 'done');
      return allMetNow && byPage ? withReached(noted, 'watched') : noted;
    });
    if (allMetNow) run.ended = true;
  }

  async #openWorld({ lesson }: LessonRun, seed: number): Promise<void> {
    const { scenario, files, focus } = lesson;
    const tabs = { names: files.map(({ name }) => name), first: focus.file };
    await this.#session.open(seed, { scenario, rules: rulesOf(lesson), tabs });
  }

  #close(): void {
    this.run?.showMe.reset();
    this.#session.playback.waits = null;
    this.#session.ringed = [];
    this.run = null;
  }
}
