/**
 * The kubelet's loop over the pods that are bound to it (pkg/kubelet/kubelet.go syncLoop, HandlePodAdditions, v1.34): takes
 * new ones, ends those that are being deleted or have outlived `activeDeadlineSeconds`.
 */
import type { Command, Context, Controller, Effect, Read } from '../../../engine/model';
import { defineWatch } from '../../../engine/model';
import { deletePodEffects } from '../api/deletion';
import { isPodFinished } from '../api/indexes';
import { podQosClass } from '../qos';
import { CONTAINER_CREATE_MS, KUBELET_LATENCY_MS, POD_SANDBOX_MS } from '../timings';
import type { Pod, PodStatus } from '../types';
import { canAdmitPod, type Refusal } from './admission';
import { initialContext, type ContainerInput, type EndedRun } from './container.machine';
import { tellContainer } from './imagePulls';
import { notePod } from './notes';
import { podEvent } from './podEvents';
import { endingOf, removePod, tellPod } from './podLifecycle';
import { podStatus } from './podStatus';
import { containersOf, type PodView } from './podView';
import { preStopMs } from './preStop';
import type { NodeSyncCommand } from './nodeSync';
import { reportPod } from './reportPod';
import {
  CONTAINER_LIFECYCLE,
  POD_LIFECYCLE,
  POD_WORKER,
  containerKey,
  reports,
  type Kubelet,
} from './types';

export type PodWorkerCommand =
  | { readonly type: 'admitPod'; readonly pod: string }
  | { readonly type: 'killPod'; readonly pod: string }
  | { readonly type: 'failPod'; readonly pod: string; readonly reason: 'DeadlineExceeded' }
  | { readonly type: 'forgetPod'; readonly pod: string };

export const podWorker: Controller = {
  name: POD_WORKER,
  latencyMs: KUBELET_LATENCY_MS,
  sync: (key, ctx) => syncPodWorker(key, ctx),
};

/** A pod comes to a node, starts to be deleted, is to be deleted sooner, or somebody has opened a readiness gate. */
export const podWatch = defineWatch({
  kind: 'kubernetes/Pod',
  wakes: POD_WORKER,
  keys: (after, before, key) =>
    after?.spec.nodeName !== undefined &&
    (before?.spec.nodeName !== after.spec.nodeName ||
      before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
      (after.spec.readinessGates && before.status.conditions !== after.status.conditions))
      ? [key]
      : [],
});

function syncPodWorker(key: string, read: Read): ReturnType<Controller['sync']> {
  const pod = read.get('kubernetes/Pod', key);
  if (!pod || !reports(read.get('kubernetes/Kubelet', pod.spec.nodeName ?? ''))) return undefined;
  const worker = read.lifecycle(POD_LIFECYCLE, key);
  const deleting = pod.metadata.deletionTimestamp !== undefined;
  if (!worker) {
    if (deleting) return { commands: [command({ type: 'forgetPod', pod: key })] };
    if (isPodFinished(pod)) return undefined;
    return { commands: [command({ type: 'admitPod', pod: key })], ...deadline(pod, read.nowMs) };
  }
  if (worker.status === 'done')
    return deleting ? { commands: [command({ type: 'forgetPod', pod: key })] } : undefined;
  const ending = endingOf(worker.context);
  if (deleting) {
    const sooner = ending === null || !ending.deleted || ending.graceMs > graceMs(pod);
    return { commands: sooner ? [command({ type: 'killPod', pod: key })] : [] };
  }
  if (ending || isPodFinished(pod)) return undefined;
  const left = deadline(pod, read.nowMs);
  if (left.requeueAfterMs !== 0) {
    const gated = pod.spec.readinessGates && reportPod(read, key).length > 0;
    return { commands: gated ? [command({ type: 'reportPod', pod: key })] : [], ...left };
  }
  return { commands: [command({ type: 'failPod', pod: key, reason: 'DeadlineExceeded' })] };
}

const command = (c: PodWorkerCommand | NodeSyncCommand): Command => ({ model: 'kubernetes', ...c });

const graceMs = ({ metadata }: Pod): number => (metadata.deletionGracePeriodSeconds ?? 0) * 1000;

/** When to look again because of activeDeadlineSeconds; 0: it is over. */
function deadline({ spec, status }: Pod, nowMs: number): { requeueAfterMs?: number } {
  if (spec.activeDeadlineSeconds === undefined) return {};
  const endsAtMs = (status.startTime ?? nowMs) + spec.activeDeadlineSeconds * 1000;
  return { requeueAfterMs: Math.max(0, endsAtMs - nowMs) };
}

