/** Against whole copies: whatever is written, forked, gone back to and released, content and order are the copies'. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ForkableMaps, type Fork } from './forkableMap';

interface Value {
  readonly order: number;
  readonly text: string;
}
type Content = [string, [string, Value][]][];

const GROUPS = ['a', 'b'];
const name = fc.constantFrom('k', 'l', 'm', 'n', 'o');
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('set'), group: fc.constantFrom(...GROUPS), name }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('delete'), group: fc.constantFrom(...GROUPS), name }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('fork', 'restore', 'release'), nth: fc.nat(9) }),
  },
);
type Act = { do: string; group?: string; name?: string; nth?: number };

const contentOf = (maps: ForkableMaps<Value>): Content =>
  GROUPS.map((group) => [group, [...maps.group(group)]]);

describe('ForkableMaps', () => {
  it('goes back to what it was, in the order in which it was', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const maps = new ForkableMaps<Value>((value) => value.order);
        let forks: { fork: Fork; content: Content }[] = [];
        let serial = 0;
        for (const { do: what, group = '', name: key = '', nth = 0 } of acts as Act[]) {
          const at = forks.length === 0 ? -1 : nth % forks.length;
          const chosen = forks[at];
          serial += 1;
          if (what === 'set') {
            const order = maps.get(group, key)?.order ?? serial;
            maps.set(group, key, { order, text: `${serial}` });
          } else if (what === 'delete') maps.delete(group, key);
          else if (what === 'fork') forks.push({ fork: maps.fork(), content: contentOf(maps) });
          else if (chosen && what === 'restore') {
            maps.restore(chosen.fork);
            forks = forks.slice(0, at + 1);
            expect(contentOf(maps)).toEqual(chosen.content);
          } else if (chosen) {
            maps.release(chosen.fork);
            forks.splice(at, 1);
          }
        }
        for (const { fork, content } of forks.reverse()) {
          maps.restore(fork);
          expect(contentOf(maps)).toEqual(content);
        }
      }),
      { numRuns: 500, seed: 20260105 },
    );
  });

  it('refuses a fork that going back has forgotten', () => {
    const maps = new ForkableMaps<number>();
    const [early, late] = [maps.fork(), maps.fork()];
    maps.restore(early);
    expect(() => {
      maps.restore(late);
    }).toThrow(/forgotten/);
  });
});
