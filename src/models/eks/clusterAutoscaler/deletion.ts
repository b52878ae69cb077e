/**
 * A node on its way out (core/scaledown/actuation: actuator.go, drain.go, 1.34): tainted; after five seconds looked at once
 * more; its pods evicted, refused ones again every ten seconds for two minutes; then, when they have gone, the instance is
 * terminated and the group wants one less. Where that fails, the taint is taken away and nothing is removed for a while.
 * Key: node name. Simplified: DaemonSet pods are not evicted, they end with the node.
 */
import type { Command, Context, Controller, Effect, Read, Ref } from '../../../engine/model';
import { budgetsOf, evictPod } from '../../kubernetes/commands';
import type { Pod } from '../../kubernetes/types';
import type { ClusterAutoscalerCommand, ClusterAutoscalerCommandOf } from './commands';
import { note, objectEvent, putState, statusEvent } from './handlers';
import { TO_BE_DELETED } from './nodeGroups';
import { autoscalerOptions, type AutoscalerOptions } from './options';
import { leaderOf } from './process';
import { podsToMove } from './removal';
import { taint, untaint } from './taints';
import type { NodeDeletion } from './types';

export const NODE_DELETION = 'eks/nodeDeletion';
const KIND = 'eks/NodeDeletion';

/** drain.go: DefaultEvictionRetryTime, DefaultPodEvictionHeadroom, and the pause between two looks at evicted pods. */
const RETRY_MS = 10_000;
const HEADROOM_MS = 30_000;
const POLL_MS = 5_000;

interface Step {
  readonly commands: readonly Command[];
  readonly requeueAfterMs?: number;
}

export const nodeDeletionController: Controller = {
  name: NODE_DELETION,
  latencyMs: 0,
  sync(node, ctx) {
    const deletion = ctx.get(KIND, node);
    const leader = leaderOf(ctx);
    const parsed = leader && autoscalerOptions(leader.container);
    if (!deletion || !parsed || 'error' in parsed) return undefined;
    return deletion.pods === null
      ? beginsAfterDelay(deletion, parsed.options, ctx)
      : drains(deletion, deletion.pods, parsed.options, ctx);
  },
};

const command = (body: ClusterAutoscalerCommand): Command =>
  ({ model: 'eks', ...body }) as unknown as Command;
const abandon = (node: string, message: string): Step => ({
  commands: [command({ type: 'abandonNodeDeletion', node, message })],
});
const finish = (node: string): Step => ({
  commands: [command({ type: 'finishNodeDeletion', node })],
});

function beginsAfterDelay(
  { node, empty, sinceMs }: NodeDeletion,
  options: AutoscalerOptions,
  read: Read,
): Step {
  const waitMs = sinceMs + options.deleteDelayMs - read.nowMs;
  if (waitMs > 0) return { commands: [], requeueAfterMs: waitMs };
  const { pods, blocked } = podsToMove(
    read.by('kubernetes/Pod', 'node', node),
    (pod) => remaining(read, pod),
    options,
  );
  if (blocked) return abandon(node, blocked.message);
  if (empty && pods.length > 0)
    return abandon(node, `failed to delete empty node "${node}", new pods scheduled`);
  if (pods.length === 0) return finish(node);
  const keys = pods.map(keyOf);
  const retryUntilMs = read.nowMs + options.maxPodEvictionMs;
  return { commands: [command({ type: 'drainForDeletion', node, pods: keys, retryUntilMs })] };
}

const keyOf = ({ metadata }: Pod): string => `${metadata.namespace ?? 'default'}/${metadata.name}`;

const remaining = (read: Read, pod: Pod) =>
  budgetsOf(read, pod).map((budget) => ({
    budget,
    left: budget.status?.disruptionsAllowed ?? 0,
  }));

