/** What the container machine's intents do: look at the pod, note what happened, answer the machine. */
import type { Effect, IntentContext, Lifecycle, Read } from '../../../engine/model';
import { imageBehaviour } from '../../workload/imageBehaviour';
import { timings } from '../../workload/timings';
import { CONTAINER_BACKOFF, ERR_IMAGE_PULL_SHOWN_MS, IMAGE_BACKOFF } from '../timings';
import { nextBackOff, remainingSinceUpdateMs } from './backoff';
import { containerEnded } from './containerEnd';
import { containerID, imageDigest } from './containerIDs';
import { containerMachine, termMs, topState, type ContainerContext } from './container.machine';
import {
  joinPullQueue,
  leavePullQueue,
  pullEnded,
  requestImage,
  tellContainer,
} from './imagePulls';
import { openListeners } from './listeners';
import { notePod } from './notes';
import { podEvent } from './podEvents';
import { podView, type ContainerView, type PodView } from './podView';
import { expectedOutcomes, readyAtStart, startedAtStart } from './probes';
import { CLIENT, kubectlCalls } from '../kubectl/calls';
import { tellOutcome } from './probeFindings';
import { processKey, putProcess } from './processRecord';
import { reportPod } from './reportPod';
import { CONTAINER_LIFECYCLE, POD_LIFECYCLE, aboutPod, splitContainerKey } from './types';

export const containerLifecycle: Lifecycle = {
  name: CONTAINER_LIFECYCLE,
  machine: containerMachine,
  record: (key) => aboutPod(splitContainerKey(key).podKey),
  status(key, { value, context }, ctx) {
    const state = topState(value);
    const unchanged = state === 'PullQueued' || state === 'Pulling' || state === 'Creating';
    const untouched = state === 'Waiting' && (context as ContainerContext).lastRun === null;
    return unchanged || untouched ? [] : reportPod(ctx, splitContainerKey(key).podKey);
  },
  intents: {
    joinPullQueue: ({ key, ctx }) => {
      const { podKey, name } = splitContainerKey(key);
      return joinPullQueue(ctx, podKey, name);
    },
    leavePullQueue: ({ key, ctx }) => {
      const { podKey, name } = splitContainerKey(key);
      return leavePullQueue(ctx, podKey, name);
    },
    pullEnded: ({ key, ctx, context }) => {
      const { podKey, name } = splitContainerKey(key);
      return pullEnded(ctx, podKey, name, (context as ContainerContext).pullMs);
    },
    beginImageBackOff: (i) => withContainer(i, beginImageBackOff),
    startAgain: (i) => withContainer(i, startAgain),
    startContainer: (i) => withContainer(i, startContainer),
    tellOutcome: (i) => withContainer(i, tellOutcome),
    processExited: (i) =>
      withContainer(i, (view, container, read) => {
        const exit = container.context.outcomes[0]?.findings.find((f) => f.what === 'exits');
        return containerEnded(read, view, container, exit?.exitCode ?? 0);
      }),
    // A process that handles TERM ends with 0; KILL, when the grace is over first, leaves 137 = 128 + 9.
    processStopped: (i) =>
      withContainer(i, (view, container, read) =>
        containerEnded(
          read,
          view,
          container,
          container.context.stopsAfterMs <= termMs(container.context) ? 0 : 137,
        ),
      ),
    terminateProcess: ({ key, ctx }) => {
      const { podKey, name } = splitContainerKey(key);
      const process = processKey(podKey, podView(ctx, podKey)?.context.ip ?? null, name);
      if (!ctx.get('workload/Process', process)?.consumes) return [];
      return [{ do: 'command', command: { model: 'workload', type: 'terminateProcess', process } }];
    },
    finished: ({ key }) => [containerChanged(splitContainerKey(key).podKey)],
  },
  ignores: ['stop'],
};

export const containerChanged = (podKey: string): Effect => ({
  do: 'tell',
  lifecycle: POD_LIFECYCLE,
  key: podKey,
  event: { type: 'containerChanged' },
});

