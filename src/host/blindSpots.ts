/**
 * Fields that a lesson's rules read and that no record has at the end of its solution: a misspelt one would hold for ever
 * (`never`), or never. What merely has no value yet is not told from it, so a rule must have had something to read.
 */
import type { Read } from '../engine/model';
import { nounOf } from '../lessons/goals/nouns';
import { counterOf, field } from '../lessons/goals/reading';
import { partsOf } from '../lessons/goals/rulesParts';
import type { Lesson, Value } from '../lessons/types';

export function blindSpots({ goals, measures }: Lesson, read: Read): readonly string[] {
  const { values } = partsOf({ goals, measures });
  return [...new Set(values.flatMap((value) => blindIn(value, read)))];
}

function blindIn(value: Value, read: Read): readonly string[] {
  const { of, path } = value;
  const noun = nounOf(of.noun);
  const key = of.name === null ? undefined : noun.key(of.name, read);
  const keys = of.name === null ? read.keys(noun.kind) : key === undefined ? [] : [key];
  const present = keys.filter((each) => read.has(noun.kind, each));
  if (present.length === 0 || counterOf(value)) return [];
  const paths = [...of.where.map((each) => each.path), ...('field' in path ? [path.field] : [])];
  const reading = { read, windowMs: 0, measure: () => undefined };
  return paths
    .filter((each) => present.every((one) => field(noun, one, each, reading) === undefined))
    .map((each) => `${of.noun} has no ${each.join('.')}`);
}
