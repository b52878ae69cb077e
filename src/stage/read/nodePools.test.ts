import { describe, expect, it } from 'vitest';
import type { StoredObject } from '../../models/kubernetes/types';
import { World } from '../fixtures/records';
import type { Capacity, MachineGroup } from '../view';
import { together } from './capacity';
import { nodePools, poolLimit } from './nodePools';

const pool = (name: string, limits: Record<string, string> | undefined, cpu = '0') =>
  ({
    metadata: { name },
    spec: limits === undefined ? {} : { limits },
    status: { resources: { cpu, memory: '8388608Ki' } },
  }) as unknown as StoredObject;
const claim = (of: string, isInitialized: boolean, deletionTimestamp?: number) =>
  ({
    metadata: {
      labels: { 'karpenter.sh/nodepool': of },
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    },
    status: { conditions: [{ type: 'Initialized', status: isInitialized ? 'True' : 'False' }] },
  }) as unknown as StoredObject;

const withPool = (limits?: Record<string, string>, cpu?: string): World =>
  new World().put(
    'kubernetes/Object',
    'nodepools.karpenter.sh/default',
    pool('default', limits, cpu),
  );
const read = (from: World, groups: readonly MachineGroup[] = []): Capacity => {
  const capacity = together([...groups, ...nodePools(from.records)]);
  if (!capacity) throw new Error('no capacity');
  return capacity;
};

describe('NodePools as groups of machines', () => {
  it('are none where there is no pool', () => {
    expect(together(nodePools(new World().records))).toBeNull();
  });

  it('ask for the claims that stay and have those whose node is initialized', () => {
    const world = withPool({ cpu: '64' })
      .put('kubernetes/Object', 'nodeclaims.karpenter.sh/a', claim('default', true))
      .put('kubernetes/Object', 'nodeclaims.karpenter.sh/b', claim('default', false))
      .put('kubernetes/Object', 'nodeclaims.karpenter.sh/c', claim('default', true, 9_000))
      .put('kubernetes/Object', 'nodeclaims.karpenter.sh/d', claim('other', true));
    expect(read(world)).toMatchObject({ asked: 2, have: 2, min: 0, max: null });
  });

  it('says the CPU of the one pool, in vCPU, before its memory', () => {
    const limits = { memory: '64Gi', cpu: '12500m' };
    expect(poolLimit(read(withPool(limits, '4500m')))).toEqual({
      resource: 'cpu',
      used: 4.5,
      limit: 12.5,
    });
    expect(poolLimit(read(withPool({ memory: '64Gi' })))).toEqual({
      resource: 'memory',
      used: 8,
      limit: 64,
    });
  });

  it('says plainly that a pool has no limit', () => {
    expect(poolLimit(read(withPool()))).toBe('none');
  });

  it('takes a limit of nodes for the most there may be', () => {
    const capacity = read(withPool({ nodes: '5' }));
    expect(capacity.max).toBe(5);
    expect(poolLimit(capacity)).toBeNull();
  });

  it('adds pools to groups, and has no end where one of them has none', () => {
    const group = {
      ref: { kind: 'eks/Nodegroup', key: 'harbour/workers' },
      kind: 'nodegroup',
      name: 'workers',
      have: 2,
      asked: 3,
      min: 1,
      max: 4,
    } as const;
    const both = read(withPool({ cpu: '8' }), [group]);
    expect(both).toMatchObject({ have: 2, asked: 3, min: 1, max: null });
    expect(both.groups.map(({ kind }) => kind)).toEqual(['nodegroup', 'nodepool']);
  });
});
