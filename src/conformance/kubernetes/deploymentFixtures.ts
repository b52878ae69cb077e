/** Deployments and ReplicaSets from the bare counts of the deployment suites. */
import type { Condition, Deployment, IntOrString, ReplicaSet } from '../../models/kubernetes/types';

export interface DeploymentCase {
  readonly replicas?: number;
  readonly strategyType?: 'RollingUpdate' | 'Recreate';
  readonly maxSurge?: IntOrString;
  readonly maxUnavailable?: IntOrString;
  readonly progressDeadlineSeconds?: number | null;
}

const POD_TEMPLATE = { spec: { containers: [] } };

export function deploymentOf(one: DeploymentCase, status: Deployment['status'] = {}): Deployment {
  const { maxSurge = 0, maxUnavailable = 0, progressDeadlineSeconds } = one;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'foo', namespace: 'default', uid: 'foo', creationTimestamp: 0 },
    spec: {
      replicas: one.replicas ?? 0,
      selector: {},
      template: POD_TEMPLATE,
      strategy: {
        type: one.strategyType ?? 'RollingUpdate',
        rollingUpdate: { maxSurge, maxUnavailable },
      },
      ...(typeof progressDeadlineSeconds === 'number' ? { progressDeadlineSeconds } : {}),
    },
    status,
  };
}

export interface ReplicaSetCase {
  readonly name?: string;
  readonly created?: string;
  readonly replicas?: number;
  readonly statusReplicas?: number;
  readonly status?: ReplicaSet['status'];
  readonly deleting?: boolean;
  readonly desiredReplicasAnnotation?: number;
  readonly maxReplicasAnnotation?: number;
}

export function replicaSetOf(one: ReplicaSetCase): ReplicaSet {
  const annotation = (name: string, value: number | undefined) =>
    value === undefined ? {} : { [`deployment.kubernetes.io/${name}`]: String(value) };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: one.name ?? 'rs',
      namespace: 'default',
      uid: one.name ?? 'rs',
      creationTimestamp: one.created ? Date.parse(one.created) : 0,
      ...(one.deleting ? { deletionTimestamp: 0 } : {}),
      annotations: {
        ...annotation('desired-replicas', one.desiredReplicasAnnotation),
        ...annotation('max-replicas', one.maxReplicasAnnotation),
      },
    },
    spec: { replicas: one.replicas ?? 0, selector: {}, template: POD_TEMPLATE },
    status: one.status ?? { replicas: one.statusReplicas ?? 0 },
  };
}

/** Conditions with dates -> conditions with milliseconds. */
export function conditionsOf(
  conditions: readonly Readonly<Record<string, unknown>>[] | undefined,
): readonly Condition[] {
  return (conditions ?? []).map((condition) => {
    const at = (field: string) =>
      typeof condition[field] === 'string' ? { [field]: Date.parse(condition[field]) } : {};
    return {
      ...condition,
      ...at('lastTransitionTime'),
      ...at('lastUpdateTime'),
    } as unknown as Condition;
  });
}
