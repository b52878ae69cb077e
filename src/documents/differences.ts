/**
 * Where a document asks for something else than what is live. Only what the document says is compared: what the
 * platform filled in by default is no difference. Fields that Kubernetes was told of before and that are no longer
 * there (its last-applied annotation) are.
 */
import type { DocumentPath } from './document';

export interface Difference {
  readonly path: DocumentPath;
  /** What is live, in a few characters; null when nothing is set there. */
  readonly was: string | null;
  /** What is live; undefined when nothing is set there. */
  readonly live: unknown;
  /** The document no longer says it. */
  readonly removed: boolean;
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export function differences(document: unknown, live: unknown): readonly Difference[] {
  const found = asked(document, live, []);
  const before = lastApplied(live);
  return before === undefined ? found : [...found, ...dropped(before, document, [])];
}

function asked(wanted: unknown, live: unknown, path: DocumentPath): Difference[] {
  if (isFields(wanted) && isFields(live))
    return Object.entries(wanted).flatMap(([key, value]) =>
      asked(value, fieldOf(live, key, value), [...path, key]),
    );
  if (Array.isArray(wanted) && Array.isArray(live)) {
    const pairs = wanted.map((item: unknown, i) => [item, partner(item, live, i)] as const);
    const found = pairs.flatMap(([item, other], i) => asked(item, other, [...path, i]));
    if (found.length > 0 || wanted.length === live.length) return found;
    return [{ path, was: summary(live), live, removed: false }];
  }
  if (same(wanted, live)) return [];
  return [{ path, was: live === undefined ? null : summary(live), live, removed: false }];
}

/** Inputs of ECS name some fields otherwise than its records do. */
function fieldOf(live: Fields, key: string, wanted: unknown): unknown {
  if (key in live) return isName(wanted) && endsInName(live[key], wanted) ? wanted : live[key];
  const arn = live[`${key}Arn`];
  if (arn === undefined && key === 'service') return live['serviceName'];
  return isName(wanted) && endsInName(arn, wanted) ? wanted : arn;
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** `web` and `web:2` both name `arn:...:task-definition/web:2`. */
function endsInName(live: unknown, name: string): boolean {
  if (typeof live !== 'string' || !live.startsWith('arn:')) return false;
  const tail = live.slice(live.lastIndexOf('/') + 1);
  return tail === name || tail.replace(/:\d+$/, '') === name;
}

/** Items with a name are compared with the item of that name, others with the one at the same place. */
function partner(item: unknown, live: readonly unknown[], index: number): unknown {
  for (const key of ['name', 'key', 'containerPort', 'port', 'ip'])
    if (isFields(item) && item[key] !== undefined) {
      const match = live.find((other) => isFields(other) && same(other[key], item[key]));
      if (match !== undefined) return match;
    }
  return live[index];
}

/** Numbers may be written as texts, and nothing is the same as an empty list or mapping. */
function same(a: unknown, b: unknown): boolean {
  if (a === b || (isNothing(a) && isNothing(b))) return true;
  return isScalar(a) && isScalar(b) && String(a) === String(b);
}

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const isNothing = (value: unknown): boolean =>
  value == null ||
  (Array.isArray(value) && value.length === 0) ||
  (isFields(value) && Object.keys(value).length === 0);

function lastApplied(live: unknown): unknown {
  const metadata = isFields(live) && isFields(live['metadata']) ? live['metadata'] : {};
  const annotations = isFields(metadata['annotations']) ? metadata['annotations'] : {};
  const text = annotations[LAST_APPLIED];
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

function dropped(before: unknown, now: unknown, path: DocumentPath): Difference[] {
  if (isFields(before) && isFields(now))
    return Object.entries(before).flatMap(([key, value]) => {
      if (isNothing(value)) return [];
      const here = [...path, key];
      // kubectl writes the namespace that it sent the object to.
      if (key === 'namespace' && path.at(-1) === 'metadata') return [];
      if (!(key in now)) return [{ path: here, was: summary(value), live: value, removed: true }];
      return dropped(value, now[key], here);
    });
  if (Array.isArray(before) && Array.isArray(now))
    return before.flatMap((item: unknown, i) => dropped(item, partner(item, now, i), [...path, i]));
  return [];
}

/** A value in a few characters, for a chip. */
function summary(value: unknown): string {
  if (typeof value === 'string') return value.startsWith('arn:') ? afterSlash(value) : value;
  if (value === null || typeof value !== 'object') return String(value);
  const text = JSON.stringify(value);
  return text.length <= 24 ? text : Array.isArray(value) ? `[${value.length}]` : '{…}';
}

const afterSlash = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
