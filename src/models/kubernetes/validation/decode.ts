/**
 * JSON -> object, as the API server decodes it (sigs.k8s.io/json, strict): wrong types in the words of Go's decoder,
 * unknown fields as `unknown field "spec.replica"`. Absent and null are the same; times become virtual milliseconds;
 * unknown fields are dropped, as the server drops them when asked not to be strict.
 */
import type { FieldError, Path } from '../../../engine/model';
import { parseQuantity } from '../quantity';
import { parseRfc3339 } from '../printers/time';
import { goName, goType, structType, type Shape } from './typeTable';

export interface Decoded {
  readonly value: Readonly<Record<string, unknown>>;
  /** Wrong types, first one first: the API reports only that one. Messages as the API words them. */
  readonly typeErrors: readonly FieldError[];
  /** `unknown field "spec.replica"`, in the order of the text. */
  readonly unknownFields: readonly FieldError[];
}

export function decodeObject(type: string, json: unknown): Decoded {
  const decoder = new Decoder();
  const value = decoder.struct(type, json, { path: [], struct: goName(type), field: [] });
  return {
    value: (value ?? {}) as Readonly<Record<string, unknown>>,
    typeErrors: decoder.typeErrors,
    unknownFields: decoder.unknownFields,
  };
}

/** `spec.template.spec.containers[0].image`, as strict decoding names a field. */
export const dotted = (path: Path): string =>
  path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`,
    '',
  );

interface Place {
  readonly path: Path;
  /** The innermost struct, and the fields that lead to the value: how Go names a place. */
  readonly struct: string;
  readonly field: readonly string[];
}

class Decoder {
  readonly typeErrors: FieldError[] = [];
  readonly unknownFields: FieldError[] = [];

  struct(type: string, json: unknown, place: Place): unknown {
    if (!isObject(json)) return this.mismatch({ is: 'struct', type }, json, place);
    const fields = structType(type);
    const result: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(json)) {
      const path = [...place.path, name];
      const field = fields.get(name);
      if (!field) {
        const message = `unknown field ${JSON.stringify(dotted(path))}`;
        this.unknownFields.push({ path, reason: 'UnknownField', message });
        continue;
      }
      if (value === null || value === undefined) continue;
      const inner = { path, struct: goName(type), field: [...place.field, name] };
      const decoded = this.value(field.shape, value, inner);
      if (decoded !== undefined) result[name] = decoded;
    }
    return result;
  }

  private value(shape: Shape, json: unknown, place: Place): unknown {
    switch (shape.is) {
      case 'struct':
        return this.struct(shape.type, json, place);
      case 'list':
        return this.list(shape, json, place);
      case 'map':
        return this.map(shape, json, place);
      case 'any':
        return json;
      case 'string':
        return typeof json === 'string' ? json : this.mismatch(shape, json, place);
      case 'bool':
        return typeof json === 'boolean' ? json : this.mismatch(shape, json, place);
      case 'float64':
        return typeof json === 'number' ? json : this.mismatch(shape, json, place);
      case 'int32':
      case 'int64':
        return this.integer(shape, json, place);
      case 'IntOrString':
        return typeof json === 'string' ? json : this.integer({ is: 'int32' }, json, place);
      case 'Time':
      case 'MicroTime':
        return this.time(json, place);
      case 'bytes':
        return this.bytes(shape, json, place);
      case 'Quantity':
        return this.quantity(json, place);
    }
  }

  private list(shape: Shape & { is: 'list' | 'map' }, json: unknown, place: Place): unknown {
    if (!Array.isArray(json)) return this.mismatch(shape, json, place);
    if (json.length === 0) return undefined;
    return json.map((item: unknown, i) =>
      this.element(shape.of, item, { ...place, path: [...place.path, i] }),
    );
  }

  private map(shape: Shape & { is: 'list' | 'map' }, json: unknown, place: Place): unknown {
    if (!isObject(json)) return this.mismatch(shape, json, place);
    return Object.fromEntries(
      Object.entries(json).map(([key, item]) => [
        key,
        this.element(shape.of, item, { ...place, path: [...place.path, key] }),
      ]),
    );
  }

  /** Inside lists and maps, null is the zero value of the type. */
  private element(shape: Shape, json: unknown, place: Place): unknown {
    if (json === null || json === undefined) return zeroOf(shape);
    return this.value(shape, json, place) ?? zeroOf(shape);
  }

  private integer(shape: Shape, json: unknown, place: Place): unknown {
    if (typeof json !== 'number') return this.mismatch(shape, json, place);
    const limit = shape.is === 'int32' ? 2 ** 31 : 2 ** 63;
    if (Number.isInteger(json) && json >= -limit && json < limit) return json;
    return this.mismatch(shape, json, place, `number ${json}`);
  }

  private time(json: unknown, place: Place): unknown {
    if (typeof json === 'number') return json;
    if (typeof json !== 'string') return this.mismatch({ is: 'string' }, json, place);
    const time = parseRfc3339(json);
    if (time !== undefined) return time;
    const quoted = JSON.stringify(json);
    return this.fail(
      place,
      `parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`,
    );
  }

  private bytes(shape: Shape, json: unknown, place: Place): unknown {
    if (typeof json !== 'string') return this.mismatch(shape, json, place);
    const at = invalidBase64At(json);
    return at === -1 ? json : this.fail(place, `illegal base64 data at input byte ${at}`);
  }

  private quantity(json: unknown, place: Place): unknown {
    if (typeof json !== 'string' && typeof json !== 'number')
      return this.fail(place, parseQuantity('x').error ?? '');
    const text = typeof json === 'string' ? json.trim() : json;
    const parsed = parseQuantity(text);
    return parsed.error === undefined ? text : this.fail(place, parsed.error);
  }

  private mismatch(shape: Shape, json: unknown, place: Place, found = jsonType(json)): undefined {
    const where =
      place.field.length === 0
        ? `Go value of type ${goType(shape)}`
        : `Go struct field ${place.struct}.${place.field.join('.')} of type ${goType(shape)}`;
    return this.fail(place, `json: cannot unmarshal ${found} into ${where}`);
  }

  private fail(place: Place, message: string): undefined {
    this.typeErrors.push({ path: place.path, reason: 'FieldValueTypeInvalid', message });
    return undefined;
  }
}

function zeroOf(shape: Shape): unknown {
  switch (shape.is) {
    case 'struct':
    case 'map':
      return {};
    case 'list':
      return [];
    case 'string':
    case 'bytes':
    case 'IntOrString':
      return '';
    case 'bool':
      return false;
    case 'Quantity':
      return '0';
    case 'any':
      return null;
    default:
      return 0;
  }
}

const jsonType = (json: unknown): string =>
  json === null
    ? 'null'
    : Array.isArray(json)
      ? 'array'
      : typeof json === 'boolean'
        ? 'bool'
        : typeof json;

const isObject = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** Where Go's decoder of standard base64 would stop; -1 when all is well. Line breaks do not count. */
function invalidBase64At(text: string): number {
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '\n' || character === '\r') continue;
    if (/[A-Za-z0-9+/]/.test(character)) digits += 1;
    else if (character === '=' && digits % 4 >= 2) return wrongPaddingAt(text, i, digits);
    else return i;
  }
  return digits % 4 === 0 ? -1 : text.length - (digits % 4);
}

function wrongPaddingAt(text: string, at: number, digits: number): number {
  const wanted = 4 - (digits % 4);
  const padding = text.slice(at).replace(/[\r\n]/g, '');
  return padding === '='.repeat(wanted) ? -1 : at + Math.min(wanted, padding.length);
}
