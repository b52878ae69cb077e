/** Conditions, values and tests as lesson.yaml writes them (lessons/README.md). */
import { isPlural, NOUNS } from '../goals/nouns';
import type {
  Condition,
  FactPattern,
  Half,
  Operand,
  Path,
  Scalar,
  Subject,
  Test,
  Value,
} from '../types';
import { nounOf } from '../goals/nouns';
import { isMapping, type Fields, type Place } from './walker';

/** Names that measures have: a comparison may use no other. */
export type Names = ReadonlySet<string>;

const TESTS = ['is', 'atLeast', 'atMost', 'includes', 'exists'] as const;
const VALUE_KEYS = ['of', 'where', 'new', 'path'] as const;
const FACT_KEYS = ['happened', 'about', 'data'] as const;
export const CONDITION_KEYS = [...VALUE_KEYS, ...FACT_KEYS, ...TESTS] as const;
type ConditionKey = (typeof CONDITION_KEYS)[number];

export function readCondition(place: Place, measures: Names): Condition {
  return conditionOf(place.fields(CONDITION_KEYS), place, measures);
}

export const readConditions = (place: Place, measures: Names): readonly Condition[] =>
  place.several().map((each) => readCondition(each, measures));

export function conditionOf(get: Fields<ConditionKey>, place: Place, measures: Names): Condition {
  if (get('happened').isThere) {
    for (const key of VALUE_KEYS)
      if (get(key).isThere) get(key).fail('does not go with "happened"');
    const happened = patternOf(get('happened'), get('about'), get('data'), measures);
    return { happened, test: testOf(get, place, measures, { op: 'atLeast', than: 1 }) };
  }
  for (const key of ['about', 'data'] as const)
    if (get(key).isThere) get(key).fail('goes with "happened" only');
  const test = testOf(get, place, measures);
  const value = valueOf(get, place, measures);
  if (test.op !== 'exists' || get('path').isThere) return { value, test };
  const count: Test = test.should ? { op: 'atLeast', than: 1 } : { op: 'is', any: [0] };
  return { value: { ...value, path: { read: 'count' } }, test: count };
}

export function readValue(place: Place, measures: Names): Value {
  return valueOf(place.fields(VALUE_KEYS), place, measures);
}

function valueOf(get: Fields<(typeof VALUE_KEYS)[number]>, place: Place, measures: Names): Value {
  const of = subjectOf(get, place, measures);
  const path = pathOf(get('path'), of);
  return { of, path };
}

function subjectOf(get: Fields<'of' | 'where' | 'new'>, place: Place, measures: Names): Subject {
  if (!get('of').isThere) place.fail('needs "of": what it is about');
  const text = get('of').isThere ? get('of').text() : 'ecs/services';
  const [family = '', word = '', ...rest] = text.split('/');
  const noun = `${family}/${word}`;
  const name = rest.length > 0 ? rest.join('/') : null;
  if (!(noun in NOUNS) && !/^[A-Z]/.test(word))
    get('of').fail(
      `unknown: ${noun}. There are ${Object.keys(NOUNS).join(', ')}, or a record kind`,
    );
  if (noun in NOUNS && isPlural(noun) !== (name === null))
    get('of').fail(name === null ? `${noun} needs a name` : `${noun} is a set and takes no name`);
  if (name !== null && get('where').isThere) get('where').fail('goes with a set only');
  if (name !== null && get('new').isThere) get('new').fail('goes with a set only');
  return {
    noun,
    name,
    where: get('where').isThere ? readTests(get('where'), measures) : [],
    fresh: get('new').isThere ? get('new').truth() : null,
  };
}

const AGGREGATE = /^(distinct|sum|most|least)(?:\s+(per))?\s+(\S+)$/;

function pathOf(place: Place, { noun, name }: Subject): Path {
  if (!place.isThere) return { read: 'count' };
  const text = place.text();
  if (text === 'count') return { read: 'count' };
  const [, how, per, field = ''] = AGGREGATE.exec(text) ?? [];
  if (how === undefined) {
    if (/\s/.test(text))
      place.fail('is no path: a field, count, distinct F, sum F, most F, most per F');
    if (name === null && nounOf(noun).counters?.[text]) place.fail('needs a name, not a set');
    return { read: 'field', field: text.split('.') };
  }
  if (name !== null) place.fail('is for a set');
  const path = field.split('.');
  if (!per) return { read: how as 'distinct' | 'sum' | 'most' | 'least', field: path };
  if (how !== 'most' && how !== 'least') place.fail('"per" goes with most and least');
  return { read: how === 'least' ? 'leastBy' : 'mostBy', field: path };
}

function testOf(
  get: Fields<(typeof TESTS)[number]>,
  place: Place,
  measures: Names,
  otherwise?: Test,
): Test {
  const given = TESTS.filter((op) => get(op).isThere);
  const [op] = given;
  if (op === undefined && otherwise) return otherwise;
  if (op === undefined || given.length > 1) {
    place.fail(`needs one of ${TESTS.join(', ')}`);
    return { op: 'exists', should: true };
  }
  return readTest(op, get(op), measures);
}

function readTest(op: (typeof TESTS)[number], place: Place, measures: Names): Test {
  switch (op) {
    case 'is':
      return { op, any: place.several().map((each) => operandOf(each, measures)) };
    case 'includes':
      return { op, what: scalarOf(place) };
    case 'exists':
      return { op, should: place.truth() };
    default: {
      const than = operandOf(place, measures);
      if (typeof than === 'string' || typeof than === 'boolean') place.fail('must be a number');
      return { op, than };
    }
  }
}

function operandOf(place: Place, measures: Names): Operand {
  if (!isMapping(place.value)) return scalarOf(place);
  const measure = place.fields(['measure'])('measure');
  const name = measure.text();
  if (!measures.has(name)) measure.fail(`there is no measure ${name}`);
  return { measure: name };
}

function scalarOf(place: Place): Scalar {
  const { value } = place;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  place.fail('must be a text, a number, true or false');
  return '';
}

/** `where`, `data`, `proof`: by field, a value, a list of values or a test. */
export function readTests(place: Place, measures: Names): Subject['where'] {
  return place.entries().map(([field, each]) => {
    const path = field.split('.');
    if (!isMapping(each.value)) return { path, test: readTest('is', each, measures) };
    return { path, test: testOf(each.fields(TESTS), each, measures) };
  });
}

/** `ecs/serviceUpdated`, with what it is about and its data. */
export function patternOf(fact: Place, about: Place, data: Place, measures: Names): FactPattern {
  const text = fact.text();
  const [, model = '', type = ''] = /^([a-z]+)\/([A-Za-z]+)$/.exec(text) ?? [];
  if (type === '') fact.fail('must name a fact as model/type, such as ecs/serviceUpdated');
  return {
    model,
    type,
    about: about.isThere ? about.text() : null,
    data: data.isThere ? readTests(data, measures) : [],
  };
}

/** Which halves conditions are about; none: the ground, or both. */
export function halvesOf(conditions: readonly Condition[]): readonly Half[] {
  const halves = conditions.flatMap((c): Half[] => {
    if ('value' in c) {
      const { half } = nounOf(c.value.of.noun);
      return half ? [half] : [];
    }
    const { model } = c.happened;
    return model === 'ecs' ? ['ecs'] : /^(kubernetes|eks)$/.test(model) ? ['kubernetes'] : [];
  });
  return (['ecs', 'kubernetes'] as const).filter((half) => halves.includes(half));
}
