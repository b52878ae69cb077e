/**
 * Whether a value has the shape of a request: the checks that the AWS CLI and SDKs make before they send anything
 * (unknown and missing parameters, wrong types), in the AWS CLI's words, and the closed lists of words that the
 * service checks. Source: botocore's parameter validation (its messages) and the API model (`parameters.ts`).
 */
import type { FieldError, Path } from '../../../engine/model';
import { clientException, invalidParameter, paramValidation } from './exceptions';
import { ENUMS, STRUCTURES } from './parameters';

export interface RequestShape {
  readonly errors: readonly FieldError[];
  /** Every value has the type that its parameter asks for, so that rules can read it. */
  readonly readable: boolean;
}

export function requestShape(action: string, value: unknown): RequestShape {
  const check = new ShapeCheck(action === 'RegisterTaskDefinition');
  check.value([], `${action}Request`, value);
  return check;
}

export const isRequest = (action: string): boolean => `${action}Request` in STRUCTURES;

class ShapeCheck implements RequestShape {
  readonly errors: FieldError[] = [];
  readable = true;

  constructor(private readonly forTaskDefinition: boolean) {}

  value(path: Path, type: string, value: unknown): void {
    const structure = STRUCTURES[type];
    if (type.endsWith('[]')) this.list(path, type.slice(0, -2), value);
    else if (type.startsWith('{')) this.map(path, type.slice(1, -1), value);
    else if (structure) this.structure(path, structure, value);
    else if (ENUMS[type]) this.word(path, ENUMS[type], value);
    else this.scalar(path, type, value);
  }

  private structure(path: Path, members: Readonly<Record<string, string>>, value: unknown): void {
    if (!isObject(value)) {
      this.wrongType(path, value, 'dict');
      return;
    }
    for (const [name, type] of Object.entries(members))
      if (type.endsWith('!') && value[name] === undefined)
        this.errors.push(
          paramValidation(path, `Missing required parameter in ${nameOf(path)}: "${name}"`),
        );
    for (const [name, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      const type = Object.hasOwn(members, name) ? members[name] : undefined;
      if (type === undefined) this.unknown([...path, name], members);
      else this.value([...path, name], type.replace('!', ''), inner);
    }
  }

  private list(path: Path, type: string, value: unknown): void {
    if (Array.isArray(value))
      value.forEach((item: unknown, i) => {
        this.value([...path, i], type, item);
      });
    else this.wrongType(path, value, 'list', 'tuple');
  }

  private map(path: Path, type: string, value: unknown): void {
    if (!isObject(value)) this.wrongType(path, value, 'dict');
    else for (const [key, item] of Object.entries(value)) this.value([...path, key], type, item);
  }

  private word(path: Path, words: readonly string[], value: unknown): void {
    if (typeof value !== 'string') {
      this.wrongType(path, value, 'str');
      return;
    }
    if (words.includes(value)) return;
    const exception = this.forTaskDefinition ? clientException : invalidParameter;
    const place = path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : step));
    this.errors.push(
      exception(
        path,
        `1 validation error detected: Value '${value}' at '${place.join('.')}' failed to satisfy constraint: ` +
          `Member must satisfy enum value set: [${words.join(', ')}]`,
      ),
    );
  }

  private scalar(path: Path, type: string, value: unknown): void {
    switch (type) {
      case 'string':
        if (typeof value !== 'string') this.wrongType(path, value, 'str');
        return;
      case 'boolean':
        if (typeof value !== 'boolean') this.wrongType(path, value, 'bool');
        return;
      case 'integer':
        if (typeof value !== 'number' || !Number.isInteger(value))
          this.wrongType(path, value, 'int');
        return;
      case 'double':
        if (typeof value !== 'number')
          this.wrongType(path, value, 'float', 'decimal.Decimal', 'int');
        return;
      case 'document':
        return;
      default:
        throw new Error(`parameters.ts has no type ${type}`);
    }
  }

  private unknown(path: Path, members: Readonly<Record<string, string>>): void {
    const name = String(path.at(-1));
    const known = Object.keys(members).join(', ');
    const parent = nameOf(path.slice(0, -1));
    this.errors.push(
      paramValidation(path, `Unknown parameter in ${parent}: "${name}", must be one of: ${known}`),
    );
  }

  private wrongType(path: Path, value: unknown, ...valid: string[]): void {
    this.readable = false;
    const types = valid.map(pythonClass).join(', ');
    this.errors.push(
      paramValidation(
        path,
        `Invalid type for parameter ${nameOf(path)}, value: ${pythonText(value)}, ` +
          `type: ${pythonClass(pythonType(value))}, valid types: ${types}`,
      ),
    );
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `containerDefinitions[0].image`; the request itself is `input`. */
function nameOf(path: Path): string {
  const name = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
  return name === '' ? 'input' : name;
}

/** The AWS CLI is a Python program: its messages show values and types as Python does. */
const pythonClass = (type: string) => `<class '${type}'>`;
function pythonType(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return typeof value === 'string' ? 'str' : typeof value === 'boolean' ? 'bool' : 'dict';
}
const PYTHON_WORDS = new Map<unknown, string>([
  [null, 'None'],
  [true, 'True'],
  [false, 'False'],
]);
function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}
function pythonRepr(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([key, inner]) => `'${key}': ${pythonRepr(inner)}`)
      .join(', ')}}`;
  return PYTHON_WORDS.get(value) ?? String(value);
}
