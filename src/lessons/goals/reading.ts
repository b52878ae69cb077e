/** Values read from the world: one record or a set of them, a path, and tests on what is found. */
import type { Kind, Read } from '../../engine/model';
import type { Condition, FactCondition, Operand, Path, Subject, Test, Value } from '../types';
import { nounOf, type Counter, type Noun } from './nouns';

/** What a value is read against. */
export interface Reading {
  readonly read: Read;
  /** When the window began: what is fresh was created since then. */
  readonly windowMs: number;
  readonly measure: (name: string) => unknown;
  /** The members of sets, kept up to date; absent: they are looked for. */
  readonly sets?: { members(of: Subject, read: Read): Iterable<string> };
}

export const isFact = (condition: Condition): condition is FactCondition => 'happened' in condition;

/** undefined: there is no such record or field. */
export function readValue({ of, path }: Value, reading: Reading): unknown {
  const noun = nounOf(of.noun);
  if (of.name !== null) return readRecord(noun, of.name, path, reading);
  const found = members(noun, of, reading);
  if (path.read === 'count') return found.length;
  if (path.read === 'field') return found.flatMap((key) => field(noun, key, path.field, reading));
  return aggregate(
    path.read,
    found.flatMap((key) => field(noun, key, path.field, reading)),
  );
}

type AnyCounter = Counter<never>;

/** The counter that a value reads, if it does. */
export function counterOf({ of, path }: Value): AnyCounter | undefined {
  if (of.name === null || path.read !== 'field') return undefined;
  return nounOf(of.noun).counters?.[path.field[0] ?? ''];
}

/** In the counter's own small units, since it began; 0 while there is no such record. */
export function counted(value: Value, counter: AnyCounter, read: Read): number {
  const found = recordOf(value.of, read);
  const total = found && counter.total(found.record as never, { key: found.key, read });
  return typeof total === 'number' ? total : 0;
}

export function rises(value: Value, counter: AnyCounter, read: Read): boolean {
  const found = recordOf(value.of, read);
  return found !== undefined && counter.rises(found.record as never);
}

/** What has been counted since `baseline`: whole requests, exact money. */
export function since(baseline: number, now: number, { perUnit, unit }: AnyCounter): number {
  const amount = (now - baseline) / perUnit;
  return unit === 'requests' ? Math.floor(amount) : amount;
}

function recordOf({ noun: name, name: of }: Subject, read: Read) {
  const noun = nounOf(name);
  const key = of === null ? undefined : noun.key(of, read);
  const record = key === undefined ? undefined : read.get(noun.kind, key);
  return key !== undefined && record !== undefined ? { key, record } : undefined;
}

/** Keys of the records that a subject means, in no particular order. */
export function members(noun: Noun, of: Subject, reading: Reading): readonly string[] {
  const { read, sets } = reading;
  const found = sets
    ? [...sets.members(of, read)]
    : read.keys(noun.kind).filter((key) => belongs(noun, of, key, reading));
  if (of.fresh === null) return found;
  return found.filter((key) => of.fresh === isFresh(noun.kind, key, reading));
}

export const belongs = (noun: Noun, of: Subject, key: string, reading: Reading): boolean =>
  of.where.every(({ path, test }) => passes(test, field(noun, key, path, reading), reading));

const isFresh = (kind: Kind, key: string, { read, windowMs }: Reading): boolean =>
  (read.meta(kind, key)?.createdAtMs ?? 0) >= windowMs;

function readRecord(noun: Noun, name: string, path: Path, reading: Reading): unknown {
  const key = noun.key(name, reading.read);
  const exists = key !== undefined && reading.read.has(noun.kind, key);
  if (path.read === 'count') return exists ? 1 : 0;
  return exists ? field(noun, key, path.field, reading) : undefined;
}

export function field(
  { kind, fields }: Noun,
  key: string,
  [first = '', ...rest]: readonly string[],
  { read }: Reading,
): unknown {
  const record = read.get(kind, key) as unknown as Readonly<Record<string, unknown>>;
  const own = fields[first];
  return walk(own ? own(record as never, { key, read }) : record[first], rest);
}

/** Through a list, a step that is no number leads to that field of each of its members. */
export function walk(value: unknown, path: readonly string[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(value) && !/^\d+$/.test(first))
    return value.flatMap((item: unknown) => walk(item, path) ?? []);
  if (typeof value !== 'object' || value === null) return undefined;
  return walk((value as Readonly<Record<string, unknown>>)[first], rest);
}

function aggregate(how: Exclude<Path['read'], 'field' | 'count'>, values: readonly unknown[]) {
  const present = values.filter((value) => value !== undefined && value !== null);
  if (how === 'distinct') return new Set(present).size;
  if (how === 'mostBy' || how === 'leastBy') {
    const counts = new Map<unknown, number>();
    for (const value of present) counts.set(value, (counts.get(value) ?? 0) + 1);
    return extreme(how === 'mostBy', [...counts.values()]);
  }
  const numbers = present.filter((value) => typeof value === 'number');
  if (how === 'sum') return numbers.reduce((sum, n) => sum + n, 0);
  return extreme(how === 'most', numbers);
}

const extreme = (most: boolean, numbers: readonly number[]): number => {
  if (numbers.length === 0) return 0;
  return most ? Math.max(...numbers) : Math.min(...numbers);
};

type Measured = Pick<Reading, 'measure'>;

export function passes(test: Test, actual: unknown, measured: Measured): boolean {
  switch (test.op) {
    case 'exists':
      return (actual !== undefined && actual !== null) === test.should;
    case 'includes':
      return listOf(actual).some((item) =>
        typeof item === 'string' ? item.includes(String(test.what)) : item === test.what,
      );
    case 'is':
      return test.any.some((operand) => {
        const wanted = valueOf(operand, measured);
        return wanted !== undefined && listOf(actual).includes(wanted);
      });
    default: {
      const bound = valueOf(test.than, measured);
      if (typeof actual !== 'number' || typeof bound !== 'number') return false;
      return test.op === 'atLeast' ? actual >= bound : actual <= bound;
    }
  }
}

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const valueOf = (operand: Operand, { measure }: Measured): unknown =>
  typeof operand === 'object' ? measure(operand.measure) : operand;

/** The kinds of records that can change a value: its own, and those that its fields are looked up in. */
export function kindsOf({ of, path }: Value): readonly Kind[] {
  return [nounOf(of.noun).kind, ...joinedKinds(of, path)];
}

export function joinedKinds(of: Subject, path: Path): readonly Kind[] {
  const { joins = {} } = nounOf(of.noun);
  const fields = [...of.where.map((each) => each.path[0]), 'field' in path ? path.field[0] : ''];
  return fields.flatMap((name) => joins[name ?? ''] ?? []);
}
