/**
 * The store: immutable records by kind and key, with indexes, tallies and projections kept up to date on every write,
 * a revision per family of kinds (the part before `/`: Kubernetes' resourceVersion), and a log of the last changes
 * for watches and for the page (DECISIONS.md 1.12). Iteration is in order of creation, also after a restore.
 */
import { ForkableMaps, type Fork } from './forkableMap';
import { invariant } from './invariant';
import type { Change, IndexDef, Kind, ProjectionDef, RecordMeta, TallyDef } from './model';
import { IndexTable, TallyTable } from './recordIndexes';

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

/** What is kept up to date with the records of one kind. */
interface Table {
  readonly family: string;
  readonly indexes: IndexTable[];
  readonly tallies: TallyTable[];
  readonly projections: Projection[];
}
interface Projection {
  readonly def: ProjectionDef;
  state: unknown;
}

export interface RecordsFork {
  readonly version: number;
  readonly revisions: ReadonlyMap<string, number>;
  readonly entries: Fork;
  readonly indexes: readonly Fork[];
  readonly tallies: readonly Fork[];
  readonly projections: readonly unknown[];
}

/** Changes kept for `watch` and for the page; older ones mean "list again" (410 Gone). */
const LOG_LIMIT = 10_000;

export class Records {
  /** By kind and key, in order of creation. */
  private readonly entries = new ForkableMaps<Entry>((entry) => entry.meta.createdRevision);
  private readonly tables = new Map<string, Table>();
  /** By kind and name. */
  private readonly indexes = new Map<string, Map<string, IndexTable>>();
  private readonly tallies = new Map<string, TallyTable>();
  private readonly projections = new Map<string, Projection>();
  private revisions = new Map<string, number>();
  private readonly everyIndex: IndexTable[] = [];
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
      const projection: Projection = { def, state: def.initial };
      this.projections.set(def.name, projection);
      for (const kind of def.kinds) this.table(kind).projections.push(projection);
    }
  }

  get version(): number {
    return this.currentVersion;
  }

  entry(kind: string, key: string): Entry | undefined {
    return this.entries.get(kind, key);
  }
  /** All of a kind, in order of creation; as it is now, it changes with every write. */
  rows(kind: string): ReadonlyMap<string, Entry> {
    return this.entries.group(kind);
  }
  kinds(): string[] {
    return [...this.tables.keys()].filter((kind) => this.rows(kind).size > 0).sort();
  }
  index(kind: string, name: string): IndexTable {
    const index = this.indexes.get(kind)?.get(name);
    invariant(index, `no index ${name} on ${kind}`);
    return index;
  }
  tally(name: string, bucket: string): Readonly<Record<string, number>> {
    const tally = this.tallies.get(name);
    invariant(tally, `no tally ${name}`);
    return tally.read(bucket);
  }
  projection(name: string): unknown {
    const projection = this.projections.get(name);
    invariant(projection, `no projection ${name}`);
    return projection.state;
  }
  revision(family: string): number {
    return this.revisions.get(family) ?? 0;
  }

  /** `value` undefined removes. Returns the change, or undefined when there was nothing to change. */
  write(kind: Kind, key: string, value: unknown, nowMs: number): Change | undefined {
    const old = this.entries.get(kind, key);
    if (old?.value === value) return undefined;
    if (this.freeze) deepFreeze(value);
    const table = this.table(kind);
    const revision = this.revision(table.family) + 1;
    this.revisions.set(table.family, revision);
    if (value === undefined) this.entries.delete(kind, key);
    else this.entries.set(kind, key, { value, meta: metaOf(old, revision, nowMs) });
    const change: Change = { kind, key, before: old?.value, after: value };
    for (const index of table.indexes) index.apply(change);
    for (const tally of table.tallies) tally.apply(change);
    for (const projection of table.projections)
      projection.state = projection.def.apply(projection.state, change);
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
      revisions: new Map(this.revisions),
      entries: this.entries.fork(),
      indexes: this.everyIndex.map((index) => index.fork()),
      tallies: [...this.tallies.values()].map((tally) => tally.fork()),
      projections: [...this.projections.values()].map(({ state }) => state),
    };
  }

  restore(fork: RecordsFork): void {
    this.entries.restore(fork.entries);
    this.everyIndex.forEach((index, i) => {
      index.restore(fork.indexes[i] as Fork);
    });
    [...this.tallies.values()].forEach((tally, i) => {
      tally.restore(fork.tallies[i] as Fork);
    });
    [...this.projections.values()].forEach((projection, i) => {
      projection.state = fork.projections[i];
    });
    this.revisions = new Map(fork.revisions);
    const later = this.currentVersion - fork.version;
    this.log = later <= this.log.length ? this.log.slice(0, this.log.length - later) : [];
    this.currentVersion = fork.version;
  }

  release(fork: RecordsFork): void {
    this.entries.release(fork.entries);
    this.everyIndex.forEach((index, i) => {
      index.release(fork.indexes[i] as Fork);
    });
    [...this.tallies.values()].forEach((tally, i) => {
      tally.release(fork.tallies[i] as Fork);
    });
  }

  private table(kind: string): Table {
    let table = this.tables.get(kind);
    if (!table) {
      const family = kind.slice(0, kind.indexOf('/'));
      table = { family, indexes: [], tallies: [], projections: [] };
      this.tables.set(kind, table);
    }
    return table;
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
    const known = this.indexes.get(def.kind) ?? new Map<string, IndexTable>();
    invariant(!known.has(def.name), `two indexes ${def.name} on ${def.kind}`);
    const index = new IndexTable(def);
    this.indexes.set(def.kind, known.set(def.name, index));
    this.table(def.kind).indexes.push(index);
    this.everyIndex.push(index);
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
