/**
 * Regular expressions of the cluster query language (`=~`, `!~`; the guide names Java's syntax). A pattern must match
 * the whole value, as Java's `matches` does. Matching walks all alternatives at once (Thompson's construction), so no
 * pattern, however unkind, takes more than pattern length x value length: expressions come in by shared links.
 * Left out: back-references, look-around, possessive and lazy marks (which cannot change a whole match) and `\p{..}`.
 */

export interface Pattern {
  matches(value: string): boolean;
}

/** undefined when the pattern is not well-formed or uses what is left out. */
export function compilePattern(source: string): Pattern | undefined {
  const compiler = new Compiler(source);
  const start = compiler.compile();
  if (start === undefined) return undefined;
  const { states } = compiler;
  return { matches: (value) => run(states, start, value) };
}

type Accepts = (character: string) => boolean;
/** A state either reads one character (`accepts`) or splits freely; both to `next`. -1 is the end. */
interface State {
  readonly accepts: Accepts | null;
  readonly next: number[];
}
const END = -1;
const STATES_AT_MOST = 20_000;

function run(states: readonly State[], start: number, value: string): boolean {
  let current = closure(states, [start]);
  for (const character of value) {
    const reached: number[] = [];
    for (const at of current)
      if (at !== END && states[at]?.accepts?.(character)) reached.push(...(states[at]?.next ?? []));
    if (reached.length === 0) return false;
    current = closure(states, reached);
  }
  return current.has(END);
}

function closure(states: readonly State[], from: readonly number[]): Set<number> {
  const reached = new Set<number>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    const state = at === END ? undefined : states[at];
    if (state && state.accepts === null) open.push(...state.next);
  }
  return reached;
}

/** Recursive descent over the pattern, building states back to front: each method is given where to go on. */
class Compiler {
  readonly states: State[] = [];
  private at = 0;
  private failed = false;

  constructor(private readonly source: string) {}

  compile(): number | undefined {
    const tree = this.alternatives();
    if (this.failed || this.at < this.source.length) return undefined;
    const start = tree(END);
    return this.failed ? undefined : start;
  }

  private alternatives(): (next: number) => number {
    const branches = [this.sequence()];
    while (this.take('|')) branches.push(this.sequence());
    const [only] = branches;
    if (branches.length === 1 && only) return only;
    return (next) =>
      this.add(
        null,
        branches.map((branch) => branch(next)),
      );
  }

  private sequence(): (next: number) => number {
    const parts: ((next: number) => number)[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.peek()) && !this.failed)
      parts.push(this.repeated());
    return (next) => parts.reduceRight((after, part) => part(after), next);
  }

  private repeated(): (next: number) => number {
    const part = this.atom();
    const times = this.times();
    return times ? (next) => this.repeat(part, times.least, times.most, next) : part;
  }

  private repeat(
    part: (next: number) => number,
    least: number,
    most: number | null,
    next: number,
  ): number {
    let after = next;
    if (most === null) {
      const loop = this.add(null, [next]);
      this.states[loop]?.next.unshift(part(loop));
      after = loop;
    } else {
      for (let i = least; i < most && !this.failed; i++)
        after = this.add(null, [part(after), next]);
    }
    for (let i = 0; i < least && !this.failed; i++) after = part(after);
    return after;
  }

  private times(): { readonly least: number; readonly most: number | null } | undefined {
    const times = this.take('*')
      ? { least: 0, most: null }
      : this.take('+')
        ? { least: 1, most: null }
        : this.take('?')
          ? { least: 0, most: 1 }
          : this.counted();
    if (times && (this.peek() === '?' || this.peek() === '+')) this.at += 1;
    return times;
  }

  private counted() {
    const match = /^\{(\d{1,3})(,(\d{1,3})?)?\}/.exec(this.source.slice(this.at));
    if (!match) return undefined;
    this.at += match[0].length;
    const least = Number(match[1]);
    const most = match[2] === undefined ? least : match[3] === undefined ? null : Number(match[3]);
    if (most !== null && most < least) this.failed = true;
    return { least, most };
  }

  private atom(): (next: number) => number {
    const character = this.read();
    if (character === '(') return this.group();
    if (character === '^' || character === '$') return this.anchor(character);
    if (character === '.') return this.one(() => true);
    if (character === '[') return this.one(this.characterClass());
    if (character === '\\') return this.one(this.escape());
    if ('*+?{'.includes(character)) this.failed = true;
    return this.one((c) => c === character);
  }

  /** Nothing to do where a whole match begins or ends; anywhere else such a pattern could never match. */
  private anchor(character: '^' | '$'): (next: number) => number {
    const inPlace = character === '^' ? this.at === 1 : this.at === this.source.length;
    if (!inPlace) this.failed = true;
    return (next) => next;
  }

  private group(): (next: number) => number {
    if (this.peek() === '?' && !this.takeAll('?:')) this.failed = true;
    const inside = this.alternatives();
    if (!this.take(')')) this.failed = true;
    return inside;
  }

  private characterClass(): Accepts {
    const negated = this.take('^');
    const parts: Accepts[] = [];
    do {
      if (this.at >= this.source.length) this.failed = true;
      else parts.push(this.classPart());
    } while (!this.failed && this.peek() !== ']');
    this.at += 1;
    return (c) => parts.some((part) => part(c)) !== negated;
  }

  private classPart(): Accepts {
    const from = this.read();
    if (from === '\\') return this.escape();
    if (this.peek() !== '-' || this.source.charAt(this.at + 1) === ']') return (c) => c === from;
    this.at += 1;
    const to = this.read();
    if (to < from) this.failed = true;
    return (c) => c >= from && c <= to;
  }

  private escape(): Accepts {
    const character = this.read();
    const known = CLASSES.get(character.toLowerCase());
    if (known) return character === character.toLowerCase() ? known : (c) => !known(c);
    if (character === '' || /[a-zA-Z0-9]/.test(character)) this.failed = true;
    return (c) => c === character;
  }

  private one(accepts: Accepts): (next: number) => number {
    return (next) => this.add(accepts, [next]);
  }

  private add(accepts: Accepts | null, next: number[]): number {
    if (this.states.length >= STATES_AT_MOST) this.failed = true;
    else this.states.push({ accepts, next });
    return this.states.length - 1;
  }

  private peek = () => this.source.charAt(this.at);
  private read = () => this.source.charAt(this.at++);
  private take(character: string): boolean {
    const found = this.peek() === character;
    if (found) this.at += 1;
    return found;
  }
  private takeAll(text: string): boolean {
    const found = this.source.startsWith(text, this.at);
    if (found) this.at += text.length;
    return found;
  }
}

const CLASSES = new Map<string, Accepts>([
  ['d', (c) => c >= '0' && c <= '9'],
  ['w', (c) => /[A-Za-z0-9_]/.test(c)],
  ['s', (c) => ' \t\n\v\f\r'.includes(c)],
]);
