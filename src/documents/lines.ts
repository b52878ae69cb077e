/** Offsets in a text to lines and columns. A line ends at LF, CRLF or CR, as in YAML and in editors. */
import type { TextRange } from './document';

export type RangeOf = (from: number, to: number) => TextRange;

export function rangesOf(text: string): RangeOf {
  const starts = lineStarts(text);
  return (from, to) => {
    const first = lineAt(starts, from);
    const last = lineAt(starts, to);
    return {
      from,
      to,
      line: first + 1,
      column: from - (starts[first] ?? 0) + 1,
      endLine: last + 1,
      endColumn: to - (starts[last] ?? 0) + 1,
    };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** The last line that starts at or before the offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
