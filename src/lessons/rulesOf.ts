/** What the host must watch for a lesson. */
import type { Lesson, Moment, Rules, ScriptStep } from './types';

export function rulesOf(lesson: Lesson): Rules {
  const { scenario, goals, measures, nearMisses, solution, transfer } = lesson;
  const scripts = [
    solution,
    ...nearMisses.map(({ steps }) => steps),
    ...transfer.map(({ fork }) => fork?.steps ?? []),
  ];
  return {
    opensAtMs: scenario.opensAtMs,
    goals,
    measures,
    nearMisses: nearMisses
      .filter(({ shows }) => shows.length > 0)
      .map(({ id, shows, showsForMs }) => ({ id, shows, showsForMs })),
    moments: scripts.flatMap(momentsOf),
  };
}

/** Every moment that steps wait for: watched from the lesson's opening on. */
const momentsOf = (steps: readonly ScriptStep[]): readonly Moment[] =>
  steps.flatMap(({ when }) => ('moment' in when ? [when.moment] : []));
