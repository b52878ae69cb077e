/** What the Deployment controller decides, each an intent on one object; the handlers read the records again. */
import type { Command, Context, Effect } from '../../../../engine/model';
import { deletedFact } from '../../api/deletion';
import { recordEvent } from '../../api/recordEvent';
import { newUid, objectKey } from '../../naming';
import type { Deployment, LabelSelector, ReplicaSet } from '../../types';
import type { ControllersFact } from '../facts';
import { maxSurge, maxUnavailable } from './arithmetic';
import { progressing, type DeploymentStatus } from './progress';
import {
  DESIRED_REPLICAS,
  HASH_LABEL,
  hashOf,
  MAX_REPLICAS,
  REVISION,
  REVISION_HISTORY,
  revisionOf,
} from './replicaSets';

const COMPONENT = 'deployment-controller';
export type ScalingStep = Extract<ControllersFact, { type: 'replicaSetScaled' }>['data']['step'];

export type DeploymentCommand =
  | {
      readonly type: 'createReplicaSet';
      readonly deployment: string;
      readonly revision: number;
      readonly replicas: number;
    }
  | {
      readonly type: 'scaleReplicaSet';
      readonly deployment: string;
      readonly replicaSet: string;
      readonly to: number;
      readonly step: ScalingStep;
      /** The counts that the decision was made on. */
      readonly total: number;
      readonly available: number;
    }
  | {
      readonly type: 'reviseReplicaSet';
      readonly deployment: string;
      readonly replicaSet: string;
      readonly revision: number;
    }
  | {
      readonly type: 'setDeploymentRevision';
      readonly deployment: string;
      readonly revision: number;
    }
  | {
      readonly type: 'deleteReplicaSet';
      readonly deployment: string;
      readonly replicaSet: string;
    }
  | { readonly type: 'countCollision'; readonly deployment: string }
  | {
      readonly type: 'updateDeploymentStatus';
      readonly deployment: string;
      readonly status: DeploymentStatus;
    };

export const command = (body: DeploymentCommand): Command =>
  ({ model: 'kubernetes', ...body }) as unknown as Command;

type Of<T extends DeploymentCommand['type']> = Extract<DeploymentCommand, { type: T }>;

function createReplicaSet(
  { deployment: key, revision, replicas }: Of<'createReplicaSet'>,
  ctx: Context,
): readonly Effect[] {
  const deployment = ctx.get('kubernetes/Deployment', key);
  if (!deployment) return [];
  const value = newReplicaSet(deployment, revision, replicas, ctx);
  const about = { kind: 'kubernetes/ReplicaSet', key: objectKey(value.metadata) } as const;
  const data = { deployment: deployment.metadata.name, revision, replicas };
  return [
    { do: 'put', ...about, value },
    { do: 'note', fact: { model: 'kubernetes', type: 'replicaSetCreated', about, data } },
    ...scalingEvent(deployment, value, 0, replicas, ctx),
  ];
}

function newReplicaSet(
  deployment: Deployment,
  revision: number,
  replicas: number,
  ctx: Context,
): ReplicaSet {
  const { metadata, spec } = deployment;
  const hash = hashOf(deployment);
  const labels = { ...spec.template.metadata?.labels, [HASH_LABEL]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace ?? 'default',
      uid: newUid(ctx.random(`kubernetes/replicaSet/${metadata.uid}`)),
      creationTimestamp: ctx.nowMs,
      generation: 1,
      labels,
      annotations: {
        ...inheritedAnnotations(deployment),
        ...sizeAnnotations(deployment),
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
      selector: withHash(spec.selector, hash),
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
}

const withHash = (selector: LabelSelector, hash: string): LabelSelector => ({
  ...selector,
  matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash },
});

/** Annotations go down to the ReplicaSet, but for those that are the Deployment's own (annotationsToSkip). */
const inheritedAnnotations = ({ metadata }: Deployment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).filter(
      ([name]) =>
        name !== 'kubectl.kubernetes.io/last-applied-configuration' &&
        !name.startsWith('deployment.kubernetes.io/'),
    ),
  );

const sizeAnnotations = (deployment: Deployment): Record<string, string> => ({
  [DESIRED_REPLICAS]: String(deployment.spec.replicas),
  [MAX_REPLICAS]: String(deployment.spec.replicas + maxSurge(deployment)),
});

function scaleReplicaSet(
  { deployment: key, replicaSet: rsKey, to, step, total, available }: Of<'scaleReplicaSet'>,
  ctx: Context,
): readonly Effect[] {
  const deployment = ctx.get('kubernetes/Deployment', key);
  const replicaSet = ctx.get('kubernetes/ReplicaSet', rsKey);
  if (!deployment || !replicaSet) return [];
  const from = replicaSet.spec.replicas;
  const annotations = { ...replicaSet.metadata.annotations, ...sizeAnnotations(deployment) };
  const generation = (replicaSet.metadata.generation ?? 1) + (from === to ? 0 : 1);
  const value = {
    ...replicaSet,
    metadata: { ...replicaSet.metadata, annotations, generation },
    spec: from === to ? replicaSet.spec : { ...replicaSet.spec, replicas: to },
  };
  const about = { kind: 'kubernetes/ReplicaSet', key: rsKey } as const;
  const put: Effect = { do: 'put', ...about, value };
  if (from === to) return [put];
  const data = {
    deployment: deployment.metadata.name,
    from,
    to,
    step,
    desired: deployment.spec.replicas,
    maxSurge: maxSurge(deployment),
    maxUnavailable: maxUnavailable(deployment),
    total,
    available,
  };
  return [
    put,
    { do: 'note', fact: { model: 'kubernetes', type: 'replicaSetScaled', about, data } },
    ...scalingEvent(deployment, replicaSet, from, to, ctx),
  ];
}

