/**
 * The store: immutable records by kind and key, with indexes, tallies and projections kept up to date on every write,
 * a revision per family of kinds (the part before `/`: Kubernetes' resourceVersion), and a log of the last changes
 * for watches and for the page (DECISIONS.md 1.12). Iteration is in order of creation, also after a restore.
 */
import { ForkableMap } from './forkableMap';
import { invariant } from './invariant';
import type { Change, IndexDef, Kind, ProjectionDef, RecordMeta, TallyDef } from './model';
import { IndexTable, TallyTable, type IndexFork } from './recordIndexes';

interface Entry {
  readonly value: unknown;
  readonly meta: RecordMeta;
}
export interface LoggedChange {
  readonly version: number;
  readonly revision: number;
  readonly kind: Kind;
  readonly key: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The record after the change; before it when DELETED. */
  readonly value: unknown;
}

interface Table {
  readonly entries: ForkableMap<Entry>;
  readonly indexes: Map<string, IndexTable>;
  readonly tallies: TallyTable[];
  readonly projections: ProjectionDef[];
}

export interface RecordsFork {
  readonly version: number;
  readonly revisions: ReadonlyMap<string, number>;
  readonly tables: ReadonlyMap<
    string,
    {
      entries: ReadonlyMap<string, Entry>;
      indexes: readonly (readonly [string, IndexFork])[];
      tallies: readonly ReadonlyMap<string, Readonly<Record<string, number>>>[];
    }
  >;
  readonly projections: ReadonlyMap<string, unknown>;
}

/** Changes kept for `watch` and for the page; older ones mean "list again" (410 Gone). */
const LOG_LIMIT = 10_000;

export class Records {
  private readonly tables = new Map<string, Table>();
  private readonly tallies = new Map<string, TallyTable>();
  private readonly projections = new ForkableMap<unknown>();
  private readonly revisions = new ForkableMap<number>();
  private log: LoggedChange[] = [];
  private currentVersion = 0;

  constructor(
    indexes: readonly IndexDef[],
    tallies: readonly TallyDef[],
    projections: readonly ProjectionDef[],
    private readonly freeze: boolean,
  ) {
    for (const def of indexes) this.addIndex(def);
    for (const def of tallies) this.addTally(def);
    for (const def of projections) {
      invariant(!this.projections.has(def.name), `two projections ${def.name}`);
      this.projections.set(def.name, def.initial);
      for (const kind of def.kinds) this.table(kind).projections.push(def);
    }
  }

  get version(): number {
    return this.currentVersion;
  }

  entry(kind: string, key: string): Entry | undefined {
    return this.tables.get(kind)?.entries.get(key);
  }
  table(kind: string): Table {
    let table = this.tables.get(kind);
    if (!table) {
      table = { entries: new ForkableMap(), indexes: new Map(), tallies: [], projections: [] };
      this.tables.set(kind, table);
    }
    return table;
  }
  kinds(): string[] {
    return [...this.tables.keys()].filter((k) => this.table(k).entries.size > 0).sort();
  }
  index(kind: string, name: string): IndexTable {
    const index = this.tables.get(kind)?.indexes.get(name);
    invariant(index, `no index ${name} on ${kind}`);
    return index;
  }
  tally(name: string, bucket: string): Readonly<Record<string, number>> {
    const tally = this.tallies.get(name);
    invariant(tally, `no tally ${name}`);
    return tally.read(bucket);
  }
  projection(name: string): unknown {
    invariant(this.projections.has(name), `no projection ${name}`);
    return this.projections.get(name);
  }
  revision(family: string): number {
    return this.revisions.get(family) ?? 0;
  }

  /** `value` undefined removes. Returns the change, or undefined when there was nothing to change. */
  write(kind: Kind, key: string, value: unknown, nowMs: number): Change | undefined {
    const table = this.table(kind);
    const old = table.entries.get(key);
    if (old?.value === value) return undefined;
    if (this.freeze) deepFreeze(value);
    const family = kind.slice(0, kind.indexOf('/'));
    const revision = this.revision(family) + 1;
    this.revisions.set(family, revision);
    if (value === undefined) table.entries.delete(key);
    else table.entries.set(key, { value, meta: metaOf(old, revision, nowMs) });
    const change: Change = { kind, key, before: old?.value, after: value };
    for (const index of table.indexes.values()) index.apply(change);
    for (const tally of table.tallies) tally.apply(change);
    for (const def of table.projections)
      this.projections.set(def.name, def.apply(this.projections.get(def.name), change));
    this.remember(change, revision);
    return change;
  }

  /** Changes after `version`, oldest first, or undefined when that is further back than the log goes. */
  changesSince(version: number): readonly LoggedChange[] | undefined {
    const back = this.currentVersion - version;
    if (back > this.log.length) return undefined;
    return back <= 0 ? [] : this.log.slice(this.log.length - back);
  }

  fork(): RecordsFork {
    return {
      version: this.currentVersion,
      revisions: this.revisions.fork(),
      tables: new Map(
        [...this.tables].map(([kind, t]) => [
          kind,
          {
            entries: t.entries.fork(),
            indexes: [...t.indexes].map(([name, index]) => [name, index.fork()] as const),
            tallies: t.tallies.map((tally) => tally.fork()),
          },
        ]),
      ),
      projections: this.projections.fork(),
    };
  }

  restore(fork: RecordsFork): void {
    for (const [kind, table] of this.tables) {
      const content = fork.tables.get(kind);
      table.entries.restore(content?.entries ?? new Map());
      for (const [name, index] of table.indexes)
        index.restore(content?.indexes.find(([n]) => n === name)?.[1] ?? new Map());
      table.tallies.forEach((tally, i) => {
        tally.restore(content?.tallies[i] ?? new Map());
      });
    }
    this.revisions.restore(fork.revisions);
    this.projections.restore(fork.projections);
    const later = this.currentVersion - fork.version;
    this.log = later <= this.log.length ? this.log.slice(0, this.log.length - later) : [];
    this.currentVersion = fork.version;
  }

  private remember(change: Change, revision: number): void {
    this.currentVersion += 1;
    const { kind, key, before, after } = change;
    const type = after === undefined ? 'DELETED' : before === undefined ? 'ADDED' : 'MODIFIED';
    const version = this.currentVersion;
    this.log.push({ version, revision, kind, key, type, value: after ?? before });
    if (this.log.length > LOG_LIMIT * 2) this.log = this.log.slice(-LOG_LIMIT);
  }

  private addIndex(def: IndexDef): void {
    const { indexes } = this.table(def.kind);
    invariant(!indexes.has(def.name), `two indexes ${def.name} on ${def.kind}`);
    indexes.set(def.name, new IndexTable(def));
  }

  private addTally(def: TallyDef): void {
    invariant(!this.tallies.has(def.name), `two tallies ${def.name}`);
    const tally = new TallyTable(def);
    this.tallies.set(def.name, tally);
    this.table(def.kind).tallies.push(tally);
  }
}

function metaOf(old: Entry | undefined, revision: number, nowMs: number): RecordMeta {
  return {
    revision,
    createdRevision: old?.meta.createdRevision ?? revision,
    createdAtMs: old?.meta.createdAtMs ?? nowMs,
    updatedAtMs: nowMs,
  };
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const field of Object.values(value)) deepFreeze(field);
}
