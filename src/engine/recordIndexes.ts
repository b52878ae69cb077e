/** Indexes and tallies over one kind, written with every change and remembered in O(buckets). */
import { ForkableMap } from './forkableMap';
import type { Change, IndexDef, TallyDef } from './model';

interface Bucket {
  readonly keys: Set<string>;
  /** The fork count when this set was last copied: an older one is shared with a fork. */
  readonly epoch: number;
}
export type IndexFork = ReadonlyMap<string, Bucket>;

const EMPTY: ReadonlySet<string> = new Set();
const NONE: readonly string[] = [];

export class IndexTable {
  private readonly buckets = new ForkableMap<Bucket>();
  private epoch = 0;

  constructor(private readonly def: IndexDef) {}

  keys(bucket: string): ReadonlySet<string> {
    return this.buckets.get(bucket)?.keys ?? EMPTY;
  }

  apply({ key, before, after }: Change): void {
    if (unmoved(this.def.dependsOn, before, after)) return;
    const was = before === undefined ? NONE : this.def.buckets(before as never, key);
    const is = after === undefined ? NONE : this.def.buckets(after as never, key);
    if (was.length === is.length && was.every((bucket, i) => bucket === is[i])) return;
    for (const bucket of was) if (!is.includes(bucket)) this.own(bucket).delete(key);
    for (const bucket of is) if (!was.includes(bucket)) this.own(bucket).add(key);
    for (const bucket of was) if (this.keys(bucket).size === 0) this.buckets.delete(bucket);
  }

  fork(): IndexFork {
    this.epoch += 1;
    return this.buckets.fork();
  }

  restore(content: IndexFork): void {
    this.epoch += 1;
    this.buckets.restore(content);
  }

  private own(bucket: string): Set<string> {
    const present = this.buckets.get(bucket);
    if (present?.epoch === this.epoch) return present.keys;
    const keys = new Set(present?.keys);
    this.buckets.set(bucket, { keys, epoch: this.epoch });
    return keys;
  }
}

/** Records are immutable: a field that is the same object holds the same. */
function unmoved(
  dependsOn: readonly string[] | undefined,
  before: unknown,
  after: unknown,
): boolean {
  if (!dependsOn || before === undefined || after === undefined) return false;
  for (const field of dependsOn)
    if ((before as Fields)[field] !== (after as Fields)[field]) return false;
  return true;
}
type Fields = Readonly<Record<string, unknown>>;

type Sums = Readonly<Record<string, number>>;
const ZERO: Sums = Object.freeze({});

export class TallyTable {
  private readonly sums = new ForkableMap<Sums>();

  constructor(private readonly def: TallyDef) {}

  read(bucket: string): Sums {
    return this.sums.get(bucket) ?? ZERO;
  }

  apply({ key, before, after }: Change): void {
    if (unmoved(this.def.dependsOn, before, after)) return;
    const was = before === undefined ? undefined : this.def.of(before as never, key);
    const is = after === undefined ? undefined : this.def.of(after as never, key);
    if (was && is && was.bucket === is.bucket && sameSums(was.add, is.add)) return;
    if (was) this.add(was.bucket, was.add, -1);
    if (is) this.add(is.bucket, is.add, 1);
  }

  fork(): ReadonlyMap<string, Sums> {
    return this.sums.fork();
  }

  restore(content: ReadonlyMap<string, Sums>): void {
    this.sums.restore(content);
  }

  private add(bucket: string, amounts: Sums, sign: 1 | -1): void {
    const next: Record<string, number> = { ...this.sums.get(bucket) };
    let left = false;
    for (const name in amounts) next[name] = (next[name] ?? 0) + sign * (amounts[name] ?? 0);
    for (const name in next) if (next[name] !== 0) left = true;
    if (left) this.sums.set(bucket, next);
    else this.sums.delete(bucket);
  }
}

function sameSums(a: Sums, b: Sums): boolean {
  for (const name in a) if (a[name] !== b[name]) return false;
  for (const name in b) if (a[name] !== b[name]) return false;
  return true;
}