function scalingEvent(
  deployment: Deployment,
  replicaSet: ReplicaSet,
  from: number,
  to: number,
  ctx: Context,
): readonly Effect[] {
  if (from === to) return [];
  const direction = to > from ? 'up' : 'down';
  return recordEvent(ctx, deployment, {
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: `Scaled ${direction} replica set ${replicaSet.metadata.name} from ${from} to ${to}`,
    component: COMPONENT,
  });
}

/** An old template is asked for again: its ReplicaSet gets the next revision number, its old one goes to the history. */
function reviseReplicaSet(
  { deployment, replicaSet: key, revision }: Of<'reviseReplicaSet'>,
  ctx: Context,
): readonly Effect[] {
  const replicaSet = ctx.get('kubernetes/ReplicaSet', key);
  if (!replicaSet) return [];
  const fromRevision = revisionOf(replicaSet);
  const past = [replicaSet.metadata.annotations?.[REVISION_HISTORY], String(fromRevision)];
  const annotations = {
    ...replicaSet.metadata.annotations,
    [REVISION]: String(revision),
    [REVISION_HISTORY]: past.filter((r) => r !== undefined).join(','),
  };
  const about = { kind: 'kubernetes/ReplicaSet', key } as const;
  const name = ctx.get('kubernetes/Deployment', deployment)?.metadata.name ?? '';
  const data = { deployment: name, fromRevision, revision };
  const value = { ...replicaSet, metadata: { ...replicaSet.metadata, annotations } };
  return [
    { do: 'put', ...about, value },
    { do: 'note', fact: { model: 'kubernetes', type: 'replicaSetReused', about, data } },
  ];
}

function setDeploymentRevision(
  { deployment: key, revision }: Of<'setDeploymentRevision'>,
  ctx: Context,
): readonly Effect[] {
  const deployment = ctx.get('kubernetes/Deployment', key);
  if (!deployment) return [];
  const annotations = { ...deployment.metadata.annotations, [REVISION]: String(revision) };
  const value = { ...deployment, metadata: { ...deployment.metadata, annotations } };
  return [{ do: 'put', kind: 'kubernetes/Deployment', key, value }];
}

function deleteReplicaSet(
  { deployment: key, replicaSet: rsKey }: Of<'deleteReplicaSet'>,
  ctx: Context,
): readonly Effect[] {
  const deployment = ctx.get('kubernetes/Deployment', key);
  const replicaSet = ctx.get('kubernetes/ReplicaSet', rsKey);
  if (!deployment || !replicaSet) return [];
  const about = { kind: 'kubernetes/ReplicaSet', key: rsKey } as const;
  const data = {
    deployment: deployment.metadata.name,
    revision: revisionOf(replicaSet),
    revisionHistoryLimit: deployment.spec.revisionHistoryLimit ?? 10,
  };
  return [
    { do: 'note', fact: { model: 'kubernetes', type: 'replicaSetDeleted', about, data } },
    { do: 'remove', ...about },
    deletedFact('kubernetes/ReplicaSet', rsKey, replicaSet),
  ];
}

/** The name of the new ReplicaSet is taken by another template: the next hash will differ. */
function countCollision(
  { deployment: key }: Of<'countCollision'>,
  ctx: Context,
): readonly Effect[] {
  const deployment = ctx.get('kubernetes/Deployment', key);
  if (!deployment) return [];
  const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
  const value = { ...deployment, status: { ...deployment.status, collisionCount } };
  return [{ do: 'put', kind: 'kubernetes/Deployment', key, value }];
}

function updateDeploymentStatus(
  { deployment: key, status }: Of<'updateDeploymentStatus'>,
  ctx: Context,
): readonly Effect[] {
  const deployment = ctx.get('kubernetes/Deployment', key);
  if (!deployment) return [];
  const about = { kind: 'kubernetes/Deployment', key } as const;
  return [
    { do: 'put', ...about, value: { ...deployment, status } },
    ...changesOf(deployment, status).map((body): Effect => ({
      do: 'note',
      fact: { model: 'kubernetes', about, ...body },
    })),
  ];
}

/** What a learner would want to hear of a new status. */
function changesOf(deployment: Deployment, status: DeploymentStatus): readonly ControllersFact[] {
  const facts: ControllersFact[] = [];
  const [before, after] = [deployment.status, status].map(progressing);
  if (after && after.reason !== before?.reason) {
    const annotation = deployment.metadata.annotations?.[REVISION];
    if (after.reason === 'NewReplicaSetAvailable')
      facts.push({
        type: 'rolloutComplete',
        data: { revision: Number(annotation ?? 0), replicas: deployment.spec.replicas },
      });
    if (after.reason === 'ProgressDeadlineExceeded')
      facts.push({
        type: 'progressDeadlineExceeded',
        data: {
          progressDeadlineSeconds: deployment.spec.progressDeadlineSeconds ?? 0,
          sinceMs: before?.lastUpdateTime ?? 0,
          updated: status.updatedReplicas ?? 0,
          available: status.availableReplicas ?? 0,
          desired: deployment.spec.replicas,
        },
      });
  }
  const [was, is] = [deployment.status, status].map(
    (s) => s.conditions?.find((c) => c.type === 'Available')?.status,
  );
  if (is !== was)
    facts.push({
      type: is === 'True' ? 'deploymentAvailable' : 'deploymentUnavailable',
      data: {
        available: status.availableReplicas ?? 0,
        minAvailable: deployment.spec.replicas - maxUnavailable(deployment),
      },
    });
  return facts;
}

export const handlers = {
  createReplicaSet,
  scaleReplicaSet,
  reviseReplicaSet,
  setDeploymentRevision,
  deleteReplicaSet,
  countCollision,
  updateDeploymentStatus,
};
