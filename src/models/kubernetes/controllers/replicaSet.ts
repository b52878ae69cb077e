/**
 * The ReplicaSet controller (pkg/controller/replicaset/replica_set.go, v1.34): as many active pods as asked. Finished and
 * terminating pods do not count, so a replacement appears while the old pod still stops. What it counts are sums that the
 * store keeps; pods are listed only when some must be chosen for deletion, or wait out minReadySeconds.
 *
 * Slow start: pods are created in batches of 1, 2, 4... that stop at the first refusal, at most 500 a sync.
 */
import type { ModelPart } from '../../../engine/composeModel';
import {
  defineWatch,
  type Command,
  type Context,
  type Effect,
  type Read,
} from '../../../engine/model';
import { deletePodEffects } from '../api/deletion';
import { controllerOf, isPodActive, isPodReady, podsOfOwner, type PodCounts } from '../api/indexes';
import { SERVICE_ACCOUNTS } from '../api/podAdmission';
import { recordEvent } from '../api/recordEvent';
import { objectKey } from '../naming';
import { selectorPredicate } from '../selector';
import { BURST_REPLICAS, CONTROLLER_LATENCY_MS, SLOW_START_INITIAL_BATCH_SIZE } from '../timings';
import type { OwnerReference, Pod, ReplicaSet } from '../types';
import { createPodEffects } from './createPod';
import {
  compareActivePodsWithRanks,
  getPodsToDelete,
  onNode,
  PODS_ON_NODE,
  podsOnNodeTally,
} from './podRanking';

const CONTROLLER = 'kubernetes/replicaSet';
const CLAIMS = 'kubernetes/podClaims';
const COMPONENT = 'replicaset-controller';

export type ReplicaSetCommand =
  | { readonly type: 'createPods'; readonly replicaSet: string; readonly count: number }
  | {
      readonly type: 'deleteReplica';
      readonly replicaSet: string;
      readonly pod: string;
      /** The rule that set it apart from the first pod that stays. */
      readonly rule: string;
    }
  | { readonly type: 'adoptPod'; readonly replicaSet: string; readonly pod: string }
  | { readonly type: 'releasePod'; readonly replicaSet: string; readonly pod: string }
  | {
      readonly type: 'updateReplicaSetStatus';
      readonly replicaSet: string;
      readonly status: ReplicaSet['status'];
    };

interface Observed {
  readonly key: string;
  readonly replicaSet: ReplicaSet;
  readonly counts: PodCounts;
  /** Of the ready pods, those that have been so for minReadySeconds; and when the next one will have. */
  readonly available: number;
  readonly nextAvailableInMs: number | undefined;
  readonly orphans: readonly string[];
}

function observeReplicaSet(key: string, read: Read): Observed | undefined {
  const replicaSet = read.get('kubernetes/ReplicaSet', key);
  if (!replicaSet) return undefined;
  const counts = podsOfOwner(read, replicaSet.metadata.uid);
  const orphans =
    replicaSet.metadata.deletionTimestamp === undefined ? orphansOf(replicaSet, read) : [];
  return { key, replicaSet, counts, orphans, ...availability(replicaSet, counts, read) };
}

function availability({ metadata, spec }: ReplicaSet, counts: PodCounts, read: Read) {
  const minReadyMs = (spec.minReadySeconds ?? 0) * 1000;
  if (minReadyMs === 0 || counts.ready === 0)
    return { available: counts.ready, nextAvailableInMs: undefined };
  const waits = read
    .by('kubernetes/Pod', 'owner', metadata.uid)
    .filter((pod) => isPodActive(pod) && isPodReady(pod))
    .map((pod) => minReadyMs - (read.nowMs - readySince(pod)));
  const waiting = waits.filter((ms) => ms > 0);
  return {
    available: waits.length - waiting.length,
    nextAvailableInMs: waiting.length > 0 ? Math.min(...waiting) : undefined,
  };
}

