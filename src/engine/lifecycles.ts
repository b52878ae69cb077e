/** The machines under way: one entry per (lifecycle, key), with the timers it waits for and the states it passed. */
import type { Cause } from './facts';
import { ForkableMaps } from './forkableMap';
import { invariant } from './invariant';
import { stateName, type Snapshot, type Stepped } from './lifecycle';
import type { Lifecycle, LifecycleState, Ref } from './model';

export interface ArmedTimer {
  readonly id: string;
  readonly event: { readonly type: string };
  readonly dueAtMs: number;
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
    const ids = this.ofRecord.get(kind, key) ?? [];
    return ids.map((id) => this.running.get(id.name, id.key)).filter((r) => r !== undefined);
  }

  begin(name: string, key: string, stepped: Stepped, nowMs: number): Running {
    invariant(!this.running.has(name, key), `${name} ${key} has begun already`);
    const lifecycle = this.definition(name);
    const record = lifecycle.record(key);
    const path = [{ value: stateName(stepped.snapshot.value), atMs: nowMs }];
    const entry = { lifecycle, key, record, snapshot: stepped.snapshot, timers: [], path };
    this.running.set(name, key, entry);
    const others = this.ofRecord.get(record.kind, record.key) ?? [];
    this.ofRecord.set(record.kind, record.key, [...others, { name, key }]);
    return entry;
  }

  moved(before: Running, stepped: Stepped, nowMs: number): Running {
    const value = stateName(stepped.snapshot.value);
    const same = before.path.at(-1)?.value === value;
    const path = same ? before.path : [...before.path, { value, atMs: nowMs }].slice(-PATH_LIMIT);
    const after = { ...before, snapshot: stepped.snapshot, path };
    this.running.set(before.lifecycle.name, before.key, after);
    return after;
  }

  setTimers(name: string, key: string, timers: readonly ArmedTimer[]): void {
    const entry = this.get(name, key);
    if (entry) this.running.set(name, key, { ...entry, timers });
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
}

export function stateOf(running: Running): LifecycleState {
  const { snapshot, path, timers } = running;
  return {
    value: snapshot.value,
    context: snapshot.context,
    status: snapshot.status,
    enteredAtMs: path.at(-1)?.atMs ?? 0,
    path,
    timers: timers.map(({ id, event, dueAtMs }) => ({ id, event: event.type, dueAtMs })),
  };
}
