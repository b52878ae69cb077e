/** What the watch has found, as records and facts beside the run: only what differs from what stands there. */
import type { Effect, FactNote, Kind } from '../../engine/model';
import type { GoalState, LessonFact, MeasureState } from '../types';
import type { Observation } from './observation';

interface Found {
  readonly goals: readonly GoalState[];
  readonly measures: readonly MeasureState[];
  readonly nearMisses: readonly string[];
  /** Milliseconds that a goal may take. */
  within(id: string): number;
}

export function announced({ read }: Observation, found: Found): readonly Effect[] {
  const effects: Effect[] = [];
  const put = (kind: Kind, key: string, value: unknown) =>
    effects.push({ do: 'put', kind, key, value });
  for (const goal of found.goals) {
    const before = read.get('lesson/Goal', goal.id);
    if (before && same(before, goal)) continue;
    put('lesson/Goal', goal.id, goal);
    const fact = before && factOf(before, goal, found.within(goal.id));
    if (fact) effects.push(note(fact, 'lesson/Goal', goal.id));
  }
  for (const measure of found.measures) {
    const before = read.get('lesson/Measure', measure.name);
    if (!before || before.value !== measure.value || before.final !== measure.final)
      put('lesson/Measure', measure.name, measure);
  }
  for (const id of found.nearMisses) {
    if (read.has('lesson/NearMiss', id)) continue;
    put('lesson/NearMiss', id, { id, seenAtMs: read.nowMs });
    const fact: LessonFact = { type: 'nearMissSeen', data: { nearMiss: id } };
    effects.push(note(fact, 'lesson/NearMiss', id));
  }
  return effects;
}

function factOf(before: GoalState, goal: GoalState, withinMs: number): LessonFact | undefined {
  if (before.phase === goal.phase) return undefined;
  const { id, windowMs, metAtMs, phase } = goal;
  if (phase === 'met')
    return { type: 'goalMet', data: { goal: id, tookMs: (metAtMs ?? 0) - (windowMs ?? 0) } };
  if (phase === 'failed') return { type: 'goalFailed', data: { goal: id } };
  if (phase === 'late') return { type: 'goalLate', data: { goal: id, withinMs } };
  if (before.phase === 'failed' || before.phase === 'late')
    return { type: 'goalReopened', data: { goal: id } };
  return undefined;
}

const note = (fact: LessonFact, kind: Kind, key: string): Effect => ({
  do: 'note',
  fact: { model: 'lesson', ...fact, about: { kind, key } } as FactNote,
});

function same(a: GoalState, b: GoalState): boolean {
  return (Object.keys(b) as (keyof GoalState)[]).every((field) => a[field] === b[field]);
}
