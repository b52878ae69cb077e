/** The status that a sync leaves behind: counts, Available, and, while a rollout is judged, Progressing (sync.go, progress.go). */
import type { Command, Ref } from '../../../../engine/model';
import { objectKey } from '../../naming';
import type { ReplicaSet } from '../../types';
import { command } from './commands';
import { isRollingUpdate } from './arithmetic';
import { allReplicaSets, type Observed } from './deployment';
import {
  calculateStatus,
  progressing,
  rolloutStatus,
  withCondition,
  type DeploymentStatus,
} from './progress';
import { hashOf, revisionOf } from './replicaSets';

/** `counts`: nothing is rolled out now (paused, scaled, being deleted), so progress is not judged. */
export function deploymentStatusCommands(
  observed: Observed,
  what: 'counts' | 'rollout',
): readonly Command[] {
  const { key, deployment, newReplicaSet, nowMs } = observed;
  const counted = withPause(
    observed,
    calculateStatus(allReplicaSets(observed), newReplicaSet, deployment, nowMs),
  );
  const status =
    what === 'counts'
      ? counted
      : rolloutStatus(deployment, withRevision(observed, counted), newReplicaSet, nowMs);
  if (sameStatus(status, deployment.status)) return [];
  const update = command({ type: 'updateDeploymentStatus', deployment: key, status });
  return [gaveOut(status, deployment.status) ? { ...update, ...citing(newReplicaSet) } : update];
}

/** The deadline passed by itself: it is about what the new ReplicaSet did, not about whatever woke the key before. */
const gaveOut = (after: DeploymentStatus, before: DeploymentStatus): boolean =>
  progressing(after)?.reason === 'ProgressDeadlineExceeded' &&
  progressing(before)?.reason !== 'ProgressDeadlineExceeded';

const citing = (replicaSet: ReplicaSet | undefined): { because?: Ref } =>
  replicaSet
    ? { because: { kind: 'kubernetes/ReplicaSet', key: objectKey(replicaSet.metadata) } }
    : {};

/** An old template is asked for again: its ReplicaSet is found, with a revision that is not the highest. */
export const isNewRevision = ({ newReplicaSet, oldReplicaSets }: Observed): boolean =>
  newReplicaSet !== undefined &&
  revisionOf(newReplicaSet) <= Math.max(0, ...oldReplicaSets.map(revisionOf));

/** checkPausedConditions: progress is not judged while paused. */
function withPause({ deployment, nowMs }: Observed, status: DeploymentStatus): DeploymentStatus {
  const reason = progressing(status)?.reason;
  const paused = deployment.spec.paused ?? false;
  if (reason === 'ProgressDeadlineExceeded' || paused === (reason === 'DeploymentPaused'))
    return status;
  const next = paused
    ? { reason: 'DeploymentPaused', message: 'Deployment is paused' }
    : { reason: 'DeploymentResumed', message: 'Deployment is resumed' };
  const condition = { type: 'Progressing', status: 'Unknown', ...next } as const;
  return { ...status, conditions: withCondition(status.conditions ?? [], condition, nowMs) };
}

/** The first word on a revision's progress: its ReplicaSet was created, or found again. */
function withRevision(observed: Observed, status: DeploymentStatus): DeploymentStatus {
  const { deployment, newReplicaSet, nowMs } = observed;
  if (typeof deployment.spec.progressDeadlineSeconds !== 'number') return status;
  // Recreate makes no new ReplicaSet before the last old pod is gone.
  if (!newReplicaSet && !isRollingUpdate(deployment) && observed.oldPodsRunning) return status;
  const begins = !newReplicaSet || progressing(status) === undefined || isNewRevision(observed);
  if (!begins) return status;
  const name = newReplicaSet?.metadata.name ?? `${deployment.metadata.name}-${hashOf(deployment)}`;
  const found = newReplicaSet
    ? { reason: 'FoundNewReplicaSet', message: `Found new replica set "${name}"` }
    : { reason: 'NewReplicaSetCreated', message: `Created new replica set "${name}"` };
  const condition = { type: 'Progressing', status: 'True', ...found } as const;
  return { ...status, conditions: withCondition(status.conditions ?? [], condition, nowMs) };
}

const COUNTED = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'terminatingReplicas',
  'collisionCount',
] as const;

function sameStatus(a: DeploymentStatus, b: DeploymentStatus): boolean {
  const [c = [], d = []] = [a.conditions, b.conditions];
  return (
    COUNTED.every((field) => (a[field] ?? 0) === (b[field] ?? 0)) &&
    c.length === d.length &&
    c.every((condition) => d.includes(condition))
  );
}
