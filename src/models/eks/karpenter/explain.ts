/** The query `explainKarpenter`: the round and the look that would come now, by the same functions; nothing of it is stored. */
import type { Admission, AnyRequest, Read } from '../../../engine/model';
import { allowedDisruptions } from './budgets';
import { judgeClaims, type Judged } from './disruption';
import { compute } from './methods';
import { isDeleting, isTrue, KARPENTER, nodeClaims, nodePool, poolOf } from './objects';
import { clusterWithUpcoming, poolViews, waitingPods } from './observe';
import { newClaim } from './provisioner';
import { solve, type PlannedClaim, type PoolView } from './solve';
import { stateOf } from './state';
import type { ClaimRow, KarpenterExplanation, PlanRow, PoolRow } from './table';
import { CAPACITY_TYPE } from './types';
import { VALIDATION_MS } from './disruptionController';

export function queryKarpenter(request: AnyRequest, read: Read): Admission | undefined {
  const { api, action } = request as AnyRequest & { readonly action?: unknown };
  if (api !== 'quayside' || action !== 'explainKarpenter') return undefined;
  const pools = poolViews(read);
  if (pools.length === 0 && nodeClaims(read).length === 0) {
    const message = 'No NodePool with an EC2NodeClass is there.';
    return { ok: false, status: 404, error: { name: 'NotFound', message, causes: [] } };
  }
  return { ok: true, output: explain(pools, read), effects: [] };
}

function explain(pools: readonly PoolView[], read: Read): KarpenterExplanation {
  const state = stateOf(read);
  const pods = waitingPods(read);
  const plan = solve({ pods, cluster: clusterWithUpcoming(read), pools, read });
  const judged = judgeClaims(read, state);
  const { proposal } = read.get('eks/Karpenter', KARPENTER) ?? { proposal: null };
  return {
    atMs: read.nowMs,
    pools: pools.map((view) => poolRow(view, judged, read)),
    waiting: pods.length,
    plan: plan.claims.map(planRow),
    helpless: plan.errors.map(({ pod, message }) => ({ pod: pod.key, message })),
    claims: judged.map((one) => claimRow(one, read)),
    proposal: proposal && { claims: proposal.claims, dueAtMs: proposal.atMs + VALIDATION_MS },
  };
}

function poolRow({ pool, offerings }: PoolView, judged: readonly Judged[], read: Read): PoolRow {
  const { name } = pool.metadata;
  return {
    nodePool: name,
    weight: pool.spec.weight ?? 0,
    instanceTypes: new Set(offerings.map(({ instanceType }) => instanceType)).size,
    cheapest: offerings[0]?.instanceType ?? null,
    nodes: judged.filter(({ claim }) => poolOf(claim) === name).length,
    disruptionsAllowed: allowedDisruptions(name, judged, 'Underutilized', read),
  };
}

function planRow(claim: PlannedClaim): PlanRow {
  const { pool, pods, milliCpu, memoryBytes } = newClaim(claim, 0);
  const seen = new Set<string>();
  const choices = claim.choices.filter(({ instanceType }) => {
    const isNew = !seen.has(instanceType);
    seen.add(instanceType);
    return isNew;
  });
  return {
    nodePool: pool,
    pods,
    milliCpu,
    memoryMiB: Math.round(memoryBytes / 1_048_576),
    choices: choices.map(({ instanceType, capacityType, nanoUsdPerHour }) => ({
      instanceType,
      capacityType,
      nanoUsdPerHour,
    })),
  };
}

function claimRow(one: Judged, read: Read): ClaimRow {
  const { claim, node, pods, nanoUsdPerHour, message, consolidatableAtMs } = one;
  const { name, labels = {} } = claim.metadata;
  return {
    claim: name,
    nodePool: poolOf(claim),
    node: node?.metadata.name ?? null,
    instanceType: labels['node.kubernetes.io/instance-type'] ?? '',
    zone: labels['topology.kubernetes.io/zone'] ?? '',
    capacityType: labels[CAPACITY_TYPE] ?? '',
    nanoUsdPerHour,
    pods: pods.length,
    state: isDeleting(claim)
      ? 'terminating'
      : isTrue(claim, 'Initialized')
        ? 'ready'
        : node
          ? 'registered'
          : 'launching',
    consolidatableAtMs,
    ...verdictOf(one, message, read),
  };
}

function verdictOf(
  one: Judged,
  message: string,
  read: Read,
): Pick<ClaimRow, 'verdict' | 'message' | 'replacement'> {
  const stays = (why: string) => ({ verdict: 'stays', message: why, replacement: null }) as const;
  if (message !== '') return stays(message);
  if (one.pods.length === 0) return { verdict: 'goes', message: 'Empty', replacement: null };
  const policy = nodePool(read, poolOf(one.claim))?.spec.disruption.consolidationPolicy;
  if (policy === 'WhenEmpty') return stays('consolidationPolicy is WhenEmpty');
  const found = compute([one], read);
  if (!('targets' in found)) return stays(found.message);
  const [replacement] = found.replacements;
  return {
    verdict: 'goes',
    message: 'Underutilized',
    replacement: replacement
      ? {
          instanceType: replacement.offering.instanceType,
          nanoUsdPerHour: replacement.offering.nanoUsdPerHour,
        }
      : null,
  };
}
