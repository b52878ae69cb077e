/**
 * Strategic merge patch as the API server applies it (apimachinery strategicpatch): a JSON merge patch that merges the
 * lists of `patchStrategy.ts` item by item, with the directives `$patch`, `$retainKeys`, `$setElementOrder/x` and
 * `$deleteFromPrimitiveList/x`.
 */
import { structType, type Shape } from '../validation/typeTable';
import { asJson, interleave, isJson, type Json } from './apply';
import { listStrategy } from './patchStrategy';

const ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';

/** Throws `PatchError` on directives that make no sense. */
export function strategicMerge(type: string, original: Json, patch: Json): Json {
  if (patch['$patch'] === 'replace') return withoutDirectives(patch);
  if (patch['$patch'] === 'delete') return {};
  const fields = structType(type);
  const result: Record<string, unknown> = retained(original, patch['$retainKeys']);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    if (value === null) {
      delete result[key];
      continue;
    }
    const order = patch[`${ORDER}${key}`];
    const shape = fields.get(key)?.shape;
    result[key] = mergeField(type, key, shape, result[key], value, order);
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(DELETE_FROM)) {
      const field = key.slice(DELETE_FROM.length);
      const gone = Array.isArray(value) ? value : [];
      const present = result[field];
      if (Array.isArray(present)) result[field] = present.filter((item) => !gone.includes(item));
    } else if (key.startsWith(ORDER)) reorder(type, key.slice(ORDER.length), result, value);
  }
  return result;
}

export class PatchError extends Error {}

function mergeField(
  type: string,
  field: string,
  shape: Shape | undefined,
  original: unknown,
  patch: unknown,
  order: unknown,
): unknown {
  if (isJson(patch)) {
    if (shape?.is === 'struct') return strategicMerge(shape.type, asJson(original), patch);
    return mergeMap(asJson(original), patch);
  }
  const strategy = shape?.is === 'list' ? listStrategy(type, field) : undefined;
  if (!strategy || !Array.isArray(patch) || shape?.is !== 'list') return patch;
  const present: readonly unknown[] = Array.isArray(original) ? original : [];
  if (strategy.mergeKey === undefined) return [...new Set([...present, ...(patch as unknown[])])];
  return mergeItems(shape.of, strategy.mergeKey, present, patch, order);
}

function mergeMap(original: Json, patch: Json): Json {
  if (patch['$patch'] === 'replace') return withoutDirectives(patch);
  if (patch['$patch'] === 'delete') return {};
  const result: Record<string, unknown> = { ...original };
  for (const [key, value] of Object.entries(withoutDirectives(patch)))
    if (value === null) delete result[key];
    else if (isJson(value)) result[key] = mergeMap(asJson(result[key]), value);
    else result[key] = value;
  return result;
}

function mergeItems(
  of: Shape,
  mergeKey: string,
  original: readonly unknown[],
  patch: readonly unknown[],
  order: unknown,
): readonly unknown[] {
  const identity = (item: unknown): unknown => asJson(item)[mergeKey];
  let result = [...original];
  if (patch.some((item) => asJson(item)['$patch'] === 'replace'))
    return patch.filter((item) => asJson(item)['$patch'] === undefined);
  for (const item of patch) {
    const id = identity(item);
    if (id === undefined)
      throw new PatchError(
        `map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`,
      );
    const at = result.findIndex((present) => identity(present) === id);
    const { $patch: directive, ...fields } = asJson(item);
    if (directive === 'delete') result = result.filter((present) => identity(present) !== id);
    else if (at === -1) result.push(withoutDirectives(fields));
    else if (of.is === 'struct')
      result[at] = strategicMerge(of.type, asJson(result[at]), asJson(item));
    else result[at] = fields;
  }
  if (Array.isArray(order)) return result;
  return patchedFirstSeen(original, result, identity);
}

/** New items come before those that only the server has, in the order of the patch, as the server sorts them. */
function patchedFirstSeen(
  original: readonly unknown[],
  merged: readonly unknown[],
  identity: (item: unknown) => unknown,
): readonly unknown[] {
  const known = new Set(original.map(identity));
  const fresh = merged.filter((item) => !known.has(identity(item)));
  return [...fresh, ...merged.filter((item) => known.has(identity(item)))];
}

function reorder(
  type: string,
  field: string,
  result: Record<string, unknown>,
  order: unknown,
): void {
  const present = result[field];
  if (!Array.isArray(present) || !Array.isArray(order)) return;
  const mergeKey = listStrategy(type, field)?.mergeKey;
  const identity = (item: unknown): unknown =>
    mergeKey === undefined ? item : asJson(item)[mergeKey];
  const place = new Map((order as unknown[]).map((item, i) => [identity(item), i]));
  const liveIndex = new Map((present as unknown[]).map((item, i) => [identity(item), i]));
  const wanted = (present as unknown[])
    .filter((item) => place.has(identity(item)))
    .sort((a, b) => (place.get(identity(a)) ?? 0) - (place.get(identity(b)) ?? 0));
  const kept = (present as unknown[]).filter((item) => !place.has(identity(item)));
  result[field] = interleave(kept, wanted, (item) => liveIndex.get(identity(item)));
}

function retained(original: Json, keys: unknown): Record<string, unknown> {
  if (!Array.isArray(keys)) return { ...original };
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)));
}

function withoutDirectives(patch: Json): Json {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')));
}
