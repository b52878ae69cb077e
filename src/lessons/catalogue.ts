/**
 * The page's way to lessons. The list of the course is small and comes with this file; a lesson and its prose are chunks of
 * their own, compiled by the build (vitePlugin.ts).
 */
import course from '../../lessons/course.yaml?course';
import type { Course, Language, Lesson, Prose } from './types';

const lessons = import.meta.glob<{ default: Lesson }>('../../lessons/*/*/lesson.yaml', {
  query: '?lesson',
});
const proses = import.meta.glob<{ default: Prose }>('../../lessons/*/*/index.*.md', {
  query: '?prose',
});

export const courseIndex: Course = course;

/** Rejects when there is no such lesson, or when it cannot be fetched. */
export const loadLesson = (slug: string): Promise<Lesson> => load(lessons, slug, 'lesson.yaml');

export const loadProse = (slug: string, language: Language): Promise<Prose> =>
  load(proses, slug, `index.${language}.md`);

type Chunks<T> = Readonly<Record<string, () => Promise<{ readonly default: T }>>>;

async function load<T>(chunks: Chunks<T>, slug: string, file: string): Promise<T> {
  const ending = new RegExp(`/\\d+-${slug}/${file.replaceAll('.', '\\.')}$`);
  const path = Object.keys(chunks).find((each) => ending.test(each));
  const chunk = path === undefined ? undefined : chunks[path];
  if (!chunk) throw new Error(`there is no lesson ${slug}`);
  return (await chunk()).default;
}