function drains(
  { node, retryUntilMs, nextTryMs, waitUntilMs }: NodeDeletion,
  keys: readonly string[],
  { maxGracefulTerminationSeconds }: AutoscalerOptions,
  read: Read,
): Step {
  const there = keys.filter((key) => read.get('kubernetes/Pod', key)?.spec.nodeName === node);
  const staying = there.filter(
    (key) => read.get('kubernetes/Pod', key)?.metadata.deletionTimestamp === undefined,
  );
  if (staying.length > 0) {
    if (read.nowMs >= retryUntilMs) {
      const [key = ''] = staying;
      return abandon(node, `failed to evict pod ${key} within allowed timeout`);
    }
    if (read.nowMs < nextTryMs) return { commands: [], requeueAfterMs: nextTryMs - read.nowMs };
    return {
      commands: [command({ type: 'tryEvictions', node, nextTryMs: read.nowMs + RETRY_MS })],
    };
  }
  if (waitUntilMs === null) {
    const untilMs = read.nowMs + maxGracefulTerminationSeconds * 1000 + HEADROOM_MS;
    return { commands: [command({ type: 'awaitEvicted', node, untilMs })] };
  }
  if (there.length === 0) return finish(node);
  if (read.nowMs >= waitUntilMs)
    return abandon(node, `Failed to drain node /${node}: pods remaining after timeout`);
  return { commands: [], requeueAfterMs: POLL_MS };
}

const aboutNode = (key: string): Ref => ({ kind: 'kubernetes/Node', key });
const put = (value: NodeDeletion): Effect => ({ do: 'put', kind: KIND, key: value.node, value });
const again = (key: string, afterMs = 0): Effect => ({
  do: 'wake',
  controller: NODE_DELETION,
  key,
  afterMs,
});

export function beginNodeDeletion(
  { finding, InstanceId, unneededMs }: ClusterAutoscalerCommandOf<'beginNodeDeletion'>,
  ctx: Context,
): readonly Effect[] {
  const { node, group, moves, cpuPermille, memoryPermille } = finding;
  if (group === null || ctx.has(KIND, node)) return [];
  const empty = moves === 0;
  const idle = { pods: null, retryUntilMs: 0, nextTryMs: 0, tries: 0, waitUntilMs: null };
  const shares = { cpuPermille, memoryPermille };
  const data = { group, empty, ...shares, pods: moves, unneededMs };
  const about = { kind: 'kubernetes/Node', key: node } as const;
  const removing = empty
    ? statusEvent('Normal', 'ScaleDownEmpty', `Scale-down: removing empty node "${node}"`)
    : statusEvent(
        'Normal',
        'ScaleDown',
        `Scale-down: removing node ${node}, ${moves} pods to reschedule`,
      );
  return [
    put({ node, group, InstanceId, empty, sinceMs: ctx.nowMs, ...idle }),
    note(about, { type: 'nodeScaleDownBegun', data }, about),
    taint(node, TO_BE_DELETED, ctx.nowMs),
    ...objectEvent(
      ctx,
      about,
      'Normal',
      'ScaleDown',
      'marked the node as toBeDeleted/unschedulable',
    ),
    removing,
    again(node),
  ];
}

export function drainForDeletion(
  { node, pods, retryUntilMs }: ClusterAutoscalerCommandOf<'drainForDeletion'>,
  ctx: Context,
): readonly Effect[] {
  const deletion = ctx.get(KIND, node);
  if (!deletion) return [];
  return [
    put({ ...deletion, pods, retryUntilMs, nextTryMs: ctx.nowMs }),
    ...pods.flatMap((key) =>
      objectEvent(
        ctx,
        { kind: 'kubernetes/Pod', key },
        'Normal',
        'ScaleDown',
        'deleting pod for node scale down',
      ),
    ),
    again(node),
  ];
}