function orphansOf({ metadata, spec }: ReplicaSet, read: Read): readonly string[] {
  const { namespace = 'default' } = metadata;
  if (read.count('kubernetes/Pod', 'orphan', namespace) === 0) return [];
  const matches = selectorPredicate(spec.selector);
  return read
    .by('kubernetes/Pod', 'orphan', namespace)
    .filter((pod) => isPodActive(pod) && matches(pod.metadata.labels))
    .map((pod) => objectKey(pod.metadata));
}

function decideReplicaSet(
  { key, replicaSet, counts, orphans }: Observed,
  read: Read,
): readonly Command[] {
  if (orphans.length > 0)
    return orphans.map((pod) => command({ type: 'adoptPod', replicaSet: key, pod }));
  if (replicaSet.metadata.deletionTimestamp !== undefined) return [];
  const missing = replicaSet.spec.replicas - counts.active;
  if (missing > 0) {
    const count = Math.min(missing, BURST_REPLICAS);
    return [command({ type: 'createPods', replicaSet: key, count })];
  }
  return missing < 0 ? surplus(key, replicaSet, Math.min(-missing, BURST_REPLICAS), read) : [];
}

function surplus(
  key: string,
  replicaSet: ReplicaSet,
  count: number,
  read: Read,
): readonly Command[] {
  const own = read.by('kubernetes/Pod', 'owner', replicaSet.metadata.uid).filter(isPodActive);
  const siblingsOnNode = siblingCounter(replicaSet, read);
  const chosen = getPodsToDelete(own, siblingsOnNode, count, read.nowMs);
  const goes = new Set(chosen);
  const stays = own.find((pod) => !goes.has(pod));
  const ranked = (pod: Pod) => ({ pod, rank: siblingsOnNode(pod.spec.nodeName ?? '') });
  return chosen.map((pod) =>
    command({
      type: 'deleteReplica',
      replicaSet: key,
      pod: objectKey(pod.metadata),
      rule: stays ? compareActivePodsWithRanks(ranked(pod), ranked(stays), read.nowMs).rule : 'all',
    }),
  );
}

/** How many active pods the owner has on a node, across its ReplicaSets: read from sums, no pod is visited. */
function siblingCounter({ metadata }: ReplicaSet, read: Read): (nodeName: string) => number {
  const owner = controllerOf(metadata.ownerReferences);
  const sets = owner ? read.by('kubernetes/ReplicaSet', 'owner', owner.uid) : [];
  const uids = owner ? sets.map((rs) => rs.metadata.uid) : [metadata.uid];
  return (nodeName) =>
    uids.reduce(
      (n, uid) => n + (read.tally(PODS_ON_NODE, onNode(uid, nodeName))['active'] ?? 0),
      0,
    );
}

function calculateStatus({ replicaSet, counts, available }: Observed): ReplicaSet['status'] {
  const { conditions } = replicaSet.status;
  return {
    replicas: counts.active,
    fullyLabeledReplicas: counts.active,
    readyReplicas: counts.ready,
    availableReplicas: available,
    terminatingReplicas: counts.terminating,
    observedGeneration: replicaSet.metadata.generation ?? 1,
    ...(conditions ? { conditions } : {}),
  };
}

export function syncReplicaSet(key: string, read: Read) {
  const observed = observeReplicaSet(key, read);
  if (!observed) return undefined;
  const commands = [...decideReplicaSet(observed, read)];
  const status = calculateStatus(observed);
  if (!sameStatus(status, observed.replicaSet.status))
    commands.push(command({ type: 'updateReplicaSetStatus', replicaSet: key, status }));
  const { nextAvailableInMs } = observed;
  return nextAvailableInMs === undefined
    ? { commands }
    : { commands, requeueAfterMs: nextAvailableInMs };
}

const COUNTED = [
  'replicas',
  'fullyLabeledReplicas',
  'readyReplicas',
  'availableReplicas',
  'terminatingReplicas',
  'observedGeneration',
] as const;
const sameStatus = (a: ReplicaSet['status'], b: ReplicaSet['status']): boolean =>
  COUNTED.every((field) => (a[field] ?? 0) === (b[field] ?? 0));

const readySince = (pod: Pod): number =>
  pod.status.conditions?.find((c) => c.type === 'Ready')?.lastTransitionTime ??
  pod.metadata.creationTimestamp;

