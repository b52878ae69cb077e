import { expect, it } from 'vitest';
import type { Fact } from '../../engine/model';
import { say } from './say';
import { sentences } from './sentences.en';

const met = {
  atMs: 0,
  serial: 1,
  cause: null,
  about: { kind: 'lesson/Goal', key: 'three-each' },
  model: 'lesson',
  type: 'goalMet',
  data: { goal: 'three-each', tookMs: 15_000 },
} as unknown as Fact;

it('calls a goal what the lesson calls it, and by its id until that is known', () => {
  const names = { 'three-each': 'Three tasks run.' };
  expect(say(met, sentences, names).head).toBe('Goal met: Three tasks run.');
  expect(say(met, sentences).head).toBe('Goal met: `three-each`');
});
