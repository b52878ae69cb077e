/** `lesson.yaml` with the files of its folder -> a Lesson. Whatever is wrong is noted at its place. */
import { compileScenario, type ScenarioDocument, type ScenarioFile } from '../../host/scenario';
import type {
  Focus,
  Lesson,
  NearMiss,
  Proof,
  Question,
  ScriptStep,
  TransferQuestion,
} from '../types';
import { readConditions, readTests } from './conditions';
import type { LessonFolder } from './folder';
import { idsOf, readGoals, readId, refuseTwice } from './goals';
import { readMeasures } from './measures';
import { readMoments, type Known } from './moments';
import { readScript } from './script';
import { isMapping, type Fields, type Place } from './walker';

const KEYS = [
  'version',
  'minutes',
  'seeds',
  'scenario',
  'focus',
  'files',
  'predict',
  'goals',
  'hints',
  'measures',
  'moments',
  'solution',
  'playsFor',
  'nearMisses',
  'transfer',
  'documentation',
] as const;
type Key = (typeof KEYS)[number];

const PLAYS_FOR_MS = 600_000;
const HINTS = 3;
/** Longer than a controller needs to count what another has just changed. */
const SHOWS_FOR_MS = 6_000;

export function readLessonFile(place: Place, folder: LessonFolder): Lesson {
  const get = place.fields(KEYS);
  if (get('version').value !== 1) get('version').fail('must be 1');
  const measured = get('measures').value;
  const known = readMoments(get('moments'), {
    goals: idsOf(get('goals').value),
    measures: new Set(isMapping(measured) ? Object.keys(measured) : []),
  });
  const files = tabs(get('files'), folder);
  const seeds = seedsOf(get('seeds'));
  return {
    version: 1,
    slug: folder.slug,
    number: folder.number,
    part: folder.part,
    minutes: get('minutes').number(),
    scenario: scenarioOf(get('scenario'), folder, seeds[0] ?? 7, files),
    seeds,
    focus: focusOf(get('focus'), files),
    files,
    predict: optional(get('predict'), (each) => questionOf(each, known)),
    hints: get('hints').isThere ? get('hints').number() : HINTS,
    goals: readGoals(get('goals'), known),
    measures: get('measures').isThere ? readMeasures(get('measures'), known) : [],
    ...scripts(get, known, folder),
    playsForMs: get('playsFor').isThere ? get('playsFor').duration() : PLAYS_FOR_MS,
    documentation: optional(get('documentation'), pageOf),
  };
}

function optional<T>(place: Place, read: (each: Place) => T): readonly T[] {
  return place.isThere ? place.list().map(read) : [];
}

function pageOf(place: Place): string {
  const text = place.text();
  if (!/^https:\/\/\S+$/.test(text)) place.fail('must be an https address');
  return text;
}

function seedsOf(place: Place): readonly number[] {
  const seeds = place.list().map((each) => each.number());
  if (new Set(seeds).size !== 3) place.fail('must be three different numbers');
  return seeds;
}

function tabs(place: Place, { start }: LessonFolder): readonly ScenarioFile[] {
  if (!place.isThere) return start;
  return place.list().flatMap((each) => {
    const file = start.find(({ name }) => name === each.value);
    if (!file) each.fail(`there is no start/${String(each.value)}`);
    return file ?? [];
  });
}

function focusOf(place: Place, files: readonly ScenarioFile[]): Focus {
  const first = files[0]?.name ?? '';
  if (!place.isThere) return { half: null, file: first, select: null };
  const get = place.fields(['half', 'file', 'select']);
  const half = get('half').isThere ? get('half').oneOf(['both', 'ecs', 'kubernetes']) : 'both';
  const file = get('file').isThere ? get('file').text() : first;
  if (!files.some(({ name }) => name === file)) get('file').fail(`${file} is not among the files`);
  return {
    half: half === 'both' ? null : half,
    file,
    select: get('select').isThere ? get('select').text() : null,
  };
}

const SCENARIO_KEYS = [
  'opensAt',
  'ground',
  'clusters',
  'images',
  'loadBalancers',
  'queues',
  'traffic',
  'steps',
] as const;

