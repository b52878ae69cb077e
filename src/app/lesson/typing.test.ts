import { describe, expect, it } from 'vitest';
import { typed } from './typing';

const BEFORE = `spec:
  replicas: 1
  template:
    image: web:1
`;

describe('typing a solution', () => {
  it('takes out what goes and writes what comes, a character at a time', () => {
    const after = BEFORE.replace('replicas: 1', 'replicas: 30');
    expect(typed(BEFORE, after).map(({ text, pause }) => [text.split('\n')[1], pause])).toEqual([
      ['  replicas: ', false],
      ['  replicas: 3', false],
      ['  replicas: 30', true],
    ]);
  });

  it('goes through several places from the top, and ends with the wanted text', () => {
    const after = BEFORE.replace('replicas: 1', 'replicas: 3').replace('web:1', 'web:2');
    const steps = typed(BEFORE, after);
    expect(steps.filter(({ pause }) => pause)).toHaveLength(2);
    expect(steps.at(-1)?.text).toBe(after);
    expect(steps.map(({ at }) => at)).toEqual([...steps.map(({ at }) => at)].sort((a, b) => a - b));
  });

  it('writes new lines in bites, whatever their length', () => {
    const line = `${'x'.repeat(400)}\n`;
    const steps = typed(BEFORE, BEFORE + line);
    expect(steps.length).toBeLessThanOrEqual(60);
    expect(steps.at(-1)?.text).toBe(BEFORE + line);
  });

  it.each([
    ['', 'a\nb\n'],
    ['a\nb\n', ''],
    ['a\nb\nc\n', 'c\na\nb\n'],
    ['a', 'a\n'],
    ['{"n": 1, "m": 1}', '{"n": 22, "m": 1}'],
  ])('leads from %j to %j', (before, after) => {
    expect(typed(before, after).at(-1)?.text).toBe(after);
  });

  it('is nothing when nothing differs', () => {
    expect(typed(BEFORE, BEFORE)).toEqual([]);
  });
});
