/**
 * Maps by group, whose whole content can be gone back to. A fork costs nothing: from then on each first write to a key
 * remembers what it overwrites, and going back undoes that. So a checkpoint weighs what has changed since, never what
 * there is; copying a world of 40,000 entries every few thousand steps was a tenth of a run's time and a third of its
 * memory. Two names for a look-up need no new string either.
 */
import { invariant } from './invariant';

/** Names a moment of these maps. Going back to one forgets all later ones. */
export type Fork = number;

interface Log<V> {
  readonly fork: Fork;
  /** What stood at each key at the fork; undefined: nothing. */
  readonly overwritten: Map<string, Map<string, V | undefined>>;
}

const EMPTY: ReadonlyMap<string, never> = new Map<string, never>();

export class ForkableMaps<V> {
  private readonly groups = new Map<string, Map<string, V>>();
  /** By fork, oldest first. */
  private readonly logs: Log<V>[] = [];
  private forks = 0;

  /**
   * `orderOf`: rises with every new key of a group, and stays while its value is replaced. Where it is given, iteration
   * is in order of insertion also after going back.
   */
  constructor(private readonly orderOf?: (value: V) => number) {}

  get(group: string, key: string): V | undefined {
    return this.groups.get(group)?.get(key);
  }

  has(group: string, key: string): boolean {
    return this.groups.get(group)?.has(key) ?? false;
  }

  /** As it is now; it changes with every write. */
  group(name: string): ReadonlyMap<string, V> {
    return this.groups.get(name) ?? EMPTY;
  }

  set(group: string, key: string, value: V): void {
    const map = this.own(group);
    this.remember(group, key, map);
    map.set(key, value);
  }

  delete(group: string, key: string): void {
    const map = this.groups.get(group);
    if (!map?.has(key)) return;
    this.remember(group, key, map);
    map.delete(key);
  }

  /** Forgets a group that is empty. */
  drop(group: string): void {
    if (this.groups.get(group)?.size === 0) this.groups.delete(group);
  }

  fork(): Fork {
    this.forks += 1;
    this.logs.push({ fork: this.forks, overwritten: new Map() });
    return this.forks;
  }

  restore(to: Fork): void {
    const disordered = new Set<string>();
    for (;;) {
      const log = this.logs.at(-1);
      invariant(log && log.fork >= to, `fork ${to} has been forgotten`);
      this.undo(log, disordered);
      if (log.fork === to) break;
      this.logs.pop();
    }
    for (const group of disordered) this.sort(this.own(group));
  }

  /** Nobody will go back to this fork any more. */
  release(fork: Fork): void {
    const at = this.logs.findIndex((log) => log.fork === fork);
    const [log] = at < 0 ? [] : this.logs.splice(at, 1);
    const before = this.logs[at - 1];
    if (!log || !before) return;
    for (const [group, entries] of log.overwritten) {
      const known = before.overwritten.get(group);
      if (!known) before.overwritten.set(group, entries);
      else for (const [key, old] of entries) if (!known.has(key)) known.set(key, old);
    }
  }

  private own(group: string): Map<string, V> {
    let map = this.groups.get(group);
    if (!map) this.groups.set(group, (map = new Map<string, V>()));
    return map;
  }

  private remember(group: string, key: string, map: ReadonlyMap<string, V>): void {
    const log = this.logs[this.logs.length - 1];
    if (!log) return;
    let entries = log.overwritten.get(group);
    if (!entries) log.overwritten.set(group, (entries = new Map<string, V | undefined>()));
    if (!entries.has(key)) entries.set(key, map.get(key));
  }

  private undo({ overwritten }: Log<V>, disordered: Set<string>): void {
    for (const [group, entries] of overwritten) {
      const map = this.own(group);
      for (const [key, old] of entries) {
        if (old === undefined) map.delete(key);
        else {
          if (this.moves(map.get(key), old)) disordered.add(group);
          map.set(key, old);
        }
      }
      if (map.size === 0) this.groups.delete(group);
    }
    overwritten.clear();
  }

  /** Whether putting `old` back would leave it at another place than it had. */
  private moves(present: V | undefined, old: V): boolean {
    const { orderOf } = this;
    if (!orderOf) return false;
    return present === undefined || orderOf(present) !== orderOf(old);
  }

  private sort(map: Map<string, V>): void {
    const { orderOf } = this;
    if (!orderOf) return;
    const entries = [...map].sort(([, a], [, b]) => orderOf(a) - orderOf(b));
    map.clear();
    for (const [key, value] of entries) map.set(key, value);
  }
}
