/** Records by kind and key, folded from differences. Values are replaced, never changed. */
import type { Fact, Kind, RecordKinds, Ref } from '../engine/model';
import type { RecordChange } from '../host/protocol';

const NONE: ReadonlyMap<string, unknown> = new Map();

type Maps = Map<string, Map<string, unknown>>;

export class RecordMaps {
  readonly maps: Maps = new Map();
  /** What each record was before its last change. */
  #previous: Maps = new Map();
  /** Both as they were before the last jump in time. */
  #jumped: { readonly maps: Maps; readonly previous: Maps } | null = null;

  clear(): void {
    // While somebody drags through time nothing is learned that is worth forgetting for.
    if (this.#previous.size > 0 || !this.#jumped)
      this.#jumped = { maps: new Map(this.maps), previous: this.#previous };
    this.#previous = new Map();
    this.maps.clear();
  }

  fold({ kind, key, value }: RecordChange): void {
    const before = this.maps.get(kind)?.get(key);
    if (before !== undefined) put(this.#previous, kind, key, before);
    put(this.maps, kind, key, value);
  }

  /** What the record was before its last change; after a jump known where it has not changed since. */
  previous({ kind, key }: Ref): unknown {
    const known = this.#previous.get(kind)?.get(key);
    if (known !== undefined || !this.#jumped) return known;
    const { maps, previous } = this.#jumped;
    const now = this.maps.get(kind)?.get(key);
    const then = maps.get(kind)?.get(key);
    if (now === undefined || then === undefined) return undefined;
    return JSON.stringify(now) === JSON.stringify(then) ? previous.get(kind)?.get(key) : undefined;
  }

  get<K extends Kind>(kind: K, key: string): RecordKinds[K] | undefined {
    return this.maps.get(kind)?.get(key) as RecordKinds[K] | undefined;
  }

  all<K extends Kind>(kind: K): ReadonlyMap<string, RecordKinds[K]> {
    return (this.maps.get(kind) ?? NONE) as ReadonlyMap<string, RecordKinds[K]>;
  }

  has(ref: Ref): boolean {
    return this.maps.get(ref.kind)?.has(ref.key) ?? false;
  }
}

function put(maps: Maps, kind: string, key: string, value: unknown): void {
  const map = maps.get(kind) ?? new Map<string, unknown>();
  if (value === undefined) map.delete(key);
  else map.set(key, value);
  maps.set(kind, map);
}

/** When each thing was last the subject of a fact. */
export class LastFacts {
  readonly #atMs = new Map<string, number>();

  clear(): void {
    this.#atMs.clear();
  }

  fold(facts: readonly Fact[]): void {
    for (const { about, atMs } of facts) this.#atMs.set(`${about.kind} ${about.key}`, atMs);
  }

  atMs({ kind, key }: Ref): number | undefined {
    return this.#atMs.get(`${kind} ${key}`);
  }
}
