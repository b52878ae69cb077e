/**
 * An immutable sorted map in chunks: changing one entry copies one chunk and the list of chunks, so that a decision can
 * keep what it saw as one reference, and a thousand decisions share nearly everything.
 */
export interface Chunk<V> {
  readonly keys: readonly string[];
  readonly values: readonly V[];
}
export type SortedChunks<V> = readonly Chunk<V>[];

const CHUNK_LIMIT = 64;

export const noChunks: SortedChunks<never> = [];

export function getEntry<V>(chunks: SortedChunks<V>, key: string): V | undefined {
  const chunk = chunks[chunkFor(chunks, key)];
  if (!chunk) return undefined;
  const at = lowerBound(chunk.keys, key);
  return chunk.keys[at] === key ? chunk.values[at] : undefined;
}

export function setEntry<V>(chunks: SortedChunks<V>, key: string, value: V): SortedChunks<V> {
  if (chunks.length === 0) return [{ keys: [key], values: [value] }];
  const index = chunkFor(chunks, key);
  const { keys, values } = chunks[index] as Chunk<V>;
  const at = lowerBound(keys, key);
  const replaced = keys[at] === key ? 1 : 0;
  const grown = {
    keys: replaced ? keys : keys.toSpliced(at, 0, key),
    values: values.toSpliced(at, replaced, value),
  };
  return chunks.toSpliced(index, 1, ...halves(grown));
}

export function removeEntry<V>(chunks: SortedChunks<V>, key: string): SortedChunks<V> {
  const index = chunkFor(chunks, key);
  const chunk = chunks[index];
  if (!chunk) return chunks;
  const at = lowerBound(chunk.keys, key);
  if (chunk.keys[at] !== key) return chunks;
  if (chunk.keys.length === 1) return chunks.toSpliced(index, 1);
  const shrunk = { keys: chunk.keys.toSpliced(at, 1), values: chunk.values.toSpliced(at, 1) };
  return chunks.toSpliced(index, 1, shrunk);
}

/** In key order. */
export function eachEntry<V>(
  chunks: SortedChunks<V>,
  visit: (value: V, key: string) => void,
): void {
  for (const { keys, values } of chunks)
    for (let i = 0; i < keys.length; i++) visit(values[i] as V, keys[i] as string);
}

/** The first entry whose key begins with `prefix`. */
export function firstWithPrefix<V>(chunks: SortedChunks<V>, prefix: string): V | undefined {
  for (let index = chunkFor(chunks, prefix); index < chunks.length; index++) {
    const { keys, values } = chunks[index] as Chunk<V>;
    const at = lowerBound(keys, prefix);
    if (at < keys.length) return keys[at]?.startsWith(prefix) ? values[at] : undefined;
  }
  return undefined;
}

function halves<V>(chunk: Chunk<V>): Chunk<V>[] {
  if (chunk.keys.length <= CHUNK_LIMIT) return [chunk];
  const half = chunk.keys.length >> 1;
  return [
    { keys: chunk.keys.slice(0, half), values: chunk.values.slice(0, half) },
    { keys: chunk.keys.slice(half), values: chunk.values.slice(half) },
  ];
}

/** The last chunk that begins at or before `key`; the first one when none does. */
function chunkFor<V>(chunks: SortedChunks<V>, key: string): number {
  let low = 0;
  let high = chunks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((chunks[middle]?.keys[0] as string) <= key) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
