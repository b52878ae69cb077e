/**
 * Evicting a pod (registry/core/pod/storage/eviction.go, v1.34): a graceful deletion that says why, if the pod's disruption
 * budget allows it. The pod gets the condition DisruptionTarget first, so that a Job can tell it from a failure of its
 * own; the budget loses a disruption at once and remembers the pod until its controller sees it go.
 */
import type { Admission, AnyRequest, Context, Effect, Read } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import { deletePodEffects, podGraceSeconds } from '../api/deletion';
import { rejection } from '../api/status';
import { conditionsWith } from '../kubelet/podStatus';
import { objectKey } from '../naming';
import type { Pod, PodDisruptionBudget, StoredObject } from '../types';
import type { ControllersCommandOf } from './commands';
import { BUDGETS, budgetsOf } from './disruption/budget';
import { disruptionAllowedCondition } from './disruption/disruption';
import { judgeEviction, type EvictionVerdict } from './disruption/evictionVerdict';

interface EvictionBody {
  readonly metadata?: { readonly name?: string };
  readonly deleteOptions?: {
    readonly gracePeriodSeconds?: number;
    readonly dryRun?: readonly string[];
  };
}

/** `create pods/<name>/eviction`; undefined: another request. */
export function admitEviction(request: AnyRequest, ctx: Context): Admission | undefined {
  if (request.api !== 'kubernetes') return undefined;
  const { verb, resource, subresource, namespace, name = '', body } = request as KubernetesRequest;
  if (verb !== 'create' || resource !== 'pods' || subresource !== 'eviction') return undefined;
  const { metadata, deleteOptions } = (body ?? {}) as EvictionBody;
  if (metadata?.name !== undefined && metadata.name !== name)
    return rejection(400, 'BadRequest', 'name in URL does not match name in Eviction object');
  const key = objectKey({ namespace: namespace ?? 'default', name });
  const pod = ctx.get('kubernetes/Pod', key);
  if (!pod) return rejection(404, 'NotFound', `pods "${name}" not found`);
  const verdict = evictionVerdict(ctx, pod);
  if (!verdict.allowed) return verdict.refusal;
  const dryRun = deleteOptions?.dryRun?.includes('All') ?? false;
  return {
    ok: true,
    output: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
    effects: dryRun ? [] : evictPodEffects(ctx, pod, verdict, deleteOptions?.gracePeriodSeconds),
  };
}

/** What the API would answer to the eviction of this pod now. */
export const evictionVerdict = (read: Read, pod: Pod): EvictionVerdict =>
  judgeEviction(pod, budgetsOf(read, pod));

export function evictPod(
  { pod: key, gracePeriodSeconds, again = false }: ControllersCommandOf<'evictPod'>,
  ctx: Context,
): readonly Effect[] {
  const pod = ctx.get('kubernetes/Pod', key);
  if (!pod) return [];
  const verdict = evictionVerdict(ctx, pod);
  if (verdict.allowed) return evictPodEffects(ctx, pod, verdict, gracePeriodSeconds);
  return again ? [] : [refused(key, verdict)];
}

function refused(
  key: string,
  { budget, cause }: Extract<EvictionVerdict, { allowed: false }>,
): Effect {
  return {
    do: 'note',
    fact: {
      model: 'kubernetes',
      type: 'evictionRefused',
      about: { kind: 'kubernetes/Pod', key },
      data: {
        budget: budget?.metadata.name ?? '',
        desiredHealthy: budget?.status?.desiredHealthy ?? 0,
        currentHealthy: budget?.status?.currentHealthy ?? 0,
        message: cause,
      },
    },
  };
}

function evictPodEffects(
  ctx: Context,
  pod: Pod,
  { budget }: Extract<EvictionVerdict, { allowed: true }>,
  gracePeriodSeconds: number | undefined,
): readonly Effect[] {
  if (pod.metadata.deletionTimestamp !== undefined) return [];
  const conditions = conditionsWith(pod.status.conditions ?? [], [EVICTED], ctx.nowMs);
  const marked: Pod = { ...pod, status: { ...pod.status, conditions } };
  const options = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  const left = (budget?.status?.disruptionsAllowed ?? 0) - 1;
  return [
    ...(budget ? [useUp(budget, pod.metadata.name, ctx.nowMs)] : []),
    {
      do: 'note',
      fact: {
        model: 'kubernetes',
        type: 'podEvicted',
        about: { kind: 'kubernetes/Pod', key: objectKey(pod.metadata) },
        data: {
          graceSeconds: podGraceSeconds(pod, gracePeriodSeconds),
          ...(budget ? { budget: budget.metadata.name, disruptionsAllowed: left } : {}),
        },
      },
    },
    ...deletePodEffects(ctx, marked, options),
  ];
}

/** checkAndDecrement. */
function useUp(budget: PodDisruptionBudget, pod: string, nowMs: number): Effect {
  const { metadata, status } = budget;
  const { namespace = 'default', name } = metadata;
  const disruptionsAllowed = (status?.disruptionsAllowed ?? 0) - 1;
  const generation = status?.observedGeneration ?? 1;
  const value = {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed,
      disruptedPods: { ...status?.disruptedPods, [pod]: nowMs },
      ...(disruptionsAllowed === 0
        ? { conditions: disruptionAllowedCondition(status?.conditions, 0, generation, nowMs) }
        : {}),
    },
  } as unknown as StoredObject;
  return { do: 'put', kind: 'kubernetes/Object', key: `${BUDGETS}/${namespace}/${name}`, value };
}

const EVICTED = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'EvictionByEvictionAPI',
  message: 'Eviction API: evicting',
} as const;
