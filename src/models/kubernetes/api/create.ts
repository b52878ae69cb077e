/** `create`: prepare, default, admit, validate, store (registry/generic/registry/store.go, v1.34). */
import type { Context, Effect, Rejection } from '../../../engine/model';
import { generateName, newUid } from '../naming';
import { mutated } from '../outside/podMutations';
import { podQosClass } from '../qos';
import type {
  Event,
  KubernetesAnswer,
  KubernetesObject,
  ObjectMeta,
  Pod,
  Service,
  Time,
} from '../types';
import { withDefaults } from '../validation/defaulting';
import { LIMITS, OURS } from '../validation/limits';
import { isSimulated } from '../validation/notSimulated';
import { recordKey, type Resource } from '../validation/resources';
import { validateObject } from '../validation/validate';
import { systemNamespaceEffects } from './namespaces';
import { admitPodSpec } from './podAdmission';
import { allocateService } from './serviceAllocation';
import { alreadyExists, badRequest, forbidden, invalidObject, rejection } from './status';
import { namespaceProblem, put, stored, wireWritten } from './stored';
import { isRejection, type Submitted } from './submitted';

export interface Written {
  readonly answer: KubernetesAnswer;
  readonly effects: readonly Effect[];
}

/** `submitted` has passed decoding; `target` is what the URL says. */
export function createObject(
  ctx: Context,
  resource: Resource,
  submitted: Submitted,
  target: { readonly namespace?: string | undefined; readonly verb: 'create' | 'apply' },
): Written | Rejection {
  const namespace = namespaceOf(resource, submitted.object.metadata, target.namespace);
  if (typeof namespace === 'object') return namespace;
  const prepared = prepare(ctx, resource, submitted.object, namespace);
  const name = prepared.metadata.name || (prepared.metadata.generateName ?? '');
  const violations = validateObject(resource, prepared);
  if (violations.length > 0) return invalidObject(resource, name, violations);
  const admitted = admit(ctx, resource, prepared, name);
  if (isRejection(admitted)) return admitted;
  const problem = namespaceProblem(ctx, resource, namespace, name);
  if (problem) return problem;
  if (stored(ctx, resource, namespace, name)) return alreadyExists(resource, name);
  const full = storeIsFull(ctx);
  if (full) return full;
  const key = recordKey(resource, namespace, name);
  const { warnings, notSimulated } = submitted;
  return {
    answer: {
      operation: 'created',
      object: wireWritten(ctx, resource, admitted),
      warnings,
      notSimulated,
    },
    effects: [
      put(resource.recordKind, key, admitted),
      ...systemNamespaceEffects(ctx),
      {
        do: 'note',
        fact: {
          model: 'kubernetes',
          type: 'objectCreated',
          about: { kind: resource.recordKind, key },
          data: {
            apiKind: resource.kind,
            name,
            namespace: namespace ?? null,
            verb: target.verb,
            simulated: isSimulated(resource),
          },
        },
      },
    ],
  };
}

/** The namespace an object goes into: that of the URL and that of the object must agree. */
export function namespaceOf(
  resource: Resource,
  metadata: Partial<ObjectMeta>,
  inUrl: string | undefined,
): string | undefined | Rejection {
  if (!resource.namespaced) return undefined;
  const own = metadata.namespace || undefined;
  if (own !== undefined && inUrl !== undefined && own !== inUrl)
    return badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
      [{ path: ['metadata', 'namespace'], reason: 'BadRequest', message: `expected ${inUrl}` }],
    );
  return own ?? inUrl ?? 'default';
}

