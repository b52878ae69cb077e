/** Scripts: the steps of a solution, a near miss or a fork. What they do is what a scenario's steps do. */
import {
  stepRequests,
  type ReadDocuments,
  type ScenarioFile,
  type ScenarioStep,
} from '../../host/scenario';
import type { Request } from '../../host/protocol';
import type { ScriptStep } from '../types';
import { readMoment, type Known } from './moments';
import type { Fields, Place } from './walker';

const API_KEYS = [
  'ecs',
  'ec2',
  'elasticloadbalancing',
  'autoscaling',
  'application-autoscaling',
  'cloudwatch',
  'eks',
  'sqs',
  'ecr',
] as const;
const ACTS = ['apply', ...API_KEYS, 'kubernetes', 'fault', 'quayside', 'rewind'] as const;
const KEYS = [...ACTS, 'input', 'at', 'after', 'plus', 'refused'] as const;
type Key = (typeof KEYS)[number];

/** The files that a script may apply, and the objects in them. */
export interface Files {
  find(name: string): ScenarioFile | undefined;
  readonly read: ReadDocuments;
}

export const readScript = (place: Place, known: Known, files: Files): readonly ScriptStep[] =>
  place.list().map((each) => readStep(each, known, files));

function readStep(place: Place, known: Known, files: Files): ScriptStep {
  const get = place.fields(KEYS);
  const acts = ACTS.filter((act) => get(act).isThere);
  const [act] = acts;
  const when = whenOf(get, known);
  if (act === undefined || acts.length > 1) {
    place.fail(`needs one of ${ACTS.join(', ')}`);
    return { when, act: { do: 'rewind', toMs: 0 } };
  }
  if (act === 'rewind') return { when, act: { do: 'rewind', toMs: get('rewind').duration() } };
  const refused = get('refused').isThere ? get('refused').text() : null;
  const file = act === 'apply' ? appliedFile(get('apply'), files) : null;
  if (act === 'apply' && !file)
    return { when, act: { do: 'requests', requests: [], file: null, refused } };
  const requests = requestsOf(act, get, place, files);
  return { when, act: { do: 'requests', requests, file, refused } };
}

function whenOf(get: Fields<Key>, known: Known): ScriptStep['when'] {
  const plusMs = get('plus').isThere ? get('plus').duration() : 0;
  if (get('at').isThere && get('after').isThere) get('at').fail('does not go with "after"');
  if (get('at').isThere) return { atMs: get('at').duration() + plusMs };
  if (!get('after').isThere) return { plusMs };
  const moment = readMoment(get('after'), known);
  return { moment: { ...moment, plusMs: moment.plusMs + plusMs } };
}

function appliedFile(place: Place, files: Files): ScenarioFile | null {
  const name = place.text();
  const file = files.find(name);
  if (!file) place.fail(`there is no file ${name}`);
  return file ?? null;
}

function requestsOf(
  act: Exclude<(typeof ACTS)[number], 'rewind'>,
  get: Fields<Key>,
  place: Place,
  files: Files,
): readonly Request[] {
  const api = API_KEYS.find((key) => key === act);
  const input = get('input').isThere ? get('input').value : {};
  if (api) return [{ api, action: get(api).text(), input }];
  try {
    return stepRequests({ [act]: get(act).value, input } as unknown as ScenarioStep, files.read);
  } catch (error) {
    place.fail(error instanceof Error ? error.message : String(error));
    return [];
  }
}
