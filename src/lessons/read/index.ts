/**
 * A lesson's folder -> the lesson and its prose in both languages. Used by the build, which ships the result, by the command
 * line and by tests. Throws a LessonError that names every problem as `file:line: what`.
 */
import { parseYaml } from '../../documents';
import { LANGUAGES, type Language, type Lesson, type LessonEntry, type Prose } from '../types';
import { LessonFolder } from './folder';
import { readLessonFile } from './lesson';
import { readProse, type ReadProse } from './prose';
import { LessonError, Place, Source } from './walker';

export const LESSON_FILE = 'lesson.yaml';

export interface ReadLesson {
  readonly folder: LessonFolder;
  readonly lesson: Lesson;
  readonly prose: Readonly<Record<Language, Prose>>;
}

export function readLesson(folder: LessonFolder): ReadLesson {
  const { lesson, problems } = readWithoutProse(folder);
  const read = proseOf(folder, lesson);
  const all = [...problems, ...LANGUAGES.flatMap((each) => read[each].problems)];
  if (all.length > 0) throw new LessonError(all);
  return { folder, lesson, prose: { en: read.en.prose, ko: read.ko.prose } };
}

/** A lesson under way: what can be played, and what is still wrong with it. Throws when there is no lesson to be read. */
export function readDraft(folder: LessonFolder): {
  readonly lesson: Lesson;
  readonly problems: readonly string[];
} {
  const { lesson, problems } = readWithoutProse(folder);
  if (problems.length > 0) throw new LessonError(problems);
  const read = proseOf(folder, lesson);
  return { lesson, problems: LANGUAGES.flatMap((each) => read[each].problems) };
}

function readWithoutProse(folder: LessonFolder) {
  const name = `${folder.path}/${LESSON_FILE}`;
  const [document] = parseYaml(folder.text(LESSON_FILE) ?? '');
  const problem = document?.problems.find(({ severity }) => severity === 'error');
  if (!document || problem)
    throw new LessonError([
      `${name}:${problem?.range.line ?? 1}: ${problem?.message ?? 'is missing or empty'}`,
    ]);
  const source = new Source(name, document.locate);
  const lesson = readLessonFile(new Place(document.value, [], source), folder);
  return { lesson, problems: source.problems };
}

function proseOf(folder: LessonFolder, lesson: Lesson): Record<Language, ReadProse> {
  const read = (language: Language) => {
    const file = `index.${language}.md`;
    return readProse(`${folder.path}/${file}`, folder.text(file) ?? '', language, lesson);
  };
  return { en: read('en'), ko: read('ko') };
}

export const entryOf = ({ lesson, prose }: ReadLesson): LessonEntry => ({
  number: lesson.number,
  slug: lesson.slug,
  title: { en: prose.en.title, ko: prose.ko.title },
  minutes: lesson.minutes,
});

export { readCourse } from './course';
export { LessonFolder } from './folder';
export { LessonError } from './walker';
