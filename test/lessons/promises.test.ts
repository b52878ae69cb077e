/** A lesson that breaks a promise is found out: the check itself can fail. */
import { describe, expect, it } from 'vitest';
import { checkLesson } from '../../src/host/checkLesson';
import { lessonOf } from './lessonOf';

const problemsOf = (text: string) =>
  checkLesson(lessonOf(text))
    .filter((problem) => problem.startsWith('seed 7'))
    .join('\n');

const THREE = 'goals:\n  - { id: three, of: ecs/service/web, path: runningCount, is: 3 }\n';

describe('the check of a lesson', () => {
  it('holds one that keeps its promises', () => {
    expect(problemsOf(THREE)).toBe('');
  });

  it.each([
    [
      'goals:\n  - { id: nine, of: ecs/service/web, path: runningCount, is: 9 }\nplaysFor: 1m',
      'does not meet nine',
    ],
    [
      'goals:\n  - { id: one, of: ecs/service/web, path: desiredCount, atLeast: 1 }',
      'the start alone meets',
    ],
    [
      `${THREE}  - { id: never, of: ecs/tasks, where: { lastStats: RUNNING }, atLeast: 4, never: true }`,
      'ecs/tasks has no lastStats',
    ],
    [
      `${THREE}measures:\n  tasks: { value: { of: ecs/tasks }, at: three }\npredict:\n  - { id: q, options: [a, b], answer: a, measures: [tasks], proof: { tasks: 4 } }`,
      'prediction q: tasks is 3, not 4',
    ],
    [
      `${THREE}nearMisses:\n  - { id: m, steps: [{ at: 10s, apply: service.json }], until: 1m, unmet: [three] }`,
      'near miss m: meets three',
    ],
    [
      `${THREE}nearMisses:\n  - { id: m, steps: [], until: 1m, unmet: [three], shows: [{ of: ecs/service/web, path: desiredCount, is: 2 }] }`,
      'near miss m: never comes to what it shows',
    ],
    [
      `${THREE}measures:\n  now: { value: { of: ecs/service/web, path: desiredCount } }\ntransfer:\n  - { id: t, options: [a, b], answer: a, measures: [now], proof: { now: 2 }, fork: { steps: [], for: 10s } }`,
      'transfer t: now is 1, not 2',
    ],
    [
      `${THREE}solution:\n  - { at: 1s, ecs: UpdateService, input: { service: none } }\nplaysFor: 10s`,
      'the solution: step 1',
    ],
  ])('finds %#', (text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });
});
