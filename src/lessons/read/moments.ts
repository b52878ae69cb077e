/** Moments as lesson.yaml writes them: `open`, `act`, a goal, a request, a fact, a state, or all of several. */
import type { FactPattern, Moment, Test } from '../types';
import { patternOf, readConditions, readTests, type Names } from './conditions';
import { isMapping, type Place } from './walker';

/** What may be named. */
export interface Known {
  readonly goals: Names;
  readonly measures: Names;
  /** `moments:` of the lesson, by name: read where they are used. */
  readonly moments: ReadonlyMap<string, Place>;
}

export const OPEN: Moment = { at: 'open', plusMs: 0 };
const is = (value: string): Test => ({ op: 'is', any: [value] });

/** The first thing that somebody does: whoever but the scenario itself. */
const ACT: Moment = {
  at: 'fact',
  fact: {
    model: 'request',
    type: 'requested',
    about: null,
    data: [{ path: ['by'], test: { op: 'is', any: ['learner', 'lesson', 'terminal', 'client'] } }],
  },
  nth: 1,
  onwards: false,
  plusMs: 0,
};

const KEYS = [
  'request',
  'fact',
  'about',
  'data',
  'nth',
  'when',
  'after',
  'again',
  'moment',
  'plus',
] as const;

export function readMoment(place: Place, known: Known): Moment {
  if (typeof place.value === 'string') return named(place, known);
  if (Array.isArray(place.value)) {
    const moments = place.list().map((each) => readMoment(each, known));
    if (moments.length === 0) place.fail('must not be empty');
    return { at: 'all', moments, plusMs: 0 };
  }
  if (isMapping(place.value)) return composed(place, known);
  place.fail('must be a moment: open, act, a goal, { request: … }, { fact: … }, { when: … }');
  return OPEN;
}

function named(place: Place, known: Known): Moment {
  const text = place.text();
  if (text === 'open') return OPEN;
  if (text === 'act') return ACT;
  const own = known.moments.get(text);
  if (own) return readMoment(own, without(known, text));
  if (!known.goals.has(text)) place.fail(`there is no goal and no moment ${text}`);
  return { at: 'goal', goal: text, plusMs: 0 };
}

/** A moment that is made of itself is none. */
const without = (known: Known, name: string): Known => ({
  ...known,
  moments: new Map([...known.moments].filter(([key]) => key !== name)),
});

/** `moments:` of lesson.yaml; each is read once here too, so that one that nobody uses is still held to the format. */
export function readMoments(place: Place, known: Omit<Known, 'moments'>): Known {
  const moments = new Map(place.isThere ? place.entries() : []);
  const all = { ...known, moments };
  for (const [name, each] of moments) {
    if (known.goals.has(name) || name === 'open' || name === 'act')
      each.fail(`${name} is the name of something else`);
    readMoment(each, without(all, name));
  }
  return all;
}

function composed(place: Place, known: Known): Moment {
  const get = place.fields(KEYS);
  const plusMs = get('plus').isThere ? get('plus').duration() : 0;
  if (get('moment').isThere) {
    const moment = named(get('moment'), known);
    return { ...moment, plusMs: moment.plusMs + plusMs };
  }
  if (get('when').isThere)
    return {
      at: 'state',
      conditions: readConditions(get('when'), known.measures),
      after: get('after').isThere ? readMoment(get('after'), known) : OPEN,
      again: get('again').isThere && get('again').truth(),
      plusMs,
    };
  const [nth, onwards] = ordinal(get('nth'));
  const fact = get('request').isThere
    ? requestPattern(get('request'), get('data'), known)
    : patternOf(get('fact'), get('about'), get('data'), known.measures);
  return { at: 'fact', fact, nth, onwards, plusMs };
}

function ordinal(place: Place): readonly [number | null, boolean] {
  if (!place.isThere) return [null, false];
  const [, n, plus] = /^([1-9]\d*)(\+?)$/.exec(String(place.value)) ?? [];
  if (n === undefined) place.fail('must be 2 (the second) or 2+ (the second and each later one)');
  return [Number(n ?? 1), plus === '+'];
}

/** `ecs/StopTask`, `quayside/loseZone`, `kubernetes/delete/pods`. */
function requestPattern(place: Place, data: Place, known: Known): FactPattern {
  const [api = '', first = '', second] = place.text().split('/');
  const kubernetes = api === 'kubernetes';
  if (first === '' || (second !== undefined) !== kubernetes)
    place.fail('must be api/Action, or kubernetes/verb/resource');
  const fields = kubernetes ? { api, verb: first, resource: second ?? '' } : { api, action: first };
  const tests = Object.entries(fields)
    .filter(([, value]) => value !== '*')
    .map(([field, value]) => ({ path: ['request', field], test: is(value) }));
  const more = data.isThere ? readTests(data, known.measures) : [];
  return {
    model: 'request',
    type: 'requested',
    about: null,
    data: [...tests, ...more.map(({ path, test }) => ({ path: ['request', ...path], test }))],
  };
}
