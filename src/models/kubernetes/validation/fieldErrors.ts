/**
 * The API server's classes of refusal and their wording (apimachinery util/validation/field, v1.34): a path, a class,
 * and a text that quotes the value as JSON.
 */
import type { FieldError, Path } from '../../../engine/model';

/** A refusal that also knows how the API prints its path. */
export interface Violation extends FieldError {
  /** `spec.containers[0].resources.limits[cpu]` */
  readonly field: string;
}

/** Where a validator stands: the path in the submitted object, and the same as the API prints it. */
export class FieldPath {
  static readonly root = new FieldPath([], '');

  private constructor(
    readonly path: Path,
    readonly text: string,
  ) {}

  child(...names: readonly string[]): FieldPath {
    const text = [this.text, ...names].filter((part) => part !== '').join('.');
    return new FieldPath([...this.path, ...names], text);
  }
  index(i: number): FieldPath {
    return new FieldPath([...this.path, i], `${this.text}[${i}]`);
  }
  /** A key of a map, printed in brackets. */
  key(key: string): FieldPath {
    return new FieldPath([...this.path, key], `${this.text}[${key}]`);
  }
  /** Points deeper into the object where the API names only the whole: one label, one annotation. */
  silently(...steps: Path): FieldPath {
    return new FieldPath([...this.path, ...steps], this.text);
  }
  /** Points at the same place under a name that the API prints differently. */
  printedAs(text: string): FieldPath {
    return new FieldPath(this.path, text);
  }
}

export const required = (at: FieldPath, detail = ''): Violation =>
  violation(at, 'FieldValueRequired', 'Required value', detail);

export const invalid = (at: FieldPath, value: unknown, detail: string): Violation =>
  violation(at, 'FieldValueInvalid', `Invalid value: ${quoted(value)}`, detail);

/** Of something as a whole: its value is left out (field.OmitValueType). */
export const invalidAsWhole = (at: FieldPath, detail: string): Violation =>
  violation(at, 'FieldValueInvalid', 'Invalid value', detail);

export const notSupported = (
  at: FieldPath,
  value: unknown,
  supported: readonly string[],
): Violation =>
  violation(
    at,
    'FieldValueNotSupported',
    `Unsupported value: ${quoted(value)}`,
    supported.length > 0
      ? `supported values: ${supported.map((text) => JSON.stringify(text)).join(', ')}`
      : '',
  );

export const duplicate = (at: FieldPath, value: unknown, detail = ''): Violation =>
  violation(at, 'FieldValueDuplicate', `Duplicate value: ${quoted(value)}`, detail);

export const forbidden = (at: FieldPath, detail: string): Violation =>
  violation(at, 'FieldValueForbidden', 'Forbidden', detail);

export const notFound = (at: FieldPath, value: unknown, detail = ''): Violation =>
  violation(at, 'FieldValueNotFound', `Not found: ${quoted(value)}`, detail);

export const tooLong = (at: FieldPath, maxBytes: number): Violation =>
  violation(at, 'FieldValueTooLong', 'Too long', `must have at most ${maxBytes} bytes`);

export const immutable = (at: FieldPath, value: unknown): Violation =>
  invalid(at, value, 'field is immutable');

/** Each message of a rule (`names.ts`) as a refusal of the value. */
export const invalidEach = (
  at: FieldPath,
  value: unknown,
  messages: readonly string[],
): readonly Violation[] => messages.map((message) => invalid(at, value, message));

export const mustBeOneOf = (
  at: FieldPath,
  value: string | undefined,
  supported: readonly string[],
): readonly Violation[] =>
  value !== undefined && supported.includes(value)
    ? []
    : [notSupported(at, value ?? '', supported)];

export const mustNotBeNegative = (
  at: FieldPath,
  value: number | undefined,
): readonly Violation[] =>
  value !== undefined && value < 0
    ? [invalid(at, value, 'must be greater than or equal to 0')]
    : [];

/** One line a refusal, as a Status message lists them: `[a, b]`, without repeats. */
export function aggregate(violations: readonly Violation[]): string {
  const lines = [...new Set(violations.map((v) => `${v.field}: ${v.message}`))];
  return lines.length === 1 ? (lines[0] ?? '') : `[${lines.join(', ')}]`;
}

function violation(at: FieldPath, reason: string, what: string, detail: string): Violation {
  return {
    path: at.path,
    field: at.text,
    reason,
    message: detail === '' ? what : `${what}: ${detail}`,
  };
}

const quoted = (value: unknown): string => JSON.stringify(value) ?? 'null';
