/**
 * A file beside what is live, line by line: the learner's own text, and in the place of every line that asks for something
 * else, the same line as the shown moment would write it. What the file does not speak of is not compared.
 */
import type { TextRange } from '../../documents';
import type { PlannedObject } from './plan';

export interface DiffLine {
  /** `live`: how it is; `asked`: what the file says; `same`: both. */
  readonly side: 'same' | 'live' | 'asked';
  /** Line in the file; null for a line of what is live. */
  readonly line: number | null;
  readonly text: string;
}

/** A run of lines of the file that differ, with what is live in the order of its places. */
interface Patch {
  from: number;
  to: number;
  readonly edits: { readonly range: TextRange; readonly live: unknown }[];
  /** The file no longer says these. */
  readonly removed: string[];
}

export function diffLines(
  text: string,
  planned: readonly PlannedObject[],
  format: 'json' | 'yaml',
): readonly DiffLine[] {
  const lines = text.split(/\r\n|\n|\r/);
  const out: DiffLine[] = [];
  let at = 1;
  const keep = (to: number, side: 'same' | 'asked') => {
    for (; at <= Math.min(to, lines.length); at++)
      out.push({ side, line: at, text: lines[at - 1] ?? '' });
  };
  for (const patch of patchesOf(planned)) {
    keep(patch.from - 1, 'same');
    for (const live of liveLines(patch, lines, format))
      out.push({ side: 'live', line: null, text: live });
    if (patch.edits.length > 0) keep(patch.to, 'asked');
    else keep(patch.to, 'same');
  }
  keep(lines.length, 'same');
  return out;
}

/** Patches in the order of the text, those that share a line made one. */
function patchesOf(planned: readonly PlannedObject[]): Patch[] {
  const single = planned.flatMap(({ object, live, differences }): Patch[] => {
    const place = (path: readonly (string | number)[]) =>
      object.document.locate([...object.path, ...path]);
    if (live === undefined) {
      const range = object.path.length === 0 ? object.document.range : place([]);
      return [{ from: range.line, to: lastLine(range), edits: [{ range, live }], removed: [] }];
    }
    return differences.map(({ path, live: value, removed }) => {
      const range = place(path);
      if (!removed)
        return {
          from: range.line,
          to: lastLine(range),
          edits: [{ range, live: value }],
          removed: [],
        };
      const line = `${path.join('.')}: ${JSON.stringify(value)}`;
      return { from: range.line, to: range.line, edits: [], removed: [line] };
    });
  });
  const sorted = single.sort((a, b) => a.from - b.from || a.to - b.to);
  const merged: Patch[] = [];
  for (const patch of sorted) {
    const last = merged.at(-1);
    if (!last || patch.from > last.to) merged.push(patch);
    else {
      last.to = Math.max(last.to, patch.to);
      last.edits.push(...patch.edits);
      last.removed.push(...patch.removed);
    }
  }
  return merged;
}

/** A block in YAML ends at the beginning of the line after it. */
const lastLine = ({ line, endLine, endColumn }: TextRange): number =>
  endColumn === 1 && endLine > line ? endLine - 1 : endLine;

/** The lines of a patch as the live values would write them; a line that holds nothing live is left out. */
function liveLines(patch: Patch, lines: readonly string[], format: 'json' | 'yaml'): string[] {
  const present = patch.edits.filter(({ live }) => live !== undefined);
  const absent = patch.edits.some(({ live }) => live === undefined);
  if (present.length === 0) return patch.removed;
  const own = lines.slice(patch.from - 1, patch.to);
  const starts = offsetsOf(own);
  const base = present.map(({ range, live }) => ({
    from: (starts[range.line - patch.from] ?? 0) + range.column - 1,
    to: (starts[range.endLine - patch.from] ?? Infinity) + range.endColumn - 1,
    text: written(live, format),
  }));
  let text = own.join('\n');
  for (const edit of base.sort((a, b) => b.from - a.from))
    text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  const dropped = absent
    ? new Set(patch.edits.flatMap(({ range, live }) => (live === undefined ? [range.line] : [])))
    : new Set<number>();
  const out = text.split('\n').filter((_, i) => !dropped.has(patch.from + i));
  return [...out, ...patch.removed];
}

function offsetsOf(lines: readonly string[]): number[] {
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return starts;
}

/** A live value on one line; YAML takes JSON for lists and mappings, and plain words for what needs no quotes. */
function written(value: unknown, format: 'json' | 'yaml'): string {
  if (format === 'yaml' && typeof value === 'string' && /^[A-Za-z][\w./:@-]*$/.test(value))
    return value;
  return JSON.stringify(value);
}
