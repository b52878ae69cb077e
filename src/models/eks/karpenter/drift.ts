/**
 * Drift (pkg/controllers/nodeclaim/disruption/drift.go; karpenter-provider-aws pkg/cloudprovider/drift.go, v1.8): a NodeClaim is not
 * what its NodePool, or its EC2NodeClass, asks for any more. What was asked for is remembered as a hash at its birth; requirements
 * are compared with what it is. Limits, weight and disruption say how a pool behaves: they make nothing drift.
 * Left out: new AMIs, security groups.
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
import { printHash } from '../../kubernetes/commands';
import type { StoredObject } from '../../kubernetes/types';
import type { KarpenterCommand, KarpenterCommandOf } from './commands';
import {
  isDeleting,
  isTrue,
  nodeClaim,
  nodeClaims,
  nodeClassOf,
  nodePool,
  poolOf,
} from './objects';
import { satisfies } from './offerings';
import { aboutClaim, note, putClaim } from './state';
import { zonesOf } from './subnets';
import { NODE_CLASSES, NODE_POOLS, type NodeClaim, type NodePool } from './types';

const DRIFT = 'eks/nodeClaimDrift';
const POOL_HASH = 'karpenter.sh/nodepool-hash';
const CLASS_HASH = 'karpenter.k8s.aws/ec2nodeclass-hash';

export type DriftReason =
  'NodePoolDrifted' | 'RequirementsDrifted' | 'NodeClassDrifted' | 'SubnetDrift';

/** Remembered on a NodeClaim of this pool. */
export function hashes(pool: NodePool, read: Read): Readonly<Record<string, string>> {
  return { [POOL_HASH]: poolHash(pool), [CLASS_HASH]: classHash(nodeClassOf(read, pool)) };
}

function poolHash({ spec }: NodePool): string {
  const { metadata, spec: inner } = spec.template;
  return printHash({ metadata, spec: { ...inner, requirements: undefined } });
}

/** Selectors are looked at by what they select. */
const classHash = (object: StoredObject | undefined): string =>
  printHash({
    ...(object?.['spec'] as object | undefined),
    amiSelectorTerms: undefined,
    subnetSelectorTerms: undefined,
    securityGroupSelectorTerms: undefined,
  });

/** null: it is what is asked for. */
export function driftOf(claim: NodeClaim, read: Read): DriftReason | null {
  const pool = nodePool(read, poolOf(claim));
  const { annotations = {}, labels = {} } = claim.metadata;
  if (!pool || annotations[POOL_HASH] === undefined) return null;
  if (annotations[POOL_HASH] !== poolHash(pool)) return 'NodePoolDrifted';
  const { requirements } = pool.spec.template.spec;
  if (!requirements.every((one) => satisfies(labels, one))) return 'RequirementsDrifted';
  const nodeClass = nodeClassOf(read, pool);
  if (!nodeClass) return null;
  if (annotations[CLASS_HASH] !== classHash(nodeClass)) return 'NodeClassDrifted';
  const zone = labels['topology.kubernetes.io/zone'] ?? '';
  return zonesOf(nodeClass, [zone]).includes(zone) ? null : 'SubnetDrift';
}

export const driftController: Controller = {
  name: DRIFT,
  latencyMs: 0,
  sync(name, read) {
    const claim = nodeClaim(read, name);
    if (!claim || isDeleting(claim) || !isTrue(claim, 'Launched')) return undefined;
    const reason = driftOf(claim, read);
    const before = claim.status.conditions.find(({ type }) => type === 'Drifted');
    if ((before?.reason ?? null) === reason) return undefined;
    const body: KarpenterCommand = { type: 'markDrift', claim: name, reason };
    return { commands: [{ model: 'eks', ...body } as unknown as Command] };
  },
};

export function markDrift(
  { claim: name, reason }: KarpenterCommandOf<'markDrift'>,
  ctx: Context,
): readonly Effect[] {
  const claim = nodeClaim(ctx, name);
  if (!claim) return [];
  const others = claim.status.conditions.filter(({ type }) => type !== 'Drifted');
  const drifted =
    reason === null
      ? []
      : [
          {
            type: 'Drifted',
            status: 'True' as const,
            reason,
            message: reason,
            lastTransitionTime: ctx.nowMs,
          },
        ];
  const conditions = [...others, ...drifted];
  const put = putClaim({ ...claim, status: { ...claim.status, conditions } });
  if (reason === null) return [put];
  return [put, note(aboutClaim(name), { type: 'nodeClaimDrifted', data: { reason } })];
}

export const driftWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Object',
    wakes: DRIFT,
    keys: (after, before, key, read) => {
      if (!after || !before || after['spec'] === before['spec']) return [];
      const isPool = key.startsWith(`${NODE_POOLS}/`);
      if (!isPool && !key.startsWith(`${NODE_CLASSES}/`)) return [];
      return nodeClaims(read).flatMap((claim) => {
        const { name } = after.metadata;
        const of = isPool ? poolOf(claim) : claim.spec.nodeClassRef.name;
        return of === name ? [claim.metadata.name] : [];
      });
    },
  }),
];
