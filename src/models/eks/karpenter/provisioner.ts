/**
 * Provisioning (kubernetes-sigs/karpenter pkg/controllers/provisioning, v1.8): pods without a node are collected until none has
 * come for a second, at most for ten; then all are planned together and NodeClaims are made. Pods that no pool helps are
 * tried again every ten seconds. Nothing runs while no pod waits.
 */
import type { Command, Context, Controller, Read, Watch } from '../../../engine/model';
import { defineWatch } from '../../../engine/model';
import type { PodInfo } from '../../kubernetes/scheduler/simulation';
import type { Pod } from '../../kubernetes/types';
import type { KarpenterCommand, NewClaim } from './commands';
import { KARPENTER, nodePools } from './objects';
import { clusterWithUpcoming, poolViews, waitingPods } from './observe';
import { solve, type PlannedClaim } from './solve';
import { NODE_POOLS } from './types';

export const PROVISIONER = 'eks/provisioner';

/** --batch-idle-duration, --batch-max-duration; the pause before a pod that nobody could help is tried again. */
export const BATCH_IDLE_MS = 1_000;
export const BATCH_MAX_MS = 10_000;
const RETRY_MS = 10_000;

const command = (body: KarpenterCommand): Command =>
  ({ model: 'eks', ...body }) as unknown as Command;

export const provisionerController: Controller = {
  name: PROVISIONER,
  latencyMs: 0,
  sync(_key, ctx) {
    if (nodePools(ctx).length === 0) return undefined;
    const waiting = waitingPods(ctx).map(({ pod }) => pod.uid);
    if (waiting.length === 0) return undefined;
    const batch = ctx.get('eks/Karpenter', KARPENTER)?.batch ?? null;
    const fresh = waiting.filter((uid) => !(batch?.uids.includes(uid) ?? false));
    const endsMs = (batch?.firstMs ?? ctx.nowMs) + BATCH_MAX_MS;
    if (!batch || (fresh.length > 0 && ctx.nowMs < endsMs))
      return {
        commands: [command({ type: 'collectPods', uids: waiting })],
        requeueAfterMs: Math.min(BATCH_IDLE_MS, endsMs - ctx.nowMs),
      };
    const dueMs = Math.min(batch.lastMs + BATCH_IDLE_MS, endsMs);
    if (ctx.nowMs < dueMs) return { commands: [], requeueAfterMs: dueMs - ctx.nowMs };
    return round(batch.firstMs, ctx);
  },
};

function round(firstMs: number, ctx: Context) {
  const plan = solve({
    pods: waitingPods(ctx),
    cluster: clusterWithUpcoming(ctx),
    pools: poolViews(ctx),
    read: ctx,
  });
  const before = ctx.get('eks/Karpenter', KARPENTER)?.told ?? [];
  const failed = plan.errors.map(({ pod, message }) => ({
    pod: pod.key,
    uid: pod.uid,
    message: `Failed to schedule pod, ${message}`,
  }));
  const told = failed.map(
    ({ uid, message }) =>
      before.find((one) => one.uid === uid && one.message === message) ?? { uid, message },
  );
  const news = failed.filter((_, i) => !before.includes(told[i] as (typeof told)[number]));
  const claims = plan.claims.map((claim) => newClaim(claim, ctx.nowMs - firstMs));
  const commands = [command({ type: 'provision', claims, news, told })];
  return failed.length > 0 ? { commands, requeueAfterMs: RETRY_MS } : { commands };
}

export function newClaim(
  { pool, offering, choices, pods }: Omit<PlannedClaim, 'name'>,
  batchMs: number,
): NewClaim {
  const types = [...new Set(choices.map(({ instanceType }) => instanceType))];
  const next = choices.find(({ instanceType }) => instanceType !== offering.instanceType);
  const sum = (of: (pod: PodInfo) => number): number => pods.reduce((n, pod) => n + of(pod), 0);
  return {
    pool: pool.metadata.name,
    offering,
    instanceTypes: types.length,
    next: next ? { instanceType: next.instanceType, nanoUsdPerHour: next.nanoUsdPerHour } : null,
    pods: pods.map(({ key }) => key),
    milliCpu: sum(({ resources }) => resources.cpuMilli),
    memoryBytes: sum(({ resources }) => resources.memoryBytes),
    batchMs,
  };
}

const isUnschedulable = (pod: Pod | undefined): boolean =>
  pod !== undefined &&
  pod.spec.nodeName === undefined &&
  pod.metadata.deletionTimestamp === undefined &&
  (pod.status.conditions ?? []).some(
    (c) => c.type === 'PodScheduled' && c.status === 'False' && c.reason === 'Unschedulable',
  );

const hasPools = (read: Read): boolean =>
  read.count('kubernetes/Object', 'resource', NODE_POOLS) > 0;

export const provisionerWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Pod',
    wakes: PROVISIONER,
    keys: (after, before, _key, read) =>
      hasPools(read) && isUnschedulable(after) && !isUnschedulable(before) ? [KARPENTER] : [],
  }),
  defineWatch({
    kind: 'kubernetes/Object',
    wakes: PROVISIONER,
    keys: (after, before, key) =>
      after && key.startsWith(`${NODE_POOLS}/`) && after['spec'] !== before?.['spec']
        ? [KARPENTER]
        : [],
  }),
];
