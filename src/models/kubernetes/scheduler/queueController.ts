/**
 * Keeps the scheduling queue in step with the pods (pkg/scheduler/eventhandlers.go, backend/queue, v1.34): who is new,
 * whose back-off is over, who has waited five minutes, who has gone. A second, small controller moves the pods that an
 * event has called back.
 */
import {
  defineWatch,
  type Command,
  type Controller,
  type Read,
  type Watch,
} from '../../../engine/model';
import type { Pod } from '../types';
import { backoffFlushAt, unschedulableFlushAt } from './backoff';
import type { SchedulerCommand } from './commands';
import { isTerminal, schedulerNameOf } from './podInfo';
import { gatesOf, SCHEDULING_QUEUE } from './queueCommands';
import { DECISION, QUEUED_POD, type QueuedPodInfo } from './records';
import { schedulerState } from './schedulerState';
import { SCHEDULER_TIMINGS } from './timings';

const CLUSTER_EVENTS = 'kubernetes/schedulingEvents';
const KEY = 'kube-scheduler';

export const schedulingQueue: Controller = {
  name: SCHEDULING_QUEUE,
  latencyMs: SCHEDULER_TIMINGS.informerMs,
  sync(key, ctx) {
    const pod = ctx.get('kubernetes/Pod', key);
    const entry = ctx.get(QUEUED_POD, key);
    if (!pod || !isPending(pod) || !isResponsible(pod, ctx))
      return entry || (!pod && ctx.has(DECISION, key)) ? does('dequeuePod', key) : undefined;
    if (!entry || entry.uid !== pod.metadata.uid) return does('enqueuePod', key);
    if (entry.queue === 'gated') return gatesOf(pod, ctx) ? undefined : does('enqueuePod', key);
    return entry.queue === 'active' ? undefined : look(entry, ctx.nowMs);
  },
};

/** Pods that come, go, or change so that the queue must know. What the scheduler itself does wakes nobody. */
export const pendingPods: Watch = defineWatch({
  kind: 'kubernetes/Pod',
  wakes: SCHEDULING_QUEUE,
  keys(after, before, key, read) {
    const was = before !== undefined && isPending(before);
    const is = after !== undefined && isPending(after);
    if (is) return !was || before.spec !== after.spec ? [key] : [];
    if (was) return read.has(QUEUED_POD, key) || !after ? [key] : [];
    return !after && read.has(DECISION, key) ? [key] : [];
  },
});

/** Calls back all at once what events of the last moment could help. */
export const schedulingEvents: Controller = {
  name: CLUSTER_EVENTS,
  latencyMs: SCHEDULER_TIMINGS.informerMs,
  sync(_, ctx) {
    const called = [...schedulerState(ctx).queue.called.entries()];
    return {
      commands: called.map(([pod, { event, about }]) => ({
        ...command({ type: 'requeuePod', pod, event }),
        because: about,
      })),
    };
  },
};

const wakesWhenCalled = (_after: unknown, _before: unknown, _key: string, read: Read) =>
  schedulerState(read).queue.called.size > 0 ? [KEY] : [];

export const clusterEvents: readonly Watch[] = [
  defineWatch({ kind: 'kubernetes/Node', wakes: CLUSTER_EVENTS, keys: wakesWhenCalled }),
  defineWatch({ kind: 'kubernetes/Pod', wakes: CLUSTER_EVENTS, keys: wakesWhenCalled }),
  defineWatch({
    kind: 'kube-scheduler/Configuration',
    wakes: CLUSTER_EVENTS,
    keys: wakesWhenCalled,
  }),
];

function look(
  { key, queue, backoffUntilMs, timestampMs }: QueuedPodInfo,
  nowMs: number,
): ReturnType<Controller['sync']> {
  const dueAtMs =
    queue === 'backoff' ? backoffFlushAt(backoffUntilMs) : unschedulableFlushAt(timestampMs);
  if (nowMs < dueAtMs) return { commands: [], requeueAfterMs: dueAtMs - nowMs };
  if (queue === 'backoff') return does('activatePod', key);
  return { commands: [command({ type: 'requeuePod', pod: key, event: 'UnschedulableTimeout' })] };
}

const command = (of: SchedulerCommand): Command => ({ model: 'kubernetes', ...of });

const does = (type: 'enqueuePod' | 'dequeuePod' | 'activatePod', pod: string) => ({
  commands: [command({ type, pod })],
});

const isPending = (pod: Pod): boolean =>
  pod.spec.nodeName === undefined &&
  pod.metadata.deletionTimestamp === undefined &&
  !isTerminal(pod);

const isResponsible = ({ spec }: Pod, read: Read): boolean =>
  schedulerState(read).profiles.has(schedulerNameOf(spec));
