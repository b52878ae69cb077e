/**
 * One lesson as the learner goes through it: what has been answered, which hints are open, who is at the controls. How
 * far the goals are and what was measured is the host's to say: records of model `lesson` in the world's copy.
 */
import type {
  Goal,
  Language,
  Lesson,
  Line,
  MeasureState,
  Prose,
  Question,
} from '../../lessons/types';
import { words } from '../i18n/words.svelte';
import type { Desk } from '../handles';
import type { Session } from '../session.svelte';
import { LessonActs } from './lessonActs';
import { goalRows, type GoalRow } from './goalRows';
import { lineText } from './lineText';
import { ShowMe } from './showMe.svelte';
import { tryOut } from './tryOut';
import type { LessonWords } from './words.en';

export type Measures = Readonly<Record<string, MeasureState>>;

/** What is kept of a lesson between visits. */
export interface Kept {
  readonly choices: Readonly<Record<string, string>>;
  readonly hints: number;
}

export interface RunOptions {
  readonly lesson: Lesson;
  readonly session: Session;
  readonly kept: Kept;
  /** Goals met by the learner in earlier runs. */
  readonly before: (goal: string) => boolean;
  readonly onKeep: (kept: Kept) => void;
  readonly desk: () => Desk | undefined;
  readonly loadProse: (language: Language) => Promise<Prose>;
}

export class LessonRun {
  readonly lesson: Lesson;
  readonly session: Session;
  prose = $state.raw<Prose | null>(null);
  /** By question; `transfer/<id>` for those at the end; '' for one that was left out. */
  choices = $state.raw<Readonly<Record<string, string>>>({});
  hints = $state(0);
  /** The transfer question that is being played, and what was measured in those that have been. */
  trying = $state<string | null>(null);
  tried = $state.raw<Readonly<Record<string, Measures>>>({});
  /** All goals have been met or watched once since the lesson was opened: what comes after them stays. */
  ended = $state(false);
  readonly showMe: ShowMe;
  readonly #acts = new LessonActs();
  /** Time was asked to go on while a question waits. */
  onCalled: () => void = () => {};
  readonly #options: RunOptions;

  /** This lesson's world is open. */
  ready = $derived.by(() => {
    const { phase, scenario } = this.session;
    return phase === 'live' && scenario === this.lesson.scenario;
  });
  /** What happens is played by the page, or was done by somebody who shared it: it is not the learner's to claim. */
  byPage: boolean = $derived.by(() => {
    const { texts } = this.session;
    return this.showMe.state !== 'no' || texts !== null || this.#acts.in(this.#world());
  });
  /** Questions whose time has come. */
  asked: readonly Question[] = $derived.by(() =>
    this.lesson.predict.filter(
      ({ id, askAfter }) =>
        askAfter === null || this.choices[id] !== undefined || this.#phase(askAfter) === 'met',
    ),
  );
  /** The one that the clock waits for. */
  due: Question | null = $derived.by(() => {
    if (!this.ready || this.byPage || this.trying !== null) return null;
    return this.asked.find(({ id }) => this.choices[id] === undefined) ?? null;
  });
  met: boolean = $derived.by(() => {
    return (
      this.ended ||
      this.counted.every(
        ({ id }) => this.#options.before(id) || (this.ready && this.#phase(id) === 'met'),
      )
    );
  });

  constructor(options: RunOptions) {
    this.#options = options;
    this.lesson = options.lesson;
    this.session = options.session;
    this.choices = options.kept.choices;
    this.hints = Math.min(options.kept.hints, options.lesson.hints);
    this.showMe = new ShowMe(options.session, options.lesson, options.desk);
  }

  get counted(): readonly Goal[] {
    return this.lesson.goals.filter(({ stretch }) => !stretch);
  }

  get title(): string {
    return this.prose?.title ?? '';
  }

