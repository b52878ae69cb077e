/**
 * A Map whose whole content can be remembered in O(1): `fork` hands the present map away and the next write
 * copies it first. Iteration is in order of insertion, also after a restore.
 */
export class ForkableMap<V> {
  private map = new Map<string, V>();
  private shared = false;

  get size(): number {
    return this.map.size;
  }
  get(key: string): V | undefined {
    return this.map.get(key);
  }
  has(key: string): boolean {
    return this.map.has(key);
  }
  keys(): IterableIterator<string> {
    return this.map.keys();
  }
  values(): IterableIterator<V> {
    return this.map.values();
  }
  entries(): IterableIterator<[string, V]> {
    return this.map.entries();
  }
  set(key: string, value: V): void {
    this.own();
    this.map.set(key, value);
  }
  delete(key: string): boolean {
    if (!this.map.has(key)) return false;
    this.own();
    return this.map.delete(key);
  }
  /** The content as it is now; nobody may write to it. */
  fork(): ReadonlyMap<string, V> {
    this.shared = true;
    return this.map;
  }
  restore(content: ReadonlyMap<string, V>): void {
    this.map = content as Map<string, V>;
    this.shared = true;
  }
  private own(): void {
    if (!this.shared) return;
    this.map = new Map(this.map);
    this.shared = false;
  }
}

/**
 * ForkableMaps by group, so that a look-up by two names needs no new string: building and hashing one for every look-up was
 * a tenth of a run's time.
 */
export class ForkableMaps<V> {
  private readonly groups = new Map<string, ForkableMap<V>>();

  get(group: string, key: string): V | undefined {
    return this.groups.get(group)?.get(key);
  }
  has(group: string, key: string): boolean {
    return this.groups.get(group)?.has(key) ?? false;
  }
  set(group: string, key: string, value: V): void {
    let map = this.groups.get(group);
    if (!map) this.groups.set(group, (map = new ForkableMap()));
    map.set(key, value);
  }
  delete(group: string, key: string): boolean {
    return this.groups.get(group)?.delete(key) ?? false;
  }
  fork(): ReadonlyMap<string, ReadonlyMap<string, V>> {
    return new Map([...this.groups].map(([name, map]) => [name, map.fork()]));
  }
  restore(content: ReadonlyMap<string, ReadonlyMap<string, V>>): void {
    for (const [name, map] of this.groups) map.restore(content.get(name) ?? new Map());
    for (const [name, map] of content) {
      if (this.groups.has(name)) continue;
      const group = new ForkableMap<V>();
      group.restore(map);
      this.groups.set(name, group);
    }
  }
}
