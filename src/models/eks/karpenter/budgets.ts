/**
 * Budgets of a NodePool (pkg/apis/v1/nodepool.go GetAllowedDisruptions, Budget.IsActive; pkg/controllers/disruption/helpers.go
 * BuildDisruptionBudgetMapping, v1.8): of each pool at most so many nodes that are going or not Ready. A budget with a schedule
 * counts from each time that the cron expression names, in UTC, for its duration; one that cannot be read allows nothing.
 */
import type { Read } from '../../../engine/model';
import { nextTime, parseSchedule } from '../../kubernetes/commands';
import { STARTS_AT_MS } from '../../workload/calendar/civil';
import type { Judged } from './disruption';
import type { DisruptionReason } from './facts';
import { isDeleting, isReady, isTrue, nodePool, poolOf, spanMs } from './objects';
import type { DisruptionBudgetSpec } from './types';

/** Those that budgets can be of. */
export const REASONS = ['Empty', 'Drifted', 'Underutilized'] as const;

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
    ({ claim, node, isBusy }) => isDeleting(claim) || isBusy || !node || !isReady(node),
  );
  return Math.max(0, budgetOf(pool, own.length, reason, read) - going.length);
}

/** What its budgets let go at once of so many nodes, whatever goes already. */
function budgetOf(pool: string, total: number, reason: DisruptionReason, read: Read): number {
  const budgets = nodePool(read, pool)?.spec.disruption.budgets ?? [];
  const limits = budgets
    .filter(({ reasons }) => reasons?.includes(reason) ?? true)
    .flatMap((budget) => limitOf(budget, total, read.nowMs) ?? []);
  return Math.min(...limits, total);
}

/** Pools with nodes of which a budget lets none go, with the reason: `<pool> <reason>`. */
export function blockedPools(judged: readonly Judged[], read: Read): readonly string[] {
  const sizes = new Map<string, number>();
  for (const { claim } of judged)
    if (isTrue(claim, 'Initialized')) sizes.set(poolOf(claim), (sizes.get(poolOf(claim)) ?? 0) + 1);
  return [...sizes].flatMap(([pool, total]) =>
    REASONS.filter((reason) => budgetOf(pool, total, reason, read) === 0).map(
      (reason) => `${pool} ${reason}`,
    ),
  );
}

/** undefined: not in force now. */
function limitOf(
  { nodes, schedule, duration }: DisruptionBudgetSpec,
  total: number,
  nowMs: number,
): number | undefined {
  const active = schedule === undefined || isActive(schedule, spanMs(duration) ?? 0, nowMs);
  if (active === null) return 0;
  if (!active) return undefined;
  return nodes.endsWith('%')
    ? Math.ceil((total * Number(nodes.slice(0, -1))) / 100)
    : Number(nodes);
}

/** null: the expression means nothing. */
function isActive(schedule: string, durationMs: number, nowMs: number): boolean | null {
  try {
    const instantMs = nowMs + STARTS_AT_MS;
    const hitMs = nextTime(parseSchedule(schedule), instantMs - durationMs);
    return hitMs !== null && hitMs <= instantMs;
  } catch {
    return null;
  }
}
