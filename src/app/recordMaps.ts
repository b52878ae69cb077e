/** Records by kind and key, folded from differences. Values are replaced, never changed. */
import type { Fact, Kind, RecordKinds, Ref } from '../engine/model';
import type { RecordChange } from '../host/protocol';

const NONE: ReadonlyMap<string, unknown> = new Map();

export class RecordMaps {
  readonly maps = new Map<string, Map<string, unknown>>();

  clear(): void {
    this.maps.clear();
  }

  fold({ kind, key, value }: RecordChange): void {
    const map = this.maps.get(kind) ?? new Map<string, unknown>();
    if (value === undefined) map.delete(key);
    else map.set(key, value);
    this.maps.set(kind, map);
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
