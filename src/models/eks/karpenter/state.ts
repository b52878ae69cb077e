/** Karpenter's memory, and how its handlers write: facts, events, objects. */
import type { Context, Effect, FactNote, Ref } from '../../../engine/model';
import { recordEvent, writeObject } from '../../kubernetes/commands';
import type { KubernetesObject, StoredObject } from '../../kubernetes/types';
import type { KarpenterFact } from './facts';
import { claimKey, KARPENTER } from './objects';
import type { Karpenter, NodeClaim } from './types';

const EMPTY: Karpenter = {
  batch: null,
  told: [],
  proposal: null,
  queue: [],
  blocked: [],
  refusals: [],
  blockedPools: [],
};

export const stateOf = (read: Pick<Context, 'get'>): Karpenter =>
  read.get('eks/Karpenter', KARPENTER) ?? EMPTY;

export const putState = (ctx: Context, change: Partial<Karpenter>): Effect => ({
  do: 'put',
  kind: 'eks/Karpenter',
  key: KARPENTER,
  value: { ...stateOf(ctx), ...change },
});

export const aboutClaim = (name: string): Ref => ({
  kind: 'kubernetes/Object',
  key: claimKey(name),
});
export const aboutPod = (key: string): Ref => ({ kind: 'kubernetes/Pod', key });
export const aboutNode = (key: string): Ref => ({ kind: 'kubernetes/Node', key });

export const note = (about: Ref, fact: KarpenterFact, because?: Ref): Effect => ({
  do: 'note',
  fact: { model: 'eks', about, ...fact, ...(because ? { because } : {}) } as FactNote,
});

export const putClaim = (claim: NodeClaim): Effect => ({
  do: 'command',
  command: writeObject(claimKey(claim.metadata.name), claim as unknown as StoredObject),
});

export function event(
  object: KubernetesObject | undefined,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): readonly Effect[] {
  if (!object) return [];
  const { name, namespace, uid } = object.metadata;
  const about = {
    kind: object.kind,
    metadata: { name, uid, ...(namespace === undefined ? {} : { namespace }) },
  };
  const notice = { about, event: type, reason, message, component: KARPENTER };
  return [{ do: 'command', command: recordEvent(notice) }];
}