type ContainerIntent = (view: PodView, container: ContainerView, read: Read) => readonly Effect[];

function withContainer({ key, ctx }: IntentContext, intent: ContainerIntent): readonly Effect[] {
  const { podKey, name } = splitContainerKey(key);
  const view = podView(ctx, podKey);
  const container = view?.containers.find((c) => c.container.name === name);
  return view && container ? intent(view, container, ctx) : [];
}

/** The back-off counts from the failed pull, a moment of which has been shown as ErrImagePull. */
function beginImageBackOff(
  { key: podKey, pod }: PodView,
  { container, context }: ContainerView,
  read: Read,
): readonly Effect[] {
  const { name, image = '' } = container;
  const failedAtMs = read.nowMs - ERR_IMAGE_PULL_SHOWN_MS;
  const entry = nextBackOff(context.imageBackOff, failedAtMs, failedAtMs, IMAGE_BACKOFF);
  const data = { container: name, image, backOffMs: entry.backOffMs };
  const text = `Back-off pulling image "${image}"`;
  return [
    notePod(podKey, { type: 'imagePullBackOff', data }),
    ...podEvent(read, pod, 'Normal', 'BackOff', text, name),
    ...podEvent(read, pod, 'Warning', 'Failed', 'Error: ImagePullBackOff', name),
    tellContainer(`${podKey}/${name}`, {
      type: 'imageBackOff',
      entry,
      forMs: remainingSinceUpdateMs(entry, read.nowMs, IMAGE_BACKOFF),
      message: `${text}: ErrImagePull: ${context.waiting?.message ?? ''}`,
    }),
  ];
}

/** A back-off is over, of the image or of the container. */
function startAgain(
  { key: podKey, pod }: PodView,
  { container, state, context }: ContainerView,
  read: Read,
): readonly Effect[] {
  const image = requestImage(read, podKey, pod, container);
  if (state === 'ImagePullBackOff') return image;
  const finishedAtMs = context.lastRun?.finishedAtMs ?? read.nowMs;
  const entry = nextBackOff(context.backOff, finishedAtMs, read.nowMs, CONTAINER_BACKOFF);
  return [tellContainer(`${podKey}/${container.name}`, { type: 'retry', entry }), ...image];
}

/** The container exists; its process starts. What lies ahead of it is known from this moment on. */
function startContainer(
  { key: podKey, pod, context: { ip } }: PodView,
  { container, context, role }: ContainerView,
  read: Read,
): readonly Effect[] {
  const kubelet = read.get('kubernetes/Kubelet', pod.spec.nodeName ?? '');
  if (!kubelet || ip === null) return [];
  const { name, image = '', command, args } = container;
  const calls = kubectlCalls(container);
  const own = imageBehaviour(read, image, command, args);
  const behaviour = calls.length > 0 ? { ...own, ...CLIENT } : own;
  const restartCount = context.restartCount + (context.lastRun ? 1 : 0);
  return [
    notePod(podKey, { type: 'containerStarted', data: { container: name, restartCount } }),
    ...podEvent(read, pod, 'Normal', 'Created', `Created container: ${name}`, name),
    ...podEvent(read, pod, 'Normal', 'Started', `Started container ${name}`, name),
    ...openListeners(podKey, container, behaviour, ip, kubelet),
    putProcess(podKey, pod, container, { behaviour, calls, ip, kubelet }, read.nowMs),
    tellContainer(`${podKey}/${name}`, {
      type: 'started',
      atMs: read.nowMs,
      containerID: containerID(pod.metadata.uid, name, restartCount),
      imageID: imageDigest(image),
      outcomes: expectedOutcomes(container, behaviour),
      started: startedAtStart(container),
      ready: readyAtStart(container),
      // A worker exits when it has finished its message, if that is in time.
      stopsAfterMs: behaviour.consumes ? timings.ignoresSigtermMs : behaviour.stopsAfterMs,
    }),
    ...(role === 'sidecar' ? [containerChanged(podKey)] : []),
  ];
}
