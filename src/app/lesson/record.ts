/**
 * What is remembered of the course, as data: by lesson, which goals the learner has met, what was answered, how many
 * hints are open. A file of it comes from outside: it is read field by field, and nothing else is taken from it.
 */
export type Reached = 'begun' | 'watched' | 'done';

export interface LessonRecord {
  readonly is: Reached;
  /** Ids of goals that the learner has met. */
  readonly met: readonly string[];
  /** How many goals count. */
  readonly of: number;
  /** Option by question; '' for a question that was left out. */
  readonly choices: Readonly<Record<string, string>>;
  readonly hints: number;
}

export interface Progress {
  readonly version: 1;
  readonly lessons: Readonly<Record<string, LessonRecord>>;
}

export const EMPTY: Progress = { version: 1, lessons: {} };

export const progressText = (progress: Progress): string => JSON.stringify(progress, null, 1);

/** A file larger than this is not ours. */
const LONGEST_TEXT = 200_000;
const MOST_ITEMS = 200;
const ORDER: readonly Reached[] = ['begun', 'watched', 'done'];

/** null: it is no such file. */
export function readProgress(text: string | null): Progress | null {
  if (text === null || text.length > LONGEST_TEXT) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isFields(value) || value['version'] !== 1 || !isFields(value['lessons'])) return null;
    const lessons = Object.entries(value['lessons'])
      .slice(0, MOST_ITEMS)
      .flatMap(([slug, each]) => {
        const record = /^[\w-]{1,80}$/.test(slug) && isFields(each) ? recordOf(each) : null;
        return record ? [[slug, record] as const] : [];
      });
    return { version: 1, lessons: Object.fromEntries(lessons) };
  } catch {
    return null;
  }
}

function recordOf(value: Fields): LessonRecord | null {
  const is = ORDER.find((each) => each === value['is']);
  if (!is) return null;
  const met = Array.isArray(value['met']) ? value['met'].filter(isShort).slice(0, MOST_ITEMS) : [];
  const choices = isFields(value['choices']) ? value['choices'] : {};
  const chosen = Object.entries(choices).filter(
    (entry): entry is [string, string] => isShort(entry[0]) && isShort(entry[1]),
  );
  return {
    is,
    met,
    of: count(value['of']),
    choices: Object.fromEntries(chosen.slice(0, MOST_ITEMS)),
    hints: count(value['hints']),
  };
}

/** Lesson by lesson what has come further; goals met in either count. Answers and hints stay this page's where it has any. */
export function better(mine: Progress, other: Progress): Progress {
  const lessons = { ...mine.lessons };
  for (const [slug, theirs] of Object.entries(other.lessons)) {
    const own = lessons[slug];
    lessons[slug] = own ? betterOf(own, theirs) : theirs;
  }
  return { version: 1, lessons };
}

function betterOf(own: LessonRecord, theirs: LessonRecord): LessonRecord {
  return {
    is: ORDER[Math.max(ORDER.indexOf(own.is), ORDER.indexOf(theirs.is))] ?? own.is,
    met: [...new Set([...own.met, ...theirs.met])],
    of: Math.max(own.of, theirs.of),
    choices: { ...theirs.choices, ...own.choices },
    hints: Math.max(own.hints, theirs.hints),
  };
}

/** The learner has met a goal. */
export const withGoal = (record: LessonRecord, goal: string): LessonRecord =>
  record.met.includes(goal) ? record : { ...record, met: [...record.met, goal] };

/** Never back: what was done stays done when it is watched later. */
export const withReached = (record: LessonRecord, is: Reached): LessonRecord =>
  ORDER.indexOf(is) > ORDER.indexOf(record.is) ? { ...record, is } : record;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const isShort = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 80;
const count = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < MOST_ITEMS
    ? value
    : 0;