function scenarioOf(
  place: Place,
  folder: LessonFolder,
  seed: number,
  files: readonly ScenarioFile[],
): Lesson['scenario'] {
  if (typeof place.value === 'string') {
    const named = folder.scenario(place.value);
    if (!named) place.fail(`there is no lessons/scenarios/${place.value}`);
    if (named) return { ...named, slug: folder.slug, seed };
  } else place.fields(SCENARIO_KEYS);
  const title = { en: folder.slug, ko: folder.slug };
  const given = isMapping(place.value) ? place.value : { ground: { zones: [] } };
  const document = { ...given, version: 1, title, seed } as unknown as ScenarioDocument;
  try {
    return compileScenario(folder.slug, document, files, folder.files(['start']).read);
  } catch (error) {
    place.fail(error instanceof Error ? error.message : String(error));
    return compileScenario(folder.slug, { version: 1, title, ground: { zones: [] } }, [], () => []);
  }
}

const QUESTION_KEYS = ['id', 'options', 'answer', 'measures', 'proof'] as const;

function questionOf(place: Place, known: Known): Question {
  const get = place.fields([...QUESTION_KEYS, 'askAfter']);
  const askAfter = get('askAfter').isThere ? get('askAfter').text() : null;
  if (askAfter !== null && !known.goals.has(askAfter))
    get('askAfter').fail(`there is no goal ${askAfter}`);
  return { ...commonOf(get, known), askAfter };
}

function commonOf(
  get: Fields<(typeof QUESTION_KEYS)[number]>,
  known: Known,
): Omit<Question, 'askAfter'> {
  const options = get('options').list().map(readId);
  const answer = get('answer').text();
  if (options.length < 2) get('options').fail('must be at least two');
  if (!options.includes(answer)) get('answer').fail('is not among the options');
  return {
    id: readId(get('id')),
    options,
    answer,
    measures: optional(get('measures'), (each) => measureName(each, known)),
    proof: get('proof').isThere ? proofOf(get('proof'), known) : [],
  };
}

function measureName(place: Place, { measures }: Known): string {
  const name = place.text();
  if (!measures.has(name)) place.fail(`there is no measure ${name}`);
  return name;
}

function proofOf(place: Place, known: Known): readonly Proof[] {
  return readTests(place, known.measures).map(({ path, test }) => {
    const measure = path.join('.');
    if (!known.measures.has(measure)) place.fail(`there is no measure ${measure}`);
    return { measure, test };
  });
}

function scripts(
  get: Fields<Key>,
  known: Known,
  folder: LessonFolder,
): Pick<Lesson, 'solution' | 'nearMisses' | 'transfer'> {
  const nearMisses = optional(get('nearMisses'), (each) => nearMissOf(each, known, folder));
  const transfer = optional(get('transfer'), (each) => transferOf(each, known, folder));
  refuseTwice(get('nearMisses'), nearMisses);
  return {
    solution: readScript(get('solution'), known, folder.files(['solution', 'start'])),
    nearMisses,
    transfer,
  };
}

function nearMissOf(place: Place, known: Known, folder: LessonFolder): NearMiss {
  const get = place.fields(['id', 'steps', 'until', 'unmet', 'shows', 'for']);
  const id = readId(get('id'));
  const unmet = get('unmet')
    .list()
    .map((each) => {
      if (!known.goals.has(each.text())) each.fail(`there is no goal ${each.text()}`);
      return each.text();
    });
  if (unmet.length === 0) get('unmet').fail('must name a goal that it misses');
  const files = folder.files([`nearMisses/${id}`, 'solution', 'start']);
  return {
    id,
    steps: readScript(get('steps'), known, files),
    untilMs: get('until').duration(),
    unmet,
    shows: get('shows').isThere ? readConditions(get('shows'), known.measures) : [],
    showsForMs: get('for').isThere ? get('for').duration() : SHOWS_FOR_MS,
  };
}

function transferOf(place: Place, known: Known, folder: LessonFolder): TransferQuestion {
  const get = place.fields([...QUESTION_KEYS, 'fork']);
  const common = commonOf(get, known);
  if (!get('fork').isThere) return { ...common, fork: null };
  const fork = get('fork').fields(['from', 'steps', 'for']);
  const files = folder.files([`transfer/${common.id}`, 'start']);
  const steps: readonly ScriptStep[] = readScript(fork('steps'), known, files);
  const from = fork('from').isThere ? fork('from').oneOf(['open', 'now']) : 'open';
  return { ...common, fork: { from, steps, forMs: fork('for').duration() } };
}
