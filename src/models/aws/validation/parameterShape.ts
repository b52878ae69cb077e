/**
 * Whether an input has the shape of its request: the checks that the AWS CLI makes before it sends anything, in its words
 * (botocore's parameter validation). Types: string, integer, float, boolean, map, any, `[x]` a list, or another structure; `!`
 * marks what is required, `~` what is taken without effect in this simulator.
 */
import type { FieldError, Path } from '../../../engine/model';

type Structure = Readonly<Record<string, string>>;
export type Structures = Readonly<Record<string, Structure>>;

/** Every place that is wrong, in the order of the input. */
export const errorsOfShape = (
  structures: Structures,
  type: string,
  input: unknown,
): readonly FieldError[] => checked(structures, type, input, []);

/** Places of what is taken without effect. */
export function withoutEffect(
  structures: Structures,
  type: string,
  value: unknown,
  path: Path = [],
): readonly Path[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, i) =>
      withoutEffect(structures, type.replace(/[[\]]/g, ''), item, [...path, i]),
    );
  const structure = structures[type];
  if (!structure || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]): readonly Path[] => {
    const of = Object.hasOwn(structure, name) ? structure[name] : undefined;
    if (of === undefined) return [];
    if (of.includes('~')) return [[...path, name]];
    return withoutEffect(structures, of.replace('!', ''), inner, [...path, name]);
  });
}

function checked(
  structures: Structures,
  type: string,
  value: unknown,
  path: Path,
): readonly FieldError[] {
  if (type === 'any') return [];
  if (type.startsWith('[')) {
    if (!Array.isArray(value)) return [wrongType(path, 'list')];
    const inner = type.slice(1, -1);
    return value.flatMap((item: unknown, i) => checked(structures, inner, item, [...path, i]));
  }
  const structure = structures[type];
  if (structure) return structureErrors(structures, structure, value, path);
  return isOf(type, value) ? [] : [wrongType(path, type)];
}

function structureErrors(
  structures: Structures,
  structure: Structure,
  value: unknown,
  path: Path,
): readonly FieldError[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [wrongType(path, 'dict')];
  const fields = value as Readonly<Record<string, unknown>>;
  const missing = Object.entries(structure)
    .filter(([name, type]) => type.includes('!') && (fields[name] ?? undefined) === undefined)
    .map(([name]) => error(path, `Missing required parameter in ${nameOf(path)}: "${name}"`));
  const within = Object.entries(fields).flatMap(([name, inner]): readonly FieldError[] => {
    if (inner === undefined || inner === null) return [];
    const type = Object.hasOwn(structure, name) ? structure[name] : undefined;
    if (type !== undefined)
      return checked(structures, type.replace(/[!~]/g, ''), inner, [...path, name]);
    const known = Object.keys(structure).join(', ');
    const message = `Unknown parameter in ${nameOf(path)}: "${name}", must be one of: ${known}`;
    return [error([...path, name], message)];
  });
  return [...missing, ...within];
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'float':
      return typeof value === 'number' && Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

const error = (path: Path, message: string): FieldError => ({
  path,
  reason: 'ParamValidationError',
  message,
});

const PYTHON: Readonly<Record<string, string>> = {
  string: "<class 'str'>",
  integer: "<class 'int'>",
  float: "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
  boolean: "<class 'bool'>",
  list: "<class 'list'>, <class 'tuple'>",
  dict: "<class 'dict'>",
  map: "<class 'dict'>",
};

const wrongType = (path: Path, valid: string): FieldError =>
  error(path, `Invalid type for parameter ${nameOf(path)}, valid types: ${PYTHON[valid] ?? valid}`);

const nameOf = (path: Path): string =>
  path.length === 0
    ? 'input'
    : path
        .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${part}`))
        .join('');
