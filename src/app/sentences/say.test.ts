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

it('calls a goal what the lesson calls it, and never by its id', () => {
  const names = { 'three-each': 'Three tasks run.' };
  expect(say(met, sentences, names).head).toBe('Goal met: Three tasks run.');
  expect(say(met, sentences).head).toBe('Goal met: …');
  const missed = { ...met, type: 'nearMissSeen', data: { nearMiss: 'three-each' } } as Fact;
  const heard = { ...names, 'nearMiss/three-each': 'Two of them belong to nobody.' };
  expect(say(missed, sentences, heard).head).toBe('Not quite: Two of them belong to nobody.');
});
