/**
 * Metric math, as far as scaling needs it (CloudWatch User Guide, "Using metric math"): numbers, ids, + - * / and parentheses,
 * and the functions FILL, IF, MAX, MIN, CEIL, FLOOR, ABS. Where a value is missing the result is missing, and so it is where
 * something is divided by zero; FILL(m, 0) says otherwise.
 */
type Value = number | null;
type Lookup = (id: string) => Value;

/** null: nothing to say for this period. Throws what `expressionError` would tell. */
export function evaluateExpression(expression: string, lookup: Lookup): Value {
  return new Reader(expression, lookup).whole();
}

/** What is wrong with an expression, or undefined. `ids`: what it may name. */
export function expressionError(expression: string, ids: readonly string[]): string | undefined {
  let unknown: string | undefined;
  const lookup = (id: string): Value => {
    if (!ids.includes(id)) unknown ??= id;
    return 1;
  };
  try {
    evaluateExpression(expression, lookup);
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
  return unknown === undefined ? undefined : `Unknown metric Id ${unknown}.`;
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|([-+*/(),]|[<>=!]=|[<>]))/y;

class Reader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(
    expression: string,
    private readonly lookup: Lookup,
  ) {
    this.tokens = tokensOf(expression);
  }

  whole(): Value {
    const value = this.comparison();
    if (this.at < this.tokens.length) throw unexpected(this.tokens[this.at]);
    return value;
  }

  private comparison(): Value {
    const left = this.sum();
    const operator = this.tokens[this.at] ?? '';
    if (!/^[<>=!]/.test(operator)) return left;
    this.at += 1;
    return apply(left, this.sum(), (a, b) => (compares(operator, a, b) ? 1 : 0));
  }

  private sum(): Value {
    let value = this.product();
    for (;;) {
      if (this.take('+')) value = apply(value, this.product(), (a, b) => a + b);
      else if (this.take('-')) value = apply(value, this.product(), (a, b) => a - b);
      else return value;
    }
  }

  private product(): Value {
    let value = this.factor();
    for (;;) {
      if (this.take('*')) value = apply(value, this.factor(), (a, b) => a * b);
      else if (this.take('/'))
        value = apply(value, this.factor(), (a, b) => (b === 0 ? null : a / b));
      else return value;
    }
  }

  private factor(): Value {
    if (this.take('-')) return apply(0, this.factor(), (a, b) => a - b);
    if (this.take('(')) {
      const value = this.comparison();
      this.expect(')');
      return value;
    }
    const token = this.tokens[this.at];
    this.at += 1;
    if (token === undefined) throw unexpected(token);
    if (/^\d/.test(token)) return Number(token);
    if (!/^[A-Za-z]/.test(token)) throw unexpected(token);
    return this.take('(') ? this.call(token) : this.lookup(token);
  }

  private call(name: string): Value {
    const values: Value[] = [];
    do values.push(this.comparison());
    while (this.take(','));
    this.expect(')');
    const f = FUNCTIONS[name.toUpperCase()];
    if (!f) throw new SyntaxError(`Unsupported function ${name}.`);
    return f(values);
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw unexpected(this.tokens[this.at]);
  }
}

function tokensOf(expression: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(expression);
    if (!found) throw unexpected(expression.slice(from).trim().slice(0, 1));
    tokens.push(found[0].trim());
  }
  return tokens;
}

const unexpected = (token: string | undefined): SyntaxError =>
  new SyntaxError(
    token === undefined ? 'The expression ends too early.' : `Unexpected ${token} in expression.`,
  );

const apply = (a: Value, b: Value, f: (a: number, b: number) => Value): Value =>
  a === null || b === null ? null : f(a, b);

function compares(operator: string, a: number, b: number): boolean {
  switch (operator) {
    case '>':
      return a > b;
    case '<':
      return a < b;
    case '>=':
      return a >= b;
    case '<=':
      return a <= b;
    case '==':
      return a === b;
    default:
      return a !== b;
  }
}

const overAll =
  (f: (values: readonly number[]) => number) =>
  (values: readonly Value[]): Value =>
    values.some((value) => value === null) ? null : f(values as readonly number[]);

const FUNCTIONS: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
  FILL: ([value = null, otherwise = null]) => value ?? otherwise,
  IF: ([condition = null, then = null, otherwise = null]) =>
    condition === null ? null : condition !== 0 ? then : otherwise,
  MAX: overAll((values) => Math.max(...values)),
  MIN: overAll((values) => Math.min(...values)),
  CEIL: overAll(([value = 0]) => Math.ceil(value)),
  FLOOR: overAll(([value = 0]) => Math.floor(value)),
  ABS: overAll(([value = 0]) => Math.abs(value)),
};
