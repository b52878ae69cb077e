/**
 * The end of a NodeClaim (pkg/controllers/node/termination, nodeclaim/termination, v1.8): its node is tainted, the pods are
 * evicted as their budgets allow, the instance is terminated, and when that is gone Node and NodeClaim go. Pods that say
 * `karpenter.sh/do-not-disrupt` are waited for until the terminationGracePeriod. Key: name of the NodeClaim.
 * Simplified: refused evictions are tried again every five seconds instead of with growing pauses.
 */
import {
  defineWatch,
  type Command,
  type Context,
  type Controller,
  type Effect,
  type Watch,
} from '../../../engine/model';
import { tell } from '../../aws/ec2/requests/changeInstanceState';
import { configureNode, deleteNode, evictPod, writeObject } from '../../kubernetes/commands';
import type { KarpenterCommand, KarpenterCommandOf } from './commands';
import {
  claimKey,
  instanceOf,
  isDeleting,
  KARPENTER,
  nodeClaim,
  nodeClaims,
  nodeOf,
  podKey,
  podsOn,
  priceOf,
  spanMs,
} from './objects';
import { PROVISIONER } from './provisioner';
import { aboutClaim, event, note, putClaim } from './state';
import { DISRUPTED, DO_NOT_DISRUPT, NODE_CLAIMS, type NodeClaim } from './types';

export const TERMINATION_CONTROLLER = 'eks/nodeClaimTermination';
const RETRY_MS = 5_000;

const command = (body: KarpenterCommand): Command =>
  ({ model: 'eks', ...body }) as unknown as Command;

export const terminationController: Controller = {
  name: TERMINATION_CONTROLLER,
  latencyMs: 0,
  sync(name, read) {
    const claim = nodeClaim(read, name);
    if (!claim || !isDeleting(claim)) return undefined;
    const state = instanceOf(read, name)?.State.Name ?? 'terminated';
    if (state === 'terminated')
      return { commands: [command({ type: 'finalizeNodeClaim', claim: name })] };
    const ending = read.get('eks/NodeClaimTermination', name);
    if (ending?.terminating) return undefined;
    const node = nodeOf(read, claim);
    // Owed to what ended the NodeClaim, and not to the last pod that went.
    const terminates = {
      commands: [
        { ...command({ type: 'terminateNodeClaim', claim: name }), because: aboutClaim(name) },
      ],
    };
    if (!node) return terminates;
    const sinceMs = ending?.sinceMs ?? read.nowMs;
    const graceMs = spanMs(claim.spec.terminationGracePeriod);
    const isOver = graceMs !== null && read.nowMs - sinceMs >= graceMs;
    const pods = podsOn(read, node.metadata.name);
    if (pods.length === 0 || isOver) return terminates;
    const willing = pods.filter(
      ({ metadata }) =>
        metadata.deletionTimestamp === undefined &&
        metadata.annotations?.[DO_NOT_DISRUPT] !== 'true',
    );
    const keys = willing.map(podKey);
    return {
      commands: [command({ type: 'drainNodeClaim', claim: name, pods: keys })],
      requeueAfterMs: RETRY_MS,
    };
  },
};

/** The mark that `kubectl delete nodeclaim` leaves too; its finalizer holds it until the instance is gone. */
export function deleteNodeClaim(
  { claim: name, reason }: KarpenterCommandOf<'deleteNodeClaim'>,
  ctx: Context,
): readonly Effect[] {
  const claim = nodeClaim(ctx, name);
  if (!claim || isDeleting(claim)) return [];
  const instance = instanceOf(ctx, name);
  const because = instance && { kind: 'ec2/Instance' as const, key: instance.InstanceId };
  const pods = claim.status.nodeName === undefined ? [] : podsOn(ctx, claim.status.nodeName);
  const about = aboutClaim(name);
  const told: Effect =
    reason === null
      ? note(
          about,
          {
            type: 'nodeClaimFailed',
            data: { message: instance ? 'Node did not join in time' : 'Instance is gone' },
          },
          because,
        )
      : note(
          about,
          {
            type: 'nodeClaimDisrupted',
            data: {
              reason,
              pods: pods.length,
              nanoUsdPerHour: priceOf(claim),
              replacement: null,
              nodes: 1,
            },
          },
          because,
        );
  return [
    markDeleted(claim, ctx.nowMs),
    told,
    { do: 'wake', controller: PROVISIONER, key: KARPENTER },
  ];
}

