/**
 * One text turned into another as somebody would type it: line by line from the top, what goes is taken out at once,
 * what comes is written a few characters at a time. The last text is exactly the wanted one.
 */

/** Most texts shown for one changed place: a long insertion is written in larger bites. */
const MOST_BITES = 60;

export interface Typed {
  readonly text: string;
  /** Offset of the hand: what was just written ends here. */
  readonly at: number;
  /** A place is done: one looks at it before going on. */
  readonly pause: boolean;
}

interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export function typed(before: string, after: string): readonly Typed[] {
  const steps: Typed[] = [];
  let text = before;
  // From the bottom up offsets would stay; from the top down it reads as writing does.
  let moved = 0;
  for (const change of changes(before, after)) {
    const from = change.from + moved;
    const to = change.to + moved;
    const head = text.slice(0, from);
    const tail = text.slice(to);
    const bite = Math.max(1, Math.ceil(change.text.length / MOST_BITES));
    for (let written = to > from ? 0 : bite; ; written += bite) {
      const done = written >= change.text.length;
      const part = change.text.slice(0, written);
      steps.push({ text: head + part + tail, at: from + part.length, pause: done });
      if (done) break;
    }
    text = head + change.text + tail;
    moved += change.text.length - (change.to - change.from);
  }
  return steps;
}

/** Changed places, top first: hunks of lines, cut down to the characters that differ. */
function changes(before: string, after: string): readonly Change[] {
  const a = before.split(/(?<=\n)/);
  const b = after.split(/(?<=\n)/);
  const kept = commonLines(a, b);
  const found: Change[] = [];
  let [i, j, offset] = [0, 0, 0];
  for (const [x, y] of [...kept, [a.length, b.length] as const]) {
    const gone = a.slice(i, x).join('');
    const come = b.slice(j, y).join('');
    if (gone !== come) found.push(trimmed(gone, come, offset));
    offset += gone.length + (a[x]?.length ?? 0);
    [i, j] = [x + 1, y + 1];
  }
  return found;
}

function trimmed(gone: string, come: string, offset: number): Change {
  const most = Math.min(gone.length, come.length);
  let head = 0;
  while (head < most && gone[head] === come[head]) head++;
  let tail = 0;
  while (tail < most - head && gone.at(-1 - tail) === come.at(-1 - tail)) tail++;
  return {
    from: offset + head,
    to: offset + gone.length - tail,
    text: come.slice(head, come.length - tail),
  };
}

/** Pairs of places of a longest common run of lines; files of a lesson have tens of lines. */
function commonLines(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      (longest[i] as Uint16Array)[j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;)
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  return pairs;
}
