/**
 * Walks a value that was read from a file and knows where each part of it stands: whatever is wrong ends with
 * `file:line: what`, all of it at once. A key that nobody asked for is an error.
 */
import type { DocumentPath, ParsedDocument } from '../../documents';
import { parseDuration } from '../../host/scenario';

/** Problems of one lesson, in the order of the text. */
export class LessonError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Where the walk is. `fail` notes a problem and goes on, so that an author sees all of them. */
export class Place {
  constructor(
    readonly value: unknown,
    private readonly path: DocumentPath,
    private readonly source: Source,
  ) {}

  fail(message: string): undefined {
    this.source.note(this.path, message);
    return undefined;
  }

  at(step: string | number, value: unknown): Place {
    return new Place(value, [...this.path, step], this.source);
  }

  get isThere(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  text(): string {
    if (typeof this.value === 'string' && this.value.trim() !== '') return this.value;
    // `- Press: now` is a mapping to YAML, and an author does not see it.
    const why = isMapping(this.value) ? ': one with ": " in it needs quotes' : '';
    this.fail(`must be a text${why}`);
    return '';
  }

  number(): number {
    if (typeof this.value === 'number' && Number.isFinite(this.value)) return this.value;
    this.fail('must be a number');
    return 0;
  }

  truth(): boolean {
    if (typeof this.value === 'boolean') return this.value;
    this.fail('must be true or false');
    return false;
  }

  /** Milliseconds. */
  duration(): number {
    const { value } = this;
    try {
      if (typeof value === 'string' || value === 0) return parseDuration(value);
    } catch {
      // Said below.
    }
    this.fail('must be a duration such as 8s, 2m30s or 250ms');
    return 0;
  }

  oneOf<T extends string>(words: readonly T[]): T {
    const found = words.find((word) => word === this.value);
    if (found !== undefined) return found;
    this.fail(`must be one of ${words.join(', ')}`);
    return words[0] as T;
  }

  list(): readonly Place[] {
    if (Array.isArray(this.value)) return this.value.map((item, i) => this.at(i, item));
    this.fail('must be a list');
    return [];
  }

  /** A list, or a single thing that stands for a list of one. */
  several(): readonly Place[] {
    return Array.isArray(this.value) ? this.list() : [this];
  }

  entries(): readonly (readonly [string, Place])[] {
    if (!isMapping(this.value)) {
      this.fail('must be a mapping');
      return [];
    }
    return Object.entries(this.value).map(([key, value]) => [key, this.at(key, value)] as const);
  }

  /** Its fields by name; others than these are refused. */
  fields<F extends string>(allowed: readonly F[]): Fields<F> {
    for (const [key, place] of this.entries())
      if (!(allowed as readonly string[]).includes(key))
        place.fail(`unknown key "${key}"; there are ${allowed.join(', ')}`);
    const value = isMapping(this.value) ? this.value : {};
    return (name) => this.at(name, value[name]);
  }
}

export type Fields<F extends string> = (name: F) => Place;

export const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One file of a lesson, and what has been found wrong with it. */
export class Source {
  private readonly found: { readonly line: number; readonly message: string }[] = [];

  constructor(
    readonly name: string,
    private readonly locate: ParsedDocument['locate'],
    private readonly firstLine = 0,
  ) {}

  note(path: DocumentPath, message: string): void {
    const where = path.length === 0 ? '' : `${path.join('.')} `;
    const line = this.locate(path).line + this.firstLine;
    this.found.push({ line, message: `${where}${message}` });
  }

  get problems(): readonly string[] {
    return [...this.found]
      .sort((a, b) => a.line - b.line)
      .map(({ line, message }) => `${this.name}:${line}: ${message}`);
  }
}
