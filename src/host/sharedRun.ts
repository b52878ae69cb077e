/**
 * A run as it travels: in a link, in a file, in the browser's own storage (DECISIONS.md 1.10). It holds what was asked, not
 * what came of it: whoever opens it plays it again, and compares the digest. It comes from anywhere, so everything is looked
 * at before anything is used.
 */
import { RollingDigest } from '../engine/digest';
import type { By, Digest, Request } from './protocol';
import type { Scenario, ScenarioFile, TimedRequest } from './scenario';
import { scenarioHash } from './recordedOpening';

export const FORMAT = 1;

export interface SharedRun {
  readonly format: typeof FORMAT;
  readonly scenario: { readonly slug: string; readonly hash: string };
  readonly seed: number;
  /** What was asked beside the scenario's own requests, in order of time. */
  readonly journal: readonly TimedRequest[];
  readonly files: readonly ScenarioFile[];
  /** The moment that was shown. */
  readonly atMs: number;
  /** At that moment. */
  readonly digest: Digest;
  /** The learner's marks in time, in order. */
  readonly bookmarks?: readonly number[];
  /** Futures that were left behind; in the browser's own storage alone. */
  readonly branches?: readonly KeptBranch[];
}

/** A future that was left behind, as what was asked in it: played again, it is whole. */
export interface KeptBranch {
  readonly forkedAtMs: number;
  readonly untilMs: number;
  /** All of it, from the beginning. */
  readonly journal: readonly TimedRequest[];
}

/** `damaged`: not a run, or not a whole one. `newer`: made by a later version of the page. */
export type Unreadable = 'damaged' | 'newer';

/** Limits on what a run may hold; the worlds' own limits come on top. */
export const LIMITS = {
  requests: 2_000,
  files: 40,
  bookmarks: 500,
  branches: 4,
  depth: 64,
} as const;

export const scenarioOf = (scenario: Scenario): SharedRun['scenario'] => ({
  slug: scenario.slug,
  hash: scenarioHash(scenario),
});

/** Tells one run from another. */
export function runHash(run: SharedRun): string {
  const digest = new RollingDigest();
  digest.add(run);
  return digest.toString();
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function readSharedRun(value: unknown): SharedRun | Unreadable {
  if (!isFields(value) || !Number.isInteger(value['format'])) return 'damaged';
  if ((value['format'] as number) > FORMAT) return 'newer';
  if (!isTame(value)) return 'damaged';
  const { scenario, seed, journal, files, atMs, digest, bookmarks = [], branches = [] } = value;
  const isWhole =
    isFields(scenario) &&
    isSlug(scenario['slug']) &&
    typeof scenario['hash'] === 'string' &&
    isCount(seed, 2 ** 32) &&
    isMoment(atMs) &&
    isList(journal, LIMITS.requests, isTimedRequest) &&
    isList(files, LIMITS.files, isFile) &&
    isFields(digest) &&
    Object.values(digest).every((text) => typeof text === 'string') &&
    isList(bookmarks, LIMITS.bookmarks, isMoment) &&
    isList(branches, LIMITS.branches, isBranch);
  return isWhole ? (value as unknown as SharedRun) : 'damaged';
}

const isSlug = (value: unknown) => typeof value === 'string' && /^[a-z0-9-]{1,80}$/.test(value);
const isCount = (value: unknown, below: number) =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < below;
const isMoment = (value: unknown) => isCount(value, Number.MAX_SAFE_INTEGER);
const isList = (value: unknown, most: number, holds: (item: unknown) => boolean) =>
  Array.isArray(value) && value.length <= most && value.every(holds);

/** A name that an editor and an address can bear. */
const isFile = (value: unknown) =>
  isFields(value) &&
  typeof value['text'] === 'string' &&
  typeof value['name'] === 'string' &&
  /^[\p{L}\p{N}._-]{1,80}\.(json|ya?ml)$/u.test(value['name']);

const isBranch = (value: unknown) =>
  isFields(value) &&
  isMoment(value['forkedAtMs']) &&
  isMoment(value['untilMs']) &&
  isList(value['journal'], LIMITS.requests, isTimedRequest);

const APIS: Readonly<Record<Request['api'], true>> = {
  kubernetes: true,
  ecs: true,
  ec2: true,
  elasticloadbalancing: true,
  autoscaling: true,
  'application-autoscaling': true,
  cloudwatch: true,
  eks: true,
  ecr: true,
  sqs: true,
  quayside: true,
};
const ASKERS: readonly string[] = ['learner', 'lesson', 'terminal', 'client'] satisfies By[];

function isTimedRequest(value: unknown): boolean {
  if (!isFields(value) || !isMoment(value['atMs'])) return false;
  const { by, request } = value;
  if (typeof by !== 'string' || !ASKERS.includes(by) || !isFields(request)) return false;
  const { api, verb, resource, action } = request;
  if (typeof api !== 'string' || !Object.hasOwn(APIS, api)) return false;
  return api === 'kubernetes'
    ? typeof verb === 'string' && typeof resource === 'string'
    : typeof action === 'string';
}

/** Not so deep that a recursion falls over it, and without the one key that an assignment would not take as a key. */
function isTame(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > LIMITS.depth) return false;
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each !== 'object' || each === null) continue;
      if (Object.hasOwn(each, '__proto__')) return false;
      for (const inner of Object.values(each)) next.push(inner);
    }
    level = next;
  }
  return true;
}