/** What the server alone may say is taken from it: identity, times, status. */
function prepare(
  ctx: Context,
  resource: Resource,
  submitted: KubernetesObject,
  namespace: string | undefined,
): KubernetesObject {
  const { name = '', generateName: base = '', labels, annotations } = submitted.metadata;
  const { finalizers, ownerReferences } = submitted.metadata;
  const owner = `${resource.resource}/${namespace ?? ''}/${name || base}`;
  const random = ctx.random(`kubernetes/uid/${owner}`);
  const metadata: ObjectMeta = {
    name: name === '' && base !== '' ? generateName(base, random) : name,
    ...(base === '' ? {} : { generateName: base }),
    ...(namespace === undefined ? {} : { namespace }),
    uid: newUid(random),
    creationTimestamp: ctx.nowMs,
    ...(COUNTS_GENERATIONS.has(resource.kind) ? { generation: 1 } : {}),
    ...(labels ? { labels } : {}),
    ...(annotations ? { annotations } : {}),
    ...(finalizers ? { finalizers } : {}),
    ...(ownerReferences ? { ownerReferences } : {}),
  };
  const { status, ...object } = { ...submitted, metadata } as KubernetesObject & {
    status?: object;
  };
  const defaulted = withDefaults(resource.kind, object);
  return {
    ...(resource.kind === 'Event' ? occurredAt(ctx.nowMs) : {}),
    ...defaulted,
    ...initialStatus(resource, status),
  } as unknown as KubernetesObject;
}

/** What an event that somebody writes by hand may leave out. */
const occurredAt = (nowMs: Time): Partial<Event> => ({
  type: 'Normal',
  reason: '',
  message: '',
  count: 1,
  firstTimestamp: nowMs,
  lastTimestamp: nowMs,
  source: { component: '' },
});

/** Kinds whose `metadata.generation` rises with `spec`. */
export const COUNTS_GENERATIONS: ReadonlySet<string> = new Set([
  'Pod',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'PodDisruptionBudget',
  'NodePool',
  'NodeClaim',
  'EC2NodeClass',
  'Ingress',
  'NetworkPolicy',
  'EndpointSlice',
  'CustomResourceDefinition',
]);

function initialStatus(resource: Resource, submitted: object | undefined): object {
  switch (resource.kind) {
    case 'Pod':
      return { status: { phase: 'Pending' } };
    case 'Deployment':
      return { status: {} };
    case 'ReplicaSet':
      return { status: { replicas: 0 } };
    case 'Service':
      return { status: { loadBalancer: {} } };
    case 'Namespace':
      return { status: { phase: 'Active' } };
    case 'HorizontalPodAutoscaler':
      return { status: { desiredReplicas: 0, currentMetrics: null } };
    case 'PersistentVolume':
    case 'PersistentVolumeClaim':
      return { status: { phase: 'Pending' } };
    // Whoever registers a node says what it has.
    case 'Node':
      return {
        status: { capacity: {}, allocatable: {}, conditions: [], addresses: [], ...submitted },
      };
    default:
      return {};
  }
}

function admit(
  ctx: Context,
  resource: Resource,
  object: KubernetesObject,
  name: string,
): KubernetesObject | Rejection {
  switch (resource.kind) {
    case 'Pod': {
      const pod = mutated(ctx, object as Pod);
      const admitted = admitPodSpec(ctx, pod.spec);
      if (admitted.error !== undefined) return forbidden(resource, name, admitted.error);
      const { spec } = admitted;
      return { ...pod, spec, status: { phase: 'Pending', qosClass: podQosClass(spec) } } as Pod;
    }
    case 'Service': {
      const allocated = allocateService(ctx, object as Service, undefined);
      return allocated.violations
        ? invalidObject(resource, name, allocated.violations)
        : allocated.service;
    }
    case 'Namespace': {
      const labels = { 'kubernetes.io/metadata.name': name, ...object.metadata.labels };
      return { ...object, metadata: { ...object.metadata, labels } };
    }
    default:
      return object;
  }
}

function storeIsFull(ctx: Context): Rejection | undefined {
  const count = (
    [
      'Deployment',
      'ReplicaSet',
      'Pod',
      'Service',
      'Namespace',
      'HorizontalPodAutoscaler',
      'Object',
    ] as const
  ).reduce((sum, noun) => sum + ctx.size(`kubernetes/${noun}`), 0);
  const most = LIMITS.objects + LIMITS.replicas;
  return count < most
    ? undefined
    : rejection(
        507,
        'InsufficientStorage',
        `this cluster holds ${count} objects already; at most ${most} ${OURS}`,
      );
}
