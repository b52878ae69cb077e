/** What the pod machine's intents do: sandbox and address, which container is next, the order of ending. */
import type { Context, Effect, Lifecycle, Read } from '../../../engine/model';
import { deletePodEffects } from '../api/deletion';
import { takeAddress } from './addresses';
import { computePodActions } from './computePodActions';
import { containerChanged } from './containerLifecycle';
import { putKubelet, requestImage, tellContainer } from './imagePulls';
import { notePod } from './notes';
import { podEvent } from './podEvents';
import { podMachine, type PodContext, type PodEvent } from './pod.machine';
import { hasEnded, podView, type ContainerView, type PodView } from './podView';
import { reportPod } from './reportPod';
import {
  KUBELET_SHUTDOWN,
  NODE_SYNC,
  POD_LIFECYCLE,
  aboutPod,
  containerKey,
  reports,
} from './types';

export const podLifecycle: Lifecycle = {
  name: POD_LIFECYCLE,
  machine: podMachine,
  record: aboutPod,
  status: (key, { value }, ctx) => (value === 'PodSandboxCreating' ? [] : reportPod(ctx, key)),
  intents: {
    createSandbox: ({ key, ctx }) => createSandbox(key, ctx),
    syncPod: ({ key, ctx }) => withPod(key, ctx, (view) => syncPod(view, ctx)),
    killContainers: ({ key, ctx }) => withPod(key, ctx, (view) => killContainers(view, ctx)),
    syncTerminatingPod: ({ key, ctx }) =>
      withPod(key, ctx, (view) => syncTerminatingPod(view, ctx)),
    releaseSandbox: ({ key, ctx }) => releaseSandbox(key, ctx),
    removePod: ({ key, ctx }) => removePod(key, ctx),
  },
  ignores: ['containerChanged', 'containersGone', 'terminate'],
};

export const tellPod = (key: string, event: PodEvent): Effect => ({
  do: 'tell',
  lifecycle: POD_LIFECYCLE,
  key,
  event,
});

const withPod = (
  key: string,
  read: Read,
  intent: (view: PodView) => readonly Effect[],
): readonly Effect[] => {
  const view = podView(read, key);
  return view ? intent(view) : [];
};

function createSandbox(key: string, ctx: Context): readonly Effect[] {
  const view = podView(ctx, key);
  const kubelet = ctx.get('kubernetes/Kubelet', view?.pod.spec.nodeName ?? '');
  if (!view || !kubelet) return [];
  const { pod, context } = view;
  const taken = pod.spec.hostNetwork ? { ip: kubelet.machine.ip, kubelet } : takeAddress(kubelet);
  const { ip } = taken;
  const sandboxes = { ...taken.kubelet.sandboxes, [pod.metadata.uid]: { pod: key, ip } };
  const data = { ip, sandboxMs: context.sandboxMs };
  return [
    putKubelet({ ...taken.kubelet, sandboxes }),
    notePod(key, { type: 'podSandboxReady', data }),
    tellPod(key, { type: 'sandboxReady', ip }),
    ...syncPod(view, ctx),
  ];
}

function syncPod(view: PodView, read: Read): readonly Effect[] {
  const { key, pod } = view;
  const { start, stop, over } = computePodActions(view.containers);
  if (over) return [tellPod(key, { type: 'containersGone' })];
  return [
    ...start.flatMap(({ container }) => requestImage(read, key, pod, container)),
    ...stop.flatMap((c) => stopContainer(view, c, c.context.podGraceMs, read)),
  ];
}

/** App and init containers are told together; sidecars when those are gone. */
function killContainers(view: PodView, read: Read): readonly Effect[] {
  const graceMs = view.context.ending?.graceMs ?? 0;
  const first = view.containers.filter((c) => c.role !== 'sidecar' && !hasEnded(c));
  return [
    ...first.flatMap((c) => stopContainer(view, c, graceMs, read)),
    containerChanged(view.key),
  ];
}

function syncTerminatingPod(view: PodView, read: Read): readonly Effect[] {
  const left = view.containers.filter((c) => !hasEnded(c));
  if (left.some((c) => c.role !== 'sidecar')) return [];
  const last = left.at(-1);
  if (!last) return [tellPod(view.key, { type: 'containersGone' })];
  if (last.context.stopRequested) return [];
  const { sinceMs = read.nowMs, graceMs = 0 } = view.context.ending ?? {};
  return stopContainer(view, last, Math.max(0, sinceMs + graceMs - read.nowMs), read);
}

function stopContainer(
  view: PodView,
  { container, state, context }: ContainerView,
  graceMs: number,
  read: Read,
): readonly Effect[] {
  const { name } = container;
  const stop = tellContainer(containerKey(view.key, name), { type: 'stop', graceMs });
  if (state !== 'Running') return [stop];
  const why = whyStopped(view);
  const data = { container: name, why, graceMs, preStopMs: context.preStopMs };
  return [
    notePod(view.key, { type: 'containerKilling', data }),
    ...podEvent(read, view.pod, 'Normal', 'Killing', `Stopping container ${name}`, name),
    stop,
  ];
}

function whyStopped({ context: { ending } }: PodView): 'podDeleted' | 'shutdown' | 'podEnding' {
  if (ending?.deleted) return 'podDeleted';
  return ending?.reason === KUBELET_SHUTDOWN ? 'shutdown' : 'podEnding';
}

/** Nothing of the pod runs: its address is free. A shutdown waits for this. */
function releaseSandbox(key: string, read: Read): readonly Effect[] {
  const pod = read.get('kubernetes/Pod', key);
  const kubelet = pod && read.get('kubernetes/Kubelet', pod.spec.nodeName ?? '');
  if (!pod || !kubelet) return [];
  const left = Object.entries(kubelet.sandboxes).filter(([uid]) => uid !== pod.metadata.uid);
  const sandboxes = Object.fromEntries(left);
  const { name } = kubelet.machine;
  return [
    putKubelet({ ...kubelet, sandboxes }),
    ...(kubelet.state === 'shuttingDown'
      ? [{ do: 'wake' as const, controller: NODE_SYNC, key: name }]
      : []),
  ];
}

/** The kubelet has nothing left of this pod: it lets the API server remove the object. */
export function removePod(key: string, read: Read): readonly Effect[] {
  const pod = read.get('kubernetes/Pod', key);
  const known = pod && reports(read.get('kubernetes/Kubelet', pod.spec.nodeName ?? ''));
  const deleted = known && pod.metadata.deletionTimestamp !== undefined;
  return [
    ...releaseSandbox(key, read),
    ...(deleted ? deletePodEffects(read, pod, { gracePeriodSeconds: 0 }) : []),
  ];
}

export const endingOf = (context: unknown): PodContext['ending'] => (context as PodContext).ending;
