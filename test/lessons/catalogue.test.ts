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

  it('names every goal by a sentence that stands alone, as the log says it', async () => {
    const broken: string[] = [];
    for (const path of lessonPaths(root)) {
      const { slug } = fromDisk(root, path).lesson;
      for (const [language, whole] of [
        ['en', /^(?![a-z]).*[^,][.]$/],
        ['ko', /다[.]$/],
      ] as const)
        for (const [id, line] of Object.entries((await loadProse(slug, language)).goals)) {
          const text = line.map((piece) => ('text' in piece ? piece.text : '…')).join('');
          const named = line[0]?.is === 'code';
          if (!named && !whole.test(text)) broken.push(`${slug} ${language} ${id}: ${text}`);
        }
    }
    expect(broken).toEqual([]);
  });
});
