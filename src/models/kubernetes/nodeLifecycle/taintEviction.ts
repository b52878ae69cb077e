/**
 * Deletes pods from nodes with a NoExecute taint that they do not tolerate, or no longer (pkg/controller/tainteviction,
 * v1.34). The wait begins when the taint is first seen with the pod, and a second taint does not start it anew.
 */
import {
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type Read,
  type Watch,
} from '../../../engine/model';
import { isPodActive } from '../api/indexes';
import { recordEvent } from '../api/recordEvent';
import { deletePod, setPodCondition } from '../commands';
import { matchingTolerations } from '../scheduler/tolerations';
import type { Pod, Taint } from '../types';
import { evictAfterSeconds } from './evictAfter';
import { command, notePod } from './notes';
import { POD_EVICTION, type PodEviction } from './records';
import { NODE_LIFECYCLE_TIMINGS } from './timings';

const TAINT_EVICTION = 'kubernetes/taintEviction';
const COMPONENT = 'taint-eviction-controller';

export const taintEviction: Controller = {
  name: TAINT_EVICTION,
  latencyMs: NODE_LIFECYCLE_TIMINGS.latencyMs,
  sync(pod, ctx) {
    const scheduled = ctx.get(POD_EVICTION, pod);
    const wanted = decideEviction(ctx.get('kubernetes/Pod', pod), scheduled, ctx);
    if (!wanted) return scheduled && { commands: [command({ type: 'cancelPodEviction', pod })] };
    if (wanted.fireMs <= ctx.nowMs)
      return { commands: [command({ type: 'evictTaintedPod', pod })] };
    const requeueAfterMs = wanted.fireMs - ctx.nowMs;
    if (scheduled?.fireMs === wanted.fireMs) return { commands: [], requeueAfterMs };
    return { commands: [command({ type: 'schedulePodEviction', pod })], requeueAfterMs };
  },
};

export const taintEvictionWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Node',
    wakes: TAINT_EVICTION,
    keys: (after, before, key, read) =>
      after?.spec.taints !== before?.spec.taints &&
      noExecuteTaints(after?.spec.taints).length + noExecuteTaints(before?.spec.taints).length > 0
        ? read.keysBy('kubernetes/Pod', 'node', key)
        : [],
  }),
  defineWatch({
    kind: 'kubernetes/Pod',
    wakes: TAINT_EVICTION,
    keys(after, before, key, read) {
      if (after && (!after.spec.nodeName || after.spec === before?.spec)) return [];
      const concerns = read.has(POD_EVICTION, key) || taintsOf(after, read).length > 0;
      return concerns ? [key] : [];
    },
  }),
];

interface OfPod {
  readonly pod: string;
}

export function schedulePodEviction({ pod: key }: OfPod, ctx: Context): readonly Effect[] {
  const pod = ctx.get('kubernetes/Pod', key);
  const value = decideEviction(pod, ctx.get(POD_EVICTION, key), ctx);
  if (!value) return [];
  const { node, taint, createdMs, fireMs } = value;
  const afterSeconds = (fireMs - createdMs) / 1000;
  return [
    { do: 'put', kind: POD_EVICTION, key, value },
    notePod(key, { type: 'podEvictionScheduled', data: { node, taint, afterSeconds } }),
  ];
}

export function cancelPodEviction({ pod: key }: OfPod, ctx: Context): readonly Effect[] {
  const scheduled = ctx.get(POD_EVICTION, key);
  if (!scheduled) return [];
  const pod = ctx.get('kubernetes/Pod', key);
  const { node, taint, createdMs, fireMs } = scheduled;
  const afterSeconds = (fireMs - createdMs) / 1000;
  return [
    { do: 'remove', kind: POD_EVICTION, key },
    ...(pod?.metadata.uid === scheduled.uid && isPodActive(pod)
      ? [
          notePod(key, { type: 'podEvictionCancelled', data: { node, taint, afterSeconds } }),
          ...event(pod, `Cancelling deletion of Pod ${key}`, ctx),
        ]
      : []),
  ];
}

export function evictTaintedPod({ pod: key }: OfPod, ctx: Context): readonly Effect[] {
  const pod = ctx.get('kubernetes/Pod', key);
  const due = decideEviction(pod, ctx.get(POD_EVICTION, key), ctx);
  if (!pod || !due || due.fireMs > ctx.nowMs) return [];
  const { namespace = 'default', name, uid } = pod.metadata;
  const about = { kind: 'kubernetes/Pod', key } as const;
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  } as const;
  return [
    ...(ctx.has(POD_EVICTION, key) ? [{ do: 'remove', kind: POD_EVICTION, key } as const] : []),
    notePod(key, { type: 'podEvictedByTaint', data: { node: due.node, taint: due.taint } }),
    ...event(pod, `Marking for deletion Pod ${key}`, ctx),
    { do: 'command', command: setPodCondition({ namespace, name, condition }, about) },
    { do: 'command', command: deletePod({ namespace, name, uid }, about) },
  ];
}

const event = (pod: Pod, message: string, ctx: Context): readonly Effect[] =>
  recordEvent(ctx, pod, {
    type: 'Normal',
    reason: 'TaintManagerEviction',
    message,
    component: COMPONENT,
  });

/** When this pod must go and why; undefined: it may stay, or is going already. */
function decideEviction(
  pod: Pod | undefined,
  scheduled: PodEviction | undefined,
  read: Read,
): PodEviction | undefined {
  if (!pod || !isPodActive(pod)) return undefined;
  const { uid } = pod.metadata;
  const same = scheduled?.uid === uid ? scheduled : undefined;
  // A node that is gone cannot take its taints back: what is under way goes on.
  if (same && !read.has('kubernetes/Node', same.node)) return same;
  const taints = taintsOf(pod, read);
  if (taints.length === 0) return undefined;
  const used = matchingTolerations(taints, pod.spec.tolerations ?? [], false);
  const seconds = used ? evictAfterSeconds(used) : 0;
  if (seconds === null) return undefined;
  const createdMs = same?.createdMs ?? read.nowMs;
  const fireMs = createdMs + seconds * 1000;
  const [taint] = taints.map((t) => t.key);
  return { uid, node: pod.spec.nodeName ?? '', taint: taint ?? '', createdMs, fireMs };
}

const noExecuteTaints = (taints: readonly Taint[] | undefined): readonly Taint[] =>
  (taints ?? []).filter((t) => t.effect === 'NoExecute');

const taintsOf = (pod: Pod | undefined, read: Read): readonly Taint[] =>
  pod?.spec.nodeName === undefined
    ? []
    : noExecuteTaints(read.get('kubernetes/Node', pod.spec.nodeName)?.spec.taints);
