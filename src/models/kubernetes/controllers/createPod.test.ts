/** Names of pods that a controller creates. */
import { describe, expect, it } from 'vitest';
import type { Context, RandomStream } from '../../../engine/model';
import type { Pod } from '../types';
import { createPodEffects, type PodOwner } from './createPod';

const owner: PodOwner = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web', namespace: 'default', uid: 'owner', creationTimestamp: 0 },
  spec: { template: { spec: { containers: [{ name: 'app', image: 'nginx' }] } } },
};

/** Draws these names in turn; uids are of no account here. */
function contextDrawing(names: readonly string[], existing: readonly string[]): Context {
  const left = [...names];
  const text = (length: number): string =>
    length === 5 ? (left.shift() ?? '') : '0'.repeat(length);
  return {
    nowMs: 0,
    has: (_: string, key: string) => existing.includes(key),
    get: () => undefined,
    by: () => [],
    size: () => 0,
    random: () => ({ text }) as unknown as RandomStream,
  } as unknown as Context;
}

const nameOf = (effects: ReturnType<typeof createPodEffects>): string | undefined => {
  const put = effects.find((e) => e.do === 'put');
  return put?.do === 'put' ? (put.value as Pod).metadata.name : undefined;
};

describe('createPodEffects', () => {
  const counts = { active: 0, wanted: 2 };

  it('draws again when a pod of that name exists', () => {
    const ctx = contextDrawing(['aaaaa', 'bbbbb'], ['default/web-aaaaa']);
    expect(nameOf(createPodEffects(owner, 'test', counts, ctx))).toBe('web-bbbbb');
  });

  it('draws again when one of that name is being created with it', () => {
    const ctx = contextDrawing(['aaaaa', 'aaaaa', 'bbbbb'], []);
    const together = new Set<string>();
    const names = [1, 2].map(() => nameOf(createPodEffects(owner, 'test', counts, ctx, together)));
    expect(names).toEqual(['web-aaaaa', 'web-bbbbb']);
  });
});
