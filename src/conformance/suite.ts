/** What one vector suite needs from us: an adapter from its cases to the product's own functions. */

export interface Case {
  /** `name` in the Kubernetes files, `id` in the ECS files. */
  readonly name?: string;
  readonly id?: string;
  readonly category?: string;
  readonly feature?: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

export interface SuiteFile {
  readonly system?: string;
  readonly suite: string;
  readonly fixtures?: Readonly<Record<string, unknown>>;
  readonly cases: readonly Case[];
}

export interface Suite {
  readonly system: 'ecs' | 'kubernetes';
  readonly suite: string;
  /** Every way in which our answer differs from `expect`; empty means passed. Keys absent from `expect` are free. */
  check(testCase: Case, file: SuiteFile): readonly string[];
}

/** Deep equality of the keys that `expect` has; for adapters whose actual answer is an object of the same keys. */
export function differences(
  expect: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(expect).flatMap((key) =>
    same(expect[key], actual[key])
      ? []
      : [`${key}: expected ${JSON.stringify(expect[key])}, got ${JSON.stringify(actual[key])}`],
  );
}

export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((k) =>
    same((a as Record<string, unknown>)[k], (b as Record<string, unknown>)[k]),
  );
}
