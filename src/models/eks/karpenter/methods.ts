/**
 * What goes (kubernetes-sigs/karpenter pkg/controllers/disruption, v1.8): empty nodes first; then one that has drifted, replaced by
 * what its pods need, whatever it costs; then as many together as fit elsewhere with at most one cheaper node; then one alone.
 * Left out: spot replacing spot (off by default).
 */
import type { Read } from '../../../engine/model';
import {
  clusterNow,
  podInfo,
  withoutNode,
  type Cluster,
} from '../../kubernetes/scheduler/simulation';
import { allowedDisruptions, REASONS, withinBudgets } from './budgets';
import { CONSOLIDATION_OFF, type Judged } from './disruption';
import type { DisruptionReason } from './facts';
import { minValuesMessage, unmetMinValues } from './minValues';
import { isTrue, nodeClaims, nodePool, nodePools, poolOf } from './objects';
import { clusterWithUpcoming, pending, poolViews, waitingPods } from './observe';
import { solve, type PlannedClaim } from './solve';
import { CAPACITY_TYPE, type Karpenter, type Proposal } from './types';

export interface Decision {
  readonly method: Proposal['method'];
  readonly reason: DisruptionReason;
  readonly targets: readonly Judged[];
  /** Consolidation makes at most one. */
  readonly replacements: readonly PlannedClaim[];
}

/** What came of a look. */
export interface Deliberation {
  readonly found: Decision | undefined;
  /** NodeClaims that cannot be consolidated, and why; null: something else was found before it came to that. */
  readonly refusals: Karpenter['refusals'] | null;
}

/** What is worth doing now. Remembered while nothing has changed and nothing was worth it. */
export function decideDisruption(judged: readonly Judged[], read: Read): Deliberation {
  const candidates = judged.filter(({ message }) => message === '').sort(cheapestToDisrupt);
  const drifted = judged.filter(isDriftCandidate).sort(driftedFirst);
  if (candidates.length === 0 && drifted.length === 0)
    return { found: undefined, refusals: switchedOff(judged) };
  const on = [
    ...[...candidates, ...drifted].flatMap(({ claim, pods }) => [claim, ...pods]),
    ...nodePools(read).flatMap((pool) => [
      pool,
      ...REASONS.map((reason) => allowedDisruptions(pool.metadata.name, judged, reason, read)),
    ]),
  ];
  const cluster = clusterNow(read);
  const known = fruitless.get(cluster);
  if (known && known.on.length === on.length && on.every((one, i) => one === known.on[i]))
    return { found: undefined, refusals: [...switchedOff(judged), ...known.refusals] };
  const first = emptiness(candidates, judged, read) ?? drift(drifted, judged, read);
  if (first) return { found: first, refusals: null };
  const refusals: Refusal[] = [];
  const found = consolidation(candidates, judged, refusals, read);
  if (!found) fruitless.set(cluster, { on, refusals });
  return { found, refusals: found ? null : [...switchedOff(judged), ...refusals] };
}
type Refusal = Karpenter['refusals'][number];
const fruitless = new WeakMap<
  Cluster,
  { readonly on: readonly unknown[]; readonly refusals: readonly Refusal[] }
>();

const refusal = ({ claim }: Judged, message: string): Refusal => ({
  claim: claim.metadata.name,
  message,
});

const switchedOff = (judged: readonly Judged[]): readonly Refusal[] =>
  judged
    .filter(({ message }) => message === CONSOLIDATION_OFF)
    .map((one) => refusal(one, `NodePool "${poolOf(one.claim)}" has consolidation disabled`));

/** disruptionutils.ReschedulingCost, without the ages: fewer pods first. */
const cheapestToDisrupt = (a: Judged, b: Judged): number =>
  a.pods.length - b.pods.length || (a.claim.metadata.name < b.claim.metadata.name ? -1 : 1);

function emptiness(
  candidates: readonly Judged[],
  judged: readonly Judged[],
  read: Read,
): Decision | undefined {
  const empty = candidates.filter(({ pods }) => pods.length === 0);
  const targets = withinBudgets(empty, judged, 'Empty', read);
  return targets.length === 0
    ? undefined
    : { method: 'Emptiness', reason: 'Empty', targets, replacements: [] };
}

/** consolidateAfter does not matter to it; empty nodes are the emptiness's business. */
const isDriftCandidate = ({ claim, pods, message, ...is }: Judged): boolean =>
  isTrue(claim, 'Drifted') &&
  pods.length > 0 &&
  (message === '' ||
    is.consolidatableAtMs !== null ||
    message === CONSOLIDATION_OFF ||
    (is.isHeldByPods && claim.spec.terminationGracePeriod !== undefined));

const driftedSince = ({ claim }: Judged): number =>
  claim.status.conditions.find(({ type }) => type === 'Drifted')?.lastTransitionTime ?? 0;
const driftedFirst = (a: Judged, b: Judged): number => driftedSince(a) - driftedSince(b);

