/** How the queue's commands are carried out: pods enter it, move between its parts and leave it. */
import type { Context, Effect } from '../../../engine/model';
import type { Pod } from '../types';
import { backoffFlushAt, calculateBackoffSeconds } from './backoff';
import type { SchedulerCommand } from './commands';
import type { SchedulerFact } from './facts';
import { withPodCondition } from './podCondition';
import { podInfo } from './podInfo';
import { DECISION, QUEUED_POD, type QueuedPodInfo } from './records';
import { schedulerState } from './schedulerState';

export const SCHEDULING_QUEUE = 'kubernetes/schedulingQueue';

type CommandOf<T extends SchedulerCommand['type']> = Extract<SchedulerCommand, { type: T }>;

export function enqueuePod({ pod: key }: CommandOf<'enqueuePod'>, ctx: Context): readonly Effect[] {
  const pod = ctx.get('kubernetes/Pod', key);
  if (!pod) return [];
  const gates = gatesOf(pod, ctx);
  const known = ctx.get(QUEUED_POD, key);
  const entry: QueuedPodInfo = {
    key,
    uid: pod.metadata.uid,
    queue: gates ? 'gated' : 'active',
    priority: pod.spec.priority ?? 0,
    timestampMs: ctx.nowMs,
    initialAttemptMs: known?.uid === pod.metadata.uid ? known.initialAttemptMs : ctx.nowMs,
    attempts: 0,
    unschedulablePlugins: [],
    group: '',
    backoffUntilMs: 0,
  };
  return gates ? [put(entry), ...gated(pod, key, gates, ctx)] : [put(entry)];
}

export function activatePod(
  { pod: key }: CommandOf<'activatePod'>,
  ctx: Context,
): readonly Effect[] {
  const entry = ctx.get(QUEUED_POD, key);
  return entry?.queue === 'backoff' ? [put({ ...entry, queue: 'active' })] : [];
}

export function requeuePod(
  { pod: key, event }: CommandOf<'requeuePod'>,
  ctx: Context,
): readonly Effect[] {
  const entry = ctx.get(QUEUED_POD, key);
  if (entry?.queue !== 'unschedulable') return [];
  const queue = ctx.nowMs < entry.backoffUntilMs ? 'backoff' : 'active';
  const backoffMs = queue === 'backoff' ? backoffFlushAt(entry.backoffUntilMs) - ctx.nowMs : 0;
  return [
    put({ ...entry, queue }),
    note(key, { type: 'podRequeued', data: { event, queue, backoffMs } }),
    ...(queue === 'backoff' ? [wakeAfter(key, backoffMs)] : []),
  ];
}

export function dequeuePod({ pod: key }: CommandOf<'dequeuePod'>, ctx: Context): readonly Effect[] {
  return [
    ...(ctx.has(QUEUED_POD, key) ? [{ do: 'remove', kind: QUEUED_POD, key } as const] : []),
    ...(ctx.has(DECISION, key) && !ctx.has('kubernetes/Pod', key)
      ? [{ do: 'remove', kind: DECISION, key } as const]
      : []),
  ];
}

/** Of the configuration, in milliseconds. */
export function backoffMsAfter(attempts: number, ctx: Context): number {
  const { podInitialBackoffSeconds = 1, podMaxBackoffSeconds = 10 } =
    schedulerState(ctx).configuration.configuration;
  return calculateBackoffSeconds(attempts, podInitialBackoffSeconds, podMaxBackoffSeconds) * 1000;
}

export const note = (key: string, fact: SchedulerFact): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', about: { kind: 'kubernetes/Pod', key }, ...fact },
});

export const wakeAfter = (key: string, afterMs: number): Effect => ({
  do: 'wake',
  controller: SCHEDULING_QUEUE,
  key,
  afterMs,
});

/** The gates' text, when a PreEnqueue plugin keeps the pod out. */
export function gatesOf(pod: Pod, ctx: Context): readonly string[] | undefined {
  const info = podInfo(pod);
  const profile = schedulerState(ctx).profiles.get(info.schedulerName);
  return profile?.preEnqueue.some((plugin) => plugin.preEnqueue(info))
    ? (pod.spec.schedulingGates ?? []).map((gate) => gate.name)
    : undefined;
}

const GATED = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
} as const;

function gated(pod: Pod, key: string, gates: readonly string[], ctx: Context): Effect[] {
  const value = withPodCondition(pod, GATED, ctx.nowMs);
  if (value === pod) return [];
  return [
    { do: 'put', kind: 'kubernetes/Pod', key, value },
    note(key, { type: 'podGated', data: { gates } }),
  ];
}

const put = (value: QueuedPodInfo): Effect => ({
  do: 'put',
  kind: QUEUED_POD,
  key: value.key,
  value,
});
