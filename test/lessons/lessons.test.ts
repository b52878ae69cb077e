/**
 * Every lesson keeps its promises (DESIGN.md 5, CURRICULUM.md 8): it can be read in both languages; left alone, its start
 * does not meet its goals; the solution does, on three seeds; each near miss misses what it says, for the reason that it
 * shows; predictions and transfer questions are answered as measured; and played twice it is the same.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkLesson } from '../../src/host/checkLesson';
import { playSolution } from '../../src/host/playLesson';
import { lessonPaths, loadCourse, loadLesson } from '../../src/lessons/read/disk';

const root = fileURLToPath(new URL('../..', import.meta.url));
const paths = lessonPaths(root);

describe('the course', () => {
  const lessons = () => loadCourse(root).parts.flatMap((part) => part.lessons);

  it('has lessons', () => {
    expect(paths.length).toBeGreaterThan(0);
    expect(lessons()).toHaveLength(paths.length);
  });

  it('counts them in one row, and calls each by a name of its own', () => {
    const all = lessons();
    const numbers = all.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(all.map(({ slug }) => slug)).size).toBe(all.length);
  });
});

describe.each(paths)('%s', (path) => {
  it('says the same in both languages', () => {
    const { prose } = loadLesson(root, path);
    const ids = (texts: Readonly<Record<string, unknown>>) => Object.keys(texts).sort();
    for (const part of ['goals', 'predict', 'nearMisses', 'transfer'] as const)
      expect(ids(prose.ko[part])).toEqual(ids(prose.en[part]));
    expect(prose.ko.hints).toHaveLength(prose.en.hints.length);
    expect(prose.ko.title).not.toBe(prose.en.title);
  });

  it('keeps its promises on all its seeds', { timeout: 60_000 }, () => {
    expect(checkLesson(loadLesson(root, path).lesson)).toEqual([]);
  });

  it('is the same when it is played again', () => {
    const { lesson } = loadLesson(root, path);
    const [seed = 7] = lesson.seeds;
    const [first, second] = [playSolution(lesson, seed), playSolution(lesson, seed)];
    expect(second.world.digest()).toEqual(first.world.digest());
    expect(second.goals).toEqual(first.goals);
    expect(second.measures).toEqual(first.measures);
  });
});
