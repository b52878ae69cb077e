/**
 * quayside `describeImage`: says what an image does (DECISIONS.md 1.8). Durations are written `500ms`, `3s`, `2m30s`, or
 * as whole milliseconds; what is left out stays as the image would be without the description. Containers that are
 * already running keep the behaviour they started with.
 */
import type { Admission, Context, FieldError } from '../../engine/model';
import { durationMs } from './duration';
import { imageBehaviour } from './imageBehaviour';
import { plainServer } from './knownImages';
import type { Consumption, ImageBehaviour } from './types';

export interface ImageDescription {
  readonly name: string;
  readonly sizeMB?: number;
  readonly startUp?: Duration;
  readonly ready?: Duration;
  readonly cpuPerRequestMs?: number;
  /** Thousandths of a vCPU. */
  readonly idleCpu?: number;
  readonly memoryMiB?: number;
  /** MiB for each request that is being served. */
  readonly memoryPerRequest?: number;
  readonly leakMiBPerMinute?: number;
  readonly exits?: { readonly after: Duration; readonly code: number } | null;
  readonly listens?: readonly number[] | null;
  readonly fails?: ImageBehaviour['fails'];
  readonly stopsAfter?: Duration;
  /** A worker: what it does with one message of the queue (absent: the queue of QUEUE_URL). */
  readonly consumes?: {
    readonly queue?: string;
    readonly wait?: Duration;
    readonly cpuMs?: number;
    readonly concurrency?: number;
  } | null;
  readonly protectsTask?: boolean;
}
export type Duration = number | string;

export function describeImage(input: unknown, ctx: Context): Admission {
  const errors = new Errors();
  const described = behaviourOf(input, ctx, errors);
  if (errors.all.length > 0) {
    const message = errors.all.map((e) => e.message).join('; ');
    const error = { name: 'ValidationException', message, causes: errors.all };
    return { ok: false, status: 400, error };
  }
  const about = { kind: 'workload/Image', key: described.name } as const;
  return {
    ok: true,
    output: described,
    effects: [
      { do: 'put', ...about, value: described },
      {
        do: 'note',
        fact: { model: 'workload', type: 'imageDescribed', about, data: { behaviour: described } },
      },
    ],
  };
}

class Errors {
  readonly all: FieldError[] = [];
  add(field: string, message: string): void {
    this.all.push({ path: [field], reason: 'FieldValueInvalid', message: `${field}: ${message}` });
  }
}

const FIELDS = new Set(
  (
    'name sizeMB startUp ready cpuPerRequestMs idleCpu memoryMiB memoryPerRequest leakMiBPerMinute ' +
    'exits listens fails stopsAfter consumes protectsTask'
  ).split(' '),
);
const FAILS: readonly unknown[] = [null, 'pull', 'readiness', 'liveness', 'requests'];

function behaviourOf(input: unknown, ctx: Context, errors: Errors): ImageBehaviour {
  const given = isObject(input) ? input : {};
  for (const field of Object.keys(given))
    if (!FIELDS.has(field)) errors.add(field, 'is not a field of an image description');
  const name = typeof given['name'] === 'string' ? given['name'].trim() : '';
  if (name === '') errors.add('name', 'must be an image name or a glob');
  const before = /[*?]/.test(name) ? { ...plainServer, name } : imageBehaviour(ctx, name);
  const amount = (field: string, standard: number): number => {
    const value = given[field] ?? standard;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    errors.add(field, 'must be a number that is not negative');
    return standard;
  };
  const number = (field: 'sizeMB' | 'cpuPerRequestMs' | 'memoryMiB' | 'leakMiBPerMinute') =>
    amount(field, before[field]);
  const duration = (field: string, standard: number): number => {
    const ms = given[field] === undefined ? standard : durationMs(given[field]);
    if (ms === undefined) errors.add(field, 'must be a duration such as 500ms, 3s or 2m');
    return ms ?? standard;
  };
  const startUpMs = duration('startUp', before.startUpMs);
  const readyMs = duration('ready', Math.max(startUpMs, before.readyMs));
  if (readyMs < startUpMs) errors.add('ready', 'must not be earlier than startUp');
  const fails = given['fails'] === undefined ? before.fails : given['fails'];
  if (!FAILS.includes(fails))
    errors.add('fails', 'must be pull, readiness, liveness, requests or null');
  return {
    name,
    sizeMB: number('sizeMB'),
    startUpMs,
    readyMs,
    cpuPerRequestMs: number('cpuPerRequestMs'),
    idleCpuMilli: Math.round(amount('idleCpu', before.idleCpuMilli)),
    memoryMiB: number('memoryMiB'),
    memoryPerRequestKiB: Math.round(
      1024 * amount('memoryPerRequest', before.memoryPerRequestKiB / 1024),
    ),
    leakMiBPerMinute: number('leakMiBPerMinute'),
    exits: exitsOf(given['exits'], before.exits, errors),
    listens: listensOf(
      given['listens'],
      isObject(given['consumes']) ? null : before.listens,
      errors,
    ),
    fails: fails as ImageBehaviour['fails'],
    stopsAfterMs: duration('stopsAfter', before.stopsAfterMs),
    ...workerOf(given, before, errors),
  };
}

function workerOf(
  given: Readonly<Record<string, unknown>>,
  before: ImageBehaviour,
  errors: Errors,
): Pick<ImageBehaviour, 'consumes' | 'protectsTask'> {
  const { consumes: asked, protectsTask = before.protectsTask ?? false } = given;
  if (typeof protectsTask !== 'boolean') errors.add('protectsTask', 'must be true or false');
  const consumes = asked === undefined ? before.consumes : consumptionOf(asked, errors);
  return {
    ...(consumes ? { consumes } : {}),
    ...(consumes && protectsTask === true ? { protectsTask } : {}),
  };
}

function consumptionOf(given: unknown, errors: Errors): Consumption | undefined {
  if (given === null) return undefined;
  const { queue = null, wait = 0, cpuMs = 0, concurrency = 1 } = isObject(given) ? given : {};
  const waitMs = durationMs(wait);
  const fits =
    isObject(given) &&
    (queue === null || typeof queue === 'string') &&
    waitMs !== undefined &&
    isWhole(cpuMs, 0, 3_600_000) &&
    isWhole(concurrency, 1, 100) &&
    waitMs + cpuMs > 0;
  if (fits) return { queue, waitMs, cpuMs, concurrency };
  errors.add(
    'consumes',
    'must be { queue: name, wait: duration, cpuMs: 0 or more, concurrency: 1 to 100 } or null; a message takes time',
  );
  return undefined;
}

function exitsOf(
  given: unknown,
  before: ImageBehaviour['exits'],
  errors: Errors,
): ImageBehaviour['exits'] {
  if (given === undefined) return before;
  if (given === null) return null;
  const { after, code } = isObject(given) ? given : {};
  const afterMs = durationMs(after);
  const exitCode = code ?? 0;
  if (afterMs === undefined || !isWhole(exitCode, 0, 255)) {
    errors.add('exits', 'must be { after: duration, code: 0 to 255 } or null');
    return before;
  }
  return { afterMs, code: exitCode };
}

function listensOf(
  given: unknown,
  before: ImageBehaviour['listens'],
  errors: Errors,
): ImageBehaviour['listens'] {
  if (given === undefined) return before;
  if (given === null) return null;
  if (Array.isArray(given) && given.every((port) => isWhole(port, 1, 65_535))) return given;
  errors.add('listens', 'must be a list of ports, empty for whatever is mapped, or null');
  return before;
}

const isWhole = (value: unknown, from: number, to: number): value is number =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
