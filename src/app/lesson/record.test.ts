import { describe, expect, it } from 'vitest';
import {
  better,
  EMPTY,
  progressText,
  readProgress,
  withGoal,
  withReached,
  type LessonRecord,
} from './record';

const record = (given: Partial<LessonRecord> = {}): LessonRecord => ({
  is: 'begun',
  met: [],
  of: 3,
  choices: {},
  hints: 0,
  ...given,
});
const file = (lessons: unknown, version: unknown = 1) => JSON.stringify({ version, lessons });

describe('progress as a file', () => {
  it('comes back as it went', () => {
    const progress = {
      version: 1,
      lessons: { 'a-lesson': record({ met: ['x'], hints: 2 }) },
    } as const;
    expect(readProgress(progressText(progress))).toEqual(progress);
  });

  it.each([
    ['no JSON', '{'],
    ['another version', file({}, 2)],
    ['no lessons', '{"version":1}'],
    ['a list', '[]'],
    ['far too long', `{"version":1,"lessons":{},"x":"${'y'.repeat(200_000)}"}`],
  ])('is not read from %s', (_, text) => {
    expect(readProgress(text)).toBeNull();
  });

  it('is taken field by field: what does not fit is left out', () => {
    const text = file({
      good: {
        is: 'done',
        met: ['a', 7, 'b'],
        of: 2,
        choices: { q: 'x', r: 3 },
        hints: -4,
        extra: 1,
      },
      'bad slug!': record(),
      odd: { is: 'finished' },
      __proto__: null,
    });
    expect(readProgress(text)?.lessons).toEqual({
      good: { is: 'done', met: ['a', 'b'], of: 2, choices: { q: 'x' }, hints: 0 },
    });
  });
});

describe('two progresses', () => {
  it('become the better of both, and nothing of mine is lost', () => {
    const mine = {
      version: 1,
      lessons: { a: record({ is: 'done', met: ['x'] }), b: record() },
    } as const;
    const other = {
      version: 1,
      lessons: {
        a: record({ met: ['y'], choices: { q: '1' } }),
        b: record({ is: 'watched' }),
        c: record({ is: 'done' }),
      },
    } as const;
    expect(better(mine, other).lessons).toEqual({
      a: record({ is: 'done', met: ['x', 'y'], choices: { q: '1' } }),
      b: record({ is: 'watched' }),
      c: record({ is: 'done' }),
    });
    expect(better(EMPTY, other)).toEqual(other);
  });
});

it('goes forward only', () => {
  expect(withReached(record({ is: 'done' }), 'watched').is).toBe('done');
  expect(withReached(record({ is: 'watched' }), 'done').is).toBe('done');
  const once = withGoal(record(), 'x');
  expect(withGoal(once, 'x')).toBe(once);
});
