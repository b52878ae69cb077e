import { describe, expect, it } from 'vitest';
import type { Pod } from '../../kubernetes/types';
import { judgePod, type RemainingBudget } from './drainability';

const STRICT = { skipSystemPods: true, skipLocalStorage: true, skipCustomControllerPods: true };

function pod(overrides: {
  readonly owner?: string | null;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly volumes?: readonly object[];
  readonly phase?: Pod['status']['phase'];
}): Pod {
  const { owner = 'ReplicaSet', namespace = 'default', annotations = {}, volumes = [] } = overrides;
  const reference = { apiVersion: 'apps/v1', kind: owner ?? '', name: 'o', uid: 'o' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      namespace,
      uid: 'p',
      creationTimestamp: 0,
      annotations,
      ownerReferences: owner === null ? [] : [{ ...reference, controller: true }],
    },
    spec: { containers: [], volumes: volumes as never },
    status: { phase: overrides.phase ?? 'Running' },
  };
}

const SAFE = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
const VOLUMES = 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes';
const budget = (left: number): RemainingBudget => ({ budget: {} as never, left });
const cache = { name: 'cache', emptyDir: {} };

describe('what keeps a node from going', () => {
  it.each([
    ['a pod of a ReplicaSet', {}, [], 'movable'],
    ['a pod of a DaemonSet', { owner: 'DaemonSet' }, [], 'ignored'],
    ['a mirror pod', { annotations: { 'kubernetes.io/config.mirror': 'x' } }, [], 'ignored'],
    ['a pod of nobody', { owner: null }, [], 'NotReplicated'],
    ['a pod of a controller of its own kind', { owner: 'Rollout' }, [], 'NotReplicated'],
    ['... that says it is safe', { owner: null, annotations: { [SAFE]: 'true' } }, [], 'movable'],
    [
      'one that says it is not',
      { annotations: { [SAFE]: 'false' } },
      [],
      'NotSafeToEvictAnnotation',
    ],
    ['one that has ended', { owner: null, phase: 'Succeeded' }, [], 'movable'],
    ['kube-system without a budget', { namespace: 'kube-system' }, [], 'UnmovableKubeSystemPod'],
    ['kube-system with a budget', { namespace: 'kube-system' }, [budget(1)], 'movable'],
    ['an emptyDir', { volumes: [cache] }, [], 'LocalStorageRequested'],
    [
      'an emptyDir in memory',
      { volumes: [{ name: 'm', emptyDir: { medium: 'Memory' } }] },
      [],
      'movable',
    ],
    [
      'an emptyDir that may go',
      { volumes: [cache], annotations: { [VOLUMES]: 'a,cache' } },
      [],
      'movable',
    ],
    [
      'a hostPath',
      { volumes: [{ name: 'h', hostPath: { path: '/' } }] },
      [],
      'LocalStorageRequested',
    ],
    ['a ConfigMap', { volumes: [{ name: 'c', configMap: {} }] }, [], 'movable'],
    ['a budget with room', {}, [budget(1)], 'movable'],
    ['a budget without', {}, [budget(0)], 'NotEnoughPdb'],
    ['... and safe all the same', { annotations: { [SAFE]: 'true' } }, [budget(0)], 'movable'],
  ] as const)('%s', (_, overrides, budgets, expected) => {
    const verdict = judgePod(pod(overrides), budgets, STRICT);
    expect(verdict.is === 'blocking' ? verdict.reason : verdict.is).toBe(expected);
  });

  it('are flags, where upstream has them', () => {
    const lax = { skipSystemPods: false, skipLocalStorage: false, skipCustomControllerPods: false };
    for (const one of [
      pod({ namespace: 'kube-system' }),
      pod({ volumes: [cache] }),
      pod({ owner: 'Rollout' }),
    ])
      expect(judgePod(one, [], lax)).toEqual({ is: 'movable' });
  });

  it('speaks in the words of upstream', () => {
    expect(judgePod(pod({}), [budget(0)], STRICT)).toMatchObject({
      message: 'not enough pod disruption budget to move default/p',
    });
  });
});
