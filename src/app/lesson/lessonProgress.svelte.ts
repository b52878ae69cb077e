/**
 * What the learner has reached of the course, kept where the page keeps things. `record.ts` says what a record is and
 * how two of them are put together; this file only holds one and stores it.
 */
import { kept as storageKeeps, read, write } from '../storage';
import {
  better,
  EMPTY,
  progressText,
  readProgress,
  type LessonRecord,
  type Progress,
} from './record';

const KEY = 'progress';

export interface Standing {
  readonly is: 'done' | 'watched' | 'begun' | 'new';
  /** Of its goals, for the ring of one that is begun. */
  readonly part: number;
}

export class LessonProgress {
  #progress = $state.raw<Progress>(EMPTY);
  /** false: the browser keeps nothing. */
  stored = $state(true);

  constructor() {
    this.#progress = readProgress(read(KEY)) ?? EMPTY;
    this.stored = storageKeeps();
  }

  of(slug: string): Standing {
    const record = this.#progress.lessons[slug];
    if (!record) return { is: 'new', part: 0 };
    if (record.is !== 'begun') return { is: record.is, part: 1 };
    return { is: 'begun', part: record.of > 0 ? record.met.length / record.of : 0 };
  }

  met(slug: string, goal: string): boolean {
    return this.#progress.lessons[slug]?.met.includes(goal) ?? false;
  }

  kept(slug: string): Pick<LessonRecord, 'choices' | 'hints'> {
    const { choices = {}, hints = 0 } = this.#progress.lessons[slug] ?? {};
    return { choices, hints };
  }

  /** Changes a lesson's record; nothing is written when nothing differs. */
  change(slug: string, change: (record: LessonRecord) => LessonRecord): void {
    const before = this.#progress.lessons[slug];
    const after = change(before ?? { is: 'begun', met: [], of: 0, choices: {}, hints: 0 });
    if (before && JSON.stringify(before) === JSON.stringify(after)) return;
    this.#replace({ ...this.#progress, lessons: { ...this.#progress.lessons, [slug]: after } });
  }

  /** As a file. */
  text(): string {
    return progressText(this.#progress);
  }

  /** Takes over a file: the better of both, lesson by lesson. Returns of how many; null: it is no such file. */
  take(text: string): number | null {
    const other = readProgress(text);
    if (!other) return null;
    this.#replace(better(this.#progress, other));
    return Object.keys(other.lessons).length;
  }

  #replace(progress: Progress): void {
    this.#progress = progress;
    write(KEY, progressText(progress));
    this.stored = storageKeeps();
  }
}
