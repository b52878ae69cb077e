/**
 * The pod conditions that the kubelet computes (pkg/kubelet/status/generate.go, v1.34): Initialized, ContainersReady,
 * Ready with its readiness gates, PodReadyToStartContainers. Reasons and messages are the platform's own.
 */
import type { Condition, Container, ContainerStatus, PodPhase, PodSpec } from '../types';
import { hasAnyRegularContainerStarted, isSidecar, statusOf } from './podPhase';

/** A condition before it is dated: times are added where it is written. */
export type Verdict = Pick<
  Condition,
  'type' | 'status' | 'reason' | 'message' | 'observedGeneration'
>;

export function generateContainersReadyCondition(
  spec: PodSpec,
  statuses: readonly ContainerStatus[] | undefined,
  phase: PodPhase,
): Verdict {
  const type = 'ContainersReady';
  if (!statuses) return { type, status: 'False', reason: 'UnknownContainerStatuses' };
  const unknown: string[] = [];
  const unready: string[] = [];
  const look = ({ name }: Container): void => {
    const status = statusOf(statuses, name);
    if (!status) unknown.push(name);
    else if (!status.ready) unready.push(name);
  };
  spec.initContainers?.filter(isSidecar).forEach(look);
  spec.containers?.forEach(look);
  if (phase === 'Succeeded' && unknown.length === 0)
    return { type, status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
  const message = listed(['unknown', unknown], ['unready', unready]);
  if (message) return { type, status: 'False', reason: 'ContainersNotReady', message };
  return { type, status: 'True' };
}

/** `conditions` are those already on the pod: readiness gates are set by others. */
export function generatePodReadyCondition(
  spec: PodSpec,
  conditions: readonly Pick<Condition, 'type' | 'status'>[],
  statuses: readonly ContainerStatus[] | undefined,
  phase: PodPhase,
  containersReady = generateContainersReadyCondition(spec, statuses, phase),
): Verdict {
  const type = 'Ready';
  if (containersReady.status !== 'True') return { ...containersReady, type };
  const closed = (spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = conditions.find((c) => c.type === conditionType);
    if (!condition)
      return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    if (condition.status === 'True') return [];
    return [
      `the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`,
    ];
  });
  if (closed.length > 0)
    return { type, status: 'False', reason: 'ReadinessGatesNotReady', message: closed.join(', ') };
  return { type, status: 'True' };
}

/** `statuses` are those of the init containers; `all` those of every container. */
export function generatePodInitializedCondition(
  spec: PodSpec,
  statuses: readonly ContainerStatus[] | undefined,
  phase: PodPhase,
  all: readonly ContainerStatus[] = statuses ?? [],
): Verdict {
  const type = 'Initialized';
  const containers = spec.initContainers ?? [];
  if (!statuses && containers.length > 0)
    return { type, status: 'False', reason: 'UnknownContainerStatuses' };
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of containers) {
    const status = statusOf(statuses ?? [], container.name);
    if (!status) unknown.push(container.name);
    else if (isSidecar(container) ? status.started !== true : !status.ready)
      incomplete.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0)
    return { type, status: 'True', reason: 'PodCompleted' };
  if (hasAnyRegularContainerStarted(spec, all)) return { type, status: 'True' };
  const message = listed(['unknown', unknown], ['incomplete', incomplete]);
  if (message) return { type, status: 'False', reason: 'ContainersNotInitialized', message };
  return { type, status: 'True' };
}

/** Sandbox and network are there; containers may be started. */
export const generatePodReadyToStartContainersCondition = (sandboxReady: boolean): Verdict => ({
  type: 'PodReadyToStartContainers',
  status: sandboxReady ? 'True' : 'False',
});

const listed = (...groups: readonly (readonly [string, readonly string[]])[]): string =>
  groups
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `containers with ${what} status: [${names.join(' ')}]`)
    .join(', ');
