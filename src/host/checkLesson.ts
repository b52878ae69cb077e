/** Everything that a lesson promises, held against its runs: what is broken, in words. */
import type { Lesson } from '../lessons/types';
import { blindSpots } from './blindSpots';
import {
  playNearMiss,
  playSolution,
  playStart,
  playTransfer,
  unproven,
  type Played,
} from './playLesson';

export function checkLesson(lesson: Lesson): readonly string[] {
  return lesson.seeds.flatMap((seed) => {
    const solved = playSolution(lesson, seed);
    return [
      ...solutionProblems(lesson, solved),
      ...startProblems(lesson, seed, solved),
      ...nearMissProblems(lesson, seed),
      ...transferProblems(lesson, seed),
    ].map((problem) => `seed ${seed}: ${problem}`);
  });
}

function solutionProblems(lesson: Lesson, solved: Played): readonly string[] {
  return [
    ...solved.failures.map((failure) => `the solution: ${failure}`),
    ...blindSpots(lesson, solved.world.simulation.context),
    ...lesson.goals
      .filter(({ id, stretch }) => !stretch && !isMet(solved, id))
      .map(({ id }) => `the solution does not meet ${id}: it is ${phaseOf(solved, id)}`),
    ...lesson.predict.flatMap(({ id, proof, measures }) => [
      ...unproven(proof, solved.measures).map((what) => `prediction ${id}: ${what}`),
      ...unknown(measures, solved).map((name) => `prediction ${id}: ${name} is never known`),
    ]),
  ];
}

/** Left alone for as long as the solution took, the start must not do what the lesson asks for. */
export function startProblems(lesson: Lesson, seed: number, solved: Played): readonly string[] {
  const start = playStart(lesson, seed, solved.world.nowMs);
  const asked = lesson.goals.filter(({ stretch }) => !stretch);
  return asked.every(({ id }) => isMet(start, id)) ? ['the start alone meets all its goals'] : [];
}

function nearMissProblems(lesson: Lesson, seed: number): readonly string[] {
  return lesson.nearMisses.flatMap((nearMiss) => {
    const played = playNearMiss(lesson, nearMiss, seed);
    const unseen = nearMiss.shows.length > 0 && !played.nearMisses.includes(nearMiss.id);
    return [
      ...played.failures,
      ...nearMiss.unmet.filter((id) => isMet(played, id)).map((id) => `meets ${id}`),
      ...(unseen ? ['never comes to what it shows'] : []),
    ].map((what) => `near miss ${nearMiss.id}: ${what}`);
  });
}

function transferProblems(lesson: Lesson, seed: number): readonly string[] {
  return lesson.transfer.flatMap((question) => {
    const played = playTransfer(lesson, question, seed);
    if (!played) return [];
    return [
      ...played.failures,
      ...unproven(question.proof, played.measures),
      ...unknown(question.measures, played).map((name) => `${name} is never known`),
    ].map((what) => `transfer ${question.id}: ${what}`);
  });
}

const phaseOf = ({ goals }: Played, goal: string): string =>
  goals.find(({ id }) => id === goal)?.phase ?? 'unknown';
const isMet = (played: Played, goal: string): boolean => phaseOf(played, goal) === 'met';

const unknown = (names: readonly string[], { measures }: Played): readonly string[] =>
  names.filter((name) => (measures.find((each) => each.name === name)?.value ?? null) === null);
