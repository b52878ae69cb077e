/** Lessons from the file system: for the build, the command line and tests. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Scenario } from '../../host/scenario';
import { readScenario, SCENARIO_FILE, type TextFile } from '../../host/readScenario';
import type { Course } from '../types';
import { entryOf, LESSON_FILE, LessonFolder, readCourse, readLesson, type ReadLesson } from '.';

/** Paths of all lessons' folders, in the order of the course; `root` is the folder that has `lessons/`. */
export function lessonPaths(root: string): readonly string[] {
  const lessons = join(root, 'lessons');
  return folders(lessons)
    .filter((part) => /^\d+-/.test(part))
    .flatMap((part) => folders(join(lessons, part)).map((own) => `lessons/${part}/${own}`))
    .filter((path) => existsSync(join(root, path, LESSON_FILE)));
}

export const loadLesson = (root: string, path: string): ReadLesson =>
  readLesson(lessonFolder(root, path));

export function lessonFolder(root: string, path: string): LessonFolder {
  const files = filesIn(join(root, path), '');
  return new LessonFolder(path, files, (name) => sharedScenario(root, name));
}

export function loadCourse(root: string): Course {
  const lessons = lessonPaths(root).map((path) => {
    const read = loadLesson(root, path);
    return { folder: read.folder, entry: entryOf(read) };
  });
  return readCourse(readFileSync(join(root, 'lessons/course.yaml'), 'utf8'), lessons);
}

/** Files whose change makes what stands at `path` another. */
export function filesBehind(root: string, path: string): readonly string[] {
  const folder = dirname(path);
  if (path.endsWith('course.yaml'))
    return [path, ...lessonPaths(root).map((each) => join(root, each, LESSON_FILE))];
  return filesIn(folder, '').map(({ name }) => join(folder, name));
}

function sharedScenario(root: string, name: string): Scenario | undefined {
  const folder = join(root, 'lessons/scenarios', name);
  if (!existsSync(join(folder, SCENARIO_FILE))) return undefined;
  return readScenario(name, filesIn(folder, ''));
}

function filesIn(folder: string, prefix: string): readonly TextFile[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return filesIn(path, `${prefix}${name}/`);
      if (!/\.(json|ya?ml|md)$/.test(name)) return [];
      return [{ name: prefix + name, text: readFileSync(path, 'utf8') }];
    });
}

const folders = (path: string): readonly string[] =>
  readdirSync(path)
    .filter((name) => statSync(join(path, name)).isDirectory())
    .sort();
