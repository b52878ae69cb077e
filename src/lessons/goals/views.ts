/**
 * The members of the sets that rules read, kept up to date record by record, so that a change costs what it touches and not
 * what there is. They follow from the records: no checkpoint holds them; after a jump they are looked for anew.
 */
import type { Kind, Read } from '../../engine/model';
import type { Subject, Value } from '../types';
import { nounOf, type Noun } from './nouns';
import { belongs, joinedKinds } from './reading';

/** Keys of changed records by kind; null: any of them may have changed. */
export type Changed = ReadonlyMap<Kind, ReadonlySet<string> | null>;

const COUNT = { read: 'count' } as const;

class View {
  private keys = new Set<string>();
  /** To be looked for anew. */
  stale = true;
  private readonly noun: Noun;
  private readonly joined: readonly Kind[];
  /** What it compares with may change without any record changing. */
  private readonly shifting: boolean;

  constructor(private readonly of: Subject) {
    this.noun = nounOf(of.noun);
    this.joined = joinedKinds(of, COUNT);
    this.shifting = JSON.stringify(of.where).includes('"measure":');
  }

  /** Whether its members, or records of them, may be others now. */
  take(changed: Changed, read: Read, measure: Measured): boolean {
    const own = changed.get(this.noun.kind);
    if (own === null || this.shifting || this.joined.some((kind) => changed.has(kind)))
      this.stale = true;
    if (this.stale) return true;
    let moved = false;
    for (const key of own ?? []) {
      const was = this.keys.has(key);
      const is = read.has(this.noun.kind, key) && this.has(key, read, measure);
      if (is) this.keys.add(key);
      else this.keys.delete(key);
      moved ||= was || is;
    }
    return moved;
  }

  members(read: Read, measure: Measured): ReadonlySet<string> {
    if (this.stale) {
      const all = read.keys(this.noun.kind);
      this.keys = new Set(all.filter((key) => this.has(key, read, measure)));
      this.stale = this.shifting;
    }
    return this.keys;
  }

  private has(key: string, read: Read, measure: Measured): boolean {
    return belongs(this.noun, this.of, key, { read, measure, windowMs: 0 });
  }
}

type Measured = (name: string) => unknown;

export class Views {
  private readonly views = new Map<string, View>();
  private readonly bySubject = new Map<Subject, View>();
  private moved: ReadonlySet<View> = new Set();
  private changed: Changed = new Map();

  constructor(private readonly measure: Measured) {}

  /** To be told before anything is read. */
  take(changed: Changed, read: Read): void {
    this.changed = changed;
    const moved = [...this.views.values()].filter((view) => view.take(changed, read, this.measure));
    this.moved = new Set(moved);
  }

  forget(): void {
    for (const view of this.views.values()) view.stale = true;
  }

  members(of: Subject, read: Read): ReadonlySet<string> {
    return this.viewOf(of).members(read, this.measure);
  }

  /** Whether a value may be another one than before the last changes. */
  isDirty({ of, path }: Value, read: Read): boolean {
    if (joinedKinds(of, path).some((kind) => this.changed.has(kind))) return true;
    if (of.name === null) {
      const view = this.viewOf(of);
      return view.stale || this.moved.has(view);
    }
    const noun = nounOf(of.noun);
    const own = this.changed.get(noun.kind);
    if (own === undefined) return false;
    if (own === null) return true;
    const key = noun.key(of.name, read);
    return key === undefined || own.has(key);
  }

  private viewOf(of: Subject): View {
    const known = this.bySubject.get(of);
    if (known) return known;
    const text = JSON.stringify([of.noun, of.where]);
    const view = this.views.get(text) ?? new View(of);
    this.views.set(text, view);
    this.bySubject.set(of, view);
    return view;
  }
}
