/**
 * What an unquoted YAML scalar means to kubectl: sigs.k8s.io/yaml reads manifests with its fork of go-yaml v2
 * (`goyaml.v2/resolve.go`, read 2026-11): YAML 1.1 booleans and octals, binary and hexadecimal numbers,
 * underscores in numbers, no base 60; dates stay texts.
 */
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, false] as const,
  ),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const DATE = /^\d{4}-\d{1,2}-\d{1,2}($|[Tt ])/;
/** Go's strconv.ParseInt(text, 0, 64): a leading 0 means octal. */
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/;
const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;

export function resolveScalar(source: string): unknown {
  if (WORDS.has(source)) return WORDS.get(source);
  if (DATE.test(source) || !/^[-+.\d]/.test(source)) return source;
  const plain = source.replaceAll('_', '');
  const integer = INTEGER.exec(plain);
  if (integer) {
    const [, sign, hex, binary, octal, decimal] = integer;
    const digits = hex ?? binary ?? octal ?? decimal ?? '';
    const radix = hex ? 16 : binary ? 2 : octal ? 8 : 10;
    const number = Number.parseInt(digits, radix);
    return sign === '-' && number !== 0 ? -number : number;
  }
  return FLOAT.test(plain) ? Number(plain) : source;
}
