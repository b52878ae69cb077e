/**
 * Resource quantities (`500m`, `1.5Gi`, `1e3`): parsing, canonical form, exact arithmetic.
 *
 * Rules of apimachinery `resource.Quantity` (v1.34): three formats, each keeping its family when printed; nothing finer
 * than nano, what is finer rounds away from zero; binary amounts end at 2^63-1; text that already looks canonical is
 * echoed as written. The exact type is for the API. Scheduler and kubelet calculate with whole numbers: `milliValue`
 * and `bytes`, which remember every text they have seen.
 * Ours: exponents beyond ±300 are refused (upstream would calculate for minutes).
 */
import type { QuantityText } from './types';

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export interface Quantity {
  /** The amount times 10^9, exactly. */
  readonly nanos: bigint;
  readonly format: QuantityFormat;
  /** The text as written, when printing echoes it. */
  readonly written?: string;
}

export type ParsedQuantity =
  { readonly quantity: Quantity; readonly error?: never } | { readonly error: string };

const FORMAT_WRONG =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const NUMERIC_WRONG = 'unable to parse numeric part of quantity';
const SUFFIX_WRONG = "unable to parse quantity's suffix";

/** What the API refuses comes back as the API's own text in `error`. */
export function parseQuantity(text: QuantityText): ParsedQuantity {
  const written = typeof text === 'number' ? String(text) : text;
  const parts = splitQuantity(written);
  if (!parts) return { error: FORMAT_WRONG };
  const suffix = interpretSuffix(parts.suffix);
  if (!suffix) return { error: SUFFIX_WRONG };
  const digits = BigInt(parts.whole + parts.fraction);
  if (Math.abs(suffix.exponent) > MAX_EXPONENT) return { error: NUMERIC_WRONG };
  let nanos = scaledUp(digits, suffix, parts.fraction.length);
  let { format } = suffix;
  if (format === 'BinarySI' && nanos > MAX_BINARY) nanos = MAX_BINARY;
  if (format === 'BinarySI' && nanos > 0n && nanos < NANO && !takesFastPath(parts, suffix))
    format = 'DecimalSI';
  const quantity = { nanos: parts.negative ? -nanos : nanos, format };
  return { quantity: looksCanonical(parts, suffix) ? { ...quantity, written } : quantity };
}

/** For text that validation has passed. Throws on anything else. */
export function quantity(text: QuantityText): Quantity {
  const parsed = parseQuantity(text);
  if (parsed.error !== undefined) throw new Error(`${JSON.stringify(text)}: ${parsed.error}`);
  return parsed.quantity;
}

/** As the API prints it: the written form where that looks canonical, otherwise `canonical`. */
export const quantityText = (q: Quantity): string => q.written ?? canonical(q);

/** No fraction, the largest suffix that keeps an integer, format family kept. */
export function canonical(q: Quantity): string {
  if (q.nanos === 0n) return '0';
  if (q.format === 'BinarySI' && q.nanos % NANO === 0n && abs(q.nanos) >= 1024n * NANO)
    return canonicalBinary(q.nanos / NANO);
  let mantissa = q.nanos;
  let exponent = -9;
  while (mantissa % 1000n === 0n && (exponent < 18 || q.format === 'DecimalExponent')) {
    mantissa /= 1000n;
    exponent += 3;
  }
  if (q.format !== 'DecimalExponent') return `${mantissa}${DECIMAL_NAME.get(exponent) ?? ''}`;
  return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
}

/** The sum. Keeps the format of `a` unless `a` is zero. */
export const add = (a: Quantity, b: Quantity): Quantity => ({
  nanos: a.nanos + b.nanos,
  format: a.nanos === 0n ? b.format : a.format,
});
export const subtract = (a: Quantity, b: Quantity): Quantity => add(a, negate(b));
export const negate = (q: Quantity): Quantity => ({ nanos: -q.nanos, format: q.format });
export const compareQuantities = (a: Quantity, b: Quantity): -1 | 0 | 1 =>
  a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;

/** Rounded away from zero to a multiple of 10^exponent. `exact`: nothing was lost. */
export function roundUp(q: Quantity, exponent: number): { quantity: Quantity; exact: boolean } {
  const unit = exponent >= -9 ? 10n ** BigInt(exponent + 9) : 1n;
  if (q.nanos % unit === 0n) return { quantity: q, exact: true };
  return { quantity: { nanos: dividedUp(q.nanos, unit) * unit, format: q.format }, exact: false };
}

/** The amount in units of 10^exponent, rounded away from zero. */
export const scaledValue = (q: Quantity, exponent: number): bigint =>
  exponent >= -9
    ? dividedUp(q.nanos, 10n ** BigInt(exponent + 9))
    : q.nanos * 10n ** BigInt(-9 - exponent);

