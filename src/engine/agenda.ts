/** What is due later: a binary heap ordered by (dueAtMs, serial), so that one order holds on every machine. */

export interface Due {
  readonly dueAtMs: number;
  readonly serial: number;
}

export class Agenda<E extends Due> {
  private heap: E[] = [];

  get length(): number {
    return this.heap.length;
  }

  peek(): E | undefined {
    return this.heap[0];
  }

  push(entry: E): void {
    const heap = this.heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as E;
      if (!before(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  pop(): E | undefined {
    const heap = this.heap;
    const top = heap[0];
    const last = heap.pop();
    if (heap.length > 0 && last) this.sink(last);
    return top;
  }

  /** The entries that `keep` accepts, soonest first; for looking, not for running. */
  soonest(limit: number, keep: (entry: E) => boolean): E[] {
    return this.heap
      .filter(keep)
      .sort((a, b) => (before(a, b) ? -1 : 1))
      .slice(0, limit);
  }

  fork(): readonly E[] {
    return this.heap.slice();
  }

  restore(content: readonly E[]): void {
    this.heap = content.slice();
  }

  private sink(entry: E): void {
    const heap = this.heap;
    const size = heap.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && before(heap[child + 1] as E, heap[child] as E)) child += 1;
      const below = heap[child] as E;
      if (!before(below, entry)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = entry;
  }
}

function before(a: Due, b: Due): boolean {
  return a.dueAtMs < b.dueAtMs || (a.dueAtMs === b.dueAtMs && a.serial < b.serial);
}
