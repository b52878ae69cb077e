/**
 * Which nodes may go, and which go (kubernetes-sigs/karpenter pkg/controllers/disruption, v1.8): empty ones first; then as many
 * together as fit elsewhere with at most one cheaper node; then one alone. A node is a candidate when nothing on it forbids
 * disruption and nothing has happened to its pods for `consolidateAfter`; budgets say how many of a pool go at once.
 * Left out: drift, budgets with a schedule (they never apply), spot replacing spot (off by default).
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
import type { DisruptionReason } from './facts';
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
  /** When consolidateAfter is over, where that is all that it waits for. */
  readonly consolidatableAtMs: number | null;
}

export function judgeClaims(read: Read, { queue }: Karpenter): readonly Judged[] {
  const busy = new Set(queue.flatMap(({ claims, replacement }) => [...claims, replacement]));
  return nodeClaims(read).map((claim) => {
    const node = nodeOf(read, claim);
    const pods = node ? podsOn(read, node.metadata.name) : [];
    const common = { claim, node, pods, nanoUsdPerHour: priceOf(claim), consolidatableAtMs: null };
    const not = (message: string, isForbidden = false): Judged => ({
      ...common,
      message,
      isForbidden,
    });
    if (isDeleting(claim)) return not('NodeClaim is deleting');
    if (!node || !isTrue(claim, 'Initialized')) return not('node is not initialized');
    if (busy.has(claim.metadata.name)) return not('node is being disrupted');
    const forbids = forbidden(node, pods, read);
    if (forbids !== undefined) return not(forbids, true);
    const sinceMs = claim.status.lastPodEventTime ?? initializedMs(claim);
    const afterMs = spanMs(nodePool(read, poolOf(claim))?.spec.disruption.consolidateAfter);
    if (afterMs === null) return not('consolidation is off: consolidateAfter is Never');
    const consolidatableAtMs = sinceMs + afterMs;
    if (consolidatableAtMs > read.nowMs)
      return { ...not('consolidateAfter is not over yet'), consolidatableAtMs };
    return { ...common, message: '', isForbidden: false };
  });
}

const initializedMs = ({ metadata, status }: NodeClaim): number =>
  status.conditions.find(({ type }) => type === 'Initialized')?.lastTransitionTime ??
  metadata.creationTimestamp;

/** state.ValidateNodeDisruptable, ValidatePodsDisruptable; as a sentence, as events have them. */
function forbidden(node: Node, pods: readonly Pod[], read: Read): string | undefined {
  if (node.metadata.annotations?.[DO_NOT_DISRUPT] === 'true')
    return `Disruption is blocked through the "${DO_NOT_DISRUPT}" annotation`;
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
  readonly replacement: PlannedClaim | null;
}

/** What is worth doing now. Remembered while nothing has changed and nothing was worth it. */
export function decideDisruption(judged: readonly Judged[], read: Read): Decision | undefined {
  const candidates = judged.filter(({ message }) => message === '').sort(cheapestToDisrupt);
  if (candidates.length === 0) return undefined;
  const on = [...candidates.flatMap(({ claim, pods }) => [claim, ...pods]), ...poolViewsOf(read)];
  const cluster = clusterNow(read);
  const known = fruitless.get(cluster);
  if (known && known.length === on.length && on.every((one, i) => one === known[i]))
    return undefined;
  const found = emptiness(candidates, judged, read) ?? consolidation(candidates, judged, read);
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
    : { method: 'Emptiness', reason: 'Empty', targets, replacement: null };
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
const replacesWithItsLike = ({ targets, replacement }: Decision): boolean =>
  targets.some((one) => typeOf(one) === replacement?.offering.instanceType);

function singleNode(allowed: readonly Judged[], read: Read): Decision | undefined {
  for (const one of allowed) {
    const found = compute([one], read);
    if ('targets' in found) return found;
  }
  return undefined;
}

/** consolidation.go computeConsolidation: what becomes of the pods if these nodes go; or why they do not. */
export function compute(
  targets: readonly Judged[],
  read: Read,
): Decision | { readonly message: string } {
  let cluster = clusterWithUpcoming(read);
  for (const { node, pods } of targets) {
    const there = node ? read.by('kubernetes/Pod', 'node', node.metadata.name).map(podInfo) : [];
    if (node)
      cluster = withoutNode(
        cluster,
        node,
        there.flatMap(({ key }) => cluster.pods.get(key) ?? []),
      );
    void pods;
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
  const reason = 'Underutilized';
  if (plan.claims.length === 0) return { method: 'SingleNode', reason, targets, replacement: null };
  const [replacement] = plan.claims;
  if (!replacement || plan.claims.length > 1)
    return { message: `Can't remove without creating ${plan.claims.length} candidates` };
  const before = targets.reduce((sum, { nanoUsdPerHour }) => sum + nanoUsdPerHour, 0);
  if (replacement.offering.nanoUsdPerHour >= before)
    return { message: "Can't replace with a cheaper node" };
  const allSpot = targets.every(({ claim }) => claim.metadata.labels?.[CAPACITY_TYPE] === 'spot');
  if (allSpot && replacement.offering.capacityType === 'spot')
    return {
      message: "SpotToSpotConsolidation is disabled, can't replace a spot node with a spot node",
    };
  return { method: 'SingleNode', reason, targets, replacement };
}

/** BuildDisruptionBudgetMapping: of each pool at most so many that are going or not Ready. */
export function withinBudgets(
  candidates: readonly Judged[],
  judged: readonly Judged[],
  reason: DisruptionReason,
  read: Read,
): readonly Judged[] {
  const left = new Map<string, number>();
  return candidates.filter(({ claim }) => {
    const pool = poolOf(claim);
    const room = left.get(pool) ?? allowedDisruptions(pool, judged, reason, read);
    left.set(pool, room - 1);
    return room > 0;
  });
}

export function allowedDisruptions(
  pool: string,
  judged: readonly Judged[],
  reason: DisruptionReason,
  read: Read,
): number {
  const own = judged.filter(({ claim }) => poolOf(claim) === pool && isTrue(claim, 'Initialized'));
  const going = own.filter(
    ({ claim, message }) => isDeleting(claim) || message === 'node is being disrupted',
  ).length;
  const budgets = nodePool(read, pool)?.spec.disruption.budgets ?? [];
  const limits = budgets
    .filter(
      ({ schedule, reasons }) => schedule === undefined && (reasons?.includes(reason) ?? true),
    )
    .map(({ nodes }) =>
      nodes.endsWith('%')
        ? Math.ceil((own.length * Number(nodes.slice(0, -1))) / 100)
        : Number(nodes),
    );
  return Math.min(...limits, own.length) - going;
}
