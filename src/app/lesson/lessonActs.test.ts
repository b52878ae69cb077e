import { expect, it } from 'vitest';
import type { Fact } from '../../engine/model';
import { LessonActs } from './lessonActs';

const request = (serial: number, by: string) =>
  ({ serial, model: 'request', type: 'requested', data: { by, request: {} } }) as unknown as Fact;

it('is so from the first request of the lesson on, until time goes back before it', () => {
  const acts = new LessonActs();
  const facts = [request(0, 'scenario'), request(1, 'learner')];
  expect(acts.in({ facts, jumps: 1 })).toBe(false);
  facts.push(request(2, 'lesson'));
  expect(acts.in({ facts, jumps: 1 })).toBe(true);
  facts.push(request(3, 'learner'));
  expect(acts.in({ facts, jumps: 1 })).toBe(true);
  expect(acts.in({ facts: facts.slice(0, 2), jumps: 2 })).toBe(false);
  expect(acts.in({ facts, jumps: 3 })).toBe(true);
});
