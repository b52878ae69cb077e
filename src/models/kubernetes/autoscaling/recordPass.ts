/** Carries out what a pass has decided: status, memory, events, facts, and the target's scale. */
import type { Context, Effect, FactNote, Ref } from '../../../engine/model';
import { recordEvent } from '../api/recordEvent';
import { scaleObject } from '../api/scale';
import { isRejection } from '../api/submitted';
import type { Condition } from '../types';
import type { AutoscalingCommand, RecordScalingPass } from './commands';
import { causeOfCondition } from './conditionCause';
import type { AutoscalingFact, MetricInFact } from './facts';
import { HISTORY, PASS, PASSES_KEPT } from './history';
import type { MetricProposal } from './metricProposals';
import { targetOf } from './scaleTarget';
import { EMPTY_STATUS } from './status';
import type { HorizontalPodAutoscaler } from './types';

type Of<T extends AutoscalingCommand['type']> = Extract<AutoscalingCommand, { type: T }>;

const KIND = 'kubernetes/HorizontalPodAutoscaler';
const COMPONENT = 'horizontal-pod-autoscaler';

export function recordScalingPass(command: RecordScalingPass, ctx: Context): readonly Effect[] {
  const { autoscaler: key, status, decided, events } = command;
  const hpa = ctx.get(KIND, key);
  if (!hpa) return [];
  const facts = [...conditionFacts(hpa, command, ctx), ...rescaledFact(hpa, command)];
  const rescale: readonly Effect[] = decided?.rescale
    ? [{ do: 'command', command: scaleTargetCommand(key, decided.desiredReplicas) }]
    : [];
  return [
    ...(status ? [{ do: 'put', kind: KIND, key, value: { ...hpa, status } } as const] : []),
    ...remember(command, facts.length > 0, ctx),
    ...events.flatMap(({ type, reason, message }) =>
      recordEvent(ctx, hpa, { type, reason, message, component: COMPONENT }),
    ),
    ...facts.map((fact): Effect => ({ do: 'note', fact: noted(key, fact) })),
    ...rescale,
  ];
}

const scaleTargetCommand = (autoscaler: string, replicas: number) =>
  ({ model: 'kubernetes', type: 'scaleTarget', autoscaler, replicas }) as never;

type Told = AutoscalingFact & { readonly because?: Ref };

const noted = (key: string, fact: Told): FactNote => ({
  model: 'kubernetes',
  about: { kind: KIND, key },
  ...fact,
});

/** The newest pass that was looked at is always there; one that changed something stays among the last hundred. */
function remember(
  { autoscaler: key, history, pass }: RecordScalingPass,
  notable: boolean,
  ctx: Context,
): readonly Effect[] {
  const before = history ?? ctx.get(HISTORY, key);
  const keeps = notable && pass !== null && before !== undefined;
  const kept = (before?.kept ?? 0) + (keeps ? 1 : 0);
  return [
    ...(before && (history !== null || keeps)
      ? [{ do: 'put', kind: HISTORY, key, value: { ...before, kept } } as const]
      : []),
    ...(pass ? [{ do: 'put', kind: PASS, key: `${key}/latest`, value: pass } as const] : []),
    ...(keeps
      ? [{ do: 'put', kind: PASS, key: `${key}/${kept % PASSES_KEPT}`, value: pass } as const]
      : []),
  ];
}

/** What a reader of the log wants to hear of: not each `ReadyForNewScale`. */
function conditionFacts(
  hpa: HorizontalPodAutoscaler,
  { status }: RecordScalingPass,
  ctx: Context,
): readonly Told[] {
  const before = hpa.status?.conditions ?? [];
  return (status?.conditions ?? []).flatMap((next): Told[] => {
    const old = before.find(({ type }) => type === next.type);
    if (!isNews(next, old)) return [];
    const { type: condition, status: is, reason = '', message = '' } = next;
    const data = { condition, status: is, reason, message, reasonBefore: old?.reason ?? null };
    const because = causeOfCondition(next, old, ctx);
    return [{ type: 'autoscalerConditionChanged', data, ...(because ? { because } : {}) } as Told];
  });
}

function isNews(next: Condition, old: Condition | undefined): boolean {
  if (next.status !== (old?.status ?? QUIET[next.type])) return true;
  if (next.reason === old?.reason) return false;
  if (next.type === 'AbleToScale') return (next.reason ?? '').endsWith('Stabilized');
  return next.type === 'ScalingActive' || next.status === 'True';
}
/** How a new autoscaler is expected to find things. */
const QUIET: Readonly<Record<string, string>> = { AbleToScale: 'True', ScalingLimited: 'False' };

function rescaledFact(
  { spec, status = EMPTY_STATUS }: HorizontalPodAutoscaler,
  { decided, status: after }: RecordScalingPass,
): readonly AutoscalingFact[] {
  if (!decided?.rescale) return [];
  const { desiredReplicas, rescaleReason, recommended, stabilized, conditions } = decided;
  const limit = conditions.find(({ type }) => type === 'ScalingLimited')?.reason ?? null;
  return [
    {
      type: 'autoscalerRescaled',
      data: {
        target: `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
        from: (after ?? status).currentReplicas ?? 0,
        to: desiredReplicas,
        reason: rescaleReason,
        metric: metricOf(decided),
        recommended,
        stabilized,
        limit: recommended === null ? null : limit,
        minReplicas: spec.minReplicas ?? 1,
        maxReplicas: spec.maxReplicas,
      },
    },
  ];
}

/** The one that was followed. */
function metricOf({
  proposals,
  recommended,
}: NonNullable<RecordScalingPass['decided']>): MetricInFact | null {
  const best = proposals.find(
    (one): one is MetricProposal => !('error' in one) && one.replicas === recommended,
  );
  if (!best) return null;
  const { name, target, utilization, usageMilli } = best;
  const isPercent = utilization !== undefined;
  return { name, target, current: utilization ?? usageMilli, isPercent };
}

export function scaleTarget(
  { autoscaler, replicas }: Of<'scaleTarget'>,
  ctx: Context,
): readonly Effect[] {
  const hpa = ctx.get(KIND, autoscaler);
  const target = hpa && targetOf(hpa, ctx);
  if (!target || 'error' in target) return [];
  const { resource, stored } = target;
  const body = {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name: stored.object.metadata.name },
    spec: { replicas },
  };
  const written = scaleObject(ctx, resource, stored, {
    api: 'kubernetes',
    verb: 'update',
    group: resource.group,
    version: resource.version,
    resource: resource.resource,
    subresource: 'scale',
    body,
  });
  return isRejection(written) ? [] : written.effects;
}

export const forgetAutoscaler = (
  { autoscaler }: Of<'forgetAutoscaler'>,
  ctx: Context,
): readonly Effect[] => [
  { do: 'remove', kind: HISTORY, key: autoscaler },
  ...ctx
    .keysBy(PASS, 'autoscaler', autoscaler)
    .map((key): Effect => ({ do: 'remove', kind: PASS, key })),
];
