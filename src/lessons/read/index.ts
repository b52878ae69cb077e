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
  const name = `${folder.path}/${LESSON_FILE}`;
  const [document] = parseYaml(folder.text(LESSON_FILE) ?? '');
  const problem = document?.problems.find(({ severity }) => severity === 'error');
  if (!document || problem)
    throw new LessonError([
      `${name}:${problem?.range.line ?? 1}: ${problem?.message ?? 'is missing or empty'}`,
    ]);
  const source = new Source(name, document.locate);
  const lesson = readLessonFile(new Place(document.value, [], source), folder);
  const read = Object.fromEntries(
    LANGUAGES.map((language) => [language, proseOf(folder, language, lesson)]),
  ) as Record<Language, ReadProse>;
  const problems = [...source.problems, ...LANGUAGES.flatMap((each) => read[each].problems)];
  if (problems.length > 0) throw new LessonError(problems);
  return { folder, lesson, prose: { en: read.en.prose, ko: read.ko.prose } };
}

function proseOf(folder: LessonFolder, language: Language, lesson: Lesson): ReadProse {
  const file = `index.${language}.md`;
  return readProse(`${folder.path}/${file}`, folder.text(file) ?? '', language, lesson);
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
