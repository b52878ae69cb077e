/**
 * Deleting objects as the API server does (registry/generic store, core/pod strategy, v1.34).
 *
 * A pod is deleted gracefully: it gets `deletionTimestamp` = now + grace and leaves when its kubelet says so. It goes at
 * once when it has no node, has finished, or the grace period is 0. Any object with finalizers stays until the last one
 * is taken away. Everything else goes at once; what it owned is the garbage collector's business.
 */
import type { Effect, Read } from '../../../engine/model';
import { objectKey } from '../naming';
import type { KubernetesObject, ObjectMeta, Pod } from '../types';
import { isPodFinished, type ObjectKind } from './indexes';

export interface DeleteOptions {
  /** Seconds; 0 forces. Absent: the pod's own `terminationGracePeriodSeconds`. */
  readonly gracePeriodSeconds?: number;
  /** Finalizers to add before deleting: `foregroundDeletion`, `orphan`. */
  readonly addFinalizers?: readonly string[];
}

/** Effects that delete a pod; nothing when it is already on its way with no longer a grace period. */
export function deletePodEffects(
  read: Read,
  pod: Pod,
  options: DeleteOptions = {},
): readonly Effect[] {
  return deleteEffects(read, 'kubernetes/Pod', objectKey(pod.metadata), pod, {
    ...options,
    gracePeriodSeconds: podGraceSeconds(pod, options.gracePeriodSeconds),
  });
}

/** Effects that delete any other object. `gracePeriodSeconds` means nothing to it. */
export function deleteObjectEffects(
  read: Read,
  kind: ObjectKind,
  key: string,
  object: KubernetesObject,
  options: DeleteOptions = {},
): readonly Effect[] {
  return deleteEffects(read, kind, key, object, { ...options, gracePeriodSeconds: 0 });
}

/** How long this pod may take to stop. */
export function podGraceSeconds(pod: Pod, asked: number | undefined): number {
  if (pod.spec.nodeName === undefined || isPodFinished(pod)) return 0;
  const grace = asked ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  return grace < 0 ? 1 : grace;
}

function deleteEffects(
  read: Read,
  kind: ObjectKind,
  key: string,
  object: KubernetesObject,
  options: DeleteOptions & { readonly gracePeriodSeconds: number },
): readonly Effect[] {
  const { metadata } = object;
  const grace = options.gracePeriodSeconds;
  const finalizers = [
    ...new Set([...(metadata.finalizers ?? []), ...(options.addFinalizers ?? [])]),
  ];
  if (grace === 0 && finalizers.length === 0)
    return [{ do: 'remove', kind, key }, deletedFact(kind, key, object)];
  const deletionTimestamp = read.nowMs + grace * 1000;
  const earlier = metadata.deletionTimestamp;
  const sooner = earlier === undefined || deletionTimestamp < earlier;
  if (!sooner && finalizers.length === (metadata.finalizers ?? []).length) return [];
  const value = {
    ...object,
    metadata: marked(metadata, finalizers, sooner ? { deletionTimestamp, grace } : undefined),
  };
  return [
    { do: 'put', kind, key, value },
    {
      do: 'note',
      fact: {
        model: 'kubernetes',
        type: 'objectDeleting',
        about: { kind, key },
        data: {
          apiKind: object.kind,
          name: metadata.name,
          namespace: metadata.namespace ?? null,
          gracePeriodSeconds: grace,
          finalizers,
        },
      },
    },
  ];
}

function marked(
  metadata: ObjectMeta,
  finalizers: readonly string[],
  deletion: { readonly deletionTimestamp: number; readonly grace: number } | undefined,
): ObjectMeta {
  return {
    ...metadata,
    ...(finalizers.length > 0 ? { finalizers } : {}),
    ...(deletion && {
      deletionTimestamp: deletion.deletionTimestamp,
      deletionGracePeriodSeconds: deletion.grace,
    }),
    ...(metadata.generation === undefined || metadata.deletionTimestamp !== undefined
      ? {}
      : { generation: metadata.generation + 1 }),
  };
}

/** The fact that an object is gone. For those who remove records themselves. */
export const deletedFact = (kind: ObjectKind, key: string, object: KubernetesObject): Effect => ({
  do: 'note',
  fact: {
    model: 'kubernetes',
    type: 'objectDeleted',
    about: { kind, key },
    data: {
      apiKind: object.kind,
      name: object.metadata.name,
      namespace: object.metadata.namespace ?? null,
    },
  },
});
