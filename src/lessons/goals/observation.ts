/** What the trackers are given to look at after each step of the world. */
import type { Fact, Read } from '../../engine/model';
import type { FactPattern } from '../types';
import { passes, walk } from './reading';
import type { Views } from './views';

export interface Observation {
  readonly read: Read;
  /** Facts since the last look, oldest first. */
  readonly facts: readonly Fact[];
  /** The next serial: what happens from here on comes later. */
  readonly factCount: number;
  /** The members of sets, and what may have changed since the last look. */
  readonly sets: Views;
  /** Everything that is due at this instant has happened: what only time decides may be decided. */
  readonly settled: boolean;
  readonly measure: (name: string) => unknown;
}

/** A moment that has come. Facts with this serial or a later one happened after it. */
export interface Come {
  readonly ms: number;
  readonly serial: number;
}

export const sameCome = (a: Come | null, b: Come | null): boolean =>
  a?.ms === b?.ms && a?.serial === b?.serial;

export function matches(pattern: FactPattern, fact: Fact, { measure }: Observation): boolean {
  return (
    fact.type === pattern.type &&
    fact.model === pattern.model &&
    (pattern.about === null || isAbout(fact.about.key, pattern.about)) &&
    pattern.data.every(({ path, test }) => passes(test, walk(fact.data, path), { measure }))
  );
}

/** `harbour/web`, or `web`; `web-*`. */
function isAbout(key: string, about: string): boolean {
  const last = key.slice(key.lastIndexOf('/') + 1);
  if (!about.includes('*')) return key === about || last === about;
  const escaped = about.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${escaped.join('.*')}$`);
  return pattern.test(key) || pattern.test(last);
}
