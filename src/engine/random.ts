/**
 * Chance, handed in and never fetched: a seed and a name give a stream, so that a new draw in one place moves no
 * other result. A stream's whole state is one 32-bit integer (Weyl sequence with a murmur-style finaliser).
 */
import { ForkableMaps, type Fork } from './forkableMap';
import { invariant } from './invariant';
import type { RandomStream } from './model';

const GOLDEN = 0x9e3779b9;
const RANGE = 2 ** 32;

export class RandomStreams {
  /** Group `` holds them all, by name. */
  private readonly states = new ForkableMaps<number>();

  constructor(private readonly seed: number) {}

  stream(name: string): RandomStream {
    return new Stream(() => this.next(name));
  }

  fork(): Fork {
    return this.states.fork();
  }

  restore(fork: Fork): void {
    this.states.restore(fork);
  }

  release(fork: Fork): void {
    this.states.release(fork);
  }

  private next(name: string): number {
    const state = ((this.states.get('', name) ?? seedOf(this.seed, name)) + GOLDEN) | 0;
    this.states.set('', name, state);
    return finalise(state);
  }
}

class Stream implements RandomStream {
  constructor(private readonly next: () => number) {}

  integer(n: number): number {
    invariant(Number.isInteger(n) && n > 0 && n <= RANGE, `integer(${n}): not a size`);
    const fair = RANGE - (RANGE % n);
    for (;;) {
      const drawn = this.next();
      if (drawn < fair) return drawn % n;
    }
  }

  between(from: number, to: number): number {
    return from + this.integer(to - from + 1);
  }

  chance(numerator: number, denominator: number): boolean {
    return this.integer(denominator) < numerator;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.integer(from.length)] as T;
  }

  text(length: number, alphabet: string): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[this.integer(alphabet.length)];
    return text;
  }
}

function finalise(state: number): number {
  let h = state;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function seedOf(seed: number, name: string): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return finalise(h ^ Math.imul(seed, GOLDEN)) | 0;
}
