/**
 * What the kubelet reports of a pod: the only place that turns machine states into `status`
 * (pkg/kubelet/kubelet_pods.go generateAPIPodStatus, convertToAPIContainerStatuses, v1.34).
 */
import type { Condition, ContainerState, ContainerStatus, PodPhase, PodStatus } from '../types';
import type { EndedRun } from './container.machine';
import {
  generateContainersReadyCondition,
  generatePodInitializedCondition,
  generatePodReadyCondition,
  generatePodReadyToStartContainersCondition,
  type Verdict,
} from './podConditions';
import { getPhase } from './podPhase';
import { hasEnded, type ContainerView, type PodView } from './podView';

export function podStatus(view: PodView, hostIP: string, nowMs: number): PodStatus {
  const { pod, context, containers } = view;
  const { spec, status: before } = pod;
  const statuses = containers.map((c) => containerStatus(c, defaultReason(view)));
  const initCount = spec.initContainers?.length ?? 0;
  const [init, app] = [statuses.slice(0, initCount), statuses.slice(initCount)];
  const over = containers.every(hasEnded) && view.state !== 'PodSandboxCreating';
  const reason = over ? context.ending?.reason : undefined;
  const phase: PodPhase = reason ? 'Failed' : getPhase(spec, statuses, over);
  const containersReady = generateContainersReadyCondition(spec, statuses, phase);
  const verdicts = [
    generatePodReadyToStartContainersCondition(context.ip !== null && !over),
    generatePodInitializedCondition(spec, init, phase, statuses),
    generatePodReadyCondition(spec, before.conditions ?? [], statuses, phase, containersReady),
    containersReady,
  ];
  return {
    ...before,
    phase,
    conditions: conditionsWith(before.conditions ?? [], verdicts, nowMs),
    ...(reason ? { reason, message: context.ending?.message ?? '' } : {}),
    hostIP,
    ...(context.ip === null ? {} : { podIP: context.ip, podIPs: [{ ip: context.ip }] }),
    ...(initCount > 0 ? { initContainerStatuses: init } : {}),
    containerStatuses: app,
  };
}

/** Sets conditions, dating those whose status changes; others' conditions stay. Unchanged: the same array. */
export function conditionsWith(
  before: readonly Condition[],
  verdicts: readonly Verdict[],
  nowMs: number,
): readonly Condition[] {
  const own = verdicts.map((verdict) => {
    const old = before.find((condition) => condition.type === verdict.type);
    if (old && sameVerdict(old, verdict)) return old;
    const kept = old && old.status === verdict.status ? old.lastTransitionTime : undefined;
    return { ...verdict, lastTransitionTime: kept ?? nowMs };
  });
  const others = before.filter((c) => !verdicts.some((verdict) => verdict.type === c.type));
  const conditions = [...own, ...others];
  const same = conditions.length === before.length && conditions.every((c, i) => c === before[i]);
  return same ? before : conditions;
}

const sameVerdict = (a: Verdict, b: Verdict): boolean =>
  a.status === b.status && a.reason === b.reason && a.message === b.message;

/** True when a reader of the API would see no difference. */
export function sameStatus(a: PodStatus, b: PodStatus): boolean {
  return (
    a.phase === b.phase &&
    a.reason === b.reason &&
    a.podIP === b.podIP &&
    a.hostIP === b.hostIP &&
    a.conditions === b.conditions &&
    sameContainers(a.containerStatuses, b.containerStatuses) &&
    sameContainers(a.initContainerStatuses, b.initContainerStatuses)
  );
}

type Statuses = readonly ContainerStatus[] | undefined;

function sameContainers(a: Statuses = [], b: Statuses = []): boolean {
  return a.length === b.length && a.every((status, i) => sameContainer(status, b[i]));
}

function sameContainer(a: ContainerStatus, b: ContainerStatus | undefined): boolean {
  return (
    a.ready === b?.ready &&
    a.started === b.started &&
    a.restartCount === b.restartCount &&
    a.containerID === b.containerID &&
    sameState(a.state, b.state) &&
    sameState(a.lastState, b.lastState)
  );
}

const sameState = (a: ContainerState, b: ContainerState): boolean =>
  a.waiting?.reason === b.waiting?.reason &&
  a.waiting?.message === b.waiting?.message &&
  a.running?.startedAt === b.running?.startedAt &&
  a.terminated?.finishedAt === b.terminated?.finishedAt &&
  a.terminated?.exitCode === b.terminated?.exitCode;

/** As the kubelet words it for containers that nothing has happened to yet. */
const defaultReason = ({ pod }: PodView): string =>
  (pod.spec.initContainers?.length ?? 0) > 0 ? 'PodInitializing' : 'ContainerCreating';

function containerStatus(view: ContainerView, waitingReason: string): ContainerStatus {
  const { container, context } = view;
  const { state, lastState } = containerStates(view, waitingReason);
  const image = container.image ?? '';
  const succeeded = state.terminated?.exitCode === 0;
  return {
    name: container.name,
    state,
    lastState,
    ready: view.role === 'init' ? succeeded : state.running !== undefined && context.ready,
    started: state.running !== undefined && context.started,
    restartCount: context.restartCount,
    image,
    imageID: context.imageID ?? '',
    ...(context.containerID === null ? {} : { containerID: context.containerID }),
  };
}

const isRunning = (state: ContainerView['state']): boolean =>
  state === 'Running' || state === 'PreStop' || state === 'Terminating';

function containerStates(
  { state, context }: ContainerView,
  waitingReason: string,
): { state: ContainerState; lastState: ContainerState } {
  const { startedAtMs, waiting, lastRun, runBefore } = context;
  if (isRunning(state))
    return { state: { running: { startedAt: startedAtMs ?? 0 } }, lastState: ended(lastRun) };
  if (waiting && state !== 'Terminated') return { state: { waiting }, lastState: ended(lastRun) };
  if (lastRun) return { state: ended(lastRun), lastState: ended(runBefore) };
  return { state: { waiting: { reason: waitingReason } }, lastState: {} };
}

const ended = (run: EndedRun | null): ContainerState =>
  run
    ? {
        terminated: {
          exitCode: run.exitCode,
          reason: run.reason,
          ...(run.message === undefined ? {} : { message: run.message }),
          startedAt: run.startedAtMs,
          finishedAt: run.finishedAtMs,
        },
      }
    : {};
