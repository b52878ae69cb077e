/**
 * Which nodes may go (kubernetes-sigs/karpenter pkg/controllers/disruption/types.go, pkg/controllers/state/statenode.go, v1.8): a node
 * is a candidate when nothing on it forbids disruption and nothing has happened to its pods for `consolidateAfter`.
 */
import type { Read } from '../../../engine/model';
import { budgetsOf, evictionVerdict } from '../../kubernetes/commands';
import type { Node, Pod } from '../../kubernetes/types';
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
import { DO_NOT_DISRUPT, type Karpenter, type NodeClaim } from './types';

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
    if (afterMs === null) return not(CONSOLIDATION_OFF);
    const consolidatableAtMs = sinceMs + afterMs;
    if (consolidatableAtMs > read.nowMs)
      return { ...not('consolidateAfter is not over yet'), consolidatableAtMs };
    return { ...common, message: '', isForbidden: false };
  });
}

export const CONSOLIDATION_OFF = 'consolidation is off: consolidateAfter is Never';

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
