/**
 * How Kubernetes names what it makes: record keys, generated names, template hashes, uids.
 *
 * Alphabet and encoding: apimachinery util/rand. Names: apiserver storage/names (63 characters in all, five of them
 * random). Hash: FNV-32a as pkg/controller ComputeHash, over our own canonical print of the template, because Go's print
 * of its structs is not something another program can repeat: the hash is as stable, its digits differ from a real one.
 */
import type { RandomStream } from '../../engine/model';
import type { PodTemplateSpec } from './types';

/** No vowels and no lookalikes, so that no word appears by chance. */
export const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const MAX_GENERATED_BASE = 63 - 5;

/** Key of a record: `namespace/name`, or `name` for cluster-scoped kinds. */
export const objectKey = (of: { readonly namespace?: string; readonly name: string }): string =>
  of.namespace === undefined ? of.name : `${of.namespace}/${of.name}`;

/** `base` plus five random characters: `metadata.generateName`, and the names of a ReplicaSet's pods. */
export const generateName = (base: string, random: RandomStream): string =>
  base.slice(0, MAX_GENERATED_BASE) + random.text(5, SAFE_ALPHABET);

/** A version 4 UUID from a stream. */
export function newUid(random: RandomStream): string {
  const hex = random.text(30, '0123456789abcdef');
  const variant = random.text(1, '89ab');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

/** Each character mapped into the safe alphabet by its code. */
export function safeEncodeString(text: string): string {
  let encoded = '';
  for (let i = 0; i < text.length; i++)
    encoded += SAFE_ALPHABET.charAt(text.charCodeAt(i) % SAFE_ALPHABET.length);
  return encoded;
}

/** `pod-template-hash` of a template; `collisionCount` moves it away from a name that is taken. */
export function templateHash(template: PodTemplateSpec, collisionCount?: number): string {
  let print = prints.get(template);
  if (print === undefined) {
    print = canonicalPrint(template);
    prints.set(template, print);
  }
  const salt = collisionCount === undefined ? '' : `#${collisionCount}`;
  return safeEncodeString(String(fnv32a(print + salt)));
}
const prints = new WeakMap<PodTemplateSpec, string>();

/** FNV-1a with 32 bits over the UTF-8 bytes of a text. `basis` starts a second, independent lane. */
export function fnv32a(text: string, basis = 0x811c9dc5): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Nearly every text is ASCII, whose bytes are its units.
    if (unit > 0x7f) return hashBytes(encoder.encode(text), basis);
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return hash >>> 0;
}
const encoder = new TextEncoder();

function hashBytes(bytes: Uint8Array, basis: number): number {
  let hash = basis;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** JSON with sorted keys and without absent members: equal for equal values, whatever the order of writing. */
export function canonicalPrint(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalPrint).join(',')}]`;
  const record = value as Readonly<Record<string, unknown>>;
  const members = Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalPrint(record[key])}`);
  return `{${members.join(',')}}`;
}