function createPods(
  { replicaSet: key, count }: Extract<ReplicaSetCommand, { type: 'createPods' }>,
  ctx: Context,
): readonly Effect[] {
  const replicaSet = ctx.get('kubernetes/ReplicaSet', key);
  if (!replicaSet) return [];
  const { active } = podsOfOwner(ctx, replicaSet.metadata.uid);
  const effects: Effect[] = [];
  const together = new Set<string>();
  let batch = SLOW_START_INITIAL_BATCH_SIZE;
  for (let made = 0; made < count; batch *= 2) {
    const end = Math.min(count, made + batch);
    let refused = false;
    for (; made < end; made++) {
      const counts = { active: active + made, wanted: replicaSet.spec.replicas };
      const one = createPodEffects(replicaSet, COMPONENT, counts, ctx, together);
      refused ||= !one.some((effect) => effect.do === 'put' && effect.kind === 'kubernetes/Pod');
      effects.push(...one);
    }
    if (refused) break;
  }
  return effects;
}

function deleteReplica(
  { replicaSet: key, pod: podKey, rule }: Extract<ReplicaSetCommand, { type: 'deleteReplica' }>,
  ctx: Context,
): readonly Effect[] {
  const replicaSet = ctx.get('kubernetes/ReplicaSet', key);
  const pod = ctx.get('kubernetes/Pod', podKey);
  if (!replicaSet || !pod || !isPodActive(pod)) return [];
  return [
    {
      do: 'note',
      fact: {
        model: 'kubernetes',
        type: 'podChosenForDeletion',
        about: { kind: 'kubernetes/Pod', key: podKey },
        data: {
          ownerKind: 'ReplicaSet',
          owner: replicaSet.metadata.name,
          active: podsOfOwner(ctx, replicaSet.metadata.uid).active,
          wanted: replicaSet.spec.replicas,
          because: rule,
        },
      },
    },
    ...deletePodEffects(ctx, pod),
    ...recordEvent(ctx, replicaSet, {
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod.metadata.name}`,
      component: COMPONENT,
    }),
  ];
}

function adoptPod(
  { replicaSet: key, pod: podKey }: Extract<ReplicaSetCommand, { type: 'adoptPod' }>,
  ctx: Context,
): readonly Effect[] {
  const replicaSet = ctx.get('kubernetes/ReplicaSet', key);
  const pod = ctx.get('kubernetes/Pod', podKey);
  if (!replicaSet || !pod || controllerOf(pod.metadata.ownerReferences)) return [];
  const { apiVersion, kind, metadata } = replicaSet;
  const reference: OwnerReference = {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  return changeOwners(pod, 'podAdopted', metadata.name, [
    ...(pod.metadata.ownerReferences ?? []),
    reference,
  ]);
}

/** The pod's labels have left the selector: it runs on, without an owner. */
function releasePod(
  { replicaSet: key, pod: podKey }: Extract<ReplicaSetCommand, { type: 'releasePod' }>,
  ctx: Context,
): readonly Effect[] {
  const replicaSet = ctx.get('kubernetes/ReplicaSet', key);
  const pod = ctx.get('kubernetes/Pod', podKey);
  if (!replicaSet || !pod) return [];
  const left = (pod.metadata.ownerReferences ?? []).filter(
    (o) => o.uid !== replicaSet.metadata.uid,
  );
  return changeOwners(pod, 'podReleased', replicaSet.metadata.name, left);
}

function changeOwners(
  pod: Pod,
  type: 'podAdopted' | 'podReleased',
  owner: string,
  ownerReferences: readonly OwnerReference[],
): readonly Effect[] {
  const about = { kind: 'kubernetes/Pod', key: objectKey(pod.metadata) } as const;
  const value = { ...pod, metadata: { ...pod.metadata, ownerReferences } };
  return [
    { do: 'put', ...about, value },
    {
      do: 'note',
      fact: { model: 'kubernetes', type, about, data: { ownerKind: 'ReplicaSet', owner } },
    },
  ];
}

function updateReplicaSetStatus(
  { replicaSet: key, status }: Extract<ReplicaSetCommand, { type: 'updateReplicaSetStatus' }>,
  ctx: Context,
): readonly Effect[] {
  const replicaSet = ctx.get('kubernetes/ReplicaSet', key);
  return replicaSet
    ? [{ do: 'put', kind: 'kubernetes/ReplicaSet', key, value: { ...replicaSet, status } }]
    : [];
}

const command = (body: ReplicaSetCommand): Command =>
  ({ model: 'kubernetes', ...body }) as unknown as Command;

/** Keys are pods whose labels changed: one that its ReplicaSet no longer selects is let go. */
function syncPodClaim(key: string, read: Read) {
  const pod = read.get('kubernetes/Pod', key);
  const owner = controllerOf(pod?.metadata.ownerReferences);
  if (!pod || owner?.kind !== 'ReplicaSet' || !isPodActive(pod)) return undefined;
  const replicaSet = objectKey({
    namespace: pod.metadata.namespace ?? 'default',
    name: owner.name,
  });
  const spec = read.get('kubernetes/ReplicaSet', replicaSet)?.spec;
  if (!spec || selectorPredicate(spec.selector)(pod.metadata.labels)) return undefined;
  return { commands: [command({ type: 'releasePod', replicaSet, pod: key })] };
}

/** Owner of a pod now and before; and, for an orphan, whoever selects it. */
function replicaSetsOf(pod: Pod, read: Read): readonly string[] {
  const { namespace = 'default', ownerReferences, labels } = pod.metadata;
  const owner = controllerOf(ownerReferences);
  if (owner) return owner.kind === 'ReplicaSet' ? [objectKey({ namespace, name: owner.name })] : [];
  if (!labels) return [];
  return read
    .by('kubernetes/ReplicaSet', 'namespace', namespace)
    .filter((rs) => selectorPredicate(rs.spec.selector)(labels))
    .map((rs) => objectKey(rs.metadata));
}

/** The sums that the controller reads move only with these. */
const countsTheSame = (a: Pod, b: Pod): boolean =>
  isPodActive(a) === isPodActive(b) &&
  isPodReady(a) === isPodReady(b) &&
  a.status.phase === b.status.phase &&
  a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
  a.metadata.ownerReferences === b.metadata.ownerReferences &&
  a.metadata.labels === b.metadata.labels;

export const replicaSetPart: ModelPart = {
  controllers: [
    { name: CONTROLLER, latencyMs: CONTROLLER_LATENCY_MS, sync: syncReplicaSet },
    { name: CLAIMS, latencyMs: CONTROLLER_LATENCY_MS, sync: syncPodClaim },
  ],
  tallies: [podsOnNodeTally],
  commands: { createPods, deleteReplica, adoptPod, releasePod, updateReplicaSetStatus },
  watches: [
    defineWatch({
      kind: 'kubernetes/ReplicaSet',
      wakes: CONTROLLER,
      keys: (after, before, key) =>
        after && (after.spec !== before?.spec || after.metadata !== before.metadata) ? [key] : [],
    }),
    // Pods that were refused for want of it.
    defineWatch({
      kind: 'kubernetes/Object',
      wakes: CONTROLLER,
      keys: (after, before, key, read) =>
        after && !before && key.startsWith(SERVICE_ACCOUNTS)
          ? read.keysBy('kubernetes/ReplicaSet', 'namespace', after.metadata.namespace ?? 'default')
          : [],
    }),
    defineWatch({
      kind: 'kubernetes/Pod',
      wakes: CLAIMS,
      keys: (after, before, key) =>
        after && before && after.metadata.labels !== before.metadata.labels ? [key] : [],
    }),
    defineWatch({
      kind: 'kubernetes/Pod',
      wakes: CONTROLLER,
      keys: (after, before, _, read) => {
        if (after && before && countsTheSame(after, before)) return [];
        return [
          ...new Set([
            ...(after ? replicaSetsOf(after, read) : []),
            ...(before && before.metadata.ownerReferences !== after?.metadata.ownerReferences
              ? replicaSetsOf(before, read)
              : []),
          ]),
        ];
      },
    }),
  ],
};
