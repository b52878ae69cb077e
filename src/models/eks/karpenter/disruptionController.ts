/**
 * The loop of disruption (pkg/controllers/disruption/controller.go, queue.go, validation.go, v1.8): every ten seconds while there
 * are NodeClaims, one thing at a time; what is found worth doing is looked at again after fifteen seconds before it is
 * done. Replacements must be initialized before the nodes that they replace go.
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
import { blockedPools, withinBudgets } from './budgets';
import type { KarpenterCommand, KarpenterCommandOf } from './commands';
import { judgeClaims, type Judged } from './disruption';
import { compute, decideDisruption, type Decision } from './methods';
import { isDeleting, isTrue, KARPENTER, nodeClaim, nodeClaims, spanMs } from './objects';
import { newClaim } from './provisioner';
import { putClaim, stateOf } from './state';
import { NODE_CLAIMS, type Karpenter, type Proposal } from './types';

export const NODE_DISRUPTION = 'eks/nodeDisruption';
const POD_EVENTS = 'eks/nodeClaimPodEvents';

/** pollingPeriod, consolidationTTL; podevents dedupeTimeout. */
const POLL_MS = 10_000;
export const VALIDATION_MS = 15_000;
const POD_EVENT_MS = 5_000;

const command = (body: KarpenterCommand): Command =>
  ({ model: 'eks', ...body }) as unknown as Command;

export const disruptionController: Controller = {
  name: NODE_DISRUPTION,
  latencyMs: POLL_MS,
  sync(_key, ctx) {
    const claims = nodeClaims(ctx);
    if (claims.length === 0) return undefined;
    const state = stateOf(ctx);
    const settled = settlements(state, ctx);
    if (settled.length > 0) return { commands: settled, requeueAfterMs: POLL_MS };
    const expired = claims.filter(
      (claim) =>
        !isDeleting(claim) &&
        ctx.nowMs - claim.metadata.creationTimestamp >=
          (spanMs(claim.spec.expireAfter) ?? Infinity),
    );
    if (expired.length > 0)
      return {
        commands: expired.map(({ metadata: { name: claim } }) =>
          command({ type: 'deleteNodeClaim', claim, reason: 'Expired' }),
        ),
        requeueAfterMs: POLL_MS,
      };
    return look(state, ctx);
  },
};

function look(state: Karpenter, ctx: Context) {
  const { proposal } = state;
  const judged = judgeClaims(ctx, state);
  const waitMs = proposal ? proposal.atMs + VALIDATION_MS - ctx.nowMs : 0;
  if (proposal && waitMs > 0) return { commands: [], requeueAfterMs: waitMs };
  if (proposal) {
    const decision = validated(proposal, judged, ctx);
    const done: Command[] = decision ? [carryOut(decision)] : [];
    return {
      commands: [command({ type: 'proposeDisruption', ...said(state), proposal: null }), ...done],
      requeueAfterMs: POLL_MS,
    };
  }
  const { found, refusals } = decideDisruption(judged, ctx);
  const now = {
    blocked: same(state.blocked, blockedNow(judged)),
    refusals: same(state.refusals, refusals ?? state.refusals),
    blockedPools: same(state.blockedPools, blockedPools(judged, ctx)),
  };
  // Drift is not looked at again.
  if (found?.method === 'Drift')
    return {
      commands: [command({ type: 'proposeDisruption', ...now, proposal: null }), carryOut(found)],
      requeueAfterMs: POLL_MS,
    };
  const next: Proposal | null = found
    ? {
        atMs: ctx.nowMs,
        method: found.method,
        claims: found.targets.map(({ claim }) => claim.metadata.name),
      }
    : null;
  const isNews =
    next !== null ||
    now.blocked !== state.blocked ||
    now.refusals !== state.refusals ||
    now.blockedPools !== state.blockedPools;
  return {
    commands: isNews ? [command({ type: 'proposeDisruption', ...now, proposal: next })] : [],
    requeueAfterMs: next ? VALIDATION_MS : POLL_MS,
  };
}

