/**
 * Watches over the health of nodes (pkg/controller/nodelifecycle monitorNodeHealth, v1.34). The real controller looks
 * at all nodes every 5 s; here a node is looked at on exactly those of these ticks at which something is due.
 *
 * A silent kubelet: Ready turns Unknown at the first tick with 50 s of silence. Its NoExecute taint is asked for at the
 * tick after that, because a pass goes by what it found when it began.
 */
import {
  defineWatch,
  type Command,
  type Controller,
  type Read,
  type Watch,
} from '../../../engine/model';
import type { Condition, Node } from '../types';
import { hasNoExecute, NOT_READY, UNREACHABLE } from './nodeTaints';
import { command } from './notes';
import { lastHeard, readyCondition, readyStatus, zoneOf } from './observedNode';
import { DISRUPTION, DISRUPTION_KEY, ZONE } from './records';
import { NODE_LIFECYCLE_TIMINGS, tickAfter, tickFrom } from './timings';

export const NODE_MONITOR = 'kubernetes/nodeMonitor';

interface Observed {
  readonly name: string;
  readonly nowMs: number;
  readonly status: Condition['status'];
  readonly hasReported: boolean;
  readonly lastTransitionMs: number;
  /** null: it is heard of all the time. */
  readonly silentSinceMs: number | null;
  readonly hasNotReadyTaint: boolean;
  readonly hasUnreachableTaint: boolean;
  readonly isQueued: boolean;
}

export const nodeMonitor: Controller = {
  name: NODE_MONITOR,
  latencyMs: 0,
  sync(name, ctx) {
    const node = ctx.get('kubernetes/Node', name);
    if (!node) return undefined;
    const zone = zoneOf(node);
    const known = ctx.has(ZONE, zone);
    const due = decideNode(observeNode(node, ctx));
    const now = due.filter(({ atMs }) => atMs <= ctx.nowMs).map((d) => d.command);
    const later = due.filter(({ atMs }) => atMs > ctx.nowMs).map((d) => d.atMs - ctx.nowMs);
    return {
      commands: [...(known ? [] : [command({ type: 'registerZone', zone })]), ...now],
      ...(later.length > 0 && { requeueAfterMs: Math.min(...later) }),
    };
  },
};

function observeNode(node: Node, read: Read): Observed {
  const { name, creationTimestamp } = node.metadata;
  const taints = node.spec.taints ?? [];
  const heard = lastHeard(read, node);
  const countedFrom = read.get(DISRUPTION, DISRUPTION_KEY)?.endedMs ?? 0;
  const ready = readyCondition(node);
  return {
    name,
    nowMs: read.nowMs,
    status: readyStatus(node),
    hasReported: ready !== undefined,
    lastTransitionMs: ready?.lastTransitionTime ?? creationTimestamp,
    silentSinceMs: heard.renewing ? null : Math.max(heard.atMs, countedFrom),
    hasNotReadyTaint: hasNoExecute(taints, NOT_READY),
    hasUnreachableTaint: hasNoExecute(taints, UNREACHABLE),
    isQueued: read.get(ZONE, zoneOf(node))?.queue.includes(name) ?? false,
  };
}

interface Due {
  readonly atMs: number;
  readonly command: Command;
}

function decideNode(observed: Observed): readonly Due[] {
  return [...dueSilence(observed), ...dueTaint(observed)];
}

const { nodeMonitorPeriodMs, nodeMonitorGracePeriodMs, nodeStartupGracePeriodMs } =
  NODE_LIFECYCLE_TIMINGS;

function dueSilence({ name, silentSinceMs, status, hasReported, nowMs }: Observed): readonly Due[] {
  if (silentSinceMs === null || (hasReported && status === 'Unknown')) return [];
  const graceMs = hasReported ? nodeMonitorGracePeriodMs : nodeStartupGracePeriodMs;
  const atMs = tickFrom(Math.max(silentSinceMs + graceMs, nowMs), nodeMonitorPeriodMs);
  return [{ atMs, command: command({ type: 'markNodeUnreachable', node: name }) }];
}

function dueTaint(observed: Observed): readonly Due[] {
  const type = taintCommand(observed);
  if (!type) return [];
  const { name, lastTransitionMs, nowMs } = observed;
  const seenMs = tickAfter(lastTransitionMs, nodeMonitorPeriodMs);
  const atMs = Math.max(seenMs, tickFrom(nowMs, nodeMonitorPeriodMs));
  return [{ atMs, command: command({ type, node: name }) }];
}

function taintCommand({ status, hasNotReadyTaint, hasUnreachableTaint, isQueued }: Observed) {
  const [has, opposite] =
    status === 'False'
      ? [hasNotReadyTaint, hasUnreachableTaint]
      : [hasUnreachableTaint, hasNotReadyTaint];
  if (status === 'True')
    return has || opposite || isQueued ? ('markNodeReachable' as const) : undefined;
  if (opposite) return 'swapNoExecuteTaint' as const;
  return has || isQueued ? undefined : ('queueNodeForTainting' as const);
}

/** Everything of a node that its health depends on, except the heartbeats themselves. */
export const nodeMonitorWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Node',
    wakes: NODE_MONITOR,
    keys: (after, before, key) => (after && (!before || changed(before, after)) ? [key] : []),
  }),
  defineWatch({
    kind: 'kubernetes/Lease',
    wakes: NODE_MONITOR,
    keys: (after) =>
      after?.metadata.namespace === 'kube-node-lease' ? [after.spec.holderIdentity] : [],
  }),
  defineWatch({
    kind: DISRUPTION,
    wakes: NODE_MONITOR,
    keys: (after, before, _key, read) =>
      before?.isFull && !after?.isFull ? read.keys('kubernetes/Node') : [],
  }),
];

const changed = (before: Node, after: Node): boolean =>
  before.spec.taints !== after.spec.taints ||
  readyStatus(before) !== readyStatus(after) ||
  before.metadata.labels !== after.metadata.labels;
