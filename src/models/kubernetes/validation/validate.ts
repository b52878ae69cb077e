/**
 * One validator per kind, and the way of a manifest through all of them: kind, decoding, defaults, rules. The editor
 * asks `validateManifest` while the learner types; the API (`api/`) goes the same way step by step.
 */
import { validateEC2NodeClass, validateNodePool } from './karpenter';
import type { FieldError } from '../../../engine/model';
import type { KubernetesObject, Node, Pod, Service } from '../types';
import { validateHorizontalPodAutoscaler } from './autoscaling';
import { validateConfigMap, validateSecret } from './configuration';
import { asStored } from './conversion';
import { decodeObject } from './decode';
import { withDefaults } from './defaulting';
import { FieldPath, type Violation } from './fieldErrors';
import { validateIngress, validateNetworkPolicy } from './ingress';
import { validateCronJob, validateJob } from './jobs';
import { validateObjectMeta } from './metadata';
import { validatePod, validatePodTemplate } from './podSpec';
import {
  validateLimitRange,
  validatePodDisruptionBudget,
  validatePriorityClass,
  validateResourceQuota,
  validateRole,
  validateRoleBinding,
} from './policy';
import { validateRequiredFields } from './requiredFields';
import { nameRuleOf, resourceByKind, type Resource } from './resources';
import { validateService } from './service';
import {
  validatePersistentVolume,
  validatePersistentVolumeClaim,
  validateStorageClass,
} from './storage';
import { validateTaints } from './taints';
import { unknownKind } from './unknownKind';
import {
  validateDaemonSet,
  validateDeployment,
  validateReplicaSet,
  validateReplicationController,
  validateStatefulSet,
} from './workloads';

type Validator = (object: KubernetesObject) => readonly Violation[];

const SPEC = FieldPath.root.child('spec');
const nothingMore: Validator = () => [];

const VALIDATORS: Readonly<Record<string, Validator>> = {
  Pod: (object) => validatePod(object as Pod),
  PodTemplate: (object) =>
    validatePodTemplate(
      (object as { template?: never }).template,
      FieldPath.root.child('template'),
    ),
  Deployment: validateDeployment,
  ReplicaSet: validateReplicaSet,
  StatefulSet: validateStatefulSet,
  DaemonSet: validateDaemonSet,
  ReplicationController: validateReplicationController,
  Job: validateJob,
  CronJob: validateCronJob,
  Service: (object) => validateService(object as Service),
  Ingress: validateIngress,
  NetworkPolicy: validateNetworkPolicy,
  ConfigMap: validateConfigMap,
  Secret: validateSecret,
  PersistentVolume: validatePersistentVolume,
  PersistentVolumeClaim: validatePersistentVolumeClaim,
  StorageClass: validateStorageClass,
  HorizontalPodAutoscaler: validateHorizontalPodAutoscaler,
  PodDisruptionBudget: validatePodDisruptionBudget,
  PriorityClass: validatePriorityClass,
  NodePool: validateNodePool,
  EC2NodeClass: validateEC2NodeClass,
  LimitRange: validateLimitRange,
  ResourceQuota: validateResourceQuota,
  Role: validateRole,
  ClusterRole: validateRole,
  RoleBinding: validateRoleBinding,
  ClusterRoleBinding: validateRoleBinding,
  Node: (object) => validateTaints((object as Node).spec?.taints ?? [], SPEC.child('taints')),
  Namespace: nothingMore,
  ServiceAccount: nothingMore,
};

/** The rules for an object whose defaults are filled in. */
export function validateObject(resource: Resource, object: KubernetesObject): readonly Violation[] {
  const validator = VALIDATORS[resource.kind];
  return [
    ...validateObjectMeta(object.metadata, {
      namespaced: resource.namespaced,
      nameRule: nameRuleOf(resource.kind),
    }),
    ...(validator
      ? validator(object)
      : validateRequiredFields(
          resource.type,
          object as unknown as Readonly<Record<string, unknown>>,
        )),
  ];
}

/**
 * Everything that is wrong with a manifest, as far as the text alone can say it. An unknown kind, a wrong type or an
 * unknown field hides what would be found later, as in the real API.
 */
export function validateManifest(manifest: unknown): readonly FieldError[] {
  const named = kindOf(manifest);
  if ('error' in named) return [named.error];
  const resource = resourceByKind(named.apiVersion, named.kind);
  if (!resource) {
    const { message, hint } = unknownKind(named.apiVersion, named.kind);
    return [{ path: ['kind'], reason: 'NoKindMatch', message: `${message} (${hint})` }];
  }
  const decoded = decodeObject(resource.type, manifest);
  if (decoded.typeErrors.length > 0) return decoded.typeErrors;
  if (decoded.unknownFields.length > 0) return decoded.unknownFields;
  const submitted = { metadata: {}, ...decoded.value } as unknown as KubernetesObject;
  const stored = asStored(resource, submitted) as unknown as Readonly<Record<string, unknown>>;
  return validateObject(resource, withDefaults(resource.kind, stored) as never);
}

/** `apiVersion` and `kind` of anything, or what kubectl says when they are missing. */
export function kindOf(
  manifest: unknown,
): { readonly apiVersion: string; readonly kind: string } | { readonly error: FieldError } {
  const { apiVersion, kind } = (
    typeof manifest === 'object' && manifest !== null ? manifest : {}
  ) as { apiVersion?: unknown; kind?: unknown };
  if (typeof kind !== 'string' || kind === '') return missing('kind', "Object 'Kind' is missing");
  if (typeof apiVersion !== 'string' || apiVersion === '')
    return missing('apiVersion', "Object 'apiVersion' is missing");
  return { apiVersion, kind };
}

const missing = (field: string, message: string): { readonly error: FieldError } => ({
  error: { path: [field], reason: 'BadRequest', message },
});

/** `List`, `PodList`...: the objects inside; anything else is itself. */
export function objectsOf(manifest: unknown): readonly unknown[] {
  const { kind, items } = (typeof manifest === 'object' && manifest !== null ? manifest : {}) as {
    kind?: unknown;
    items?: unknown;
  };
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items))
    return [manifest];
  const element = kind.slice(0, -'List'.length);
  const { apiVersion } = manifest as { apiVersion?: unknown };
  return items.flatMap((item: unknown) =>
    objectsOf(
      element === '' || typeof item !== 'object' || item === null
        ? item
        : { apiVersion, kind: element, ...item },
    ),
  );
}
