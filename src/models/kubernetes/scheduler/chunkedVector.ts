/**
 * A persistent vector in chunks of 32: replacing one of a thousand elements copies 64 slots and shares the rest, which
 * is what lets every decision keep the whole cluster as it saw it.
 */
const BITS = 5;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

export class ChunkedVector<T> {
  private constructor(
    private readonly chunks: readonly (readonly T[])[],
    readonly length: number,
  ) {}

  static of<T>(items: readonly T[]): ChunkedVector<T> {
    const chunks: T[][] = [];
    for (let from = 0; from < items.length; from += WIDTH)
      chunks.push(items.slice(from, from + WIDTH));
    return new ChunkedVector(chunks, items.length);
  }

  /** Throws beyond the end. */
  at(index: number): T {
    const chunk = this.chunks[index >> BITS];
    if (!chunk || index >= this.length) throw new RangeError(`no element ${index}`);
    return chunk[index & MASK] as T;
  }

  with(index: number, item: T): ChunkedVector<T> {
    const chunk = (this.chunks[index >> BITS] ?? []).slice();
    chunk[index & MASK] = item;
    const chunks = this.chunks.slice();
    chunks[index >> BITS] = chunk;
    return new ChunkedVector(chunks, this.length);
  }

  toArray(): T[] {
    return ([] as T[]).concat(...this.chunks);
  }

  forEach(visit: (item: T) => void): void {
    const { chunks } = this;
    for (let i = 0; i < chunks.length; i++) {
      const chunk = chunks[i] as readonly T[];
      for (let j = 0; j < chunk.length; j++) visit(chunk[j] as T);
    }
  }
}
