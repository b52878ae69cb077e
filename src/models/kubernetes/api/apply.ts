/**
 * What `kubectl apply` does on the client's side: a three-way merge of the live object, the configuration applied last
 * time and the one applied now (apimachinery strategicpatch, CreateThreeWayMergePatch). One pure function on wire
 * objects: whatever the new configuration says is set, whatever it no longer says but said last time is removed, and
 * everything else of the live object stays.
 */
import { structType, type Shape } from '../validation/typeTable';
import { without } from '../validation/without';
import { listStrategy, retainsKeys } from './patchStrategy';

export type Json = Readonly<Record<string, unknown>>;

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The text that is remembered in the annotation: sorted keys, its own annotation left out. */
export function lastAppliedText(submitted: Json): string {
  const metadata = asJson(submitted['metadata']);
  const annotations = without(asJson(metadata['annotations']), LAST_APPLIED);
  return `${sortedJson({ ...submitted, metadata: { ...metadata, annotations } })}\n`;
}

/** `before` is the last-applied configuration; undefined when the object was not made by apply. */
export function threeWayMerge(
  type: string,
  live: Json,
  before: Json | undefined,
  next: Json,
): Json {
  return mergeStruct(type, live, before ?? {}, next);
}

function mergeStruct(type: string, live: Json, before: Json, next: Json): Json {
  const fields = structType(type);
  const result: Record<string, unknown> = { ...live };
  for (const name of Object.keys(before)) if (isAbsent(next[name])) delete result[name];
  for (const [name, value] of Object.entries(next)) {
    if (value === null || value === undefined) {
      delete result[name];
      continue;
    }
    const shape = fields.get(name)?.shape;
    result[name] = mergeField(type, name, shape, live[name], before[name], value);
  }
  return result;
}

function mergeField(
  type: string,
  name: string,
  shape: Shape | undefined,
  live: unknown,
  before: unknown,
  next: unknown,
): unknown {
  if (isJson(next) && isJson(live)) {
    if (shape?.is === 'struct') {
      const merged = mergeStruct(shape.type, live, asJson(before), next);
      return retainsKeys(type, name) ? onlyKeysOf(next, merged) : merged;
    }
    if (shape?.is === 'map') return mergeMap(live, asJson(before), next);
  }
  if (shape?.is === 'list' && Array.isArray(next) && Array.isArray(live)) {
    const strategy = listStrategy(type, name);
    if (strategy)
      return mergeList(
        { type, name, of: shape.of, mergeKey: strategy.mergeKey },
        live,
        Array.isArray(before) ? before : [],
        next,
      );
  }
  return withoutNulls(next);
}

function mergeMap(live: Json, before: Json, next: Json): Json {
  const result: Record<string, unknown> = { ...live };
  for (const key of Object.keys(before)) if (isAbsent(next[key])) delete result[key];
  for (const [key, value] of Object.entries(next))
    if (value === null || value === undefined) delete result[key];
    else result[key] = value;
  return result;
}

interface MergedList {
  readonly type: string;
  readonly name: string;
  readonly of: Shape;
  readonly mergeKey: string | undefined;
}

/** Items that only the live list has stay, unless the last configuration had them. */
function mergeList(
  list: MergedList,
  live: readonly unknown[],
  before: readonly unknown[],
  next: readonly unknown[],
): readonly unknown[] {
  const identity = (item: unknown): unknown =>
    list.mergeKey === undefined ? item : asJson(item)[list.mergeKey];
  const find = (items: readonly unknown[], id: unknown): unknown =>
    items.find((item) => identity(item) === id);
  const wanted = next.map((item) => {
    const id = identity(item);
    const present = find(live, id);
    if (present === undefined || !isJson(item) || list.of.is !== 'struct')
      return withoutNulls(item);
    const merged = mergeStruct(list.of.type, asJson(present), asJson(find(before, id)), item);
    return retainsKeys(list.type, list.name) ? onlyKeysOf(item, merged) : merged;
  });
  const kept = live.filter(
    (item) =>
      find(next, identity(item)) === undefined && find(before, identity(item)) === undefined,
  );
  const order = new Map(live.map((item, i) => [identity(item), i]));
  return interleave(kept, wanted, (item) => order.get(identity(item)));
}

/** The wanted items in their order; each kept one before the first wanted one that it preceded in the live list. */
export function interleave<T>(
  kept: readonly T[],
  wanted: readonly T[],
  liveIndex: (item: T) => number | undefined,
): readonly T[] {
  const result: T[] = [];
  let k = 0;
  for (const item of wanted) {
    const place = liveIndex(item);
    for (; k < kept.length; k++) {
      const waiting = kept[k] as T;
      if (place === undefined || (liveIndex(waiting) ?? 0) > place) break;
      result.push(waiting);
    }
    result.push(item);
  }
  return [...result, ...kept.slice(k)];
}

const onlyKeysOf = (wanted: Json, merged: Json): Json =>
  Object.fromEntries(Object.entries(merged).filter(([key]) => !isAbsent(wanted[key])));

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asJson = (value: unknown): Json => (isJson(value) ? value : {});

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => !isAbsent(item))
      .map(([key, item]) => [key, withoutNulls(item)]),
  );
}

function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (!isJson(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${sortedJson(value[key])}`);
  return `{${members.join(',')}}`;
}
