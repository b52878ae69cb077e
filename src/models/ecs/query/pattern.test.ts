import { describe, expect, it } from 'vitest';
import { compilePattern } from './pattern';

const matches = (pattern: string, value: string) => compilePattern(pattern)?.matches(value);

describe('patterns of the cluster query language', () => {
  it.each([
    ['t2.*', 't2.micro', true],
    ['t2', 't2.micro', false],
    ['^t2\\.(micro|small)$', 't2.small', true],
    ['[a-c]{2,3}', 'abca', false],
    ['[^a-c]+', 'xyz', true],
    ['\\w+-\\d{2}', 'web-42', true],
    ['(?:a|b)?c', 'c', true],
    ['a{0}b', 'b', true],
    ['a{2,}', 'aaaa', true],
    ['[\\d.]+', '1.14.5', true],
    ['a*?', 'aaa', true],
    ['', '', true],
  ])('%s on %s -> %s', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it.each([['*'], ['(a'], ['a)'], ['[a'], ['[b-a]'], ['a{3,1}'], ['\\1'], ['(?=a)'], ['a^b']])(
    'refuses %s',
    (pattern) => {
      expect(compilePattern(pattern)).toBeUndefined();
    },
  );

  it('takes time in proportion, however unkind the pattern', () => {
    expect(matches('(a+)+b', 'a'.repeat(64))).toBe(false);
    expect(compilePattern('((a{100}){100}){100}')).toBeUndefined();
  });
});
