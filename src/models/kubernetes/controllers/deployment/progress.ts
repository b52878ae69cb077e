/**
 * Status and progress of a Deployment (pkg/controller/deployment/progress.go, sync.go calculateStatus, deployment_util.go,
 * v1.34). Past its deadline a rollout is only said to be stuck: nothing is rolled back, and it recovers when it moves again.
 */
import type { PodCounts } from '../../api/indexes';
import type { Condition, Deployment, ReplicaSet } from '../../types';
import { maxUnavailable, sumAvailable, sumStatusReplicas } from './arithmetic';

export type DeploymentStatus = Deployment['status'];

export function calculateStatus(
  allReplicaSets: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet | undefined,
  deployment: Deployment,
  nowMs: number,
): DeploymentStatus {
  const available = sumAvailable(allReplicaSets);
  const replicas = sumStatusReplicas(allReplicaSets);
  const sum = (field: 'readyReplicas' | 'terminatingReplicas') =>
    allReplicaSets.reduce((total, { status }) => total + (status[field] ?? 0), 0);
  const { collisionCount, conditions = [] } = deployment.status;
  const enough = available >= deployment.spec.replicas - maxUnavailable(deployment);
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas,
    updatedReplicas: newReplicaSet?.status.replicas ?? 0,
    readyReplicas: sum('readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, replicas - available),
    terminatingReplicas: sum('terminatingReplicas'),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: withCondition(
      conditions,
      enough
        ? {
            type: 'Available',
            status: 'True',
            reason: 'MinimumReplicasAvailable',
            message: 'Deployment has minimum availability.',
          }
        : {
            type: 'Available',
            status: 'False',
            reason: 'MinimumReplicasUnavailable',
            message: 'Deployment does not have minimum availability.',
          },
      nowMs,
    ),
  };
}

/** The status after a look at the rollout: as calculated, with the Progressing condition brought up to date. */
export function rolloutStatus(
  deployment: Deployment,
  calculated: DeploymentStatus,
  newReplicaSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const { conditions = [] } = calculated;
  if (!hasProgressDeadline(deployment))
    return { ...calculated, conditions: conditions.filter((c) => c.type !== 'Progressing') };
  const current = progressing(deployment.status);
  const settled =
    calculated.replicas === calculated.updatedReplicas &&
    current?.reason === 'NewReplicaSetAvailable';
  if (settled) return calculated;
  const what = newReplicaSet
    ? `ReplicaSet "${newReplicaSet.metadata.name}"`
    : `Deployment "${deployment.metadata.name}"`;
  const next = nextProgressing(deployment, calculated, what, nowMs);
  if (!next) return calculated;
  const renewed =
    next.reason === 'ReplicaSetUpdated'
      ? renewedCondition(conditions, next, current, nowMs)
      : withCondition(conditions, next, nowMs);
  return { ...calculated, conditions: renewed };
}

type NewCondition = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

function nextProgressing(
  deployment: Deployment,
  status: DeploymentStatus,
  what: string,
  nowMs: number,
): NewCondition | undefined {
  const condition = (status: 'True' | 'False', reason: string, message: string): NewCondition => ({
    type: 'Progressing',
    status,
    reason,
    message,
  });
  if (deploymentComplete(deployment, status))
    return condition('True', 'NewReplicaSetAvailable', `${what} has successfully progressed.`);
  if (deploymentProgressing(deployment.status, status))
    return condition('True', 'ReplicaSetUpdated', `${what} is progressing.`);
  if (deploymentTimedOut(deployment, status, nowMs))
    return condition('False', 'ProgressDeadlineExceeded', `${what} has timed out progressing.`);
  return undefined;
}

/** Progress renews lastUpdateTime even when nothing else of the condition changes: the deadline counts from it. */
function renewedCondition(
  conditions: readonly Condition[],
  next: NewCondition,
  current: Condition | undefined,
  nowMs: number,
): readonly Condition[] {
  const since = current?.status === 'True' ? current.lastTransitionTime : nowMs;
  const renewed: Condition = { ...next, lastTransitionTime: since ?? nowMs, lastUpdateTime: nowMs };
  return [...conditions.filter((c) => c.type !== 'Progressing'), renewed];
}

export function deploymentComplete(
  { spec, metadata }: Pick<Deployment, 'spec' | 'metadata'>,
  status: DeploymentStatus,
): boolean {
  return (
    (status.updatedReplicas ?? 0) === spec.replicas &&
    (status.replicas ?? 0) === spec.replicas &&
    (status.availableReplicas ?? 0) === spec.replicas &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

/** More updated, ready or available pods than before, or fewer old ones. */
export function deploymentProgressing(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = (s: DeploymentStatus) => (s.replicas ?? 0) - (s.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

export function deploymentTimedOut(
  deployment: Pick<Deployment, 'spec'>,
  status: DeploymentStatus,
  nowMs: number,
): boolean {
  const condition = progressing(status);
  if (!hasProgressDeadline(deployment) || !condition) return false;
  if (condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return deadlineMs(deployment, condition) < nowMs;
}

/** When to look again whether a rollout is stuck; undefined when there is nothing to wait for. */
export function stuckCheckInMs(
  deployment: Deployment,
  status: DeploymentStatus,
  nowMs: number,
): number | undefined {
  const condition = progressing(status);
  if (!condition || !hasProgressDeadline(deployment) || deploymentComplete(deployment, status))
    return undefined;
  if (SETTLED.has(condition.reason ?? '')) return undefined;
  return Math.max(0, deadlineMs(deployment, condition) - nowMs) + 1;
}

/** Reasons that no deadline changes any more. */
const SETTLED: ReadonlySet<string> = new Set([
  'ProgressDeadlineExceeded',
  'NewReplicaSetAvailable',
]);

const deadlineMs = ({ spec }: Pick<Deployment, 'spec'>, condition: Condition): number =>
  (condition.lastUpdateTime ?? 0) + (spec.progressDeadlineSeconds ?? 0) * 1000;

const NO_DEADLINE = 2 ** 31 - 1;
const hasProgressDeadline = ({ spec }: Pick<Deployment, 'spec'>): boolean =>
  typeof spec.progressDeadlineSeconds === 'number' && spec.progressDeadlineSeconds !== NO_DEADLINE;

export const progressing = ({ conditions }: DeploymentStatus): Condition | undefined =>
  conditions?.find((c) => c.type === 'Progressing');

/** SetDeploymentCondition: same status and reason change nothing; the same status keeps its transition time. */
export function withCondition(
  conditions: readonly Condition[],
  next: NewCondition,
  nowMs: number,
): readonly Condition[] {
  const present = conditions.find((c) => c.type === next.type);
  if (present && present.status === next.status && present.reason === next.reason)
    return conditions;
  const since = present?.status === next.status ? present.lastTransitionTime : nowMs;
  const added: Condition = { ...next, lastTransitionTime: since ?? nowMs, lastUpdateTime: nowMs };
  return [...conditions.filter((c) => c.type !== next.type), added];
}

/** Recreate waits for this to be false: old pods that have not finished, terminating ones included. */
export function oldPodsRunning(
  oldReplicaSets: readonly ReplicaSet[],
  podsOfOthers: readonly Pick<PodCounts, 'total' | 'succeeded' | 'failed'>[],
): boolean {
  if (sumStatusReplicas(oldReplicaSets) > 0) return true;
  return podsOfOthers.some(({ total, succeeded, failed }) => total > succeeded + failed);
}
