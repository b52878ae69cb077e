/**
 * What a pod's containers need next (pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions, v1.34).
 *
 * Init containers run one after the other, each to success; a sidecar counts as done when it has started. Then all app
 * containers start. When no app container will run again, sidecars are stopped and the pod is over; with `Never`, one
 * failed init container ends it.
 */
import type { PodSpec } from '../types';
import { hasEnded, type ContainerRole, type ContainerView } from './podView';

export interface PodActions {
  readonly start: readonly ContainerView[];
  readonly stop: readonly ContainerView[];
  /** Nothing runs and nothing will. */
  readonly over: boolean;
}

export function computePodActions(containers: readonly ContainerView[]): PodActions {
  const app = containers.filter((c) => c.role === 'app');
  const initFailed = containers.some((c) => c.role === 'init' && hasEnded(c) && !succeeded(c));
  if (initFailed || app.every(hasEnded)) {
    const left = containers.filter((c) => !hasEnded(c));
    return { start: [], stop: left, over: left.length === 0 };
  }
  const next = nextInit(containers);
  if (next === 'running') return { start: [], stop: [], over: false };
  const start = next ? [next] : app.filter(isWaiting);
  return { start, stop: [], over: false };
}

/** Whether a container that has just ended is started again. */
export function shouldRestart(
  role: ContainerRole,
  restartPolicy: PodSpec['restartPolicy'],
  exitCode: number,
): boolean {
  if (role === 'sidecar') return true;
  if (role === 'init') return exitCode !== 0 && restartPolicy !== 'Never';
  if (restartPolicy === 'Never') return false;
  return restartPolicy !== 'OnFailure' || exitCode !== 0;
}

/** The init container to start now; `running`: one is under way; undefined: the init phase is over. */
function nextInit(containers: readonly ContainerView[]): ContainerView | 'running' | undefined {
  // An app container that has been touched closes the init phase for good, whatever sidecars do later.
  if (containers.some((c) => c.role === 'app' && !isWaiting(c))) return undefined;
  for (const container of containers) {
    if (container.role === 'app' || isUp(container)) continue;
    return isWaiting(container) ? container : 'running';
  }
  return undefined;
}

const isUp = (c: ContainerView): boolean =>
  c.role === 'sidecar' ? c.state === 'Running' && c.context.started : hasEnded(c);

const isWaiting = ({ state }: ContainerView): boolean => state === 'Waiting';

const succeeded = (c: ContainerView): boolean => c.context.lastRun?.exitCode === 0;
