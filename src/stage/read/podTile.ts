/** One Kubernetes pod as a tile. */
import type {
  Condition,
  ContainerStatus,
  OwnerReference,
  Pod,
} from '../../models/kubernetes/types';
import { perObject } from '../records';
import { KUBERNETES_STATES, terminatedReason, waitingReason, type TileState } from '../tileStates';
import type { Span, Tile } from '../view';
import { podRequests } from './podRequests';
import type { Target } from './targets';
import type { Slot, TileRules, Timed } from './tileMemory';
import { useOf } from './uses';

/** What the pod's record does not say itself. */
export interface PodContext {
  readonly owner: PodOwner;
  /** Its node has not been heard from. */
  readonly nodeUnknown: boolean;
  readonly target: Target | undefined;
  /** CPU in use; null: not known. */
  readonly usedMilli: number | null;
}

/** What stands above the pod: the same object for all pods of one ReplicaSet. */
export interface PodOwner {
  readonly name: string;
  readonly revision: number | null;
  readonly old: boolean;
  readonly flies: boolean;
  /** DaemonSet pods are part of the node as far as capacity goes. */
  readonly daemon: boolean;
}

const sameContext = (a: PodContext, b: PodContext): boolean =>
  sameOwner(a.owner, b.owner) &&
  a.nodeUnknown === b.nodeUnknown &&
  a.target?.state === b.target?.state &&
  a.target?.answers === b.target?.answers &&
  a.usedMilli === b.usedMilli;

const sameOwner = (a: PodOwner, b: PodOwner): boolean =>
  a === b ||
  (a.name === b.name &&
    a.revision === b.revision &&
    a.old === b.old &&
    a.flies === b.flies &&
    a.daemon === b.daemon);

const RESTS: ReadonlySet<string> = new Set(['serving', 'done', 'failed', 'unknown', 'unhealthy']);
const isUnderWay = (pod: Pod, { nodeUnknown }: PodContext): boolean =>
  !RESTS.has(podState(pod, nodeUnknown).family);

function makeTile(pod: Pod, key: string, context: PodContext, timed: Timed): Tile {
  const { owner, nodeUnknown, target } = context;
  const stage = podState(pod, nodeUnknown);
  const calm = stage.family === 'serving' || stage.family === 'starting';
  const family = owner.daemon && calm ? 'system' : stage.family;
  const { cpuMilli, memoryMiB } = podRequests(pod.spec);
  return {
    ref: { kind: 'kubernetes/Pod', key },
    id: pod.metadata.uid,
    name: owner.name,
    shortId: lastPart(pod.metadata.name),
    state: stage.state,
    family,
    glyph: family === 'system' ? null : stage.glyph,
    cpuMilli,
    memoryMiB,
    use: family === 'serving' ? useOf(context.usedMilli, cpuMilli) : null,
    revision: owner.revision,
    old: owner.old,
    flies: owner.flies,
    restarts: restartsOf(pod),
    span: spanOf(pod, stage, timed),
    sinceMs: sinceMs(pod),
    endedAtMs: stage.family === 'done' || stage.family === 'failed' ? endedAtMs(pod) : null,
    reason: reasonOf(pod),
    target: target?.state ?? null,
    answers: target?.answers ?? false,
  };
}

export const POD_TILES: TileRules<Pod, PodContext> = {
  same: sameContext,
  isUnderWay,
  make: makeTile,
};

/** In the order in which kubectl decides what to print. */
function podState(pod: Pod, nodeUnknown: boolean): TileState {
  const { metadata, spec, status } = pod;
  if (metadata.deletionTimestamp !== undefined) return KUBERNETES_STATES.Terminating;
  if (status.phase === 'Succeeded') return KUBERNETES_STATES.Succeeded;
  if (status.phase === 'Failed')
    return status.reason === undefined
      ? KUBERNETES_STATES.Failed
      : { ...KUBERNETES_STATES.Failed, state: status.reason };
  if (spec.nodeName === undefined)
    return (spec.schedulingGates?.length ?? 0) > 0
      ? KUBERNETES_STATES.SchedulingGated
      : KUBERNETES_STATES.Pending;
  if (nodeUnknown) return KUBERNETES_STATES.Unknown;
  const statuses = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const held = statuses.find((each) => heldBack(each));
  if (held?.state.waiting) return waitingReason(held.state.waiting.reason);
  if (held?.state.terminated) return terminatedReason(held.state.terminated.reason ?? 'Error');
  if (condition(pod, 'Ready')?.status === 'True') return KUBERNETES_STATES.Ready;
  if (!(status.containerStatuses ?? []).some((each) => each.state.running))
    return KUBERNETES_STATES.ContainerCreating;
  return wasReady(pod) ? KUBERNETES_STATES.LostReady : KUBERNETES_STATES.NotReady;
}

