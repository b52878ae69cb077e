/** New limits of a target: a capacity outside them is moved inside, whatever cooldowns say (user guide, "Scheduled scaling"). */
import type { Context, Effect } from '../../../engine/model';
import { scheduledCapacity } from './capacityDecision';
import { scalableService } from './scalableService';
import { moved, noteScaled } from './scaleTarget';

export interface ApplyLimits {
  readonly type: 'applyLimits';
  readonly ResourceId: string;
  /** What set the limits, in the words of an activity's Cause. */
  readonly Cause: string;
}

export function applyLimits({ ResourceId, Cause }: ApplyLimits, ctx: Context): readonly Effect[] {
  const target = ctx.get('applicationautoscaling/ScalableTarget', ResourceId);
  const service = scalableService(ResourceId, ctx);
  if (!target || !service) return [];
  const from = service.capacity;
  const to = scheduledCapacity(from, {
    minCapacity: target.MinCapacity,
    maxCapacity: target.MaxCapacity,
  });
  if (to === from) return [];
  const data = { from, to, policy: null, metric: null, target: null, wanted: to, cause: Cause };
  return [
    ...moved(ResourceId, { from, to, Cause, decidedOn: null }, ctx),
    noteScaled(ResourceId, data),
  ];
}

/** `minimum capacity was set to 3 and maximum capacity was set to 5` */
export const limitsCause = (limits: {
  readonly MinCapacity?: number | undefined;
  readonly MaxCapacity?: number | undefined;
}): string =>
  [
    limits.MinCapacity === undefined ? '' : `minimum capacity was set to ${limits.MinCapacity}`,
    limits.MaxCapacity === undefined ? '' : `maximum capacity was set to ${limits.MaxCapacity}`,
  ]
    .filter((part) => part !== '')
    .join(' and ');
