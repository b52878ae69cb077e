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
import { parseInstant } from './instant';
import { compilePattern } from './pattern';

/** What an expression can ask about one container instance. */
export interface QuerySubject {
  readonly agentConnected: boolean;
  readonly agentVersion: string;
  readonly ec2InstanceId: string;
  readonly registeredAtEpochMs: number;
  readonly runningTasksCount: number;
  /** The groups (`service:web`, `database`) of the tasks on it. Asked only when an expression names them. */
  taskGroups(): readonly string[];
  /** Values of a custom or built-in attribute. */
  attribute(name: string): readonly string[];
}

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
type Test = (subject: QuerySubject) => boolean;

type Comparison = '==' | '!=' | '>' | '>=' | '<' | '<=';
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

interface Subject {
  values(on: QuerySubject): readonly string[];
  /** Whether an argument can be a value of this subject. */
  admits(argument: string): boolean;
  /** Negative, zero or positive: how a value stands to an argument that is admitted. */
  order(value: string, argument: string): number;
}

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const anything = () => true;
const isWhole = (text: string) => /^\d+$/.test(text);

const text = (values: (on: QuerySubject) => readonly string[]): Subject => ({
  values,
  order: byCodeUnit,
  admits: anything,
});

const SUBJECTS: ReadonlyMap<string, Subject> = new Map<string, Subject>([
  ['agentConnected', { ...text((on) => [String(on.agentConnected)]), admits: isBoolean }],
  ['agentVersion', { ...text((on) => [on.agentVersion]), order: byVersion }],
  ['ec2InstanceId', text((on) => [on.ec2InstanceId])],
  [
    'registeredAt',
    {
      values: (on) => [String(on.registeredAtEpochMs)],
      order: (value, argument) => Number(value) - (parseInstant(argument) ?? 0),
      admits: (argument) => parseInstant(argument) !== undefined,
    },
  ],
  [
    'runningTasksCount',
    {
      values: (on) => [String(on.runningTasksCount)],
      order: (value, argument) => Number(value) - Number(argument),
      admits: isWhole,
    },
  ],
  ['task:group', text((on) => on.taskGroups())],
]);

function subjectNamed(name: string): Subject | undefined {
  const attribute = /^attribute:([A-Za-z0-9_./\\-]{1,128})$/.exec(name)?.[1];
  return attribute === undefined ? SUBJECTS.get(name) : text((on) => on.attribute(attribute));
}

function isBoolean(argument: string): boolean {
  return argument === 'true' || argument === 'false';
}

/** Versions compare part by part as numbers: 1.9.0 comes before 1.14.5. */
function byVersion(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [l, r] = [left[i] ?? '0', right[i] ?? '0'];
    const order = isWhole(l) && isWhole(r) ? Number(l) - Number(r) : byCodeUnit(l, r);
    if (order !== 0) return order;
  }
  return 0;
}

const HOLDS: Readonly<Record<Comparison, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

function compare(subject: Subject, operator: Comparison, argument: string): Test | undefined {
  if (!subject.admits(argument)) return undefined;
  const holds = (value: string) => HOLDS[operator](subject.order(value, argument));
  if (operator !== '!=') return (on) => subject.values(on).some(holds);
  return (on) => allOf(subject.values(on), holds);
}

function among(subject: Subject, items: readonly string[], negative: boolean): Test | undefined {
  if (!items.every((item) => subject.admits(item))) return undefined;
  const isIn = (value: string) => items.some((item) => subject.order(value, item) === 0);
  if (!negative) return (on) => subject.values(on).some(isIn);
  return (on) => allOf(subject.values(on), (value) => !isIn(value));
}

function like(subject: Subject, source: string, negative: boolean): Test | undefined {
  const pattern = compilePattern(source);
  if (!pattern) return undefined;
  if (!negative) return (on) => subject.values(on).some((value) => pattern.matches(value));
  return (on) => allOf(subject.values(on), (value) => !pattern.matches(value));
}

/** There is a value, and it holds for every one. */
const allOf = (values: readonly string[], holds: (value: string) => boolean) =>
  values.length > 0 && values.every(holds);
