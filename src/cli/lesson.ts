/**
 * `lesson SLUG`: plays a lesson's solution, or one of its near misses or forks, and reports its goals and every measured
 * number. `lesson --all`: everything that the lessons promise, on all their seeds. Exit 1 when a promise is broken.
 */
import { fileURLToPath } from 'node:url';
import { checkLesson } from '../host/checkLesson';
import {
  playNearMiss,
  playSolution,
  playTransfer,
  unproven,
  type Played,
} from '../host/playLesson';
import { format } from '../lessons/format';
import { LessonError, readDraft } from '../lessons/read';
import { lessonFolder, lessonPaths, loadLesson } from '../lessons/read/disk';
import type { Lesson } from '../lessons/types';
import { factLine } from './run';
import { readArguments, UsageError } from './usage';

/** dist/cli/main.js -> the folder that has lessons/. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const OPTIONS = {
  seed: { type: 'string' },
  'near-miss': { type: 'string' },
  transfer: { type: 'string' },
  facts: { type: 'boolean' },
  all: { type: 'boolean' },
} as const;

export function lesson(args: readonly string[]): number {
  const { values, positionals } = readArguments(args, OPTIONS);
  try {
    if (values.all) return all();
    const [slug] = positionals;
    if (!slug) throw new UsageError('lesson needs a slug, or --all');
    const { lesson, problems } = readDraft(lessonFolder(ROOT, find(slug)));
    for (const problem of problems) console.error(problem);
    const result = one(lesson, values);
    return problems.length === 0 ? result : 1;
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    console.error(error.message);
    return 1;
  }
}

function find(slug: string): string {
  const paths = lessonPaths(ROOT);
  const path = paths.find((each) => each.replace(/^.*\/\d+-/, '') === slug);
  if (path) return path;
  const known = paths.map((each) => each.replace(/^.*\/\d+-/, ''));
  throw new UsageError(`no lesson ${slug}; there are ${known.join(', ')}`);
}

interface Wishes {
  readonly seed?: string;
  readonly 'near-miss'?: string;
  readonly transfer?: string;
  readonly facts?: boolean;
}

function one(lesson: Lesson, wishes: Wishes): number {
  const seed = wishes.seed ? Number(wishes.seed) : (lesson.seeds[0] ?? 7);
  if (!Number.isInteger(seed)) throw new UsageError(`--seed ${wishes.seed ?? ''} is no number`);
  const { played, wrong } = play(lesson, seed, wishes);
  if (wishes.facts) for (const line of factsOf(lesson, played)) console.log(line);
  report(lesson, seed, played);
  for (const problem of wrong) console.log(`  wrong     ${problem}`);
  return wrong.length === 0 ? 0 : 1;
}

function play(
  lesson: Lesson,
  seed: number,
  wishes: Wishes,
): { readonly played: Played; readonly wrong: readonly string[] } {
  if (wishes['near-miss'] !== undefined) {
    const nearMiss = lesson.nearMisses.find(({ id }) => id === wishes['near-miss']);
    if (!nearMiss) throw new UsageError(`no near miss; there are ${names(lesson.nearMisses)}`);
    const played = playNearMiss(lesson, nearMiss, seed);
    const unseen = nearMiss.shows.length > 0 && !played.nearMisses.includes(nearMiss.id);
    const met = nearMiss.unmet.filter((id) => phaseOf(played, id) === 'met');
    return {
      played,
      wrong: [
        ...played.failures,
        ...met.map((id) => `${id} is met`),
        ...(unseen ? ['what it shows has not been seen'] : []),
      ],
    };
  }
  if (wishes.transfer !== undefined) {
    const question = lesson.transfer.find(({ id }) => id === wishes.transfer);
    const played = question && playTransfer(lesson, question, seed);
    if (!played) throw new UsageError(`nothing to play; there are ${names(lesson.transfer)}`);
    return { played, wrong: [...played.failures, ...unproven(question.proof, played.measures)] };
  }
  const played = playSolution(lesson, seed);
  const unmet = lesson.goals.filter(({ id, stretch }) => !stretch && phaseOf(played, id) !== 'met');
  const proofs = lesson.predict.flatMap(({ proof }) => unproven(proof, played.measures));
  return {
    played,
    wrong: [...played.failures, ...unmet.map(({ id }) => `${id} is not met`), ...proofs],
  };
}

const names = (things: readonly { readonly id: string }[]) =>
  things.map(({ id }) => id).join(', ') || 'none';
const phaseOf = ({ goals }: Played, goal: string) => goals.find(({ id }) => id === goal)?.phase;

function report(
  lesson: Lesson,
  seed: number,
  { world, goals, measures, nearMisses }: Played,
): void {
  const { opensAtMs } = lesson.scenario;
  const page = (ms: number | null) => (ms === null ? '' : clock(ms - opensAtMs));
  console.log(`${lesson.slug}, seed ${seed}, played to ${page(world.nowMs)}`);
  for (const { id, phase, metAtMs, windowMs } of goals) {
    const took = metAtMs === null ? '' : `${((metAtMs - (windowMs ?? 0)) / 1000).toFixed(1)} s`;
    console.log(`  ${phase.padEnd(8)}  ${id.padEnd(28)} ${page(metAtMs).padStart(8)}  ${took}`);
  }
  for (const { name, unit, value } of measures)
    console.log(
      `  measured  ${name.padEnd(28)} ${value === null ? '…' : format(value, unit, 'en')}`,
    );
  for (const id of nearMisses) console.log(`  near miss ${id}`);
}

const factsOf = ({ scenario }: Lesson, { world }: Played): readonly string[] =>
  world.simulation.facts
    .since(0)
    .filter(({ atMs }) => atMs >= scenario.opensAtMs)
    .map((fact) => factLine({ ...fact, atMs: fact.atMs - scenario.opensAtMs }));

/** The page's clock: `1:05.250`. */
function clock(ms: number): string {
  const seconds = (Math.abs(ms) / 1000) % 60;
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  return `${ms < 0 ? '-' : ''}${minutes}:${seconds.toFixed(3).padStart(6, '0')}`;
}

function all(): number {
  let broken = 0;
  for (const path of lessonPaths(ROOT)) {
    const problems = problemsOf(path);
    console.log(`${problems.length === 0 ? 'holds ' : 'BROKEN'} ${path}`);
    for (const problem of problems) console.log(`  ${problem}`);
    broken += problems.length;
  }
  return broken === 0 ? 0 : 1;
}

function problemsOf(path: string): readonly string[] {
  try {
    return checkLesson(loadLesson(ROOT, path).lesson);
  } catch (error) {
    if (error instanceof LessonError) return error.problems;
    throw error;
  }
}
