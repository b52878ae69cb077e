/**
 * Phase of a pod from its containers' states (pkg/kubelet/kubelet_pods.go getPhase, v1.34).
 *
 * Pending until every ordinary init container is done, every sidecar has started once and every app container has been
 * started once; then Running while anything runs or will be restarted; Succeeded or Failed when nothing will.
 * A container in back-off is one that has stopped: the phase stays Running.
 */
import type { Container, ContainerStatus, PodPhase, PodSpec } from '../types';

/** `statuses` are those of init and app containers together. `terminal`: the pod will not start anything again. */
export function getPhase(
  spec: PodSpec,
  statuses: readonly ContainerStatus[],
  terminal = false,
): PodPhase {
  const init = countInitContainers(spec, statuses);
  const sidecars = countSidecars(spec, statuses);
  const app = countContainers(spec, statuses);
  const running = sidecars.running + app.running;
  const unknown = sidecars.unknown + app.unknown;
  if (init.failed > 0 && spec.restartPolicy === 'Never') return 'Failed';
  if (init.pending > 0) return 'Pending';
  if (sidecars.pending > 0 && !hasAnyRegularContainerStarted(spec, statuses)) return 'Pending';
  if (sidecars.waiting + app.waiting > 0) return 'Pending';
  if (running > 0 && unknown === 0) return 'Running';
  if (running === 0 && app.stopped > 0 && unknown === 0)
    return phaseWhenStopped(spec, app.stopped === app.succeeded, terminal);
  return 'Pending';
}

export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';

export const statusOf = (
  statuses: readonly ContainerStatus[],
  name: string,
): ContainerStatus | undefined => statuses.find((status) => status.name === name);

/** Once an app container has run, the pod counts as initialized for good. */
export function hasAnyRegularContainerStarted(
  spec: PodSpec,
  statuses: readonly ContainerStatus[],
): boolean {
  return (spec.containers ?? []).some(({ name }) => {
    const status = statusOf(statuses, name);
    return Boolean(
      status?.state?.running ?? status?.state?.terminated ?? status?.lastState?.terminated,
    );
  });
}

function phaseWhenStopped(spec: PodSpec, allSucceeded: boolean, terminal: boolean): PodPhase {
  if (terminal) return allSucceeded ? 'Succeeded' : 'Failed';
  if ((spec.restartPolicy ?? 'Always') === 'Always') return 'Running';
  if (allSucceeded) return 'Succeeded';
  return spec.restartPolicy === 'Never' ? 'Failed' : 'Running';
}

function countInitContainers(spec: PodSpec, statuses: readonly ContainerStatus[]) {
  const count = { pending: 0, failed: 0 };
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) continue;
    const status = statusOf(statuses, container.name);
    const ended = status?.state?.terminated ?? endedBeforeWaiting(status);
    if (!ended) count.pending += 1;
    else if (ended.exitCode !== 0) count.failed += 1;
  }
  return count;
}

const endedBeforeWaiting = (status: ContainerStatus | undefined) =>
  status?.state?.waiting ? status.lastState?.terminated : undefined;

function countSidecars(spec: PodSpec, statuses: readonly ContainerStatus[]) {
  const count = { pending: 0, running: 0, waiting: 0, unknown: 0 };
  for (const container of spec.initContainers ?? []) {
    if (!isSidecar(container)) continue;
    const status = statusOf(statuses, container.name);
    if (!status) count.unknown += 1;
    else if (status.state?.running) {
      count.running += 1;
      if (status.started !== true) count.pending += 1;
    } else if (status.state?.waiting) {
      if (status.lastState?.terminated) continue;
      count.pending += 1;
      count.waiting += 1;
    } else if (!status.state?.terminated) {
      count.pending += 1;
      count.unknown += 1;
    }
  }
  return count;
}

function countContainers(spec: PodSpec, statuses: readonly ContainerStatus[]) {
  const count = { running: 0, waiting: 0, stopped: 0, succeeded: 0, unknown: 0 };
  for (const { name } of spec.containers) {
    const status = statusOf(statuses, name);
    if (status?.state?.running) count.running += 1;
    else if (status?.state?.terminated) {
      count.stopped += 1;
      if (status.state.terminated.exitCode === 0) count.succeeded += 1;
    } else if (status?.state?.waiting) {
      if (status.lastState?.terminated) count.stopped += 1;
      else count.waiting += 1;
    } else count.unknown += 1;
  }
  return count;
}
