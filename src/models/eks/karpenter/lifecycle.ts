/**
 * The life of a NodeClaim (pkg/controllers/nodeclaim/lifecycle, v1.8): Launched when its instance is there, Registered when its
 * Node is, Initialized when that is Ready and its startup taints are gone. Without a Node within 15 minutes, or without an
 * instance any more, it is deleted. Key: name of the NodeClaim.
 */
import {
  defineWatch,
  type Command,
  type Context,
  type Controller,
  type Effect,
  type Read,
  type Watch,
} from '../../../engine/model';
import type { Condition, Node } from '../../kubernetes/types';
import { configureNode } from '../../kubernetes/commands';
import { spotNoticed } from './interruption';
import type { KarpenterCommand, KarpenterCommandOf } from './commands';
import { instanceOf, isDeleting, isReady, isTrue, nodeClaim, nodeClaims } from './objects';
import { aboutClaim, note, putClaim } from './state';
import { CLAIM_TAG, NODE_CLAIMS, type NodeClaim } from './types';

export const NODE_CLAIM = 'eks/nodeClaim';
/** liveness.go registrationTTL. */
const REGISTRATION_MS = 900_000;

const command = (body: KarpenterCommand): Command =>
  ({ model: 'eks', ...body }) as unknown as Command;

export const nodeClaimController: Controller = {
  name: NODE_CLAIM,
  latencyMs: 0,
  sync(name, read) {
    const claim = nodeClaim(read, name);
    if (!claim || isDeleting(claim)) return undefined;
    const instance = instanceOf(read, name);
    const state = instance?.State.Name ?? 'terminated';
    if (state === 'terminated' || state === 'shutting-down')
      return { commands: [command({ type: 'deleteNodeClaim', claim: name, reason: null })] };
    if (instance && spotNoticed(instance))
      return {
        commands: [command({ type: 'deleteNodeClaim', claim: name, reason: 'Interrupted' })],
      };
    if (statusNow(claim, read) !== claim.status)
      return { commands: [command({ type: 'followNodeClaim', claim: name })] };
    if (isTrue(claim, 'Registered')) return undefined;
    const leftMs = claim.metadata.creationTimestamp + REGISTRATION_MS - read.nowMs;
    return leftMs > 0
      ? { commands: [], requeueAfterMs: leftMs }
      : { commands: [command({ type: 'deleteNodeClaim', claim: name, reason: null })] };
  },
};

const CONDITIONS = ['Launched', 'Registered', 'Initialized'] as const;

/** The same status when nothing is new. */
function statusNow(claim: NodeClaim, read: Read): NodeClaim['status'] {
  const { metadata, spec, status } = claim;
  const instance = instanceOf(read, metadata.name);
  if (!instance) return status;
  const node = read.get('kubernetes/Node', instance.PrivateDnsName);
  const startup = spec.startupTaints ?? [];
  const ready = node !== undefined && isReady(node) && !startup.some((t) => hasTaint(node, t.key));
  const holds = { Launched: true, Registered: node !== undefined, Initialized: ready };
  const news = CONDITIONS.filter((type) => holds[type] && !isTrue(claim, type));
  if (news.length === 0) return status;
  const zone = instance.Placement.AvailabilityZone;
  const all = [...news, ...(news.includes('Initialized') ? ['Ready'] : [])];
  return {
    ...status,
    providerID: `aws:///${zone}/${instance.InstanceId}`,
    ...(node ? { nodeName: node.metadata.name, capacity: node.status.capacity } : {}),
    conditions: [...status.conditions, ...all.map((type) => reached(type, read.nowMs))],
  };
}

const reached = (type: string, nowMs: number): Condition => ({
  type,
  status: 'True',
  reason: type,
  message: '',
  lastTransitionTime: nowMs,
});

const hasTaint = ({ spec }: Node, key: string): boolean =>
  (spec.taints ?? []).some((taint) => taint.key === key);

export function followNodeClaim(
  { claim: name }: KarpenterCommandOf<'followNodeClaim'>,
  ctx: Context,
): readonly Effect[] {
  const claim = nodeClaim(ctx, name);
  if (!claim) return [];
  const status = statusNow(claim, ctx);
  if (status === claim.status) return [];
  const about = aboutClaim(name);
  const sinceCreatedMs = ctx.nowMs - claim.metadata.creationTimestamp;
  const node = status.nodeName ?? '';
  const news = CONDITIONS.filter(
    (type) => !isTrue(claim, type) && status.conditions.some((c) => c.type === type),
  );
  return [
    putClaim({ ...claim, status }),
    ...news.map((type) => {
      if (type === 'Launched') {
        const InstanceId = instanceOf(ctx, name)?.InstanceId ?? '';
        return note(about, { type: 'nodeClaimLaunched', data: { InstanceId } }, about);
      }
      const data = { node, sinceCreatedMs };
      return type === 'Registered'
        ? note(about, { type: 'nodeClaimRegistered', data })
        : note(about, { type: 'nodeClaimInitialized', data });
    }),
    ...(news.includes('Initialized')
      ? [
          {
            do: 'command' as const,
            command: configureNode({
              node,
              labels: { 'karpenter.sh/initialized': 'true' },
              addTaints: [],
              removeTaints: [],
            }),
          },
        ]
      : []),
  ];
}

const claimsOfTags = (tags: readonly { readonly Key: string; readonly Value: string }[] = []) =>
  tags.filter(({ Key }) => Key === CLAIM_TAG).map(({ Value }) => Value);

export const lifecycleWatches: readonly Watch[] = [
  defineWatch({
    kind: 'ec2/Instance',
    wakes: NODE_CLAIM,
    keys: (after, before) => claimsOfTags((after ?? before)?.Tags),
  }),
  defineWatch({
    kind: 'kubernetes/Node',
    wakes: NODE_CLAIM,
    keys: (after, before, key, read) => {
      if (!after || read.count('kubernetes/Object', 'resource', NODE_CLAIMS) === 0) return [];
      if (
        before &&
        before.status.conditions === after.status.conditions &&
        before.spec === after.spec
      )
        return [];
      const instance = after.spec.providerID?.split('/').at(-1) ?? '';
      const known = claimsOfTags(read.get('ec2/Instance', instance)?.Tags);
      return known.length > 0
        ? known
        : nodeClaims(read).flatMap(({ metadata, status }) =>
            status.nodeName === key ? [metadata.name] : [],
          );
    },
  }),
];
