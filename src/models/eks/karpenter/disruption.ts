/**
 * Which nodes may go, and which go (kubernetes-sigs/karpenter pkg/controllers/disruption, v1.8): empty ones first; then as many
 * together as fit elsewhere with at most one cheaper node; then one alone. A node is a candidate when nothing on it forbids
 * disruption and nothing has happened to its pods for `consolidateAfter`; budgets say how many of a pool go at once.
 * Nodes that have drifted come after the empty ones and are replaced by what their pods need, whatever it costs.
 * Left out: spot replacing spot (off by default).
 */
import type { Read } from '../../../engine/model';
import { budgetsOf, evictionVerdict } from '../../kubernetes/commands';
import {
  clusterNow,
  podInfo,
  withoutNode,
  type Cluster,
} from '../../kubernetes/scheduler/simulation';
import type { Node, Pod } from '../../kubernetes/types';
import { allowedDisruptions, withinBudgets } from './budgets';
import type { DisruptionReason } from './facts';
import { minValuesMessage, unmetMinValues } from './minValues';
import {
  isDeleting,
  isTrue,
  nodeClaims,
  nodeOf,
  nodePool,
  podKey,
  podsOn,
  poolOf,
  priceOf,
  spanMs,
} from './objects';
import { clusterWithUpcoming, pending, poolViews, waitingPods } from './observe';
import { solve, type PlannedClaim } from './solve';
import {
  CAPACITY_TYPE,
  DO_NOT_DISRUPT,
  type Karpenter,
  type NodeClaim,
  type Proposal,
} from './types';

export interface Judged {
  readonly claim: NodeClaim;
  readonly node: Node | undefined;
  readonly pods: readonly Pod[];
  readonly nanoUsdPerHour: number;
  /** Why it may not be disrupted now; empty: it may. */
  readonly message: string;
  /** Somebody forbids it, as told by an event; otherwise it is only not yet time. */
  readonly isForbidden: boolean;
  /** It is on its way out, or waits for its replacement. */
  readonly isBusy: boolean;
  /** Only pods forbid it: where a terminationGracePeriod ends their say, drift does not wait for them. */
  readonly isHeldByPods: boolean;
  /** When consolidateAfter is over, where that is all that it waits for. */
  readonly consolidatableAtMs: number | null;
}

export function judgeClaims(read: Read, { queue }: Karpenter): readonly Judged[] {
  const busy = new Set(queue.flatMap(({ claims, replacements }) => [...claims, ...replacements]));
  return nodeClaims(read).map((claim) => {
    const node = nodeOf(read, claim);
    const pods = node ? podsOn(read, node.metadata.name) : [];
    const isBusy = busy.has(claim.metadata.name);
    const common = {
      ...{ claim, node, pods, nanoUsdPerHour: priceOf(claim), consolidatableAtMs: null },
      ...{ isBusy, isHeldByPods: false },
    };
    const not = (message: string, isForbidden = false): Judged => ({
      ...common,
      message,
      isForbidden,
    });
    if (isDeleting(claim)) return not('NodeClaim is deleting');
    if (!node || !isTrue(claim, 'Initialized')) return not('node is not initialized');
    if (isBusy) return not('node is being disrupted');
    const ofNode = forbiddenOnNode(node);
    if (ofNode !== undefined) return not(ofNode, true);
    const ofPods = forbiddenByPods(pods, read);
    if (ofPods !== undefined) return { ...not(ofPods, true), isHeldByPods: true };
    const sinceMs = claim.status.lastPodEventTime ?? initializedMs(claim);
    const afterMs = spanMs(nodePool(read, poolOf(claim))?.spec.disruption.consolidateAfter);
    if (afterMs === null) return not(OFF);
    const consolidatableAtMs = sinceMs + afterMs;
    if (consolidatableAtMs > read.nowMs)
      return { ...not('consolidateAfter is not over yet'), consolidatableAtMs };
    return { ...common, message: '', isForbidden: false };
  });
}

const OFF = 'consolidation is off: consolidateAfter is Never';

const initializedMs = ({ metadata, status }: NodeClaim): number =>
  status.conditions.find(({ type }) => type === 'Initialized')?.lastTransitionTime ??
  metadata.creationTimestamp;

/** state.ValidateNodeDisruptable, ValidatePodsDisruptable; as a sentence, as events have them. */
const forbiddenOnNode = ({ metadata }: Node): string | undefined =>
  metadata.annotations?.[DO_NOT_DISRUPT] === 'true'
    ? `Disruption is blocked through the "${DO_NOT_DISRUPT}" annotation`
    : undefined;

function forbiddenByPods(pods: readonly Pod[], read: Read): string | undefined {
  const pod = pods.find(({ metadata }) => metadata.annotations?.[DO_NOT_DISRUPT] === 'true');
  if (pod) return `Pod has "${DO_NOT_DISRUPT}" annotation (Pod=${podKey(pod)})`;
  const held = pods.find(
    (one) => one.metadata.deletionTimestamp === undefined && !evictionVerdict(read, one).allowed,
  );
  if (!held) return undefined;
  const names = budgetsOf(read, held).map(
    ({ metadata }) => `${metadata.namespace ?? 'default'}/${metadata.name}`,
  );
  return `Pdb prevents pod evictions (PodDisruptionBudget=[${names.join(' ')}])`;
}

export interface Decision {
  readonly method: Proposal['method'];
  readonly reason: DisruptionReason;
  readonly targets: readonly Judged[];
  /** Consolidation makes at most one. */
  readonly replacements: readonly PlannedClaim[];
}

/** What is worth doing now. Remembered while nothing has changed and nothing was worth it. */
export function decideDisruption(judged: readonly Judged[], read: Read): Decision | undefined {
  const candidates = judged.filter(({ message }) => message === '').sort(cheapestToDisrupt);
  const drifted = judged.filter(isDriftCandidate).sort(driftedFirst);
  if (candidates.length === 0 && drifted.length === 0) return undefined;
  const on = [
    ...[...candidates, ...drifted].flatMap(({ claim, pods }) => [claim, ...pods]),
    ...poolViewsOf(read),
    ...[...judged].map(({ claim }) => allowedDisruptions(poolOf(claim), judged, 'Drifted', read)),
  ];
  const cluster = clusterNow(read);
  const known = fruitless.get(cluster);
  if (known && known.length === on.length && on.every((one, i) => one === known[i]))
    return undefined;
  const found =
    emptiness(candidates, judged, read) ??
    drift(drifted, judged, read) ??
    consolidation(candidates, judged, read);
  if (!found) fruitless.set(cluster, on);
  return found;
}
const fruitless = new WeakMap<Cluster, readonly unknown[]>();
const poolViewsOf = (read: Read): readonly unknown[] => poolViews(read).map(({ pool }) => pool);

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
    message === OFF ||
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

function consolidation(
  candidates: readonly Judged[],
  judged: readonly Judged[],
  read: Read,
): Decision | undefined {
  const policy = ({ claim }: Judged) =>
    nodePool(read, poolOf(claim))?.spec.disruption.consolidationPolicy;
  const open = candidates.filter((one) => policy(one) === 'WhenEmptyOrUnderutilized');
  const allowed = withinBudgets(open, judged, 'Underutilized', read);
  return multiNode(allowed, read) ?? singleNode(allowed, read);
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

function singleNode(allowed: readonly Judged[], read: Read): Decision | undefined {
  for (const one of allowed) {
    const found = compute([one], read);
    if ('targets' in found) return found;
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
