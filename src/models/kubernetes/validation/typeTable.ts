/**
 * The shapes of all kinds, read from `types.generated.json` (OpenAPI of Kubernetes 1.34; see
 * generateKubernetesTypes.mjs for its notation), and those of Karpenter's CRDs beside them. Types are unpacked when first
 * asked for.
 */
import packed from './types.generated.json';
import karpenter from './types.karpenter.json';

/** What a value must be. `struct` names another type of the table. */
export type Shape =
  | { readonly is: 'list' | 'map'; readonly of: Shape }
  | { readonly is: 'struct'; readonly type: string }
  | {
      readonly is:
        | 'string'
        | 'int32'
        | 'int64'
        | 'float64'
        | 'bool'
        | 'Time'
        | 'MicroTime'
        | 'bytes'
        | 'Quantity'
        | 'IntOrString'
        | 'any';
    };

export interface Field {
  readonly shape: Shape;
  readonly required: boolean;
}
export type StructType = ReadonlyMap<string, Field>;

const PRIMITIVES: Readonly<Record<string, Shape>> = {
  s: { is: 'string' },
  i: { is: 'int32' },
  l: { is: 'int64' },
  d: { is: 'float64' },
  b: { is: 'bool' },
  t: { is: 'Time' },
  u: { is: 'MicroTime' },
  y: { is: 'bytes' },
  q: { is: 'Quantity' },
  x: { is: 'IntOrString' },
  '*': { is: 'any' },
};

const unpacked = new Map<string, StructType>();
const texts = { ...packed, ...karpenter } as Readonly<Record<string, string>>;

/** The fields of a type. Throws on a name that the table does not have. */
export function structType(name: string): StructType {
  const known = unpacked.get(name);
  if (known) return known;
  const text = texts[name];
  if (text === undefined) throw new Error(`no type ${name} in the table`);
  const type = new Map(text === '' ? [] : text.split(' ').map(field));
  unpacked.set(name, type);
  return type;
}

/** The name of a type in Go: `V2HorizontalPodAutoscalerSpec` is v2.HorizontalPodAutoscalerSpec. */
export function goType(shape: Shape): string {
  switch (shape.is) {
    case 'list':
      return `[]${goType(shape.of)}`;
    case 'map':
      return `map[string]${goType(shape.of)}`;
    case 'struct':
      return `${/^V2[A-Z]/.test(shape.type) ? 'v2' : 'v1'}.${goName(shape.type)}`;
    case 'bytes':
      return '[]uint8';
    case 'Time':
      return 'v1.Time';
    case 'MicroTime':
      return 'v1.MicroTime';
    case 'Quantity':
      return 'resource.Quantity';
    case 'IntOrString':
      return 'intstr.IntOrString';
    case 'any':
      return 'interface {}';
    default:
      return shape.is;
  }
}

export const goName = (type: string): string => type.replace(/^[A-Za-z]*?V\d+(?=[A-Z])/, '');

function field(text: string): [string, Field] {
  const colon = text.lastIndexOf(':');
  const required = text.charAt(colon - 1) === '!';
  const name = text.slice(0, required ? colon - 1 : colon);
  return [name, { shape: shapeOf(text.slice(colon + 1)), required }];
}

function shapeOf(code: string): Shape {
  if (code.startsWith('[]')) return { is: 'list', of: shapeOf(code.slice(2)) };
  if (code.startsWith('{}')) return { is: 'map', of: shapeOf(code.slice(2)) };
  return PRIMITIVES[code] ?? { is: 'struct', type: code };
}
