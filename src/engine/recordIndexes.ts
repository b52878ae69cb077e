/** Indexes and tallies over one kind, written with every change and gone back with the records. */
import { ForkableMaps, type Fork } from './forkableMap';
import type { Change, IndexDef, TallyDef } from './model';

const NONE: readonly string[] = [];

export class IndexTable {
  /** By bucket and record key: the serial of the key's entry into the bucket, which is the order of the bucket. */
  private readonly buckets = new ForkableMaps<number>((serial) => serial);
  private serial = 0;

  constructor(private readonly def: IndexDef) {}

  bucket(name: string): ReadonlyMap<string, unknown> {
    return this.buckets.group(name);
  }

  apply({ key, before, after }: Change): void {
    if (unmoved(this.def.dependsOn, before, after)) return;
    const was = before === undefined ? NONE : this.def.buckets(before as never, key);
    const is = after === undefined ? NONE : this.def.buckets(after as never, key);
    if (sameList(was, is)) return;
    for (const bucket of was) if (!is.includes(bucket)) this.buckets.delete(bucket, key);
    for (const bucket of is) if (!was.includes(bucket)) this.enter(bucket, key);
    for (const bucket of was) this.buckets.drop(bucket);
  }

  fork(): Fork {
    return this.buckets.fork();
  }

  restore(fork: Fork): void {
    this.buckets.restore(fork);
  }

  release(fork: Fork): void {
    this.buckets.release(fork);
  }

  private enter(bucket: string, key: string): void {
    if (this.buckets.has(bucket, key)) return;
    this.serial += 1;
    this.buckets.set(bucket, key, this.serial);
  }
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
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
  /** Group `` holds them all, by bucket. */
  private readonly sums = new ForkableMaps<Sums>();

  constructor(private readonly def: TallyDef) {}

  read(bucket: string): Sums {
    return this.sums.get('', bucket) ?? ZERO;
  }

  apply({ key, before, after }: Change): void {
    if (unmoved(this.def.dependsOn, before, after)) return;
    const was = before === undefined ? undefined : this.def.of(before as never, key);
    const is = after === undefined ? undefined : this.def.of(after as never, key);
    if (was && is && was.bucket === is.bucket && sameSums(was.add, is.add)) return;
    if (was && is && was.bucket === is.bucket) this.move(is.bucket, was.add, is.add);
    else if (was) this.move(was.bucket, was.add, ZERO);
    if (is && was?.bucket !== is.bucket) this.move(is.bucket, ZERO, is.add);
  }

  fork(): Fork {
    return this.sums.fork();
  }

  restore(fork: Fork): void {
    this.sums.restore(fork);
  }

  release(fork: Fork): void {
    this.sums.release(fork);
  }

  private move(bucket: string, out: Sums, into: Sums): void {
    let sums: Record<string, number> = { ...this.sums.get('', bucket) };
    for (const name in out) sums[name] = (sums[name] ?? 0) - (out[name] ?? 0);
    if (isEmpty(sums)) sums = {};
    for (const name in into) sums[name] = (sums[name] ?? 0) + (into[name] ?? 0);
    if (isEmpty(sums)) this.sums.delete('', bucket);
    else this.sums.set('', bucket, sums);
  }
}

function isEmpty(sums: Sums): boolean {
  for (const name in sums) if (sums[name] !== 0) return false;
  return true;
}

function sameSums(a: Sums, b: Sums): boolean {
  if (a === b) return true;
  for (const name in a) if (a[name] !== b[name]) return false;
  for (const name in b) if (a[name] !== b[name]) return false;
  return true;
}
