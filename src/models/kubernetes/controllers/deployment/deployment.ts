/**
 * The Deployment controller (pkg/controller/deployment/{deployment_controller,sync,rolling,recreate}.go, v1.34): keeps a
 * ReplicaSet per template and moves pods from the old ones to the new one.
 *
 * Simplified: a ReplicaSet belongs to a template when it carries its hash, where upstream compares the templates; ReplicaSets
 * without an owner are not adopted.
 */
import type { ModelPart } from '../../../../engine/composeModel';
import { defineWatch, type Command, type Read } from '../../../../engine/model';
import { controllerOf, podsOfOwner } from '../../api/indexes';
import { objectKey } from '../../naming';
import { CONTROLLER_LATENCY_MS } from '../../timings';
import type { Deployment, ReplicaSet } from '../../types';
import {
  isRollingUpdate,
  maxSurge,
  newReplicaSetReplicas,
  sumAvailable,
  sumReplicas,
} from './arithmetic';
import { command, handlers, type ScalingStep } from './commands';
import { deploymentStatusCommands, isNewRevision } from './deploymentStatus';
import { cleanupDeployment } from './history';
import { deploymentComplete, oldPodsRunning, stuckCheckInMs } from './progress';
import {
  annotated,
  DESIRED_REPLICAS,
  findNewReplicaSet,
  hashOf,
  isActive,
  MAX_REPLICAS,
  REVISION,
  revisionOf,
} from './replicaSets';
import { reconcileNewReplicaSet, reconcileOldReplicaSets, type Sizes } from './rolling';
import { scale } from './scaling';

const CONTROLLER = 'kubernetes/deployment';

export interface Observed {
  readonly key: string;
  readonly deployment: Deployment;
  readonly newReplicaSet: ReplicaSet | undefined;
  readonly oldReplicaSets: readonly ReplicaSet[];
  /** Pods of the old ReplicaSets that have not finished, terminating ones included. */
  readonly oldPodsRunning: boolean;
  /** Another object holds the name that the new ReplicaSet would get. */
  readonly nameTaken: boolean;
  readonly nowMs: number;
}

function observeDeployment(key: string, read: Read): Observed | undefined {
  const deployment = read.get('kubernetes/Deployment', key);
  if (!deployment) return undefined;
  const { uid, name, namespace = 'default' } = deployment.metadata;
  const all = read.by('kubernetes/ReplicaSet', 'owner', uid);
  const newReplicaSet = findNewReplicaSet(deployment, all);
  const oldReplicaSets = all.filter((rs) => rs !== newReplicaSet);
  const counts = oldReplicaSets.map((rs) => podsOfOwner(read, rs.metadata.uid));
  const wanted = objectKey({ namespace, name: `${name}-${hashOf(deployment)}` });
  return {
    key,
    deployment,
    newReplicaSet,
    oldReplicaSets,
    oldPodsRunning: oldPodsRunning(oldReplicaSets, counts),
    nameTaken: !newReplicaSet && read.has('kubernetes/ReplicaSet', wanted),
    nowMs: read.nowMs,
  };
}

/** Sizes that change now show in a later sync's status, when the ReplicaSets report them. */
function decideDeployment(observed: Observed): readonly Command[] {
  const { deployment, key } = observed;
  if (deployment.metadata.deletionTimestamp !== undefined)
    return deploymentStatusCommands(observed, 'counts');
  if (deployment.spec.paused || isScalingEvent(observed)) return sync(observed);
  if (observed.nameTaken) return [command({ type: 'countCollision', deployment: key })];
  const moves = isRollingUpdate(deployment) ? rolloutRolling(observed) : rolloutRecreate(observed);
  return [...moves, ...deploymentStatusCommands(observed, 'rollout')];
}

/** A size was annotated for another `replicas` than today's: somebody scaled the Deployment. */
const isScalingEvent = (observed: Observed): boolean =>
  allReplicaSets(observed)
    .filter(isActive)
    .some((rs) => {
      const desired = annotated(rs, DESIRED_REPLICAS);
      return desired !== undefined && desired !== observed.deployment.spec.replicas;
    });

/** Scales without rolling: while paused, or when only the size changed. */
function sync(observed: Observed): readonly Command[] {
  const { deployment, newReplicaSet, oldReplicaSets } = observed;
  const scaling = scale(deployment, newReplicaSet, oldReplicaSets);
  return [
    ...(scaling ? scaleCommands(observed, scaling.sizes, scaling.step) : []),
    ...(deployment.spec.paused ? historyCommands(observed) : []),
    ...deploymentStatusCommands(observed, 'counts'),
  ];
}

function rolloutRolling(observed: Observed): readonly Command[] {
  const { deployment, newReplicaSet, oldReplicaSets } = observed;
  const begun = beginRevision(observed);
  if (!newReplicaSet) return begun;
  const size = reconcileNewReplicaSet(allReplicaSets(observed), newReplicaSet, deployment);
  if (size !== undefined) {
    const sizes = new Map([[newReplicaSet.metadata.name, size]]);
    return [...begun, ...scaleCommands(observed, sizes, 'newReplicaSet')];
  }
  const step = reconcileOldReplicaSets(oldReplicaSets, newReplicaSet, deployment);
  const shrunk = [
    ...scaleCommands(observed, step.cleanedUp, 'unhealthyReplicas'),
    ...scaleCommands(observed, step.scaledDown, 'oldReplicaSets'),
  ];
  return [...begun, ...shrunk, ...(shrunk.length === 0 ? historyCommands(observed) : [])];
}

