import { describe, expect, it } from 'vitest';
import { balanced } from './balance';
import { bestOption, priorityRanks, type Option } from './expander';

const option = (group: string, nodes: number, pods: number, wastePermille: number): Option => ({
  group,
  template: {} as never,
  estimate: { nodes, pods: Array.from({ length: pods }, () => ({}) as never) },
  wastePermille,
});
const OPTIONS = [option('a', 2, 8, 400), option('b', 1, 5, 100), option('c', 3, 8, 100)];
const PRIORITIES = '10:\n  - .*\n50: \n  - ^c$\n  - "^d"';

describe('an expander', () => {
  it.each([
    [['least-waste'], undefined, 0, 'b', 'random'],
    [['least-waste'], undefined, 1, 'c', 'random'],
    [['most-pods', 'least-waste'], undefined, 0, 'c', 'least-waste'],
    [['least-nodes'], undefined, 0, 'b', 'least-nodes'],
    [['priority'], PRIORITIES, 0, 'c', 'priority'],
    [['priority', 'least-nodes'], undefined, 0, 'b', 'least-nodes'],
    [['random'], undefined, 2, 'c', 'random'],
  ] as const)('chain %j chooses', (expanders, priorities, drawn, group, by) => {
    const choice = bestOption(OPTIONS, expanders, priorities, () => drawn);
    expect([choice?.option.group, choice?.by]).toEqual([group, by]);
  });

  it('has nothing to choose from one, or from none', () => {
    expect(bestOption(OPTIONS.slice(0, 1), ['random'], undefined, () => 0)?.by).toBe('only');
    expect(bestOption([], ['random'], undefined, () => 0)).toBeUndefined();
  });

  it('reads the priorities as the ConfigMap has them', () => {
    expect(priorityRanks(PRIORITIES)).toEqual([
      { priority: 10, pattern: '.*' },
      { priority: 50, pattern: '^c$' },
      { priority: 50, pattern: '^d' },
    ]);
  });
});

describe('groups of a kind', () => {
  const group = (name: string, target: number, max = 10) => ({ name, target, max });
  it.each([
    ['the smallest first', [group('a', 3), group('b', 1)], 4, { a: 4, b: 4 }],
    ['no further than its maximum', [group('a', 1, 2), group('b', 1)], 5, { a: 2, b: 5 }],
    ['what none can take is left out', [group('a', 1, 2)], 5, { a: 2 }],
  ] as const)('share new nodes: %s', (_, groups, nodes, sizes) => {
    const grown = balanced(groups, nodes).map(({ group: name, to }) => [name, to]);
    expect(Object.fromEntries(grown)).toEqual(sizes);
  });
});
