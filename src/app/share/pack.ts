/**
 * A run as the text of an address, and back: JSON, deflated, in the alphabet that addresses bear. What is unpacked is counted
 * while it streams, so that a small bad link cannot become a large one in memory.
 */
import { readSharedRun, type SharedRun, type Unreadable } from '../../host/sharedRun';

/** Packed bytes; a longer run travels as a file. */
export const PACKED_LIMIT = 32 * 1024;
/** Bytes of JSON, also of a file. */
export const UNPACKED_LIMIT = 1024 * 1024;

export type LinkProblem = Unreadable | 'tooLarge';

export async function pack(run: SharedRun): Promise<Uint8Array> {
  const stream = new Blob([JSON.stringify(run)])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function unpack(packed: Uint8Array): Promise<SharedRun | LinkProblem> {
  if (packed.length > PACKED_LIMIT) return 'tooLarge';
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > UNPACKED_LIMIT) {
        void reader.cancel();
        return 'tooLarge';
      }
      chunks.push(next.value);
    }
  } catch {
    return 'damaged';
  }
  return readRunText(await new Blob(chunks).text());
}

/** The text of a file, or of what a link held. */
export function readRunText(text: string): SharedRun | LinkProblem {
  if (text.length > UNPACKED_LIMIT) return 'tooLarge';
  try {
    return readSharedRun(JSON.parse(text) as unknown);
  } catch {
    return 'damaged';
  }
}

/** base64url without padding (RFC 4648, 5). */
export function toAddress(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function fromAddress(text: string): Uint8Array | LinkProblem {
  if (text.length > (PACKED_LIMIT * 4) / 3 + 4) return 'tooLarge';
  if (!/^[\w-]+$/.test(text)) return 'damaged';
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return 'damaged';
  }
}

export const RUN_FRAGMENT = '#run=';

export const linkTo = (packed: Uint8Array, { origin, pathname } = location): string =>
  `${origin}${pathname}${RUN_FRAGMENT}${toAddress(packed)}`;

export async function readFragment(hash: string): Promise<SharedRun | LinkProblem> {
  const bytes = fromAddress(hash.slice(RUN_FRAGMENT.length));
  return typeof bytes === 'string' ? bytes : unpack(bytes);
}
