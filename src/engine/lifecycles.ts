/** The machines under way: one entry per (lifecycle, key), with the timers it waits for and the states it passed. */
import type { Cause } from './facts';
import { ForkableMaps } from './forkableMap';
import { invariant } from './invariant';
import { nameOf, type Snapshot, type Stepped } from './lifecycle';
import type { Lifecycle, LifecycleState, Ref } from './model';

export interface ArmedTimer {
  readonly id: string;
  /** Type of `sends`. */
  readonly event: string;
  readonly dueAtMs: number;
  readonly sends: { readonly type: string };
  /** Serial of the agenda entry; another one is stale. */
  readonly serial: number;
  readonly cause: Cause;
}

export interface Running {
  readonly lifecycle: Lifecycle;
  readonly key: string;
  readonly record: Ref;
  readonly snapshot: Snapshot;
  readonly timers: readonly ArmedTimer[];
  readonly path: readonly { readonly value: string; readonly atMs: number }[];
}

interface Id {
  readonly name: string;
  readonly key: string;
}

const PATH_LIMIT = 32;

export class Lifecycles {
  private readonly definitions = new Map<string, Lifecycle>();
  /** By lifecycle and key. */
  private readonly running = new ForkableMaps<Running>();
  /** By kind and key of the record: the lifecycles that end with it. */
  private readonly ofRecord = new ForkableMaps<readonly Id[]>();

  constructor(definitions: readonly Lifecycle[]) {
    for (const definition of definitions) {
      invariant(!this.definitions.has(definition.name), `two lifecycles ${definition.name}`);
      this.definitions.set(definition.name, definition);
    }
  }

  definition(name: string): Lifecycle {
    const definition = this.definitions.get(name);
    invariant(definition, `no lifecycle ${name}`);
    return definition;
  }

  names(): string[] {
    return [...this.definitions.keys()];
  }

  get(name: string, key: string): Running | undefined {
    return this.running.get(name, key);
  }

  aboutRecord({ kind, key }: Ref): readonly Running[] {
    const ids = this.ofRecord.get(kind, key);
    if (!ids) return [];
    return ids.map((id) => this.running.get(id.name, id.key)).filter((r) => r !== undefined);
  }

  begin(
    name: string,
    key: string,
    { snapshot }: Stepped,
    timers: readonly ArmedTimer[],
    nowMs: number,
  ): Running {
    invariant(!this.running.has(name, key), `${name} ${key} has begun already`);
    const lifecycle = this.definition(name);
    const record = lifecycle.record(key);
    const path = [{ value: nameOf(snapshot), atMs: nowMs }];
    const entry = { lifecycle, key, record, snapshot, timers, path };
    this.running.set(name, key, entry);
    const others = this.ofRecord.get(record.kind, record.key) ?? [];
    this.ofRecord.set(record.kind, record.key, [...others, { name, key }]);
    return entry;
  }

  moved(
    { lifecycle, key, record, path: before }: Running,
    { snapshot }: Stepped,
    timers: readonly ArmedTimer[],
    nowMs: number,
  ): Running {
    const value = nameOf(snapshot);
    const same = before[before.length - 1]?.value === value;
    const kept = before.length < PATH_LIMIT ? before : before.slice(1 - PATH_LIMIT);
    const path = same ? before : [...kept, { value, atMs: nowMs }];
    const after = { lifecycle, key, record, snapshot, timers, path };
    this.running.set(lifecycle.name, key, after);
    return after;
  }

  setTimers(before: Running, timers: readonly ArmedTimer[]): void {
    const { lifecycle, key, record, snapshot, path } = before;
    const after = { lifecycle, key, record, snapshot, timers, path };
    this.running.set(lifecycle.name, key, after);
  }

  end(name: string, key: string): void {
    const entry = this.get(name, key);
    if (!entry) return;
    this.running.delete(name, key);
    const { kind, key: recordKey } = entry.record;
    const all = this.ofRecord.get(kind, recordKey) ?? [];
    const left = all.filter((other) => other.name !== name || other.key !== key);
    if (left.length > 0) this.ofRecord.set(kind, recordKey, left);
    else this.ofRecord.delete(kind, recordKey);
  }

  fork() {
    return { running: this.running.fork(), ofRecord: this.ofRecord.fork() };
  }

  restore(fork: ReturnType<Lifecycles['fork']>): void {
    this.running.restore(fork.running);
    this.ofRecord.restore(fork.ofRecord);
  }

  release(fork: ReturnType<Lifecycles['fork']>): void {
    this.running.release(fork.running);
    this.ofRecord.release(fork.ofRecord);
  }
}

export function stateOf(running: Running): LifecycleState {
  const { snapshot, path, timers } = running;
  return {
    value: snapshot.value,
    context: snapshot.context,
    status: snapshot.status,
    enteredAtMs: path[path.length - 1]?.atMs ?? 0,
    path,
    timers,
  };
}