/** drift.go: one node at a time, by as many new ones as its pods need. */
function drift(
  drifted: readonly Judged[],
  judged: readonly Judged[],
  read: Read,
): Decision | undefined {
  for (const one of drifted) {
    if (allowedDisruptions(poolOf(one.claim), judged, 'Drifted', read) === 0) continue;
    const found = rehoused([one], read);
    if ('message' in found) continue;
    return { method: 'Drift', reason: 'Drifted', targets: [one], replacements: found.claims };
  }
  return undefined;
}

/** `refusals` hears of those that stay. */
function consolidation(
  candidates: readonly Judged[],
  judged: readonly Judged[],
  refusals: Refusal[],
  read: Read,
): Decision | undefined {
  const policy = ({ claim }: Judged) =>
    nodePool(read, poolOf(claim))?.spec.disruption.consolidationPolicy;
  // Empty nodes that are still there are held by a budget of theirs.
  const used = candidates.filter(({ pods }) => pods.length > 0);
  const open = used.filter((one) => policy(one) === 'WhenEmptyOrUnderutilized');
  for (const one of used)
    if (!open.includes(one))
      refusals.push(
        refusal(one, `NodePool "${poolOf(one.claim)}" has non-empty consolidation disabled`),
      );
  const allowed = withinBudgets(open, judged, 'Underutilized', read);
  return multiNode(allowed, read) ?? singleNode(allowed, refusals, read);
}

/** multinodeconsolidation.go: the most that can go together, by halving. */
function multiNode(allowed: readonly Judged[], read: Read): Decision | undefined {
  let [low, high] = [1, Math.min(allowed.length, 100) - 1];
  let best: Decision | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = compute(allowed.slice(0, middle + 1), read);
    if ('targets' in found && !replacesWithItsLike(found)) {
      best = { ...found, method: 'MultiNode' };
      low = middle + 1;
    } else high = middle - 1;
  }
  return best;
}

const typeOf = ({ claim }: Judged): string =>
  claim.metadata.labels?.['node.kubernetes.io/instance-type'] ?? '';

/** Three of a kind for one of the kind would have been done by taking two away. */
const replacesWithItsLike = ({ targets, replacements }: Decision): boolean =>
  targets.some((one) => typeOf(one) === replacements[0]?.offering.instanceType);

function singleNode(
  allowed: readonly Judged[],
  refusals: Refusal[],
  read: Read,
): Decision | undefined {
  for (const one of allowed) {
    const found = compute([one], read);
    if ('targets' in found) return found;
    refusals.push(refusal(one, found.message));
  }
  return undefined;
}

/** helpers.go SimulateScheduling: where the pods of these nodes go, and what must be opened for them; or why they stay. */
function rehoused(
  targets: readonly Judged[],
  read: Read,
): { readonly claims: readonly PlannedClaim[] } | { readonly message: string } {
  let cluster = clusterWithUpcoming(read);
  for (const { node } of targets) {
    if (!node) continue;
    const there = read.by('kubernetes/Pod', 'node', node.metadata.name).map(podInfo);
    const pods = there.flatMap(({ key }) => cluster.pods.get(key) ?? []);
    cluster = withoutNode(cluster, node, pods);
  }
  const moving = pending(
    targets.flatMap(({ pods }) => pods),
    read,
  );
  const plan = solve({
    pods: [...moving, ...waitingPods(read)],
    cluster,
    pools: poolViews(read),
    read,
  });
  const own = new Set(moving.map(({ pod }) => pod.key));
  if (plan.errors.some(({ pod }) => own.has(pod.key)))
    return { message: 'Not all pods would schedule' };
  const starting = new Set(
    nodeClaims(read).flatMap((claim) =>
      isTrue(claim, 'Initialized') ? [] : [claim.status.nodeName ?? claim.metadata.name],
    ),
  );
  if ([...plan.placed].some(([pod, node]) => own.has(pod) && starting.has(node)))
    return { message: 'Not all pods would schedule against initialized nodes' };
  return { claims: plan.claims };
}

/** consolidation.go computeConsolidation: what becomes of the pods if these nodes go; or why they do not. */
export function compute(
  targets: readonly Judged[],
  read: Read,
): Decision | { readonly message: string } {
  const found = rehoused(targets, read);
  if ('message' in found) return found;
  const reason = 'Underutilized';
  const [replacement, ...more] = found.claims;
  if (!replacement) return { method: 'SingleNode', reason, targets, replacements: [] };
  if (more.length > 0)
    return { message: `Can't remove without creating ${found.claims.length} candidates` };
  const before = targets.reduce((sum, { nanoUsdPerHour }) => sum + nanoUsdPerHour, 0);
  const cheaper = replacement.choices.filter(({ nanoUsdPerHour }) => nanoUsdPerHour < before);
  if (cheaper.length === 0) return { message: "Can't replace with a cheaper node" };
  const unmet = unmetMinValues(replacement.pool, cheaper);
  if (unmet.length > 0) return { message: minValuesMessage(unmet) };
  const allSpot = targets.every(({ claim }) => claim.metadata.labels?.[CAPACITY_TYPE] === 'spot');
  if (allSpot && replacement.offering.capacityType === 'spot')
    return {
      message: "SpotToSpotConsolidation is disabled, can't replace a spot node with a spot node",
    };
  return { method: 'SingleNode', reason, targets, replacements: [replacement] };
}