/** The exact amount as a plain decimal number in text. */
export function decimalText(q: Quantity): string {
  const digits = abs(q.nanos).toString().padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  const sign = q.nanos < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Thousandths, rounded away from zero: CPU as the scheduler counts it. */
export const milliValue = (text: QuantityText): number => remembered(MILLI, text, -3);
/** Whole units, rounded away from zero: memory and storage in bytes, extended resources in pieces. */
export const bytes = (text: QuantityText): number => remembered(WHOLE, text, 0);

const NANO = 1_000_000_000n;
const MAX_BINARY = (2n ** 63n - 1n) * NANO;
const MAX_EXPONENT = 300;

const DECIMAL = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const DECIMAL_NAME = new Map([...DECIMAL].map(([name, exponent]) => [exponent, name]));
const BINARY_NAMES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const REMEMBERED_AT_MOST = 20_000;
const MILLI = new Map<QuantityText, number>();
const WHOLE = new Map<QuantityText, number>();

function remembered(seen: Map<QuantityText, number>, text: QuantityText, exponent: number): number {
  const known = seen.get(text);
  if (known !== undefined) return known;
  const value = Number(scaledValue(quantity(text), exponent));
  if (seen.size >= REMEMBERED_AT_MOST) seen.clear();
  seen.set(text, value);
  return value;
}

interface Parts {
  readonly negative: boolean;
  /** Without leading zeros; `0` when nothing is left. */
  readonly whole: string;
  readonly fraction: string;
  readonly suffix: string;
}
interface Suffix {
  readonly format: QuantityFormat;
  /** Of ten, or of two when the format is BinarySI. */
  readonly exponent: number;
}

function splitQuantity(text: string): Parts | undefined {
  if (text === '') return undefined;
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text);
  if (!match) return undefined;
  const whole = (match[2] ?? '').replace(/^0+/, '');
  return {
    negative: match[1] === '-',
    whole: whole === '' ? '0' : whole,
    fraction: match[3] ?? '',
    suffix: match[4] ?? '',
  };
}

function interpretSuffix(suffix: string): Suffix | undefined {
  const decimal = DECIMAL.get(suffix);
  if (decimal !== undefined) return { format: 'DecimalSI', exponent: decimal };
  const binary = BINARY_NAMES.indexOf(suffix);
  if (binary > 0) return { format: 'BinarySI', exponent: binary * 10 };
  if (!/^[eE][+-]?\d+$/.test(suffix)) return undefined;
  return { format: 'DecimalExponent', exponent: Number(suffix.slice(1)) };
}

function scaledUp(digits: bigint, suffix: Suffix, fractionDigits: number): bigint {
  if (suffix.format === 'BinarySI')
    return dividedUp((digits * NANO) << BigInt(suffix.exponent), 10n ** BigInt(fractionDigits));
  const shift = suffix.exponent - fractionDigits + 9;
  return shift >= 0 ? digits * 10n ** BigInt(shift) : dividedUp(digits, 10n ** BigInt(-shift));
}

/** Upstream reads short numbers as an int64 and a scale, and only those may keep their text. */
function takesFastPath(parts: Parts, suffix: Suffix): boolean {
  if (suffix.format === 'BinarySI')
    return (
      parts.fraction === '' &&
      15 - parts.whole.length - Math.trunc((suffix.exponent * 3) / 10) - 1 >= 0
    );
  return (
    parts.whole.length + parts.fraction.length <= 18 &&
    suffix.exponent - parts.fraction.length >= -9
  );
}

function looksCanonical(parts: Parts, suffix: Suffix): boolean {
  if (!takesFastPath(parts, suffix)) return false;
  const digits = parts.whole + parts.fraction;
  if (suffix.format === 'BinarySI') return Number(digits) % 8 !== 0;
  return (
    (suffix.exponent - parts.fraction.length) % 3 === 0 &&
    !digits.endsWith('000') &&
    !digits.startsWith('0')
  );
}

function canonicalBinary(value: bigint): string {
  let mantissa = value;
  let power = 0;
  while (mantissa % 1024n === 0n && power < 6) {
    mantissa /= 1024n;
    power += 1;
  }
  return `${mantissa}${BINARY_NAMES[power] ?? ''}`;
}

const abs = (n: bigint): bigint => (n < 0n ? -n : n);

/** Division that rounds away from zero. `unit` is positive. */
function dividedUp(n: bigint, unit: bigint): bigint {
  const quotient = n / unit;
  if (n % unit === 0n) return quotient;
  return n < 0n ? quotient - 1n : quotient + 1n;
}
