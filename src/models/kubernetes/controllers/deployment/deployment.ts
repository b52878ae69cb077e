/**
 * The Deployment controller (pkg/controller/deployment/deployment_controller.go syncDeployment, v1.34): one new
 * ReplicaSet per template, sizes within maxSurge and maxUnavailable, revisions, status. Pods it never touches.
 */
import type { Command, Controller, Read } from '../../../../engine/model';
import { objectKey, templateHash } from '../../naming';
import { podsOfOwner } from '../../api/indexes';
import { canonicalPrint } from '../../naming';
import { CONTROLLER_LATENCY_MS } from '../../timings';
import type { Deployment, ReplicaSet } from '../../types';
import { newReplicaSetReplicas, maxSurge, maxUnavailable } from './fenceposts';
import type { DeploymentCommand } from './commands';
import { availableReplicaCount, replicaCount } from './fenceposts';
import {
  checkPausedConditions,
  deploymentComplete,
  hasProgressDeadline,
  progressing,
  requeueStuckDeployment,
  rolloutBegins,
  syncRolloutStatus,
} from './progress';
import {
  oldPodsRunning,
  scaleDownOldReplicaSetsForRecreate,
  scaleUpNewReplicaSetForRecreate,
} from './recreate';
import {
  REVISION,
  REVISION_HISTORY,
  activeReplicaSets,
  byCreation,
  findNewReplicaSet,
  inheritedAnnotations,
  replicasAnnotations,
  revisionOf,
} from './replicaSets';
import { reconcileNewReplicaSet, reconcileOldReplicaSets } from './rolling';
import { applied, resized, type Scaling } from './scaling';
import {
  calculateStatus,
  cleanupDeployment,
  isScalingEvent,
  scale,
  type DeploymentStatus,
} from './sync';

export const DEPLOYMENT_CONTROLLER = 'kubernetes/deployment';

export const deploymentController: Controller = {
  name: DEPLOYMENT_CONTROLLER,
  latencyMs: CONTROLLER_LATENCY_MS,
  sync: (key, ctx) => syncDeployment(key, ctx),
};

export interface Observed {
  readonly key: string;
  readonly deployment: Deployment;
  /** Oldest first. */
  readonly replicaSets: readonly ReplicaSet[];
  /** uid of a ReplicaSet -> its pods that have not ended. */
  readonly unfinishedPods: ReadonlyMap<string, number>;
  readonly nowMs: number;
}