export const podWorkerCommands = {
  admitPod({ pod: key }: Extract<PodWorkerCommand, { type: 'admitPod' }>, ctx: Context) {
    const pod = ctx.get('kubernetes/Pod', key);
    const name = pod?.spec.nodeName ?? '';
    const node = ctx.get('kubernetes/Node', name);
    const kubelet = ctx.get('kubernetes/Kubelet', name);
    if (!pod || !node || !kubelet) return [];
    const refusal = canAdmitPod(ctx, pod, node, kubelet);
    return refusal ? rejectPod(ctx, key, pod, refusal) : startPod(ctx, key, pod, kubelet, []);
  },

  killPod({ pod: key }: Extract<PodWorkerCommand, { type: 'killPod' }>, ctx: Context) {
    const pod = ctx.get('kubernetes/Pod', key);
    if (pod?.metadata.deletionTimestamp === undefined) return [];
    return endPod(ctx, key, graceMs(pod), { deleted: true, reason: null, message: null });
  },

  failPod({ pod: key, reason }: Extract<PodWorkerCommand, { type: 'failPod' }>, ctx: Context) {
    const pod = ctx.get('kubernetes/Pod', key);
    if (!pod) return [];
    const message = 'Pod was active on the node longer than the specified deadline';
    const graceSeconds = pod.spec.terminationGracePeriodSeconds ?? 0;
    return [
      ...podEvent(ctx, pod, 'Normal', reason, message),
      ...endPod(ctx, key, graceSeconds * 1000, { deleted: false, reason, message }),
    ];
  },

  forgetPod({ pod: key }: Extract<PodWorkerCommand, { type: 'forgetPod' }>, ctx: Context) {
    const pod = ctx.get('kubernetes/Pod', key);
    if (!pod) return [];
    if (ctx.lifecycle(POD_LIFECYCLE, key)) return removePod(key, ctx);
    return deletePodEffects(ctx, pod, { gracePeriodSeconds: 0 });
  },
};

export function endPod(
  read: Read,
  key: string,
  podGraceMs: number,
  why: {
    readonly deleted: boolean;
    readonly reason: string | null;
    readonly message: string | null;
  },
): readonly Effect[] {
  const data = { graceMs: podGraceMs, reason: why.reason };
  return [
    notePod(key, { type: 'podTerminating', data }),
    tellPod(key, { type: 'terminate', graceMs: podGraceMs, sinceMs: read.nowMs, ...why }),
  ];
}

function rejectPod(
  read: Read,
  key: string,
  pod: Pod,
  { reason, message }: Refusal,
): readonly Effect[] {
  const status: PodStatus = {
    ...pod.status,
    phase: 'Failed',
    reason,
    message: `Pod was rejected: ${message}`,
    startTime: read.nowMs,
  };
  const node = pod.spec.nodeName ?? '';
  return [
    { do: 'put', kind: 'kubernetes/Pod', key, value: { ...pod, status } },
    notePod(key, { type: 'podRejected', data: { node, reason, message } }),
    ...podEvent(read, pod, 'Warning', reason, message),
  ];
}

/** What a container went through here before a loss of power. */
export interface PastRun {
  readonly name: string;
  readonly lastRun: EndedRun;
  readonly restartCount: number;
  /** The restart policy does not let it run again. */
  readonly over: boolean;
}

/** Begins the pod's machines. */
export function startPod(
  ctx: Context,
  key: string,
  pod: Pod,
  kubelet: Kubelet,
  runs: readonly PastRun[],
): readonly Effect[] {
  const random = ctx.random(`kubernetes/kubelet/${kubelet.machine.name}`);
  const sandboxMs = random.between(...POD_SANDBOX_MS);
  const podGraceMs = (pod.spec.terminationGracePeriodSeconds ?? 0) * 1000;
  const containers = containersOf(pod).map(({ container, role }) => {
    const past = runs.find((run) => run.name === container.name);
    const input: ContainerInput = {
      createMs: random.between(...CONTAINER_CREATE_MS),
      preStopMs: preStopMs(ctx, container),
      podGraceMs,
      restartCount: past?.restartCount ?? 0,
      lastRun: past?.lastRun ?? null,
    };
    return { container, role, input };
  });
  const acknowledged: Pod = {
    ...pod,
    status: {
      ...pod.status,
      startTime: pod.status.startTime ?? ctx.nowMs,
      qosClass: pod.status.qosClass ?? podQosClass(pod.spec),
    },
  };
  const view: PodView = {
    key,
    pod: acknowledged,
    state: 'PodSandboxCreating',
    context: { sandboxMs, ip: null, ending: null },
    containers: containers.map(({ container, role, input }) => ({
      container,
      role,
      state: 'Waiting',
      context: initialContext(input),
    })),
  };
  const status = podStatus(view, kubelet.machine.ip, ctx.nowMs);
  return [
    { do: 'put', kind: 'kubernetes/Pod', key, value: { ...acknowledged, status } },
    notePod(key, { type: 'podAdmitted', data: { node: kubelet.machine.name } }),
    { do: 'begin', lifecycle: POD_LIFECYCLE, key, input: { sandboxMs } },
    ...containers.map(({ container, input }): Effect => ({
      do: 'begin',
      lifecycle: CONTAINER_LIFECYCLE,
      key: containerKey(key, container.name),
      input,
    })),
    ...runs
      .filter((run) => run.over)
      .map(({ name }) => tellContainer(containerKey(key, name), { type: 'stop', graceMs: 0 })),
  ];
}
