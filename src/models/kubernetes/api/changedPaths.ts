/** Where two JSON values differ, as dotted paths: what a fact says of an update. */
const AT_MOST = 20;

export function changedPaths(before: unknown, after: unknown): readonly string[] {
  const found: string[] = [];
  collect(before, after, '', found);
  return found;
}

function collect(before: unknown, after: unknown, path: string, found: string[]): void {
  if (Object.is(before, after) || found.length >= AT_MOST) return;
  if (isList(before) && isList(after) && before.length === after.length) {
    before.forEach((item, i) => collect(item, after[i], `${path}[${i}]`, found));
    return;
  }
  if (isStruct(before) && isStruct(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      collect(before[key], after[key], path === '' ? key : `${path}.${key}`, found);
    return;
  }
  found.push(path);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isStruct = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
