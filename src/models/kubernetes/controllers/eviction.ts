/**
 * Evicting a pod (registry/core/pod/storage/eviction.go, v1.34): a graceful deletion that says why. The pod gets the
 * condition DisruptionTarget first, so that a Job can tell it from a failure of its own.
 * Not yet modelled: PodDisruptionBudgets, which may refuse.
 */
import type { Admission, AnyRequest, Context, Effect } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import { deletePodEffects, podGraceSeconds } from '../api/deletion';
import { conditionsWith } from '../kubelet/podStatus';
import { objectKey } from '../naming';
import type { Pod } from '../types';
import type { ControllersCommandOf } from './commands';

/** `create pods/<name>/eviction`; undefined: another request. */
export function admitEviction(request: AnyRequest, ctx: Context): Admission | undefined {
  if (request.api !== 'kubernetes') return undefined;
  const { verb, resource, subresource, namespace, name, body } = request as KubernetesRequest;
  if (verb !== 'create' || resource !== 'pods' || subresource !== 'eviction') return undefined;
  const key = objectKey({ namespace: namespace ?? 'default', name: name ?? '' });
  const pod = ctx.get('kubernetes/Pod', key);
  if (!pod) {
    const message = `pods "${name ?? ''}" not found`;
    return { ok: false, status: 404, error: { name: 'NotFound', message, causes: [] } };
  }
  const grace = (body as EvictionBody | undefined)?.deleteOptions?.gracePeriodSeconds;
  return {
    ok: true,
    output: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
    effects: evictPodEffects(ctx, key, pod, grace),
  };
}

interface EvictionBody {
  readonly deleteOptions?: { readonly gracePeriodSeconds?: number };
}

export function evictPod(
  { pod: key }: ControllersCommandOf<'evictPod'>,
  ctx: Context,
): readonly Effect[] {
  const pod = ctx.get('kubernetes/Pod', key);
  return pod ? evictPodEffects(ctx, key, pod, undefined) : [];
}

function evictPodEffects(
  ctx: Context,
  key: string,
  pod: Pod,
  gracePeriodSeconds: number | undefined,
): readonly Effect[] {
  if (pod.metadata.deletionTimestamp !== undefined) return [];
  const conditions = conditionsWith(pod.status.conditions ?? [], [EVICTED], ctx.nowMs);
  const marked: Pod = { ...pod, status: { ...pod.status, conditions } };
  const options = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  return [
    {
      do: 'note',
      fact: {
        model: 'kubernetes',
        type: 'podEvicted',
        about: { kind: 'kubernetes/Pod', key },
        data: { graceSeconds: podGraceSeconds(pod, gracePeriodSeconds) },
      },
    },
    ...deletePodEffects(ctx, marked, options),
  ];
}

const EVICTED = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'EvictionByEvictionAPI',
  message: 'Eviction API: evicting',
} as const;
