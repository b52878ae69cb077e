/** How disruption is told and carried out (pkg/controllers/disruption/queue.go, events/events.go, v1.8). */
import type { Context, Effect, Ref } from '../../../engine/model';
import { configureNode } from '../../kubernetes/commands';
import { lastPodGone } from '../nodes/podsGone';
import type { KarpenterCommandOf } from './commands';
import { createNodeClaim } from './createClaim';
import type { DisruptionReason } from './facts';
import { KARPENTER, nodeClaim, nodeOf, nodePool, podsOn, priceOf } from './objects';
import { PROVISIONER } from './provisioner';
import { aboutClaim, event, note, putState, stateOf } from './state';
import { markDeleted } from './termination';
import { DISRUPTED, type Karpenter, type NodeClaim } from './types';

export function proposeDisruption(
  command: KarpenterCommandOf<'proposeDisruption'>,
  ctx: Context,
): readonly Effect[] {
  const { proposal, blocked, refusals, blockedPools: pools } = command;
  const known = stateOf(ctx);
  return [
    putState(ctx, { proposal, blocked, refusals, blockedPools: pools }),
    ...news(known.blocked, blocked).flatMap((one): Effect[] => [
      note(aboutClaim(one.claim), { type: 'disruptionBlocked', data: { message: one.message } }),
      ...onBoth(one, 'DisruptionBlocked', ctx),
    ]),
    ...news(known.refusals, refusals).flatMap((one) => onBoth(one, 'Unconsolidatable', ctx)),
    ...pools
      .filter((one) => !known.blockedPools.includes(one))
      .flatMap((one) => {
        const [name = '', reason = ''] = one.split(' ');
        const message = `No allowed disruptions for disruption reason ${reason} due to blocking budget`;
        return event(nodePool(ctx, name), 'Normal', 'DisruptionBlocked', message);
      }),
  ];
}

type Said = Karpenter['blocked'][number];

const news = (before: readonly Said[], now: readonly Said[]): readonly Said[] =>
  now.filter(
    (one) => !before.some(({ claim, message }) => claim === one.claim && message === one.message),
  );

/** On the NodeClaim and on its Node. */
function onBoth({ claim: name, message }: Said, reason: string, ctx: Context): readonly Effect[] {
  const claim = nodeClaim(ctx, name);
  const node = claim && nodeOf(ctx, claim);
  return [...event(claim, 'Normal', reason, message), ...event(node, 'Normal', reason, message)];
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
  const waits = { claims, reason, replacements: made.map(({ name }) => name) };
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
        note(about, { type: 'nodeClaimDisrupted', data }, emptier(claim, reason, ctx) ?? about),
        ...(first ? taint(node?.metadata.name, true) : terminating(claim, reason, ctx)),
      ];
    }),
    ...made.flatMap(({ object, effects }) => [
      ...effects,
      ...event(object, 'Normal', 'DisruptionLaunching', `Launching NodeClaim: ${reason}`),
      ...event(object, 'Normal', 'DisruptionWaitingReadiness', WAITING),
    ]),
    { do: 'wake', controller: PROVISIONER, key: KARPENTER },
  ];
}

/** What made it worth while: that a pod left. Drift has its own fact. */
const emptier = ({ status }: NodeClaim, reason: DisruptionReason, ctx: Context): Ref | undefined =>
  reason === 'Drifted' || status.nodeName === undefined
    ? undefined
    : lastPodGone(ctx, status.nodeName);

const WAITING = 'Waiting on readiness to continue disruption';

function terminating(claim: NodeClaim, reason: DisruptionReason, ctx: Context): readonly Effect[] {
  const node = nodeOf(ctx, claim);
  const why = 'DisruptionTerminating';
  return [
    ...event(node, 'Normal', why, `Disrupting Node: ${reason}`),
    ...event(claim, 'Normal', why, `Disrupting NodeClaim: ${reason}`),
    markDeleted(claim, ctx.nowMs),
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
      stands ? terminating(claim, settled.reason, ctx) : taint(claim.status.nodeName, false),
    ),
  ];
}
