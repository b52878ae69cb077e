/**
 * How the readers see the world: records by kind and key, as the page's client keeps them, and a memory per record.
 * Records are replaced and never mutated, so what was made from one can be kept for as long as the record lives.
 */
import type { Kind, RecordKinds, Ref } from '../engine/model';
import type { Span, Why } from './view';

export interface Records {
  get<K extends Kind>(kind: K, key: string): RecordKinds[K] | undefined;
  all<K extends Kind>(kind: K): ReadonlyMap<string, RecordKinds[K]>;
}

/** What the page knows beside the records. Everything but `nowMs` may be left out. */
export interface ReadOptions {
  readonly nowMs: number;
  /** Key of the service or Deployment that the ledger is about. */
  readonly focus?: string | undefined;
  readonly cluster?: string | undefined;
  /** When something under way began and is due, where no record says it. */
  readonly due?: ((about: Ref) => Partial<Span> | undefined) | undefined;
  /** The decision that the ledger quotes, with its sentence. */
  readonly why?: Why | null | undefined;
}

export function recordsOf(maps: ReadonlyMap<string, ReadonlyMap<string, unknown>>): Records {
  return {
    get: <K extends Kind>(kind: K, key: string) => maps.get(kind)?.get(key) as RecordKinds[K],
    all: <K extends Kind>(kind: K) =>
      (maps.get(kind) ?? NONE) as ReadonlyMap<string, RecordKinds[K]>,
  };
}

const NONE: ReadonlyMap<string, unknown> = new Map();

/** Made once for each object: what a record says never changes. */
export function perObject<K extends object, R>(make: (of: K) => R): (of: K) => R {
  const memory = new WeakMap<K, R>();
  return (of) => {
    const known = memory.get(of);
    if (known !== undefined) return known;
    const made = make(of);
    memory.set(of, made);
    return made;
  };
}

/**
 * Keeps the last result for each object as long as the other inputs stay the same, so that unchanged records give
 * back the very same objects. Inputs that are lists or plain objects are compared by what they hold.
 */
export function remember<K extends object, D extends readonly unknown[], R>(
  make: (of: K, ...from: D) => R,
): (of: K, ...from: D) => R {
  const memory = new WeakMap<K, { readonly from: D; readonly result: R }>();
  return (of, ...from) => {
    const known = memory.get(of);
    if (known && alike(known.from, from)) return known.result;
    const result = make(of, ...from);
    memory.set(of, { from, result });
    return result;
  };
}

function alike(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++)
    if (!Object.is(a[i], b[i]) && !sameContent(a[i], b[i])) return false;
  return true;
}

function sameContent(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const name in left) if (!Object.is(left[name], right[name])) return false;
  for (const name in right) if (!(name in left)) return false;
  return true;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
