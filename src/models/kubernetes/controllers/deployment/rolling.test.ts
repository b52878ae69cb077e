import { describe, expect, it } from 'vitest';
import type { Deployment, ReplicaSet } from '../../types';
import { reconcileOldReplicaSets } from './rolling';

const replicaSet = (name: string, replicas: number, availableReplicas: number, nth = 0) =>
  ({
    metadata: { name, uid: name, creationTimestamp: nth },
    spec: { replicas },
    status: { replicas, availableReplicas },
  }) as unknown as ReplicaSet;

const deployment = (replicas: number, maxUnavailable: number) =>
  ({
    spec: {
      replicas,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: replicas, maxUnavailable } },
    },
  }) as unknown as Deployment;

describe('reconcileOldReplicaSets', () => {
  it.each([
    // old size, old available, new available (of six) -> old size next
    { size: 3, available: 3, fresh: 4, next: 2, why: 'one more than six are available' },
    { size: 3, available: 3, fresh: 3, next: undefined, why: 'exactly six are available' },
    { size: 2, available: 3, fresh: 5, next: undefined, why: 'the status has not followed yet' },
    { size: 2, available: 2, fresh: 5, next: 1, why: 'the status has followed' },
    { size: 0, available: 1, fresh: 5, next: undefined, why: 'nothing is left to take' },
  ])('$size old pods: next $next, because $why', ({ size, available, fresh, next }) => {
    const { cleanedUp, scaledDown } = reconcileOldReplicaSets(
      [replicaSet('old', size, available)],
      replicaSet('new', 6, fresh, 1),
      deployment(6, 0),
    );
    expect([...cleanedUp.keys()]).toEqual([]);
    expect(scaledDown.get('old')).toBe(next);
  });
});