/** Waiting for something, or ended and about to be started again. An init container that succeeded is neither. */
const heldBack = ({ state }: ContainerStatus): boolean =>
  state.waiting !== undefined ||
  (state.terminated !== undefined && state.terminated.exitCode !== 0);

/** Ready fell after the containers that run now had started, so they were ready before. */
function wasReady(pod: Pod): boolean {
  const fellAtMs = condition(pod, 'Ready')?.lastTransitionTime;
  const startedAtMs = (pod.status.containerStatuses ?? []).map(
    (each) => each.state.running?.startedAt ?? 0,
  );
  return fellAtMs !== undefined && fellAtMs > Math.max(0, ...startedAtMs);
}

function spanOf(
  pod: Pod,
  { family, glyph }: TileState,
  { startedAtMs, dueAtMs }: Timed,
): Span | null {
  const started = startedAtMs ?? sinceMs(pod);
  if (family === 'leaving') {
    const end = dueAtMs ?? pod.metadata.deletionTimestamp ?? null;
    const graceMs = 1000 * (pod.metadata.deletionGracePeriodSeconds ?? 30);
    return { startedAtMs: startedAtMs ?? (end === null ? started : end - graceMs), dueAtMs: end };
  }
  if (family === 'broken' && glyph !== 'bang') {
    const backOff = backOffOf(pod);
    if (dueAtMs !== null) return { startedAtMs: started, dueAtMs };
    return backOff;
  }
  return family === 'starting' || family === 'waiting' ? { startedAtMs: started, dueAtMs } : null;
}

/** The kubelet says how long it holds a container back ("back-off 40s restarting..."), from the end of its run. */
function backOffOf(pod: Pod): Span | null {
  for (const each of pod.status.containerStatuses ?? []) {
    const held = /back-off (?:(\d+)m)?(\d+)s/.exec(each.state.waiting?.message ?? '');
    const endedAtMs = each.lastState.terminated?.finishedAt;
    if (!held || endedAtMs === undefined) continue;
    const seconds = 60 * Number(held[1] ?? 0) + Number(held[2]);
    return { startedAtMs: endedAtMs, dueAtMs: endedAtMs + 1000 * seconds };
  }
  return null;
}

/** The last thing that its own timestamps tell of. */
function sinceMs(pod: Pod): number {
  const { metadata, status } = pod;
  if (metadata.deletionTimestamp !== undefined)
    return metadata.deletionTimestamp - 1000 * (metadata.deletionGracePeriodSeconds ?? 30);
  if (pod.spec.nodeName === undefined) return metadata.creationTimestamp;
  const changes = (status.containerStatuses ?? []).map(
    ({ state }) => state.running?.startedAt ?? state.terminated?.finishedAt ?? 0,
  );
  const bound = condition(pod, 'PodScheduled')?.lastTransitionTime ?? status.startTime ?? 0;
  const ready = condition(pod, 'Ready');
  const readyAtMs = ready?.status === 'True' ? (ready.lastTransitionTime ?? 0) : 0;
  return Math.max(metadata.creationTimestamp, bound, readyAtMs, ...changes);
}

function endedAtMs(pod: Pod): number {
  const ends = (pod.status.containerStatuses ?? []).map(
    (each) => each.state.terminated?.finishedAt ?? 0,
  );
  return Math.max(pod.metadata.creationTimestamp, ...ends);
}

function reasonOf(pod: Pod): string | null {
  if (pod.spec.nodeName === undefined) return condition(pod, 'PodScheduled')?.message ?? null;
  const held = pod.status.containerStatuses?.find((each) => each.state.waiting?.message);
  return held?.state.waiting?.message ?? pod.status.message ?? null;
}

const restartsOf = (pod: Pod): number =>
  (pod.status.containerStatuses ?? []).reduce((sum, each) => sum + each.restartCount, 0);

const condition = (pod: Pod, type: string): Condition | undefined =>
  pod.status.conditions?.find((each) => each.type === type);

export interface PodFacts {
  readonly nodeName: string | undefined;
  readonly podIP: string | undefined;
  readonly owner: OwnerReference | undefined;
  readonly slot: Slot<PodContext>;
}

/** What the record says about where it belongs; read once. */
export const podFacts = perObject((pod: Pod): PodFacts => ({
  nodeName: pod.spec.nodeName,
  podIP: pod.status.podIP,
  owner: controllerOf(pod.metadata.ownerReferences),
  slot: { known: null },
}));

export const controllerOf = (
  references: readonly OwnerReference[] | undefined,
): OwnerReference | undefined =>
  references?.find((reference) => reference.controller) ?? references?.[0];

const lastPart = (name: string): string => name.slice(name.lastIndexOf('-') + 1);
