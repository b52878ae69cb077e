/**
 * A process has ended: note it, close its ports, and decide what becomes of the container
 * (pkg/kubelet/kuberuntime doBackOff, v1.34). The first restart is immediate; then 10, 20, 40 ... 300 s, counted from the
 * end of the failed run, forgotten after ten minutes without a restart.
 */
import type { Effect, Read } from '../../../engine/model';
import { CONTAINER_BACKOFF } from '../timings';
import { nextBackOff, remainingBackOffMs } from './backoff';
import { shouldRestart } from './computePodActions';
import type { EndedRun } from './container.machine';
import { requestImage, tellContainer } from './imagePulls';
import { closeListeners } from './listeners';
import { notePod } from './notes';
import { podEvent } from './podEvents';
import type { ContainerView, PodView } from './podView';
import { containerKey } from './types';

export function containerEnded(
  read: Read,
  view: PodView,
  ended: ContainerView,
  exitCode: number,
  reason: EndedRun['reason'] = exitCode === 0 ? 'Completed' : 'Error',
  message?: string,
): readonly Effect[] {
  const { key: podKey, pod } = view;
  const { container, context, role } = ended;
  const key = containerKey(podKey, container.name);
  const startedAtMs = context.startedAtMs ?? read.nowMs;
  const words = message === undefined ? {} : { message };
  const run: EndedRun = { exitCode, reason, ...words, startedAtMs, finishedAtMs: read.nowMs };
  const ranMs = read.nowMs - startedAtMs;
  const { restartCount } = context;
  const data = { container: container.name, exitCode, reason, ranMs, restartCount };
  const effects: Effect[] = [
    notePod(podKey, { type: 'containerTerminated', data }),
    ...closeListeners(read, podKey, view.context.ip, container.name),
  ];
  if (context.stopRequested || !shouldRestart(role, pod.spec.restartPolicy, exitCode))
    return [...effects, tellContainer(key, { type: 'finish', run })];
  const waitMs = remainingBackOffMs(context.backOff, read.nowMs, read.nowMs, CONTAINER_BACKOFF);
  if (waitMs === 0) {
    const entry = nextBackOff(context.backOff, read.nowMs, read.nowMs, CONTAINER_BACKOFF);
    return [
      ...effects,
      tellContainer(key, { type: 'restart', run, entry }),
      ...requestImage(read, podKey, pod, container),
    ];
  }
  return [...effects, ...backOff(read, view, ended, run, waitMs)];
}

function backOff(
  read: Read,
  { key: podKey, pod }: PodView,
  { container, context }: ContainerView,
  run: EndedRun,
  waitMs: number,
): readonly Effect[] {
  const { name } = container;
  const { metadata } = pod;
  const fullName = `${metadata.name}_${metadata.namespace ?? 'default'}(${metadata.uid})`;
  const data = { container: name, backOffMs: waitMs, restartCount: context.restartCount };
  return [
    notePod(podKey, { type: 'containerBackOff', data }),
    ...podEvent(
      read,
      pod,
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${name} in pod ${fullName}`,
      name,
    ),
    tellContainer(containerKey(podKey, name), {
      type: 'backOff',
      run,
      forMs: waitMs,
      message: `back-off ${backOffText(waitMs)} restarting failed container=${name} pod=${fullName}`,
    }),
  ];
}

/** As Go prints whole durations: `10s`, `1m20s`, `5m0s`. */
function backOffText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
