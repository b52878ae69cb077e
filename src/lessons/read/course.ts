/** `lessons/course.yaml` and what stands in the lessons' folders -> the course: small, for the page's entry. */
import { parseYaml } from '../../documents';
import type { Course, LessonEntry, Part } from '../types';
import type { LessonFolder } from './folder';
import { LessonError, Place, Source } from './walker';

/** `lessons`: in any order; each belongs to the part that its folder's number says. */
export function readCourse(
  text: string,
  lessons: readonly { readonly folder: LessonFolder; readonly entry: LessonEntry }[],
): Course {
  const name = 'lessons/course.yaml';
  const [document] = parseYaml(text);
  const problem = document?.problems.find(({ severity }) => severity === 'error');
  if (!document || problem)
    throw new LessonError([`${name}:${problem?.range.line ?? 1}: ${problem?.message ?? 'empty'}`]);
  const source = new Source(name, document.locate);
  const parts = new Place(document.value, [], source)
    .fields(['parts'])('parts')
    .list()
    .map((each): Part => {
      const get = each.fields(['number', 'title']);
      const title = get('title').fields(['en', 'ko']);
      const number = get('number').number();
      return {
        number,
        title: { en: title('en').text(), ko: title('ko').text() },
        lessons: lessons
          .filter(({ folder }) => folder.part === number)
          .map(({ entry }) => entry)
          .sort((a, b) => a.number - b.number),
      };
    });
  const lost = lessons
    .filter(({ folder }) => !parts.some((part) => part.number === folder.part))
    .map(({ folder }) => `${name}:1: no part ${folder.part} for ${folder.path}`);
  const problems = [...source.problems, ...lost];
  if (problems.length > 0) throw new LessonError(problems);
  return { parts };
}
