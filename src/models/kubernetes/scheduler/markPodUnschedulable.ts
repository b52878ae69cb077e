/**
 * An attempt that found no node (pkg/scheduler/schedule_one.go handleSchedulingFailure, v1.34): the pod waits for an
 * event that could help, its PodScheduled condition and a FailedScheduling event say why. Where preemption found room,
 * the pod is promised the node and the victims are deleted as anybody would delete them.
 */
import type { Command, Context, Effect } from '../../../engine/model';
import { recordEvent } from '../api/recordEvent';
import { deletePod, setPodCondition } from '../commands';
import type { Pod } from '../types';
import { without } from '../validation/without';
import { backoffFlushAt, unschedulableFlushAt } from './backoff';
import type { SchedulerCommand } from './commands';
import { withPodCondition } from './podCondition';
import { backoffMsAfter, note, wakeAfter } from './queueCommands';
import { DECISION, QUEUED_POD, type Decision, type QueuedPodInfo } from './records';
import { schedulerState } from './schedulerState';
import { waitingGroup } from './schedulingQueue';

type MarkPodUnschedulable = Extract<SchedulerCommand, { type: 'markPodUnschedulable' }>;

export function markPodUnschedulable(
  { decision, figures, victims }: MarkPodUnschedulable,
  ctx: Context,
): readonly Effect[] {
  const { key, uid, message, schedulerName } = decision;
  const pod = ctx.get('kubernetes/Pod', key);
  const entry = ctx.get(QUEUED_POD, key);
  if (pod?.metadata.uid !== uid || pod.spec.nodeName !== undefined || !entry) return [];
  const waiting = entryAfter(entry, decision, figures.plugins, ctx);
  const value = unscheduled(pod, decision, ctx.nowMs);
  const backoffMs = waiting.backoffUntilMs - ctx.nowMs;
  return [
    { do: 'put', kind: DECISION, key, value: decision },
    { do: 'put', kind: QUEUED_POD, key, value: waiting },
    ...(value === pod ? [] : [{ do: 'put', kind: 'kubernetes/Pod', key, value } as const]),
    note(key, { type: 'podUnschedulable', data: { ...figures, backoffMs } }),
    ...recordEvent(ctx, pod, {
      type: 'Warning',
      reason: 'FailedScheduling',
      message,
      component: schedulerName,
    }),
    wakeAfter(key, nextLookAt(waiting) - ctx.nowMs),
    ...victims.flatMap((victim) => preempted(victim, decision, ctx)),
    ...(decision.nominatedNodeName === null ? [] : clearedNominations(pod, decision, ctx)),
  ];
}

/** Rejected by nobody in particular (no nodes at all): tried again as soon as the back-off is over. */
function entryAfter(
  entry: QueuedPodInfo,
  { key, attempt }: Decision,
  plugins: readonly string[],
  ctx: Context,
): QueuedPodInfo {
  const info = schedulerState(ctx).cluster.pods.get(key);
  return {
    ...entry,
    queue: plugins.length === 0 ? 'backoff' : 'unschedulable',
    timestampMs: ctx.nowMs,
    attempts: attempt,
    unschedulablePlugins: plugins,
    group: info ? waitingGroup(info, plugins) : key,
    backoffUntilMs: ctx.nowMs + backoffMsAfter(attempt, ctx),
  };
}

const nextLookAt = ({ queue, backoffUntilMs, timestampMs }: QueuedPodInfo): number =>
  queue === 'backoff' ? backoffFlushAt(backoffUntilMs) : unschedulableFlushAt(timestampMs);

function unscheduled(pod: Pod, { nominatedNodeName, message }: Decision, nowMs: number): Pod {
  const { nominatedNodeName: before = null, ...status } = pod.status;
  const marked = withPodCondition(
    pod,
    { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message },
    nowMs,
  );
  if (nominatedNodeName === before) return marked;
  const { conditions = [] } = marked.status;
  return {
    ...pod,
    status: { ...status, conditions, ...(nominatedNodeName && { nominatedNodeName }) },
  };
}

function preempted(
  { pod: key, uid }: MarkPodUnschedulable['victims'][number],
  { key: by, uid: byUid, nominatedNodeName, schedulerName }: Decision,
  ctx: Context,
): readonly Effect[] {
  const victim = ctx.get('kubernetes/Pod', key);
  if (victim?.metadata.uid !== uid) return [];
  const { namespace = 'default', name } = victim.metadata;
  const nodeName = nominatedNodeName ?? '';
  const about = { kind: 'kubernetes/Pod', key } as const;
  const commands: readonly Command[] = [
    setPodCondition(
      {
        ...{ namespace, name },
        condition: {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'PreemptionByScheduler',
          message: `${schedulerName}: preempting to accommodate a higher priority pod`,
        },
      },
      about,
    ),
    deletePod({ namespace, name, uid }, about),
  ];
  return [
    {
      do: 'note',
      fact: {
        model: 'kubernetes',
        type: 'podPreempted',
        about,
        because: { kind: 'kubernetes/Pod', key: by },
        data: { by, nodeName, priority: victim.spec.priority ?? 0 },
      },
    },
    ...recordEvent(ctx, victim, {
      type: 'Normal',
      reason: 'Preempted',
      message: `Preempted by pod ${byUid} on node ${nodeName}`,
      component: schedulerName,
    }),
    ...commands.map((command): Effect => ({ do: 'command', command })),
  ];
}

/** Pods of lower priority that had been promised this node lose the promise. */
function clearedNominations(pod: Pod, { nominatedNodeName }: Decision, ctx: Context): Effect[] {
  const promised = schedulerState(ctx).cluster.nominated.get(nominatedNodeName ?? '') ?? [];
  return promised
    .filter(({ priority }) => priority < (pod.spec.priority ?? 0))
    .flatMap(({ key }): Effect[] => {
      const other = ctx.get('kubernetes/Pod', key);
      if (!other) return [];
      const status = without(other.status, 'nominatedNodeName');
      return [{ do: 'put', kind: 'kubernetes/Pod', key, value: { ...other, status } }];
    });
}