function rolloutRecreate(observed: Observed): readonly Command[] {
  const { deployment, newReplicaSet, oldReplicaSets } = observed;
  const active = oldReplicaSets.filter(isActive).map((rs) => [rs.metadata.name, 0] as const);
  if (active.length > 0) return scaleCommands(observed, new Map(active), 'recreate');
  if (observed.oldPodsRunning) return [];
  const begun = beginRevision(observed);
  if (!newReplicaSet) return begun;
  const { replicas } = deployment.spec;
  if (newReplicaSet.spec.replicas === replicas) return [...begun, ...historyCommands(observed)];
  const full = new Map([[newReplicaSet.metadata.name, replicas]]);
  return [...begun, ...scaleCommands(observed, full, 'recreate')];
}

/** The new ReplicaSet and its revision: created, or given the next number when an old template is asked for again. */
function beginRevision(observed: Observed): readonly Command[] {
  const { key, deployment, newReplicaSet, oldReplicaSets } = observed;
  const highest = Math.max(0, ...oldReplicaSets.map(revisionOf));
  const revision = Math.max(newReplicaSet ? revisionOf(newReplicaSet) : 0, highest + 1);
  const commands: Command[] = [];
  if (!newReplicaSet) {
    const replicas = newReplicaSetReplicas(deployment, sumReplicas(oldReplicaSets), 0);
    commands.push(command({ type: 'createReplicaSet', deployment: key, revision, replicas }));
  } else if (isNewRevision(observed)) {
    const replicaSet = objectKey(newReplicaSet.metadata);
    commands.push(command({ type: 'reviseReplicaSet', deployment: key, replicaSet, revision }));
  }
  if (deployment.metadata.annotations?.[REVISION] !== String(revision))
    commands.push(command({ type: 'setDeploymentRevision', deployment: key, revision }));
  return commands;
}

/** Sizes that change; and, when the Deployment itself was scaled, size annotations that are out of date. */
function scaleCommands(observed: Observed, sizes: Sizes, step: ScalingStep): readonly Command[] {
  const all = allReplicaSets(observed);
  const counts = { total: sumReplicas(all), available: sumAvailable(all) };
  const renews = step === 'proportional' || step === 'sole';
  return all.flatMap((rs) => {
    const to = sizes.get(rs.metadata.name) ?? rs.spec.replicas;
    const stays = to === rs.spec.replicas;
    if (stays && !(renews && isActive(rs) && annotationsOutdated(rs, observed.deployment)))
      return [];
    const replicaSet = objectKey(rs.metadata);
    const { key: deployment } = observed;
    return [command({ type: 'scaleReplicaSet', deployment, replicaSet, to, step, ...counts })];
  });
}

const annotationsOutdated = (rs: ReplicaSet, deployment: Deployment): boolean =>
  annotated(rs, DESIRED_REPLICAS) !== deployment.spec.replicas ||
  annotated(rs, MAX_REPLICAS) !== deployment.spec.replicas + maxSurge(deployment);

function historyCommands({ key, deployment, oldReplicaSets }: Observed): readonly Command[] {
  if (!deploymentComplete(deployment, deployment.status) && !deployment.spec.paused) return [];
  const limit = deployment.spec.revisionHistoryLimit ?? 10;
  return cleanupDeployment(oldReplicaSets, limit).map((rs) =>
    command({ type: 'deleteReplicaSet', deployment: key, replicaSet: objectKey(rs.metadata) }),
  );
}

export const allReplicaSets = ({
  newReplicaSet,
  oldReplicaSets,
}: Pick<Observed, 'newReplicaSet' | 'oldReplicaSets'>): readonly ReplicaSet[] =>
  newReplicaSet ? [...oldReplicaSets, newReplicaSet] : oldReplicaSets;

export function syncDeployment(key: string, read: Read) {
  const observed = observeDeployment(key, read);
  if (!observed) return undefined;
  const commands = decideDeployment(observed);
  const { deployment, nowMs } = observed;
  const requeueAfterMs = stuckCheckInMs(deployment, deployment.status, nowMs);
  return requeueAfterMs === undefined || deployment.spec.paused
    ? { commands }
    : { commands, requeueAfterMs };
}

export const deploymentPart: ModelPart = {
  controllers: [{ name: CONTROLLER, latencyMs: CONTROLLER_LATENCY_MS, sync: syncDeployment }],
  commands: handlers,
  watches: [
    defineWatch({
      kind: 'kubernetes/Deployment',
      wakes: CONTROLLER,
      keys: (after, _, key) => (after ? [key] : []),
    }),
    defineWatch({
      kind: 'kubernetes/ReplicaSet',
      wakes: CONTROLLER,
      keys: (after, before) => {
        const { ownerReferences, namespace = 'default' } = (after ?? before)?.metadata ?? {};
        const owner = controllerOf(ownerReferences);
        return owner?.kind === 'Deployment' ? [objectKey({ namespace, name: owner.name })] : [];
      },
    }),
  ],
};
