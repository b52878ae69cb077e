/** How the Deployment controller's intents are carried out. */
import type { Context, Effect, FactNote, Read } from '../../../../engine/model';
import { deleteObjectEffects } from '../../api/deletion';
import { recordEvent } from '../../api/recordEvent';
import { newUid, objectKey, templateHash } from '../../naming';
import type { Condition, Deployment, ReplicaSet } from '../../types';
import type { ControllersFact } from '../facts';
import { minAvailable } from './fenceposts';
import { newReplicaSetName, replicaSetKey } from './deployment';
import { NEW_REPLICA_SET_AVAILABLE, progressing } from './progress';
import {
  POD_TEMPLATE_HASH,
  REVISION,
  equalIgnoreHash,
  inheritedAnnotations,
  replicasAnnotations,
  revisionOf,
} from './replicaSets';
import type { ScalingStep } from './scaling';
import type { DeploymentStatus } from './sync';

interface Bounds {
  readonly desired: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly total: number;
  readonly available: number;
}

export type DeploymentCommand =
  | {
      readonly type: 'createReplicaSet';
      readonly deployment: string;
      readonly revision: number;
      readonly replicas: number;
    }
  | {
      readonly type: 'annotateReplicaSet';
      readonly deployment: string;
      readonly replicaSet: string;
      readonly annotations: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'scaleReplicaSet';
      readonly deployment: string;
      readonly replicaSet: string;
      readonly to: number;
      readonly step: ScalingStep;
      readonly bounds: Bounds;
    }
  | { readonly type: 'deleteReplicaSet'; readonly deployment: string; readonly replicaSet: string }
  | {
      readonly type: 'updateDeploymentStatus';
      readonly deployment: string;
      readonly status: DeploymentStatus;
      readonly revision?: number;
    };

type Of<T extends DeploymentCommand['type']> = Extract<DeploymentCommand, { type: T }>;

export const deploymentCommands = {
  createReplicaSet: (command: Of<'createReplicaSet'>, ctx: Context) =>
    withDeployment(ctx, command.deployment, (d) => createReplicaSet(d, command, ctx)),
  annotateReplicaSet: (command: Of<'annotateReplicaSet'>, ctx: Context) =>
    withReplicaSet(ctx, command, (d, set, key) => annotate(d, set, key, command)),
  scaleReplicaSet: (command: Of<'scaleReplicaSet'>, ctx: Context) =>
    withReplicaSet(ctx, command, (d, set, key) => scaleReplicaSet(d, set, key, command, ctx)),
  deleteReplicaSet: (command: Of<'deleteReplicaSet'>, ctx: Context) =>
    withReplicaSet(ctx, command, (d, set, key) => [
      note('kubernetes/ReplicaSet', key, {
        type: 'replicaSetDeleted',
        data: {
          deployment: d.metadata.name,
          revision: revisionOf(set),
          revisionHistoryLimit: d.spec.revisionHistoryLimit ?? 0,
        },
      }),
      ...deleteObjectEffects(ctx, 'kubernetes/ReplicaSet', key, set),
    ]),
  updateDeploymentStatus: (command: Of<'updateDeploymentStatus'>, ctx: Context) =>
    withDeployment(ctx, command.deployment, (d) => updateStatus(d, command)),
};

function createReplicaSet(
  deployment: Deployment,
  { deployment: deploymentKey, revision, replicas }: Of<'createReplicaSet'>,
  ctx: Context,
): readonly Effect[] {
  const { metadata, spec, status } = deployment;
  const name = newReplicaSetName(deployment);
  const key = replicaSetKey(deployment, name);
  const taken = ctx.get('kubernetes/ReplicaSet', key);
  if (taken) {
    if (equalIgnoreHash(taken.spec.template, spec.template)) return [];
    // The name belongs to another template: count the collision and hash again at the next sync.
    const collisionCount = (status.collisionCount ?? 0) + 1;
    const value = { ...deployment, status: { ...status, collisionCount } };
    return [{ do: 'put', kind: 'kubernetes/Deployment', key: deploymentKey, value }];
  }
  const value = newReplicaSet(deployment, name, revision, replicas, ctx);
  const data = { deployment: metadata.name, revision, replicas };
  const text = `Scaled up replica set ${name} from 0 to ${replicas}`;
  return [
    { do: 'put', kind: 'kubernetes/ReplicaSet', key, value },
    note('kubernetes/ReplicaSet', key, { type: 'replicaSetCreated', data }),
    ...scalingEvent(ctx, deployment, text),
  ];
}

function newReplicaSet(
  deployment: Deployment,
  name: string,
  revision: number,
  replicas: number,
  ctx: Context,
): ReplicaSet {
  const { metadata, spec, status } = deployment;
  const hash = templateHash(spec.template, status.collisionCount);
  const labels = { ...spec.template.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      uid: newUid(ctx.random(`kubernetes/replicaSet/${metadata.uid}`)),
      creationTimestamp: ctx.nowMs,
      generation: 1,
      labels,
      annotations: {
        ...inheritedAnnotations(deployment),
        ...replicasAnnotations(deployment),
        [REVISION]: String(revision),
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      replicas,
      ...(spec.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }),
      selector: {
        ...spec.selector,
        matchLabels: { ...spec.selector.matchLabels, [POD_TEMPLATE_HASH]: hash },
      },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
}

function annotate(
  deployment: Deployment,
  set: ReplicaSet,
  key: string,
  { annotations }: Of<'annotateReplicaSet'>,
): readonly Effect[] {
  const { metadata } = set;
  const value: ReplicaSet = {
    ...set,
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } },
  };
  const [fromRevision, revision] = [revisionOf(set), revisionOf(value)];
  return [
    { do: 'put', kind: 'kubernetes/ReplicaSet', key, value },
    ...(revision === fromRevision
      ? []
      : [
          note('kubernetes/ReplicaSet', key, {
            type: 'replicaSetReused',
            data: { deployment: deployment.metadata.name, fromRevision, revision },
          }),
        ]),
  ];
}

