/**
 * A persistent sorted map: every change makes a new map that shares all but one path with the old one, so a decision
 * or a checkpoint keeps yesterday's map for free. A weight-balanced tree (S. Adams 1993, with the balance parameters
 * of Hirai and Yamamoto 2011).
 */
export type Compare<K> = (a: K, b: K) => number;

/** By UTF-16 code unit, as everything in a model is ordered. */
export const byCodeUnit: Compare<string> = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export class SortedMap<K, V> {
  private constructor(
    private readonly compare: Compare<K>,
    private readonly root: Tree<K, V>,
  ) {}

  static empty<K, V>(compare: Compare<K>): SortedMap<K, V> {
    return new SortedMap(compare, undefined);
  }

  get size(): number {
    return sizeOf(this.root);
  }

  get(key: K): V | undefined {
    let at = this.root;
    while (at) {
      const order = this.compare(key, at.key);
      if (order === 0) return at.value;
      at = order < 0 ? at.left : at.right;
    }
    return undefined;
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  set(key: K, value: V): SortedMap<K, V> {
    return new SortedMap(this.compare, insert(this.root, key, value, this.compare));
  }

  delete(key: K): SortedMap<K, V> {
    const root = remove(this.root, key, this.compare);
    return root === this.root ? this : new SortedMap(this.compare, root);
  }

  first(): readonly [K, V] | undefined {
    let at = this.root;
    while (at?.left) at = at.left;
    return at && [at.key, at.value];
  }

  /** The first entry whose key does not come before `key`. */
  firstFrom(key: K): readonly [K, V] | undefined {
    const { value } = this.entries(key).next();
    return value ?? undefined;
  }

  forEach(visit: (value: V, key: K) => void): void {
    visitAll(this.root, visit);
  }

  /** In order; with `from`, only the entries whose key does not come before it. */
  *entries(from?: K): Generator<readonly [K, V], undefined> {
    const path: Branch<K, V>[] = [];
    for (let at = this.root; at;)
      if (from === undefined || this.compare(at.key, from) >= 0) {
        path.push(at);
        at = at.left;
      } else at = at.right;
    for (let next = path.pop(); next; next = path.pop()) {
      yield [next.key, next.value];
      for (let at = next.right; at; at = at.left) path.push(at);
    }
    return undefined;
  }
}

interface Branch<K, V> {
  readonly key: K;
  readonly value: V;
  readonly size: number;
  readonly left: Tree<K, V>;
  readonly right: Tree<K, V>;
}
type Tree<K, V> = Branch<K, V> | undefined;

function visitAll<K, V>(tree: Tree<K, V>, visit: (value: V, key: K) => void): void {
  if (!tree) return;
  visitAll(tree.left, visit);
  visit(tree.value, tree.key);
  visitAll(tree.right, visit);
}

const HEAVY = 3;
const DOUBLE = 2;

const sizeOf = (tree: Tree<unknown, unknown>): number => tree?.size ?? 0;

const branch = <K, V>(key: K, value: V, left: Tree<K, V>, right: Tree<K, V>): Branch<K, V> => ({
  key,
  value,
  size: sizeOf(left) + sizeOf(right) + 1,
  left,
  right,
});

function insert<K, V>(tree: Tree<K, V>, key: K, value: V, compare: Compare<K>): Branch<K, V> {
  if (!tree) return branch(key, value, undefined, undefined);
  const order = compare(key, tree.key);
  if (order === 0) return branch(key, value, tree.left, tree.right);
  return order < 0
    ? balance(tree.key, tree.value, insert(tree.left, key, value, compare), tree.right)
    : balance(tree.key, tree.value, tree.left, insert(tree.right, key, value, compare));
}

function remove<K, V>(tree: Tree<K, V>, key: K, compare: Compare<K>): Tree<K, V> {
  if (!tree) return undefined;
  const order = compare(key, tree.key);
  if (order === 0) return join(tree.left, tree.right);
  if (order < 0) {
    const left = remove(tree.left, key, compare);
    return left === tree.left ? tree : balance(tree.key, tree.value, left, tree.right);
  }
  const right = remove(tree.right, key, compare);
  return right === tree.right ? tree : balance(tree.key, tree.value, tree.left, right);
}

function join<K, V>(left: Tree<K, V>, right: Tree<K, V>): Tree<K, V> {
  if (!left || !right) return left ?? right;
  let least: Branch<K, V> = right;
  while (least.left) least = least.left;
  return balance(least.key, least.value, left, withoutLeast(right));
}

function withoutLeast<K, V>(tree: Branch<K, V>): Tree<K, V> {
  if (!tree.left) return tree.right;
  return balance(tree.key, tree.value, withoutLeast(tree.left), tree.right);
}

function balance<K, V>(key: K, value: V, left: Tree<K, V>, right: Tree<K, V>): Branch<K, V> {
  const l = sizeOf(left) + 1;
  const r = sizeOf(right) + 1;
  if (left && l > HEAVY * r) return rotateRight(key, value, left, right);
  if (right && r > HEAVY * l) return rotateLeft(key, value, left, right);
  return branch(key, value, left, right);
}

function rotateLeft<K, V>(key: K, value: V, left: Tree<K, V>, right: Branch<K, V>): Branch<K, V> {
  const inner = right.left;
  if (!inner || sizeOf(inner) + 1 < DOUBLE * (sizeOf(right.right) + 1))
    return branch(right.key, right.value, branch(key, value, left, inner), right.right);
  return branch(
    inner.key,
    inner.value,
    branch(key, value, left, inner.left),
    branch(right.key, right.value, inner.right, right.right),
  );
}

function rotateRight<K, V>(key: K, value: V, left: Branch<K, V>, right: Tree<K, V>): Branch<K, V> {
  const inner = left.right;
  if (!inner || sizeOf(inner) + 1 < DOUBLE * (sizeOf(left.left) + 1))
    return branch(left.key, left.value, left.left, branch(key, value, inner, right));
  return branch(
    inner.key,
    inner.value,
    branch(left.key, left.value, left.left, inner.left),
    branch(key, value, inner.right, right),
  );
}
