/**
 * `delete` (registry/generic/registry/store.go, v1.34): grace period and preconditions from the body's DeleteOptions or
 * the query, dependents in the background unless asked otherwise. Controllers do the rest: kubelets stop pods, the garbage
 * collector follows owners, the namespace controller empties namespaces.
 */
import type { Context, Effect, Rejection } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import type { Namespace, Pod } from '../types';
import type { Resource } from '../validation/resources';
import { asJson } from './apply';
import type { Written } from './create';
import { deleteObjectEffects, deletePodEffects, type DeleteOptions } from './deletion';
import { isImmortalNamespace } from './namespaces';
import { conflict, forbidden, rejection } from './status';
import { put, wireOf, type Stored } from './stored';
import { isRejection } from './submitted';

const FINALIZER_OF_POLICY: Readonly<Record<string, string | undefined>> = {
  Background: undefined,
  Foreground: 'foregroundDeletion',
  Orphan: 'orphan',
};

export function deleteObject(
  ctx: Context,
  resource: Resource,
  target: Stored,
  request: KubernetesRequest,
): Written | Rejection {
  const { object } = target;
  const { name } = object.metadata;
  const options = deleteOptions(request);
  if (isRejection(options)) return options;
  const uid = asJson(asJson(request.body)['preconditions'])['uid'];
  if (typeof uid === 'string' && uid !== object.metadata.uid)
    return conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${object.metadata.uid}`,
    );
  if (resource.kind === 'Namespace' && isImmortalNamespace(name))
    return forbidden(resource, name, 'this namespace may not be deleted');
  return {
    answer: {
      operation: 'deleted',
      object: wireOf(ctx, resource, target),
      warnings: [],
      notSimulated: [],
    },
    effects: effectsOf(ctx, target, options),
  };
}

function effectsOf(ctx: Context, target: Stored, options: DeleteOptions): readonly Effect[] {
  const { kind, key, object } = target;
  if (kind === 'kubernetes/Pod') return deletePodEffects(ctx, object as Pod, options);
  if (kind === 'kubernetes/Namespace') return terminateNamespace(ctx, target, object as Namespace);
  return deleteObjectEffects(ctx, kind, key, object, options);
}

/** A namespace goes when the namespace controller has emptied it and takes `spec.finalizers` away. */
function terminateNamespace(
  ctx: Context,
  { kind, key }: Stored,
  namespace: Namespace,
): readonly Effect[] {
  if (namespace.metadata.deletionTimestamp !== undefined) return [];
  const value: Namespace = {
    ...namespace,
    metadata: { ...namespace.metadata, deletionTimestamp: ctx.nowMs },
    status: { ...namespace.status, phase: 'Terminating' },
  };
  return [
    put(kind, key, value),
    {
      do: 'note',
      fact: {
        model: 'kubernetes',
        type: 'objectDeleting',
        about: { kind, key },
        data: {
          apiKind: 'Namespace',
          name: namespace.metadata.name,
          namespace: null,
          gracePeriodSeconds: 0,
          finalizers: namespace.spec.finalizers ?? [],
        },
      },
    },
  ];
}

function deleteOptions({ body, query = {} }: KubernetesRequest): DeleteOptions | Rejection {
  const given = asJson(body);
  const grace = given['gracePeriodSeconds'] ?? query['gracePeriodSeconds'];
  const policy = given['propagationPolicy'] ?? query['propagationPolicy'] ?? 'Background';
  if (typeof policy !== 'string' || !(policy in FINALIZER_OF_POLICY))
    return rejection(
      422,
      'Invalid',
      `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: ${JSON.stringify(policy)}: supported values: "Foreground", "Background", "Orphan", "nil"`,
    );
  const finalizer = FINALIZER_OF_POLICY[policy];
  return {
    ...(grace === undefined ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(finalizer === undefined ? {} : { addFinalizers: [finalizer] }),
  };
}