function scaleReplicaSet(
  deployment: Deployment,
  set: ReplicaSet,
  key: string,
  { to, step, bounds }: Of<'scaleReplicaSet'>,
  ctx: Context,
): readonly Effect[] {
  const { metadata, spec } = set;
  const from = spec.replicas;
  const value: ReplicaSet = {
    ...set,
    metadata: {
      ...metadata,
      ...(to === from ? {} : { generation: (metadata.generation ?? 0) + 1 }),
      annotations: { ...metadata.annotations, ...replicasAnnotations(deployment) },
    },
    spec: to === from ? spec : { ...spec, replicas: to },
  };
  const put: Effect = { do: 'put', kind: 'kubernetes/ReplicaSet', key, value };
  if (to === from) return [put];
  const data = { deployment: deployment.metadata.name, from, to, step, ...bounds };
  const direction = to > from ? 'up' : 'down';
  const text = `Scaled ${direction} replica set ${metadata.name} from ${from} to ${to}`;
  return [
    put,
    note('kubernetes/ReplicaSet', key, { type: 'replicaSetScaled', data }),
    ...scalingEvent(ctx, deployment, text),
  ];
}

const scalingEvent = (read: Read, deployment: Deployment, message: string): readonly Effect[] =>
  recordEvent(read, deployment, {
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message,
    component: 'deployment-controller',
  });

function updateStatus(
  deployment: Deployment,
  { deployment: key, status, revision }: Of<'updateDeploymentStatus'>,
): readonly Effect[] {
  const { metadata } = deployment;
  const annotations =
    revision === undefined || revisionOf(deployment) === revision
      ? metadata.annotations
      : { ...metadata.annotations, [REVISION]: String(revision) };
  const value: Deployment = {
    ...deployment,
    metadata: annotations === metadata.annotations ? metadata : { ...metadata, annotations: annotations ?? {} },
    status,
  };
  return [
    { do: 'put', kind: 'kubernetes/Deployment', key, value },
    ...statusFacts(deployment, status, revision).map((fact) =>
      note('kubernetes/Deployment', key, fact),
    ),
  ];
}

/** What a learner would want to be told of a changed status. */
function statusFacts(
  deployment: Deployment,
  after: DeploymentStatus,
  revision: number | undefined,
): readonly ControllersFact[] {
  const { spec, status: before } = deployment;
  const facts: ControllersFact[] = [];
  const available = after.availableReplicas ?? 0;
  const is = conditionOf(after, 'Available')?.status;
  if (is !== undefined && is !== conditionOf(before, 'Available')?.status) {
    const type = is === 'True' ? 'deploymentAvailable' : 'deploymentUnavailable';
    facts.push({ type, data: { available, minAvailable: minAvailable(deployment) } });
  }
  const [was, now] = [progressing(before), progressing(after)];
  if (now?.reason === was?.reason) return facts;
  if (now?.reason === NEW_REPLICA_SET_AVAILABLE)
    facts.push({
      type: 'rolloutComplete',
      data: { revision: revision ?? revisionOf(deployment), replicas: spec.replicas },
    });
  if (now?.reason === 'ProgressDeadlineExceeded')
    facts.push({
      type: 'progressDeadlineExceeded',
      data: {
        progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 0,
        sinceMs: was?.lastUpdateTime ?? 0,
        updated: after.updatedReplicas ?? 0,
        available,
        desired: spec.replicas,
      },
    });
  return facts;
}

const conditionOf = ({ conditions }: DeploymentStatus, type: string): Condition | undefined =>
  conditions?.find((condition) => condition.type === type);

const note = (
  kind: 'kubernetes/ReplicaSet' | 'kubernetes/Deployment',
  key: string,
  fact: ControllersFact,
): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', about: { kind, key }, ...fact } as FactNote,
});

function withDeployment(
  read: Read,
  key: string,
  effects: (deployment: Deployment) => readonly Effect[],
): readonly Effect[] {
  const deployment = read.get('kubernetes/Deployment', key);
  return deployment ? effects(deployment) : [];
}

function withReplicaSet(
  read: Read,
  command: { readonly deployment: string; readonly replicaSet: string },
  effects: (deployment: Deployment, set: ReplicaSet, key: string) => readonly Effect[],
): readonly Effect[] {
  return withDeployment(read, command.deployment, (deployment) => {
    const namespace = deployment.metadata.namespace ?? '';
    const key = objectKey({ namespace, name: command.replicaSet });
    const set = read.get('kubernetes/ReplicaSet', key);
    return set ? effects(deployment, set, key) : [];
  });
}
