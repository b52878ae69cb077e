/** `goals:` of lesson.yaml. */
import type { Condition, Goal, Half } from '../types';
import { CONDITION_KEYS, conditionOf, halvesOf, readConditions } from './conditions';
import { OPEN, readMoment, type Known } from './moments';
import type { Fields, Place } from './walker';

const OWN_KEYS = [
  'id',
  'all',
  'after',
  'within',
  'for',
  'never',
  'until',
  'stretch',
  'half',
] as const;
const GOAL_KEYS = [...OWN_KEYS, ...CONDITION_KEYS] as const;

export const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Lower case with hyphens; noted when it is not. */
export function readId(place: Place): string {
  const id = place.text();
  if (!ID.test(id)) place.fail('must be lower case with hyphens, such as three-running');
  return id;
}

/** The ids of a list, before it is read: what the rest may refer to. */
export const idsOf = (list: unknown): ReadonlySet<string> =>
  new Set(Array.isArray(list) ? list.map((item: { id?: unknown }) => String(item?.id)) : []);

export function readGoals(place: Place, known: Known): readonly Goal[] {
  const goals = place.list().map((each) => readGoal(each, known));
  refuseTwice(place, goals);
  return goals;
}

export function refuseTwice(place: Place, things: readonly { readonly id: string }[]): void {
  things.forEach(({ id }, i) => {
    if (things.findIndex((other) => other.id === id) !== i)
      place.at(i, id).fail(`${id} is there twice`);
  });
}

function readGoal(place: Place, known: Known): Goal {
  const get = place.fields(GOAL_KEYS);
  const conditions = conditionsOf(get, place, known);
  const never = get('never').isThere && get('never').truth();
  if (!never && get('until').isThere) get('until').fail('goes with "never" only');
  if (never && get('within').isThere) get('within').fail('does not go with "never": use "until"');
  return {
    id: readId(get('id')),
    conditions,
    after: get('after').isThere ? readMoment(get('after'), known) : OPEN,
    withinMs: get('within').isThere ? get('within').duration() : null,
    forMs: get('for').isThere ? get('for').duration() : 0,
    never,
    until: get('until').isThere ? readMoment(get('until'), known) : null,
    stretch: get('stretch').isThere && get('stretch').truth(),
    halves: halves(get('half'), conditions),
  };
}

function conditionsOf(
  get: Fields<(typeof GOAL_KEYS)[number]>,
  place: Place,
  { measures }: Known,
): readonly Condition[] {
  if (!get('all').isThere) return [conditionOf(get, place, measures)];
  for (const key of CONDITION_KEYS)
    if (get(key).isThere) get(key).fail('belongs into one of "all"');
  const conditions = readConditions(get('all'), measures);
  if (conditions.length === 0) get('all').fail('must not be empty');
  return conditions;
}

function halves(place: Place, conditions: readonly Condition[]): readonly Half[] {
  if (!place.isThere) return halvesOf(conditions);
  const half = place.oneOf(['ecs', 'kubernetes', 'both']);
  return half === 'both' ? ['ecs', 'kubernetes'] : [half];
}
