/**
 * READY, STATUS and RESTARTS of a pod as `kubectl get pods` shows them (pkg/printers/internalversion printPod, v1.34).
 * STATUS is none of the API's fields: it is the most telling reason among phase, init containers and containers.
 */
import type { Container, ContainerStatus, Pod, Time } from '../types';
import { humanDuration } from './time';

export interface PodCells {
  /** `1/2`: ready containers of all, sidecars included. */
  readonly ready: string;
  /** `Running`, `CrashLoopBackOff`, `Init:0/1`, `Terminating`... */
  readonly status: string;
  /** `3 (12s ago)` */
  readonly restarts: string;
}

export function podCells(pod: Pod, nowMs: Time): PodCells {
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar);
  const init = initProgress(pod);
  const running =
    init.reason === undefined || hasCondition(pod, 'Initialized') ? containerProgress(pod) : null;
  const ready = init.readySidecars + (running?.ready ?? 0);
  const restarted = running ? sumOf([init.sidecarRestarts, running.restarts]) : init.restarts;
  return {
    ready: `${ready}/${pod.spec.containers.length + sidecars.length}`,
    status: finalStatus(pod, running?.reason ?? init.reason ?? phaseReason(pod)),
    restarts: restartsText(restarted, nowMs),
  };
}

interface Restarts {
  readonly count: number;
  /** When the last run ended. */
  readonly lastMs: Time | undefined;
}
const NONE: Restarts = { count: 0, lastMs: undefined };

const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';

/** NodeUnreachablePodReason: set by the node controller on pods of a lost node. */
const NODE_LOST = 'NodeLost';

function finalStatus(pod: Pod, reason: string): string {
  if (pod.metadata.deletionTimestamp === undefined) return reason;
  if (pod.status.reason === NODE_LOST) return 'Unknown';
  const finished = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  return finished ? reason : 'Terminating';
}

function phaseReason({ status }: Pod): string {
  const gated = status.conditions?.some(
    (c) => c.type === 'PodScheduled' && c.reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : (status.reason ?? status.phase);
}

interface InitProgress {
  /** Why the pod is still initializing; undefined when nothing holds it. */
  readonly reason: string | undefined;
  readonly readySidecars: number;
  readonly restarts: Restarts;
  readonly sidecarRestarts: Restarts;
}

function initProgress(pod: Pod): InitProgress {
  const containers = pod.spec.initContainers ?? [];
  let [restarts, sidecarRestarts, readySidecars] = [NONE, NONE, 0];
  for (const [i, status] of (pod.status.initContainerStatuses ?? []).entries()) {
    const own = restartsOf(status);
    const sidecar = containers.some((c) => c.name === status.name && isSidecar(c));
    restarts = sumOf([restarts, own]);
    if (sidecar) sidecarRestarts = sumOf([sidecarRestarts, own]);
    if (status.state.terminated?.exitCode === 0) continue;
    if (sidecar && status.started === true) {
      if (status.ready) readySidecars += 1;
      continue;
    }
    const reason = initReason(status, i, containers.length);
    return { reason, readySidecars, restarts, sidecarRestarts };
  }
  return { reason: undefined, readySidecars, restarts, sidecarRestarts };
}

function initReason({ state }: ContainerStatus, index: number, count: number): string {
  if (state.terminated) return `Init:${endReason(state.terminated)}`;
  const waiting = state.waiting?.reason ?? '';
  return waiting !== '' && waiting !== 'PodInitializing'
    ? `Init:${waiting}`
    : `Init:${index}/${count}`;
}

interface ContainerProgress {
  readonly reason: string;
  readonly ready: number;
  readonly restarts: Restarts;
}

/** The first container with something to tell decides; only ready ones are counted. */
function containerProgress(pod: Pod): ContainerProgress {
  let reason = phaseReason(pod);
  let [restarts, ready, running] = [NONE, 0, false];
  for (const status of (pod.status.containerStatuses ?? []).toReversed()) {
    const { waiting, terminated, running: runs } = status.state;
    restarts = sumOf([restarts, restartsOf(status)]);
    if (waiting && waiting.reason !== '') reason = waiting.reason;
    else if (terminated) reason = endReason(terminated);
    else if (runs && status.ready) {
      running = true;
      ready += 1;
    }
  }
  if (reason === 'Completed' && running)
    reason = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  return { reason, ready, restarts };
}

function endReason({
  reason = '',
  signal = 0,
  exitCode,
}: NonNullable<ContainerStatus['state']['terminated']>): string {
  if (reason !== '') return reason;
  return signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`;
}

const restartsOf = ({ restartCount, lastState }: ContainerStatus): Restarts => ({
  count: restartCount,
  lastMs: lastState.terminated?.finishedAt,
});

const sumOf = (parts: readonly Restarts[]): Restarts =>
  parts.reduce(
    (sum, { count, lastMs }) => ({
      count: sum.count + count,
      lastMs: Math.max(sum.lastMs ?? -Infinity, lastMs ?? -Infinity),
    }),
    NONE,
  );

const restartsText = ({ count, lastMs }: Restarts, nowMs: Time): string =>
  count === 0 || lastMs === undefined || !Number.isFinite(lastMs)
    ? String(count)
    : `${count} (${humanDuration(nowMs - lastMs)} ago)`;

const hasCondition = (pod: Pod, type: string): boolean =>
  pod.status.conditions?.some((c) => c.type === type && c.status === 'True') ?? false;
