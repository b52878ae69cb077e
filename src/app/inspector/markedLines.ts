/** The printed record line by line, each told whether the last change touched it. */
import { parseJson, parseYaml, type DocumentPath } from '../../documents';
import type { Change } from './changes';
import type { Format } from './wire';

export interface MarkedLine {
  readonly text: string;
  readonly changed: boolean;
  /** What stood there before, where it is a single value. */
  readonly was: string | null;
}

export function markedLines(
  text: string,
  format: Format,
  changes: readonly Change[],
): readonly MarkedLine[] {
  const lines = text
    .split('\n')
    .map((line) => ({ text: line, changed: false, was: null as string | null }));
  if (changes.length === 0) return lines;
  const [document] = format === 'json' ? parseJson(text) : parseYaml(text);
  for (const { path, was } of changes) {
    // What is not printed, or no longer there, has no place.
    if (!document || !exists(document.value, path)) continue;
    const { line, endLine, endColumn } = document.locate(path);
    // A block ends where the next line begins.
    const last = endColumn === 1 && endLine > line ? endLine - 1 : endLine;
    for (let at = line; at <= last; at++) {
      const marked = lines[at - 1];
      if (marked) marked.changed = true;
    }
    const first = lines[line - 1];
    if (first && last === line) first.was = was;
  }
  return lines;
}

function exists(value: unknown, path: DocumentPath): boolean {
  let at: unknown = value;
  for (const step of path) {
    if (at === null || typeof at !== 'object' || !(step in at)) return false;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return true;
}
