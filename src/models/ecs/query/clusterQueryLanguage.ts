/**
 * The cluster query language: which container instances an expression selects. Used by `memberOf` constraints and by
 * ListContainerInstances.
 * Source: ECS Developer Guide, "Cluster query language" and "Placement constraints" (read 2026).
 *
 *     expression  = and-part { (or | ||) and-part }          `and` before `or`, not documented
 *     and-part    = not-part { (and | &&) not-part }
 *     not-part    = (not | !) not-part | ( expression ) | comparison
 *     comparison  = subject operator [argument]              no parentheses inside, unless quoted
 *
 * A negative operator selects what *has* the subject with another value. Patterns match the whole value.
 */
import {
  among,
  compare,
  like,
  subjectNamed,
  type Comparison,
  type QuerySubject,
  type Subject,
  type Test,
} from './comparisons';

export type { QuerySubject } from './comparisons';

export type ClusterQuery =
  | { readonly ok: true; matches(subject: QuerySubject): boolean }
  | { readonly ok: false; readonly message: string };

const LENGTH_AT_MOST = 2000;
const DEPTH_AT_MOST = 100;

export function parseClusterQuery(expression: string): ClusterQuery {
  if (expression.length > LENGTH_AT_MOST)
    return { ok: false, message: `Expression is longer than ${LENGTH_AT_MOST} characters.` };
  try {
    const matches = new Parser(expression).parse();
    return { ok: true, matches };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, message: error.message };
    throw error;
  }
}

class Unreadable extends Error {}
type Operator = Comparison | 'in' | '!in' | 'exists' | '!exists' | '=~' | '!~';

/** Longer spellings before those that begin them. */
const OPERATORS: readonly (readonly [string, Operator])[] = [
  ['not_equals', '!='],
  ['not_exists', '!exists'],
  ['not_matches', '!~'],
  ['not_in', '!in'],
  ['greater_than_equal', '>='],
  ['greater_than', '>'],
  ['less_than_equal', '<='],
  ['less_than', '<'],
  ['!exists', '!exists'],
  ['exists', 'exists'],
  ['equals', '=='],
  ['matches', '=~'],
  ['!in', '!in'],
  ['in', 'in'],
  ['==', '=='],
  ['!=', '!='],
  ['>=', '>='],
  ['<=', '<='],
  ['=~', '=~'],
  ['!~', '!~'],
  ['>', '>'],
  ['<', '<'],
];

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  parse(): Test {
    const test = this.expression();
    this.skipSpace();
    if (this.at < this.text.length) throw this.unreadable();
    return test;
  }

  private expression(): Test {
    const parts = [this.andPart()];
    while (this.takeWord('or') || this.take('||')) parts.push(this.andPart());
    return (subject) => parts.some((part) => part(subject));
  }

  private andPart(): Test {
    const parts = [this.notPart()];
    while (this.takeWord('and') || this.take('&&')) parts.push(this.notPart());
    return (subject) => parts.every((part) => part(subject));
  }

  private notPart(): Test {
    this.depth += 1;
    if (this.depth > DEPTH_AT_MOST) throw this.unreadable();
    const test = this.negated() ?? this.grouped() ?? this.comparison();
    this.depth -= 1;
    return test;
  }

  private negated(): Test | undefined {
    if (!this.takeWord('not') && !this.take('!')) return undefined;
    const test = this.notPart();
    return (subject) => !test(subject);
  }

  private grouped(): Test | undefined {
    if (!this.take('(')) return undefined;
    const test = this.expression();
    if (!this.take(')')) throw this.unreadable();
    return test;
  }

  private comparison(): Test {
    const subject = this.subject();
    const operator = this.operator();
    if (operator === 'exists') return (on) => subject.values(on).length > 0;
    if (operator === '!exists') return (on) => subject.values(on).length === 0;
    if (operator === 'in' || operator === '!in')
      return among(subject, this.list(), operator === '!in') ?? this.fail();
    const argument = this.argument();
    if (operator === '=~' || operator === '!~')
      return like(subject, argument, operator === '!~') ?? this.fail();
    return compare(subject, operator, argument) ?? this.fail();
  }

  private subject(): Subject {
    this.skipSpace();
    const name = /^[A-Za-z0-9_.:/\\-]*/.exec(this.text.slice(this.at))?.[0] ?? '';
    const subject = subjectNamed(name);
    if (!subject) throw this.unreadable();
    this.at += name.length;
    return subject;
  }

  private operator(): Operator {
    this.skipSpace();
    for (const [spelling, operator] of OPERATORS)
      if (/\w$/.test(spelling) ? this.takeWord(spelling) : this.take(spelling)) return operator;
    throw this.unreadable();
  }

  private list(): readonly string[] {
    if (!this.take('[')) throw this.unreadable();
    const items: string[] = [];
    do items.push(this.quoted() ?? this.bare(/^[^\s,()[\]'"]+/));
    while (this.take(','));
    if (!this.take(']')) throw this.unreadable();
    return items;
  }

  /** One value: quoted, or up to the next space, parenthesis or joining sign. */
  private argument(): string {
    return this.quoted() ?? this.bare(/^(?:(?!&&|\|\|)[^\s()'"])+/);
  }

  private quoted(): string | undefined {
    this.skipSpace();
    const match = /^'([^']*)'|^"([^"]*)"/.exec(this.text.slice(this.at));
    if (!match) return undefined;
    this.at += match[0].length;
    return match[1] ?? match[2];
  }

  private bare(pattern: RegExp): string {
    this.skipSpace();
    const value = pattern.exec(this.text.slice(this.at))?.[0];
    if (value === undefined) throw this.unreadable();
    this.at += value.length;
    return value;
  }

  private take(sign: string): boolean {
    this.skipSpace();
    const found = this.text.startsWith(sign, this.at);
    if (found) this.at += sign.length;
    return found;
  }

  /** A word ends where no letter, digit or `_` follows. */
  private takeWord(word: string): boolean {
    this.skipSpace();
    const after = this.text.charAt(this.at + word.length);
    return !/\w/.test(after) && this.take(word);
  }

  private skipSpace(): void {
    while (/\s/.test(this.text.charAt(this.at))) this.at += 1;
  }

  private fail(): never {
    throw this.unreadable();
  }

  private unreadable(): Unreadable {
    const rest = this.text.slice(this.at).trim();
    return new Unreadable(
      `Invalid expression: ${rest === '' ? 'unexpected end' : `cannot read '${rest}'`}.`,
    );
  }
}
