/** `measures:` of lesson.yaml. */
import { counterOf } from '../goals/reading';
import type { Measure, Moment, Unit } from '../types';
import { patternOf, readConditions, readValue } from './conditions';
import { OPEN, readMoment, type Known } from './moments';
import type { Fields, Place } from './walker';

const HOWS = ['value', 'seconds', 'recovery', 'most', 'least', 'change', 'facts'] as const;
type How = (typeof HOWS)[number];
const KEYS = [...HOWS, 'from', 'to', 'at', 'since', 'after', 'unit'] as const;
type Key = (typeof KEYS)[number];
const UNITS: readonly Unit[] = ['count', 'seconds', 'requests', 'usd', 'percent', 'text'];
const NAME = /^[a-z][A-Za-z0-9]*$/;

/** What each way of measuring takes beside itself. */
const TAKES: Readonly<Record<How, readonly Key[]>> = {
  value: ['at', 'since'],
  seconds: [],
  recovery: ['after'],
  most: ['from', 'to'],
  least: ['from', 'to'],
  change: ['from', 'to'],
  facts: ['from', 'to'],
};

export function readMeasures(place: Place, known: Known): readonly Measure[] {
  return place.entries().map(([name, each]) => {
    if (!NAME.test(name)) each.fail('a measure is named in camelCase, such as ecsRecovery');
    return readMeasure(name, each, known);
  });
}

function readMeasure(name: string, place: Place, known: Known): Measure {
  const get = place.fields(KEYS);
  const hows = HOWS.filter((how) => get(how).isThere);
  const [how] = hows;
  if (how === undefined || hows.length > 1) {
    place.fail(`needs one of ${HOWS.join(', ')}`);
    return { name, unit: 'count', take: { how: 'seconds', from: OPEN, to: OPEN } };
  }
  for (const key of KEYS)
    if (get(key).isThere && key !== how && key !== 'unit' && !TAKES[how].includes(key))
      get(key).fail(`does not go with "${how}"`);
  const take = taken(how, get, known);
  const unit = get('unit').isThere ? get('unit').oneOf(UNITS) : unitOf(take);
  return { name, unit, take };
}

function taken(how: How, get: Fields<Key>, known: Known): Measure['take'] {
  const moment = (key: 'from' | 'to' | 'at' | 'since' | 'after') => readMoment(get(key), known);
  const optional = (key: 'from' | 'to' | 'at' | 'since' | 'after'): Moment | null =>
    get(key).isThere ? moment(key) : null;
  const { measures } = known;
  switch (how) {
    case 'value':
      return {
        how,
        value: readValue(get('value'), measures),
        at: optional('at'),
        since: optional('since') ?? OPEN,
      };
    case 'seconds': {
      const ends = get('seconds').fields(['from', 'to']);
      return { how, from: readMoment(ends('from'), known), to: readMoment(ends('to'), known) };
    }
    case 'recovery': {
      const after = moment('after');
      const conditions = readConditions(get('recovery'), measures);
      const to: Moment = { at: 'state', conditions, after, again: true, plusMs: 0 };
      return { how: 'seconds', from: after, to };
    }
    case 'facts': {
      const pattern = get('facts').fields(['fact', 'about', 'data']);
      const fact = patternOf(pattern('fact'), pattern('about'), pattern('data'), measures);
      return { how, fact, from: optional('from') ?? OPEN, to: optional('to') };
    }
    default:
      return {
        how,
        value: readValue(get(how), measures),
        from: optional('from') ?? OPEN,
        to: optional('to'),
      };
  }
}

function unitOf(take: Measure['take']): Unit {
  if (take.how === 'seconds') return 'seconds';
  return ('value' in take && counterOf(take.value)?.unit) || 'count';
}
