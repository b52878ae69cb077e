/**
 * `bench`: the figures of DESIGN.md 7, as medians of one run and, where a peer can be measured, as
 * ratios. Never a timed test: it prints, and exits 0.
 */
import { readArguments, UsageError } from '../usage';
import { growth } from './growth';
import { hour } from './hour';
import { page } from './page';
import { pods } from './pods';
import { scheduling } from './scheduling';

export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly must: string;
}
export interface BenchOptions {
  /** The sizes of DESIGN.md 7 that take minutes, the peer's above all. */
  readonly large: boolean;
}
type Bench = (options: BenchOptions) => Promise<readonly Figure[]> | readonly Figure[];

const BENCHES: Record<string, Bench> = { pods, growth, scheduling, hour, page };

export async function bench(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, { only: { type: 'string' }, large: { type: 'boolean' } });
  const names = values.only ? [values.only] : Object.keys(BENCHES);
  for (const name of names) {
    const one = BENCHES[name];
    if (!one)
      throw new UsageError(`no bench ${name}; there are ${Object.keys(BENCHES).join(', ')}`);
    for (const { what, measured, must } of await one({ large: values.large ?? false }))
      console.log(`${name}\t${what}\t${measured}\t(${must})`);
  }
  return 0;
}
