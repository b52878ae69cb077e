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
