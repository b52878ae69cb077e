/**
 * How long nodes have been unneeded, and which of them go now (core/scaledown/unneeded, actuation cropNodesToBudgets, 1.34).
 * Upstream compares with "more than"; its looks come a little late, ours to the instant, so here the time itself is enough.
 */
import type { NodeFinding, ScaleDownInput } from './findings';
import type { ClusterAutoscaler, NodeDeletion, Unremovable } from './types';

export interface Timers {
  readonly unneeded: ClusterAutoscaler['unneeded'];
  readonly unremovable: readonly Unremovable[];
}

/** Timers run on while a node stays removable, and begin anew when it was not. The same arrays when nothing changed. */
export function timersAfter(
  findings: readonly NodeFinding[],
  { unneeded: before, unremovable: known }: Timers,
  nowMs: number,
): Timers {
  const unneeded = findings
    .filter(({ reason }) => reason === null)
    .map(({ node }) => before.find((one) => one.node === node) ?? { node, sinceMs: nowMs });
  const unremovable = findings.flatMap(({ node, reason, message, pod, recheckAtMs }) => {
    if (reason === null || recheckAtMs === null) return [];
    const old = known.find((one) => one.node === node);
    if (old && old.untilMs === recheckAtMs) return [old];
    return [{ node, reason, message, pod, untilMs: recheckAtMs }];
  });
  return {
    unneeded: sameMembers(before, unneeded) ? before : unneeded,
    unremovable: sameMembers(known, unremovable) ? known : unremovable,
  };
}

const sameMembers = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && b.every((one) => a.includes(one));

export interface Cooldowns {
  readonly afterAddUntilMs: number | null;
  readonly afterDeleteUntilMs: number | null;
  readonly afterFailureUntilMs: number | null;
}

/** static_autoscaler isScaleDownInCooldown: what still holds. */
export function cooldowns(
  state: Pick<ClusterAutoscaler, 'lastScaleUpMs' | 'lastScaleDownDeleteMs' | 'lastScaleDownFailMs'>,
  { options, read }: Pick<ScaleDownInput, 'options' | 'read'>,
): Cooldowns {
  const until = (lastMs: number | null, delayMs: number): number | null =>
    lastMs !== null && lastMs + delayMs > read.nowMs ? lastMs + delayMs : null;
  return {
    afterAddUntilMs: until(state.lastScaleUpMs, options.delayAfterAddMs),
    afterDeleteUntilMs: until(state.lastScaleDownDeleteMs, options.delayAfterDeleteMs),
    afterFailureUntilMs: until(state.lastScaleDownFailMs, options.delayAfterFailureMs),
  };
}

export const latest = (cooldown: Cooldowns): number | null => {
  const times = Object.values(cooldown).filter((ms): ms is number => ms !== null);
  return times.length === 0 ? null : Math.max(...times);
};

/** Those whose time is up: empty ones in bulk, at most one that has to be drained; no group below its minimum. */
export function nodesToDelete(
  findings: readonly NodeFinding[],
  unneeded: Timers['unneeded'],
  deletions: readonly NodeDeletion[],
  { nodes, options, read }: Pick<ScaleDownInput, 'nodes' | 'options' | 'read'>,
): readonly NodeFinding[] {
  const draining = deletions.filter(({ empty }) => !empty).length;
  let [room, drains] = [
    options.maxParallelism - deletions.length,
    options.maxDrainParallelism - draining,
  ];
  const sizes = new Map<string, number>();
  const chosen: NodeFinding[] = [];
  const due = findings.filter(({ node, reason }) => reason === null && isDue(node));
  for (const found of [...due.filter(isEmpty), ...due.filter((one) => !isEmpty(one))]) {
    const group = nodes.find(({ name }) => name === found.node)?.group;
    if (!group || room <= 0 || (!isEmpty(found) && drains <= 0)) continue;
    const leaving = deletions.filter((deletion) => deletion.group === group.name).length;
    const size = sizes.get(group.name) ?? group.target - leaving;
    if (size <= group.min) continue;
    sizes.set(group.name, size - 1);
    room -= 1;
    if (!isEmpty(found)) drains -= 1;
    chosen.push(found);
  }
  return chosen;

  function isDue(name: string): boolean {
    const since = unneeded.find(({ node }) => node === name)?.sinceMs;
    const isReady = nodes.find((node) => node.name === name)?.isReady ?? false;
    const waitMs = isReady ? options.unneededTimeMs : options.unreadyTimeMs;
    return since !== undefined && since + waitMs <= read.nowMs;
  }
}

const isEmpty = ({ moves }: NodeFinding): boolean => moves === 0;
