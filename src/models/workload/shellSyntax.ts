/**
 * As much of POSIX shell grammar as container commands use: words with quotes, `;` `&` `&&` `||` `|`, groups, `while`,
 * `until` and `for` loops. `if`, `case` and functions are recognised as a whole and skipped, because which branch runs
 * depends on a file system that does not exist here. Redirections and comments are dropped.
 */
export type Joiner = ';' | '&&' | '||';
export type ShellNode =
  | { readonly kind: 'command'; readonly words: readonly string[] }
  | { readonly kind: 'group'; readonly list: ShellList }
  | {
      readonly kind: 'while' | 'until';
      readonly condition: ShellList;
      readonly body: ShellList;
    }
  | { readonly kind: 'for'; readonly words: readonly string[]; readonly body: ShellList }
  | { readonly kind: 'skipped' };
export type ShellList = readonly {
  readonly joiner: Joiner;
  readonly background: boolean;
  readonly node: ShellNode;
}[];

interface Token {
  readonly text: string;
  /** false: part of a word, quoted or not. */
  readonly operator: boolean;
}

export function parseShell(script: string): ShellList {
  return new Parser(tokenize(script)).list([]);
}

class Parser {
  private at = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  /** Reads statements up to one of the closing words, which it leaves standing. */
  list(closers: readonly string[]): ShellList {
    const list: { joiner: Joiner; background: boolean; node: ShellNode }[] = [];
    let joiner: Joiner = ';';
    for (let token = this.peek(); token; token = this.peek()) {
      if (closers.includes(token.text)) break;
      if (token.operator && token.text !== '(') {
        this.at += 1;
        const last = list.at(-1);
        if (token.text === '&' && last) last.background = true;
        joiner = token.text === '&&' || token.text === '||' ? token.text : ';';
        continue;
      }
      list.push({ joiner, background: false, node: this.pipeline() });
      joiner = ';';
    }
    return list;
  }

  /** Of a pipeline the last command counts: it decides the exit code. */
  private pipeline(): ShellNode {
    let node = this.statement();
    while (this.peek()?.operator && this.peek()?.text === '|') {
      this.at += 1;
      node = this.statement();
    }
    return node;
  }

  private statement(): ShellNode {
    const token = this.peek();
    const word = token?.text ?? '';
    if (token?.operator) return word === '(' ? this.group(')') : { kind: 'skipped' };
    if (word === '{') return this.group('}');
    if (word === 'while' || word === 'until') return this.loop(word);
    if (word === 'for') return this.forLoop();
    if (word === 'if') return this.skipTo('if', 'fi');
    if (word === 'case') return this.skipTo('case', 'esac');
    return { kind: 'command', words: this.words() };
  }

  private group(closer: string): ShellNode {
    this.at += 1;
    const list = this.list([closer]);
    this.at += 1;
    return { kind: 'group', list };
  }

  private loop(kind: 'while' | 'until'): ShellNode {
    this.at += 1;
    const condition = this.list(['do']);
    this.at += 1;
    const body = this.list(['done']);
    this.at += 1;
    return { kind, condition, body };
  }

  private forLoop(): ShellNode {
    this.at += 1;
    const head: string[] = [];
    for (let t = this.peek(); t && t.text !== 'do'; t = this.peek()) {
      if (!t.operator) head.push(t.text);
      this.at += 1;
    }
    this.at += 1;
    const body = this.list(['done']);
    this.at += 1;
    return { kind: 'for', words: head[1] === 'in' ? head.slice(2) : [''], body };
  }

  private skipTo(opener: string, closer: string): ShellNode {
    let depth = 0;
    for (let token = this.peek(); token; token = this.peek()) {
      this.at += 1;
      if (token.text === opener) depth += 1;
      else if (token.text === closer && --depth === 0) break;
    }
    return { kind: 'skipped' };
  }

  private words(): string[] {
    const words: string[] = [];
    for (let token = this.peek(); token && !token.operator; token = this.peek()) {
      words.push(token.text);
      this.at += 1;
    }
    return words;
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }
}

const OPERATORS = ['&&', '||', ';;', ';', '|', '&', '\n', '(', ')'];

function tokenize(script: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < script.length) {
    const rest = script.slice(at);
    const skipped = /^(?:[ \t\r]+|\\\n|#[^\n]*|&?[0-9]*[<>]+&?[ \t]*[^\s;&|()]*)/.exec(rest);
    if (skipped) {
      at += skipped[0].length;
      continue;
    }
    const operator = OPERATORS.find((o) => rest.startsWith(o));
    if (operator) {
      tokens.push({ text: operator, operator: true });
      at += operator.length;
      continue;
    }
    const word = readWord(script, at);
    tokens.push({ text: word.text, operator: false });
    at = word.end;
  }
  return tokens;
}

/** One word: quotes removed, `$(...)` and backticks kept as they stand. */
function readWord(script: string, start: number): { text: string; end: number } {
  let text = '';
  let at = start;
  while (at < script.length && !/[\s;&|()<>]/.test(script[at] as string)) {
    const char = script[at] as string;
    const end = closingOf(script, at);
    if (end > at) {
      const inner = script.slice(at, end + 1);
      text += char === '"' || char === "'" ? inner.slice(1, -1) : inner;
      at = end + 1;
    } else {
      if (char !== '\\') text += char;
      else text += script[(at += 1)] ?? '';
      at += 1;
    }
  }
  return { text, end: at };
}

/** Where the quote or substitution that opens at `at` closes; `at` itself when none does. */
function closingOf(script: string, at: number): number {
  const char = script[at] as string;
  if (char === "'" || char === '`') return closedAt(script.indexOf(char, at + 1), at);
  if (char === '"') {
    let end = at + 1;
    while (end < script.length && script[end] !== '"') end += script[end] === '\\' ? 2 : 1;
    return end < script.length ? end : at;
  }
  if (char !== '$' || script[at + 1] !== '(') return at;
  let depth = 0;
  for (let end = at + 1; end < script.length; end++) {
    if (script[end] === '(') depth += 1;
    else if (script[end] === ')' && --depth === 0) return end;
  }
  return at;
}

const closedAt = (found: number, at: number): number => (found < 0 ? at : found);
