/**
 * What a changed condition of an autoscaler is owed to, where the pass itself cannot know: it cites whatever woke it last, which
 * may be traffic that has nothing to do with a metrics API that fell silent.
 */
import type { Context, Ref } from '../../../engine/model';
import { METRICS_API, metricsApiService, UNABLE_TO_HANDLE } from '../metrics/outage';
import type { Condition } from '../types';

const KIND = 'kubernetes/HorizontalPodAutoscaler';

/** undefined: what woke the pass. */
export function causeOfCondition(
  next: Condition,
  old: Condition | undefined,
  ctx: Context,
): Ref | undefined {
  if (next.type === 'ScalingActive' && (isSilence(next) || isSilence(old)))
    return newest(ctx, [METRICS_API, metricsApiService(ctx)]);
  if (next.reason === 'AmbiguousSelector') return lastComer(next, ctx);
  return undefined;
}

const isSilence = (condition: Condition | undefined): boolean =>
  condition?.message?.includes(UNABLE_TO_HANDLE) ?? false;

/** Of the autoscalers that the message names, the one made last. */
function lastComer({ message = '' }: Condition, ctx: Context): Ref | undefined {
  const named = message.slice(message.lastIndexOf('[') + 1, -1).split(' ');
  const madeAt = (key: string) => ctx.meta(KIND, key)?.createdRevision ?? -1;
  const [key] = named.sort((a, b) => madeAt(b) - madeAt(a));
  return key === undefined ? undefined : { kind: KIND, key };
}

/** Whichever of them something happened to last. */
function newest(ctx: Context, refs: readonly (Ref | undefined)[]): Ref | undefined {
  let found: Ref | undefined;
  let at = -1;
  for (const ref of refs) {
    const serial = ref && ctx.newestFact(ref);
    if (serial === undefined || serial <= at) continue;
    found = ref;
    at = serial;
  }
  return found;
}
