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
import { configureNode } from '../../kubernetes/commands';
import type { KarpenterCommand, KarpenterCommandOf } from './commands';
import { withinBudgets } from './budgets';
import { createNodeClaim } from './createClaim';
import { compute, decideDisruption, judgeClaims, type Decision, type Judged } from './disruption';
import {
  isDeleting,
  isTrue,
  KARPENTER,
  nodeClaim,
  nodeClaims,
  nodeOf,
  podsOn,
  priceOf,
  spanMs,
} from './objects';
import { newClaim, PROVISIONER } from './provisioner';
import { aboutClaim, event, note, putClaim, putState, stateOf } from './state';
import { markDeleted } from './termination';
import { DISRUPTED, NODE_CLAIMS, type Karpenter, type Proposal } from './types';

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
    const { blocked } = state;
    return {
      commands: [command({ type: 'proposeDisruption', proposal: null, blocked }), ...done],
      requeueAfterMs: POLL_MS,
    };
  }
  const found = decideDisruption(judged, ctx);
  const blocked = blockedNow(judged, state);
  // Drift is not looked at again.
  if (found?.method === 'Drift')
    return {
      commands: [command({ type: 'proposeDisruption', proposal: null, blocked }), carryOut(found)],
      requeueAfterMs: POLL_MS,
    };
  const next: Proposal | null = found
    ? {
        atMs: ctx.nowMs,
        method: found.method,
        claims: found.targets.map(({ claim }) => claim.metadata.name),
      }
    : null;
  const isNews = next !== null || blocked !== state.blocked;
  return {
    commands: isNews ? [command({ type: 'proposeDisruption', proposal: next, blocked })] : [],
    requeueAfterMs: next ? VALIDATION_MS : POLL_MS,
  };
}

/** Only those that somebody would like to see go: no need to speak of the others. The same list when nothing is new. */
function blockedNow(judged: readonly Judged[], { blocked }: Karpenter): Karpenter['blocked'] {
  const now = judged.flatMap(({ claim, message, isForbidden }) =>
    isForbidden ? [{ claim: claim.metadata.name, message }] : [],
  );
  const same =
    now.length === blocked.length &&
    now.every(
      ({ claim, message }, i) => blocked[i]?.claim === claim && blocked[i].message === message,
    );
  return same ? blocked : now;
}

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

export function proposeDisruption(
  { proposal, blocked }: KarpenterCommandOf<'proposeDisruption'>,
  ctx: Context,
): readonly Effect[] {
  const known = stateOf(ctx).blocked;
  const news = blocked.filter(
    (one) => !known.some(({ claim, message }) => claim === one.claim && message === one.message),
  );
  return [
    putState(ctx, { proposal, blocked }),
    ...news.flatMap(({ claim: name, message }): Effect[] => {
      const claim = nodeClaim(ctx, name);
      const node = claim && nodeOf(ctx, claim);
      return [
        note(aboutClaim(name), { type: 'disruptionBlocked', data: { message } }),
        ...event(claim, 'Normal', 'DisruptionBlocked', message),
        ...event(node, 'Normal', 'DisruptionBlocked', message),
      ];
    }),
  ];
}

export function disruptNodeClaims(
  { claims, reason, replacements }: KarpenterCommandOf<'disruptNodeClaims'>,
  ctx: Context,
): readonly Effect[] {
  const found = claims.flatMap((name) => nodeClaim(ctx, name) ?? []);
  const made = replacements.map((one) => createNodeClaim(one, ctx));
  const [first] = replacements;
  const instead = first
    ? {
        instanceType: first.offering.instanceType,
        nanoUsdPerHour: replacements.reduce((sum, one) => sum + one.offering.nanoUsdPerHour, 0),
      }
    : null;
  const waits = { claims, replacements: made.map(({ name }) => name) };
  return [
    ...(first ? [putState(ctx, { queue: [...stateOf(ctx).queue, waits] })] : []),
    ...found.flatMap((claim): Effect[] => {
      const { name } = claim.metadata;
      const node = nodeOf(ctx, claim);
      const pods = node ? podsOn(ctx, node.metadata.name).length : 0;
      const price = priceOf(claim);
      const data = {
        reason,
        pods,
        nanoUsdPerHour: price,
        replacement: instead,
        nodes: found.length,
      };
      const about = aboutClaim(name);
      return [
        note(about, { type: 'nodeClaimDisrupted', data }, about),
        ...event(node, 'Normal', 'DisruptionTerminating', `Disrupting Node: ${reason}`),
        ...(first ? taint(node?.metadata.name, true) : [markDeleted(claim, ctx.nowMs)]),
      ];
    }),
    ...made.flatMap(({ effects }) => effects),
    { do: 'wake', controller: PROVISIONER, key: KARPENTER },
  ];
}

function taint(node: string | undefined, add: boolean): readonly Effect[] {
  if (node === undefined) return [];
  const [addTaints, removeTaints] = add ? [[DISRUPTED], []] : [[], [DISRUPTED]];
  return [{ do: 'command', command: configureNode({ node, labels: {}, addTaints, removeTaints }) }];
}

export function settleReplacement(
  { replacement, stands }: KarpenterCommandOf<'settleReplacement'>,
  ctx: Context,
): readonly Effect[] {
  const { queue } = stateOf(ctx);
  const settled = queue.find(({ replacements }) => replacements[0] === replacement);
  if (!settled) return [];
  const claims = settled.claims.flatMap((name) => nodeClaim(ctx, name) ?? []);
  return [
    putState(ctx, { queue: queue.filter((one) => one !== settled) }),
    ...claims.flatMap((claim) =>
      stands ? [markDeleted(claim, ctx.nowMs)] : taint(claim.status.nodeName, false),
    ),
  ];
}

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