const said = ({ blocked, refusals, blockedPools }: Karpenter) => ({
  blocked,
  refusals,
  blockedPools,
});

/** The list that was there when nothing is new. */
const same = <T>(before: readonly T[], now: readonly T[]): readonly T[] =>
  JSON.stringify(before) === JSON.stringify(now) ? before : now;

/** Only those that somebody would like to see go: no need to speak of the others. */
const blockedNow = (judged: readonly Judged[]): Karpenter['blocked'] =>
  judged.flatMap(({ claim, message, isForbidden }) =>
    isForbidden ? [{ claim: claim.metadata.name, message }] : [],
  );

function validated(
  { method, claims }: Proposal,
  judged: readonly Judged[],
  read: Read,
): Decision | undefined {
  const targets = judged.filter(
    ({ claim, message }) => message === '' && claims.includes(claim.metadata.name),
  );
  const reason = method === 'Emptiness' ? 'Empty' : 'Underutilized';
  const allowed = withinBudgets(targets, judged, reason, read);
  if (method === 'Emptiness') {
    const empty = allowed.filter(({ pods }) => pods.length === 0);
    return empty.length === 0 ? undefined : { method, reason, targets: empty, replacements: [] };
  }
  if (allowed.length < claims.length) return undefined;
  const found = compute(allowed, read);
  return 'targets' in found ? found : undefined;
}

const carryOut = ({ targets, reason, replacements }: Decision): Command =>
  command({
    type: 'disruptNodeClaims',
    claims: targets.map(({ claim }) => claim.metadata.name),
    reason,
    replacements: replacements.map((one) => newClaim(one, 0)),
  });

const settlements = ({ queue }: Karpenter, read: Read): readonly Command[] =>
  queue.flatMap(({ replacements }): Command[] => {
    const claims = replacements.map((name) => nodeClaim(read, name));
    const stands = claims.every((claim) => claim && isTrue(claim, 'Initialized'));
    if (!stands && claims.every((claim) => claim && !isDeleting(claim))) return [];
    return [command({ type: 'settleReplacement', replacement: replacements[0] ?? '', stands })];
  });

/** nodeclaim/podevents: pods that come or go set consolidateAfter back. */
export const podEventsController: Controller = {
  name: POD_EVENTS,
  latencyMs: 0,
  sync(name, read) {
    const last = nodeClaim(read, name)?.status.lastPodEventTime ?? -Infinity;
    if (read.nowMs - last < POD_EVENT_MS) return undefined;
    return { commands: [command({ type: 'touchNodeClaim', claim: name })] };
  },
};

export const touchNodeClaim = (
  { claim: name }: KarpenterCommandOf<'touchNodeClaim'>,
  ctx: Context,
): readonly Effect[] => {
  const claim = nodeClaim(ctx, name);
  if (!claim) return [];
  return [putClaim({ ...claim, status: { ...claim.status, lastPodEventTime: ctx.nowMs } })];
};

export const disruptionWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Object',
    wakes: NODE_DISRUPTION,
    keys: (after, before, key) =>
      after && !before && key.startsWith(`${NODE_CLAIMS}/`) ? [KARPENTER] : [],
  }),
  defineWatch({
    kind: 'kubernetes/Pod',
    wakes: POD_EVENTS,
    keys: (after, before, _key, read) => {
      const node = (after ?? before)?.spec.nodeName;
      if (node === undefined) return [];
      if (read.count('kubernetes/Object', 'resource', NODE_CLAIMS) === 0) return [];
      const changes =
        after?.spec.nodeName !== before?.spec.nodeName ||
        after?.metadata.deletionTimestamp !== before?.metadata.deletionTimestamp;
      if (!changes) return [];
      return nodeClaims(read).flatMap(({ metadata, status }) =>
        status.nodeName === node ? [metadata.name] : [],
      );
    },
  }),
];