export function tryEvictions(
  { node, nextTryMs }: ClusterAutoscalerCommandOf<'tryEvictions'>,
  ctx: Context,
): readonly Effect[] {
  const deletion = ctx.get(KIND, node);
  if (!deletion) return [];
  const most = longestGrace(ctx);
  const evictions = (deletion.pods ?? []).flatMap((key): Effect[] => {
    const pod = ctx.get('kubernetes/Pod', key);
    if (!pod || pod.metadata.deletionTimestamp !== undefined) return [];
    const own = pod.spec.terminationGracePeriodSeconds ?? 30;
    const gracePeriodSeconds = Math.min(own, most);
    const eviction = { pod: key, gracePeriodSeconds, again: deletion.tries > 0 };
    return [{ do: 'command', command: evictPod(eviction, aboutNode(node)) }];
  });
  return [put({ ...deletion, nextTryMs, tries: deletion.tries + 1 }), ...evictions, again(node, 1)];
}

function longestGrace(read: Read): number {
  const leader = leaderOf(read);
  const parsed = leader && autoscalerOptions(leader.container);
  return parsed && 'options' in parsed ? parsed.options.maxGracefulTerminationSeconds : 600;
}

export const awaitEvicted = (
  { node, untilMs }: ClusterAutoscalerCommandOf<'awaitEvicted'>,
  ctx: Context,
): readonly Effect[] => {
  const deletion = ctx.get(KIND, node);
  return deletion ? [put({ ...deletion, waitUntilMs: untilMs }), again(node)] : [];
};

export function abandonNodeDeletion(
  { node, message }: ClusterAutoscalerCommandOf<'abandonNodeDeletion'>,
  ctx: Context,
): readonly Effect[] {
  const deletion = ctx.get(KIND, node);
  if (!deletion) return [];
  const about = { kind: 'kubernetes/Node', key: node } as const;
  const text = deletion.empty
    ? `failed to delete empty node: ${message}`
    : `failed to drain and delete node: ${message}`;
  return [
    { do: 'remove', kind: KIND, key: node },
    ...putState(ctx, { lastScaleDownFailMs: ctx.nowMs }),
    note(about, { type: 'nodeScaleDownFailed', data: { message } }, about),
    ...objectEvent(ctx, about, 'Warning', 'ScaleDownFailed', text),
    untaint(node, TO_BE_DELETED),
  ];
}

export function finishNodeDeletion(
  { node }: ClusterAutoscalerCommandOf<'finishNodeDeletion'>,
  ctx: Context,
): readonly Effect[] {
  const deletion = ctx.get(KIND, node);
  if (!deletion) return [];
  const { group: name, InstanceId, empty, sinceMs } = deletion;
  const group = ctx.get('autoscaling/AutoScalingGroup', name);
  if (group && group.DesiredCapacity <= group.MinSize)
    return abandonNodeDeletion(
      {
        type: 'abandonNodeDeletion',
        node,
        message: `min size reached, nodes will not be deleted`,
      },
      ctx,
    );
  const about = { kind: 'kubernetes/Node', key: node } as const;
  const data = { group: name, InstanceId, empty, tookMs: ctx.nowMs - sinceMs };
  const removed = empty
    ? statusEvent('Normal', 'ScaleDownEmpty', `Scale-down: empty node ${node} removed`)
    : statusEvent('Normal', 'ScaleDown', `Scale-down: node ${node} removed with drain`);
  return [
    { do: 'remove', kind: KIND, key: node },
    ...putState(ctx, { lastScaleDownDeleteMs: ctx.nowMs }),
    note(about, { type: 'nodeScaledDown', data }, about),
    ...objectEvent(ctx, about, 'Normal', 'ScaleDown', 'node removed by cluster autoscaler'),
    removed,
    {
      do: 'command',
      command: {
        model: 'aws',
        type: 'setGroupDesiredCapacity',
        AutoScalingGroupName: name,
        DesiredCapacity: (group?.DesiredCapacity ?? 1) - 1,
        text: `instance ${InstanceId} was taken out of service in response to a user request,`,
        because: about,
      },
    },
    {
      do: 'command',
      command: {
        model: 'aws',
        type: 'terminateGroupInstance',
        InstanceId,
        reason: 'request',
        because: about,
      },
    },
  ];
}