export const markDeleted = (claim: NodeClaim, nowMs: number): Effect =>
  putClaim({ ...claim, metadata: { ...claim.metadata, deletionTimestamp: nowMs } });

export function drainNodeClaim(
  { claim: name, pods }: KarpenterCommandOf<'drainNodeClaim'>,
  ctx: Context,
): readonly Effect[] {
  const claim = nodeClaim(ctx, name);
  const node = claim && nodeOf(ctx, claim);
  if (!node) return [];
  const known = ctx.get('eks/NodeClaimTermination', name);
  const asked = known?.asked ?? [];
  const fresh = pods.filter((pod) => !asked.includes(pod));
  const about = aboutClaim(name);
  const value = {
    claim: name,
    sinceMs: known?.sinceMs ?? ctx.nowMs,
    asked: [...asked, ...fresh],
    terminating: false,
  };
  const taint = { node: node.metadata.name, labels: {}, addTaints: [DISRUPTED], removeTaints: [] };
  return [
    ...(known && fresh.length === 0
      ? []
      : [{ do: 'put' as const, kind: 'eks/NodeClaimTermination' as const, key: name, value }]),
    ...(known ? [] : [{ do: 'command' as const, command: configureNode(taint) }]),
    ...pods.map((pod): Effect => ({
      do: 'command',
      command: evictPod({ pod, again: asked.includes(pod) }, about),
    })),
    ...fresh.flatMap((key) =>
      event(
        ctx.get('kubernetes/Pod', key),
        'Normal',
        'Evicted',
        'Evicted pod: Node is being disrupted',
      ),
    ),
  ];
}

export function terminateNodeClaim(
  { claim: name }: KarpenterCommandOf<'terminateNodeClaim'>,
  ctx: Context,
): readonly Effect[] {
  const instance = instanceOf(ctx, name);
  const known = ctx.get('eks/NodeClaimTermination', name);
  const value = {
    claim: name,
    sinceMs: known?.sinceMs ?? ctx.nowMs,
    asked: known?.asked ?? [],
    terminating: true,
  };
  return [
    { do: 'put', kind: 'eks/NodeClaimTermination', key: name, value },
    ...(instance ? [tell(instance.InstanceId, 'terminate')] : []),
  ];
}

export function finalizeNodeClaim(
  { claim: name }: KarpenterCommandOf<'finalizeNodeClaim'>,
  ctx: Context,
): readonly Effect[] {
  const claim = nodeClaim(ctx, name);
  if (!claim) return [];
  const tookMs = ctx.nowMs - (claim.metadata.deletionTimestamp ?? ctx.nowMs);
  const about = aboutClaim(name);
  const { nodeName } = claim.status;
  return [
    note(about, { type: 'nodeClaimTerminated', data: { tookMs } }),
    ...(nodeName === undefined
      ? []
      : [{ do: 'command' as const, command: deleteNode(nodeName, about) }]),
    { do: 'command', command: writeObject(claimKey(name), null, about) },
    ...(ctx.has('eks/NodeClaimTermination', name)
      ? [{ do: 'remove' as const, kind: 'eks/NodeClaimTermination' as const, key: name }]
      : []),
  ];
}

const nameOf = (key: string): string => key.slice(key.indexOf('/') + 1);

export const terminationWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Object',
    wakes: TERMINATION_CONTROLLER,
    keys: (after, before, key) =>
      after &&
      key.startsWith(`${NODE_CLAIMS}/`) &&
      after.metadata.deletionTimestamp !== undefined &&
      before?.metadata.deletionTimestamp === undefined
        ? [nameOf(key)]
        : [],
  }),
  defineWatch({
    kind: 'ec2/Instance',
    wakes: TERMINATION_CONTROLLER,
    keys: (after, before) =>
      (after ?? before)?.Tags.some(({ Key }) => Key === 'karpenter.sh/nodeclaim') &&
      after?.State.Name !== before?.State.Name
        ? ((after ?? before)?.Tags.filter(({ Key }) => Key === 'karpenter.sh/nodeclaim').map(
            ({ Value }) => Value,
          ) ?? [])
        : [],
  }),
  defineWatch({
    kind: 'kubernetes/Pod',
    wakes: TERMINATION_CONTROLLER,
    keys: (after, before, _key, read) => {
      const node = before?.spec.nodeName;
      if (after || node === undefined || read.size('eks/NodeClaimTermination') === 0) return [];
      return nodeClaims(read).flatMap(({ metadata, status }) =>
        status.nodeName === node && metadata.deletionTimestamp !== undefined ? [metadata.name] : [],
      );
    },
  }),
];
