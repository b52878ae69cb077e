/** What the page gets from the build is what the reader reads. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { courseIndex, loadLesson, loadProse } from '../../src/lessons/catalogue';
import { lessonPaths, loadCourse, loadLesson as fromDisk } from '../../src/lessons/read/disk';

const root = fileURLToPath(new URL('../..', import.meta.url));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the catalogue', () => {
  it('lists the course', () => {
    expect(courseIndex).toEqual(plain(loadCourse(root)));
  });

  it('loads a lesson and its prose by slug', async () => {
    const read = fromDisk(root, lessonPaths(root)[0] ?? '');
    const { slug } = read.lesson;
    expect(await loadLesson(slug)).toEqual(plain(read.lesson));
    expect(await loadProse(slug, 'ko')).toEqual(plain(read.prose.ko));
    expect(await loadProse(slug, 'en')).toEqual(plain(read.prose.en));
    await expect(loadLesson('no-such-lesson')).rejects.toThrow('no lesson no-such-lesson');
  });
});
