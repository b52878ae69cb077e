/** Lessons without a page: the solution, the start left alone, near misses and forks, each to its end. */
import { rulesOf } from '../lessons/rulesOf';
import type {
  GoalState,
  Lesson,
  MeasureState,
  NearMiss,
  Proof,
  ScriptStep,
  TransferQuestion,
} from '../lessons/types';
import { passes } from '../lessons/goals/reading';
import { World } from './world';

export interface Played {
  readonly world: World;
  readonly goals: readonly GoalState[];
  readonly measures: readonly MeasureState[];
  readonly nearMisses: readonly string[];
  /** Steps of the script and of the scenario that did not go as expected. */
  readonly failures: readonly string[];
}

export function openLesson(lesson: Lesson, seed: number): World {
  const world = new World(lesson.scenario, seed, { rules: rulesOf(lesson) });
  world.advance(lesson.scenario.opensAtMs);
  return world;
}

/** Until every goal that counts is met and every prediction can be answered; at most `playsForMs` after the last step. */
export function playSolution(lesson: Lesson, seed: number): Played {
  const world = openLesson(lesson, seed);
  playScript(world, lesson.solution, {
    baseMs: lesson.scenario.opensAtMs,
    endMs: after(lesson.playsForMs),
    finished: () => isFinished(lesson, world),
  });
  return played(lesson, world);
}

/** What becomes of the world when nobody does anything. */
export function playStart(lesson: Lesson, seed: number, untilMs: number): Played {
  const world = openLesson(lesson, seed);
  world.advance(untilMs);
  return played(lesson, world);
}

export function playNearMiss(lesson: Lesson, nearMiss: NearMiss, seed: number): Played {
  const world = openLesson(lesson, seed);
  const { opensAtMs } = lesson.scenario;
  const endMs = opensAtMs + nearMiss.untilMs;
  playScript(world, nearMiss.steps, { baseMs: opensAtMs, endMs: () => endMs });
  return played(lesson, world);
}

export function playTransfer(
  lesson: Lesson,
  { fork }: TransferQuestion,
  seed: number,
): Played | null {
  if (!fork) return null;
  const world = fork.from === 'now' ? playSolution(lesson, seed).world : openLesson(lesson, seed);
  playScript(world, fork.steps, { baseMs: world.nowMs, endMs: after(fork.forMs) });
  return played(lesson, world);
}

interface Until {
  readonly baseMs: number;
  /** When to give up, if the newest step was done at `stepMs`, or will be. */
  endMs(stepMs: number): number;
  finished?(): boolean;
}

const after = (ms: number) => (stepMs: number) => stepMs + ms;

function playScript(world: World, steps: readonly ScriptStep[], until: Until): void {
  world.play(steps, until.baseMs);
  for (;;) {
    const { step, of, atMs } = world.scriptProgress ?? { step: 0, of: 0, atMs: world.nowMs };
    const waits = firstDueMs(steps[step], until.baseMs);
    const endMs = until.endMs(Math.max(atMs, waits));
    world.advance(endMs, () => world.scriptProgress?.step !== step || (step === of && isDone()));
    if (world.scriptProgress?.step !== step) continue;
    if (world.nowMs >= endMs || (step === of && isDone())) return;
  }
  function isDone(): boolean {
    return until.finished?.() ?? false;
  }
}

const firstDueMs = (step: ScriptStep | undefined, baseMs: number): number =>
  step && 'atMs' in step.when ? baseMs + step.when.atMs : 0;

function isFinished(lesson: Lesson, world: World): boolean {
  const { context } = world.simulation;
  const counting = lesson.goals.filter((goal) => !goal.stretch).map(({ id }) => id);
  return (
    world.metGoals(counting) === counting.length &&
    lesson.predict.every(({ measures, proof }) =>
      [...measures, ...proof.map(({ measure }) => measure)].every(
        (name) => (context.get('lesson/Measure', name)?.value ?? null) !== null,
      ),
    )
  );
}

function played(lesson: Lesson, world: World): Played {
  const { context } = world.simulation;
  const skipped = world.skipped.map(({ atMs, why }) => `the scenario's step at ${atMs} ms: ${why}`);
  return {
    world,
    goals: lesson.goals.flatMap(({ id }) => context.get('lesson/Goal', id) ?? []),
    measures: lesson.measures.flatMap(({ name }) => context.get('lesson/Measure', name) ?? []),
    nearMisses: context.keys('lesson/NearMiss'),
    failures: [...(world.scriptProgress?.failures ?? []), ...skipped],
  };
}

/** Proofs that the run does not bear out, in words. */
export function unproven(proof: readonly Proof[], measures: readonly MeasureState[]): string[] {
  const valueOf = (name: string) => measures.find((each) => each.name === name)?.value ?? undefined;
  return proof
    .filter(({ measure, test }) => !passes(test, valueOf(measure), { measure: valueOf }))
    .map(({ measure, test }) => `${measure} is ${String(valueOf(measure))}, not ${words(test)}`);
}

const words = (test: Proof['test']): string =>
  test.op === 'is' ? test.any.map(String).join(' or ') : JSON.stringify(test);
