/** The way into the course: its code and its texts are fetched when a lesson is asked for, or once the stage lives. */
import type { Scenario } from '../../host/scenario';
import type { Session } from '../session.svelte';
import type { Course } from './course.svelte';

type Parts = typeof import('./parts');

const LESSON = /^#lesson\/([\w-]+)$/;

/** The lesson that the address names: `#lesson/<slug>`, or `?lesson=<slug>` for pages that link here. */
export function linkedLesson({ hash, search }: Location = location): string | null {
  const [, slug] = LESSON.exec(hash) ?? [];
  if (slug !== undefined) return slug;
  return hash === FREE_PLAY ? null : (/[?&]lesson=([\w-]+)/.exec(search)?.[1] ?? null);
}

export const FREE_PLAY = '#free-play';

export class Door {
  parts = $state.raw<Parts | null>(null);
  course = $state.raw<Course | null>(null);
  readonly #session: Session;
  readonly #freePlay: Scenario;
  #loading: Promise<Course> | undefined;

  constructor(session: Session, freePlay: Scenario) {
    this.#session = session;
    this.#freePlay = freePlay;
  }

  load(): Promise<Course> {
    this.#loading ??= import('./parts').then((parts) => {
      this.parts = parts;
      return (this.course = new parts.Course(this.#session, this.#freePlay));
    });
    return this.#loading;
  }

  /** Opens what the address names. Other fragments are places on the page, and none of this. */
  async follow(): Promise<void> {
    const slug = linkedLesson();
    if (slug === null && !this.course) return;
    try {
      const course = await this.load();
      if (slug === null) await course.leave();
      else if (!(await course.open(slug))) {
        await course.leave();
        this.#session.note = { kind: 'noLesson', slug };
      }
    } catch {
      this.#loading = undefined;
      this.#session.note = { kind: 'lessonNotFetched' };
      if (this.#session.phase !== 'live') await this.#session.open(this.#freePlay.seed);
    }
  }

  onHashchange = (): void => {
    if (LESSON.test(location.hash) || location.hash === FREE_PLAY) void this.follow();
    // Back to the address without a fragment.
    else if (location.hash === '' && this.course) void this.follow();
  };
}
