/**
 * What happened, in order, each fact with the fact that caused it. Memory holds the newest `limit`; older ones are cut
 * (DECISIONS.md 1.5). Each model has a rolling digest that leaves serials out.
 */
import { RollingDigest } from './digest';
import { ForkableMaps, type Fork } from './forkableMap';
import type { Fact, FactNote, Ref, RequestFact } from './model';

/** One fact as the reason of what follows; `root` is the request at the head of the chain. */
export interface Cause {
  readonly serial: number | null;
  readonly root: number | null;
}
export const NO_CAUSE: Cause = { serial: null, root: null };

export type Note = FactNote | (RequestFact & { readonly about: Ref; readonly because?: Ref });

export interface FactsFork {
  readonly count: number;
  readonly newest: Fork;
  readonly digests: readonly (readonly [string, readonly [number, number]])[];
}

/** Models whose facts and records are about a run and not of it: a lesson's goals. */
const BESIDE = 'lesson';
export const isBeside = (modelOrKind: string): boolean => modelOrKind.split('/')[0] === BESIDE;

export class FactLog {
  private facts: Fact[] = [];
  /** Serial of `facts[0]`. */
  private first = 0;
  private readonly newest = new ForkableMaps<Cause>();
  private readonly digests = new Map<string, RollingDigest>();

  constructor(private readonly limit: number) {}

  /** How many facts this run has had so far; also the next serial. */
  get count(): number {
    return this.first + this.facts.length;
  }

  append(note: Note, atMs: number, cause: Cause, isRequest = false): Cause {
    const serial = this.count;
    const because = note.because ? this.newestAbout(note.because) : undefined;
    const origin = because ?? cause;
    const { model, type, about, data } = note;
    const root = isRequest ? serial : origin.root;
    this.facts.push({ model, type, about, data, serial, atMs, cause: origin.serial, root } as Fact);
    const own = { serial, root };
    this.newest.set(about.kind, about.key, own);
    if (!isBeside(model)) this.digestOf(model).add([atMs, type, about.kind, about.key, data]);
    if (this.facts.length > this.limit * 1.25) this.cut();
    return own;
  }

  get(serial: number): Fact | undefined {
    return this.facts[serial - this.first];
  }

  since(serial: number): Fact[] {
    return this.facts.slice(Math.max(0, serial - this.first));
  }

  last(n: number): Fact[] {
    return this.facts.slice(-n);
  }

  newestAbout(ref: Ref): Cause | undefined {
    return this.newest.get(ref.kind, ref.key);
  }

  digest(): Record<string, string> {
    const names = [...this.digests.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, this.digestOf(name).toString()]));
  }

  fork(): FactsFork {
    return {
      count: this.count,
      newest: this.newest.fork(),
      digests: [...this.digests].map(([name, digest]) => [name, digest.fork()] as const),
    };
  }

  /** Forgets what came after the fork. Facts cut from memory before it stay cut. */
  restore(fork: FactsFork): void {
    if (fork.count < this.first) {
      this.facts = [];
      this.first = fork.count;
    } else this.facts.length = fork.count - this.first;
    this.newest.restore(fork.newest);
    this.digests.clear();
    for (const [name, lanes] of fork.digests) this.digestOf(name).restore(lanes);
  }

  release(fork: FactsFork): void {
    this.newest.release(fork.newest);
  }

  private digestOf(model: string): RollingDigest {
    let digest = this.digests.get(model);
    if (!digest) this.digests.set(model, (digest = new RollingDigest()));
    return digest;
  }

  private cut(): void {
    const surplus = this.facts.length - this.limit;
    this.facts = this.facts.slice(surplus);
    this.first += surplus;
  }
}
