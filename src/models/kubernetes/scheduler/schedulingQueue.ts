/**
 * The order of the scheduling queue, as an immutable value (backend/queue/scheduling_queue.go, v1.34). It follows the
 * `QueuedPodInfo` records; cluster events pick from the waiting pods those that they could help.
 *
 * Waiting pods are kept in groups of equal cases (one controller's pods, rejected by the same plugins), so that an event
 * asks once for a thousand replicas, and a pod that was called back is not asked again.
 */
import type { Ref } from '../../../engine/model';
import type { Cluster } from './cluster';
import type { ClusterEvent } from './clusterEvent';
import type { PodInfo } from './podInfo';
import type { Profile } from './profile';
import { byQueueOrder, type QueuePlace } from './queueOrder';
import type { QueuedPodInfo } from './records';
import { byCodeUnit, SortedMap } from './sortedMap';

export interface SchedulingQueue {
  readonly active: SortedMap<QueuePlace, true>;
  /** Pods in `unschedulable`, by group and key. */
  readonly waiting: SortedMap<string, WaitingPod>;
  /** Pods in `unschedulable` that an event has called back, by key. */
  readonly called: SortedMap<string, Called>;
}

export interface WaitingPod {
  readonly group: string;
  readonly pod: PodInfo;
  /** Empty: nobody knows what would help, so any event might. */
  readonly plugins: readonly string[];
}

export interface Called {
  readonly event: string;
  /** What the event was about. */
  readonly about: Ref;
}

export const EMPTY_QUEUE: SchedulingQueue = {
  active: SortedMap.empty(byQueueOrder),
  waiting: SortedMap.empty(byCodeUnit),
  called: SortedMap.empty(byCodeUnit),
};

export function queueAfter(
  queue: SchedulingQueue,
  before: QueuedPodInfo | undefined,
  after: QueuedPodInfo | undefined,
  pod: PodInfo | undefined,
): SchedulingQueue {
  let { active, waiting, called } = queue;
  if (before?.queue === 'active') active = active.delete(placeOf(before));
  if (before?.queue === 'unschedulable') {
    waiting = waiting.delete(waitingKey(before.group, before.key));
    called = called.delete(before.key);
  }
  if (after?.queue === 'active') active = active.set(placeOf(after), true);
  if (after?.queue === 'unschedulable' && pod) {
    const { group, unschedulablePlugins: plugins } = after;
    waiting = waiting.set(waitingKey(group, after.key), { group, pod, plugins });
  }
  return { active, waiting, called };
}

/** Pods of one controller are alike; those of a DaemonSet differ from node to node, so each stands for itself. */
export function waitingGroup({ controller, key }: PodInfo, plugins: readonly string[]): string {
  const owner = controller && controller.kind !== 'DaemonSet' ? controller.uid : key;
  return `${owner} ${plugins.join(',')}`;
}

/** Moves the waiting pods that the event could help to `called`. */
export function queueAfterEvent(
  queue: SchedulingQueue,
  event: ClusterEvent,
  about: Ref,
  cluster: Cluster,
  profiles: ReadonlyMap<string, Profile>,
): SchedulingQueue {
  let next = queue;
  for (let entry = queue.waiting.first(); entry;) {
    const [, waiting] = entry;
    if (couldHelp(waiting, event, cluster, profiles))
      next = callGroup(next, waiting.group, { event: event.type, about });
    entry = queue.waiting.firstFrom(afterGroup(waiting.group));
  }
  return next;
}

/** Everybody: the scheduler starts anew. */
export function callAll(queue: SchedulingQueue, called: Called): SchedulingQueue {
  let next = queue;
  for (const [, waiting] of queue.waiting.entries()) next = callGroup(next, waiting.group, called);
  return next;
}

/** One pod, because it has changed itself. */
export function callPod(queue: SchedulingQueue, pod: PodInfo, called: Called): SchedulingQueue {
  const keys = [...queue.waiting.entries()]
    .filter(([, waiting]) => waiting.pod.key === pod.key)
    .map(([key]) => key);
  return keys.reduce((next, key) => callOne(next, key, pod.key, called), queue);
}

function couldHelp(
  { pod, plugins }: WaitingPod,
  event: ClusterEvent,
  cluster: Cluster,
  profiles: ReadonlyMap<string, Profile>,
): boolean {
  if (plugins.length === 0) return true;
  const filters = profiles.get(pod.schedulerName)?.filters ?? [];
  return filters.some(
    ({ name, hint }) => plugins.includes(name) && (!hint || hint(pod, event, cluster)),
  );
}

function callGroup(queue: SchedulingQueue, group: string, called: Called): SchedulingQueue {
  let next = queue;
  for (const [key, waiting] of queue.waiting.entries(waitingKey(group, ''))) {
    if (waiting.group !== group) break;
    next = callOne(next, key, waiting.pod.key, called);
  }
  return next;
}

const callOne = (
  queue: SchedulingQueue,
  key: string,
  podKey: string,
  called: Called,
): SchedulingQueue => ({
  ...queue,
  waiting: queue.waiting.delete(key),
  called: queue.called.set(podKey, called),
});

const placeOf = ({ priority, timestampMs, key }: QueuedPodInfo): QueuePlace => ({
  priority,
  timestampMs,
  key,
});

const waitingKey = (group: string, podKey: string): string => `${group}\u0000${podKey}`;
const afterGroup = (group: string): string => `${group}\u0001`;