/** All intents of one sync; carried out in this order. */
export interface Decision {
  readonly create?: { readonly revision: number; readonly replicas: number };
  readonly annotate?: {
    readonly replicaSet: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly scalings: readonly Scaling[];
  readonly remove: readonly ReplicaSet[];
  readonly status: DeploymentStatus;
  /** Of the newest set; undefined when there is none. */
  readonly revision: number | undefined;
}

export function observeDeployment(key: string, read: Read): Observed | undefined {
  const deployment = read.get('kubernetes/Deployment', key);
  if (!deployment) return undefined;
  const { uid } = deployment.metadata;
  const replicaSets = [...read.by('kubernetes/ReplicaSet', 'owner', uid)].sort(byCreation);
  const unfinishedPods = new Map(
    replicaSets.map(({ metadata }) => {
      const { total, succeeded, failed } = podsOfOwner(read, metadata.uid);
      return [metadata.uid, total - succeeded - failed];
    }),
  );
  return { key, deployment, replicaSets, unfinishedPods, nowMs: read.nowMs };
}

export function decideDeployment(observed: Observed): Decision {
  const { replicaSets, nowMs } = observed;
  const paused = checkPausedConditions(observed.deployment, nowMs);
  const deployment = paused ? { ...observed.deployment, status: paused } : observed.deployment;
  const present = findNewReplicaSet(deployment, replicaSets);
  const old = replicaSets.filter((set) => set !== present);
  const revision = 1 + Math.max(0, ...old.map(revisionOf));
  const annotate = present && revisedAnnotations(deployment, present, revision);
  const rollout: Rollout = {
    ...observed,
    deployment: present ? withProgressing(deployment, present, nowMs) : deployment,
    newReplicaSet: present,
    oldReplicaSets: old,
    revision,
  };
  const decision = decideRollout(rollout);
  if (!annotate) return decision;
  return { ...decision, annotate: { replicaSet: present.metadata.name, annotations: annotate } };
}

interface Rollout extends Observed {
  readonly newReplicaSet: ReplicaSet | undefined;
  readonly oldReplicaSets: readonly ReplicaSet[];
  /** What the newest set's revision is, or will be. */
  readonly revision: number;
}

function decideRollout(rollout: Rollout): Decision {
  const { deployment, replicaSets, newReplicaSet, oldReplicaSets, nowMs } = rollout;
  const { paused, strategy } = deployment.spec;
  const status = calculateStatus(replicaSets, newReplicaSet, deployment, nowMs);
  if (deployment.metadata.deletionTimestamp !== undefined) return decided(rollout, [], status);
  if (paused || isScalingEvent(deployment, replicaSets)) {
    const remove = paused ? cleanupDeployment(oldReplicaSets, deployment) : [];
    return decided(rollout, scale(deployment, newReplicaSet, oldReplicaSets), status, remove);
  }
  return strategy.type === 'Recreate' ? rolloutRecreate(rollout) : rolloutRolling(rollout);
}

function rolloutRolling(rollout: Rollout): Decision {
  const { deployment, newReplicaSet, oldReplicaSets, replicaSets } = rollout;
  if (!newReplicaSet) return createNewReplicaSet(rollout);
  const up = reconcileNewReplicaSet(replicaSets, newReplicaSet, deployment);
  const scalings = up
    ? [up]
    : reconcileOldReplicaSets(
        replicaSets,
        activeReplicaSets(oldReplicaSets),
        newReplicaSet,
        deployment,
      );
  return afterRollout(rollout, scalings);
}

function rolloutRecreate(rollout: Rollout): Decision {
  const { deployment, newReplicaSet, oldReplicaSets, unfinishedPods } = rollout;
  const down = scaleDownOldReplicaSetsForRecreate(oldReplicaSets);
  if (down.length > 0 || oldPodsRunning(newReplicaSet, oldReplicaSets, unfinishedPods))
    return afterRollout(rollout, down);
  if (!newReplicaSet) return createNewReplicaSet(rollout);
  return afterRollout(rollout, scaleUpNewReplicaSetForRecreate(newReplicaSet, deployment));
}

function afterRollout(rollout: Rollout, scalings: readonly Scaling[]): Decision {
  const { deployment, replicaSets, newReplicaSet, oldReplicaSets, nowMs } = rollout;
  const after = applied(replicaSets, scalings);
  const status = syncRolloutStatus(after, newReplicaSet, deployment, nowMs);
  const done = scalings.length === 0 && deploymentComplete(deployment, deployment.status);
  const remove = done ? cleanupDeployment(oldReplicaSets, deployment) : [];
  return decided(rollout, scalings, status, remove);
}

/** The set's first size is part of its creation; the next sync goes on from there. */
function createNewReplicaSet(rollout: Rollout): Decision {
  const { deployment, replicaSets, revision, nowMs } = rollout;
  const size = newReplicaSetReplicas(deployment, replicaSets, resized(EMPTY_SET, 0));
  const status = calculateStatus(replicaSets, undefined, deployment, nowMs);
  const name = newReplicaSetName(deployment);
  return {
    create: { revision, replicas: size },
    scalings: [],
    remove: [],
    status: hasProgressDeadline(deployment) ? rolloutBegins(status, name, true, nowMs) : status,
    revision,
  };
}

export const newReplicaSetName = ({ metadata, spec, status }: Deployment): string =>
  `${metadata.name}-${templateHash(spec.template, status.collisionCount)}`;

const EMPTY_SET = { spec: { replicas: 0 }, status: { replicas: 0 } } as unknown as ReplicaSet;

function decided(
  { newReplicaSet, revision }: Rollout,
  scalings: readonly Scaling[],
  status: DeploymentStatus,
  remove: readonly ReplicaSet[] = [],
): Decision {
  return { scalings, remove, status, revision: newReplicaSet && revision };
}

/** A set found again, by a rollback or after the condition was lost, begins the deadline too. */
function withProgressing(deployment: Deployment, set: ReplicaSet, nowMs: number): Deployment {
  if (!hasProgressDeadline(deployment) || progressing(deployment.status)) return deployment;
  return {
    ...deployment,
    status: rolloutBegins(deployment.status, set.metadata.name, false, nowMs),
  };
}

/** Annotations that the newest set lacks: the Deployment's own, and the next revision when it was an old one. */
function revisedAnnotations(
  deployment: Deployment,
  set: ReplicaSet,
  revision: number,
): Readonly<Record<string, string>> | undefined {
  const before = set.metadata.annotations ?? {};
  const past = before[REVISION];
  const reused = past !== undefined && Number(past) < revision;
  const annotations: Readonly<Record<string, string>> = {
    ...inheritedAnnotations(deployment),
    ...(past === undefined || reused ? { [REVISION]: String(revision) } : {}),
    ...(reused
      ? { [REVISION_HISTORY]: [before[REVISION_HISTORY], past].filter(Boolean).join(',') }
      : {}),
  };
  const news = Object.entries(annotations).some(([name, value]) => before[name] !== value);
  return news ? annotations : undefined;
}

export function syncDeployment(key: string, read: Read): ReturnType<Controller['sync']> {
  const observed = observeDeployment(key, read);
  if (!observed) return undefined;
  const { deployment, nowMs } = observed;
  const decision = decideDeployment(observed);
  const commands = deploymentCommands(observed, decision);
  const after = { ...deployment, status: decision.status };
  const requeueAfterMs = requeueStuckDeployment(after, decision.status, nowMs);
  return { commands, ...(requeueAfterMs === undefined ? {} : { requeueAfterMs }) };
}

function deploymentCommands(
  { key, deployment, replicaSets }: Observed,
  { create, annotate, scalings, remove, status, revision }: Decision,
): readonly Command[] {
  const commands: DeploymentCommand[] = [];
  if (create) commands.push({ type: 'createReplicaSet', deployment: key, ...create });
  if (annotate) commands.push({ type: 'annotateReplicaSet', deployment: key, ...annotate });
  const bounds = {
    desired: deployment.spec.replicas,
    maxSurge: maxSurge(deployment),
    maxUnavailable: maxUnavailable(deployment),
    total: replicaCount(replicaSets),
    available: availableReplicaCount(replicaSets),
  };
  for (const { replicaSet, to, step } of scalings) {
    if (to === replicaSet.spec.replicas && !annotationsNeedUpdate(replicaSet, deployment)) continue;
    const name = replicaSet.metadata.name;
    commands.push({ type: 'scaleReplicaSet', deployment: key, replicaSet: name, to, step, bounds });
  }
  for (const { metadata } of remove)
    commands.push({ type: 'deleteReplicaSet', deployment: key, replicaSet: metadata.name });
  const revisionIsNews = revision !== undefined && revisionOf(deployment) !== revision;
  if (revisionIsNews || canonicalPrint(status) !== canonicalPrint(deployment.status))
    commands.push({
      type: 'updateDeploymentStatus',
      deployment: key,
      status,
      ...(revision === undefined ? {} : { revision }),
    });
  return commands.map((command) => ({ model: 'kubernetes', ...command }) as Command);
}

function annotationsNeedUpdate(set: ReplicaSet, deployment: Deployment): boolean {
  const wanted = Object.entries(replicasAnnotations(deployment));
  return wanted.some(([name, value]) => set.metadata.annotations?.[name] !== value);
}

export const replicaSetKey = (deployment: Deployment, name: string): string =>
  objectKey({ namespace: deployment.metadata.namespace ?? '', name });