  /** Ids of goals that the learner has met in this run. */
  get metNow(): readonly string[] {
    if (!this.ready || this.byPage) return [];
    return this.lesson.goals.map(({ id }) => id).filter((id) => this.#phase(id) === 'met');
  }

  /** All goals that count are met in this run, by whomever. */
  get allMetNow(): boolean {
    return this.ready && this.counted.every(({ id }) => this.#phase(id) === 'met');
  }

  rows(m: LessonWords): readonly GoalRow[] {
    const { prose, session, lesson, ready } = this;
    const { before } = this.#options;
    const { records } = this.#world();
    return goalRows({
      goals: lesson.goals,
      state: (id) => (ready ? records.get('lesson/Goal', id) : undefined),
      text: (id) => prose?.goals[id] ?? [],
      nowMs: session.world.nowMs,
      originMs: session.originMs,
      watched: this.byPage,
      before,
      m,
    });
  }

  measure(name: string): MeasureState | undefined {
    return this.ready ? this.#world().records.get('lesson/Measure', name) : undefined;
  }

  /** The numbers of a prediction's answer are measured, and will not change while one reads them. */
  known(question: string): boolean {
    const { measures = [] } = this.lesson.predict.find(({ id }) => id === question) ?? {};
    return measures.every((name) => {
      const state = this.measure(name);
      return state != null && state.value !== null && (state.final || this.#neverFinal(name));
    });
  }

  /** Those whose state this world has been in. */
  get nearMisses(): readonly string[] {
    if (!this.ready || this.byPage) return [];
    const { records } = this.#world();
    return this.lesson.nearMisses
      .map(({ id }) => id)
      .filter((id) => records.get('lesson/NearMiss', id) !== undefined);
  }

  choose(question: string, option: string): void {
    const waited = this.due?.id === question;
    this.choices = { ...this.choices, [question]: option };
    this.#keep();
    if (!waited || this.due) return;
    this.session.playback.waits = null;
    this.session.playback.play();
  }

  openHint(): void {
    this.hints = Math.min(this.lesson.hints, this.hints + 1);
    this.#keep();
  }

  /** Stops the clock while a question waits. To be called in an effect. */
  hold(): void {
    const { playback } = this.session;
    if (this.due) playback.pause();
    playback.waits = this.due ? () => this.onCalled() : null;
  }

  /** Fetches what the lesson says in the page's language. */
  async speak(): Promise<void> {
    const { language } = words;
    const prose = await this.#options.loadProse(language);
    if (language !== words.language) return;
    this.prose = prose;
    this.session.goalNames = {
      ...namesOf(prose.goals, (id) => id),
      ...namesOf(prose.nearMisses, (id) => `nearMiss/${id}`),
    };
  }

  /** From the start: questions are asked again, hints stay. */
  forgetRun(): void {
    this.choices = {};
    this.tried = {};
    this.ended = false;
    this.showMe.reset();
    this.#keep();
  }

  async tryOut(id: string): Promise<void> {
    const question = this.lesson.transfer.find((each) => each.id === id);
    if (!question?.fork) return;
    this.trying = id;
    try {
      const measures = await tryOut(question.fork, this.session);
      if (measures) this.tried = { ...this.tried, [id]: measures };
    } finally {
      this.trying = null;
    }
  }

  #keep(): void {
    this.#options.onKeep({ choices: this.choices, hints: this.hints });
  }

  #phase(goal: string): string | undefined {
    return this.#world().records.get('lesson/Goal', goal)?.phase;
  }

  /** Read in a derived, it is read again when the world has changed. */
  #world() {
    const { world } = this.session;
    void world.version;
    return world;
  }

  /** "As it is now" and "so far" go on changing for as long as the run does. */
  #neverFinal(name: string): boolean {
    const take = this.lesson.measures.find((each) => each.name === name)?.take;
    if (take?.how === 'value') return take.at === null;
    return take !== undefined && take.how !== 'seconds' && take.to === null;
  }
}

const namesOf = (lines: Readonly<Record<string, Line>>, as: (id: string) => string) =>
  Object.fromEntries(
    Object.entries(lines).map(([id, line]) => [as(id), lineText(line, () => null)]),
  );
