/** Scheduled actions at their time: new limits for the target, and when the action is due again. */
import {
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type Read,
  type Watch,
} from '../../../engine/model';
import { STARTS_AT_MS } from '../../workload/calendar/civil';
import { nextScheduleMs, parseSchedule } from '../schedule/schedule';
import { limitsCause } from './limits';
import type { ScheduledAction } from './types';

const SCHEDULE = 'applicationautoscaling/schedule';
const KIND = 'applicationautoscaling/ScheduledAction';

/** Key: `<ResourceId>|<ScheduledActionName>`. */
export const scheduleController: Controller = {
  name: SCHEDULE,
  latencyMs: 0,
  sync(key, read) {
    const nextAtMs = read.get(KIND, key)?.nextAtMs ?? null;
    if (nextAtMs === null) return undefined;
    const leftMs = nextAtMs - read.nowMs;
    if (leftMs > 0) return { commands: [], requeueAfterMs: leftMs };
    return { commands: [{ model: 'aws', type: 'runScheduledAction', key }] };
  },
};

export const scheduleWatches: readonly Watch[] = [
  defineWatch({
    kind: KIND,
    wakes: SCHEDULE,
    keys: (after, before, key) => (after && after.nextAtMs !== before?.nextAtMs ? [key] : []),
  }),
];

export interface RunScheduledAction {
  readonly type: 'runScheduledAction';
  readonly key: string;
}

export function runScheduledAction({ key }: RunScheduledAction, ctx: Context): readonly Effect[] {
  const action = ctx.get(KIND, key);
  if (!action || action.nextAtMs === null || action.nextAtMs > ctx.nowMs) return [];
  const nextAtMs = nextRunMs(action, ctx.nowMs);
  const again: Effect = { do: 'put', kind: KIND, key, value: { ...action, nextAtMs } };
  const target = ctx.get('applicationautoscaling/ScalableTarget', action.ResourceId);
  if (!target || target.SuspendedState.ScheduledScalingSuspended) return [again];
  const { ResourceId, ScalableTargetAction: limits } = action;
  const MinCapacity = limits.MinCapacity ?? target.MinCapacity;
  const MaxCapacity = limits.MaxCapacity ?? target.MaxCapacity;
  const data = {
    MinCapacity: limits.MinCapacity ?? null,
    MaxCapacity: limits.MaxCapacity ?? null,
    nextAtMs,
  };
  return [
    again,
    {
      do: 'note',
      fact: { model: 'aws', type: 'scheduledActionRan', data, about: { kind: KIND, key } },
    },
    ...withLimits(action, { MinCapacity, MaxCapacity }, ctx),
    { do: 'command', command: applyLimitsOf(ResourceId, limitsCause(limits), key) },
  ];
}

/** One limit that passes the other takes it along. */
function withLimits(
  { ResourceId, ScalableTargetAction: { MinCapacity: min } }: ScheduledAction,
  { MinCapacity, MaxCapacity }: { readonly MinCapacity: number; readonly MaxCapacity: number },
  read: Pick<Read, 'get'>,
): readonly Effect[] {
  const kind = 'applicationautoscaling/ScalableTarget';
  const target = read.get(kind, ResourceId);
  if (!target) return [];
  const crossed = MinCapacity > MaxCapacity;
  const limits = {
    MinCapacity: crossed && min === undefined ? MaxCapacity : MinCapacity,
    MaxCapacity: crossed && min !== undefined ? MinCapacity : MaxCapacity,
  };
  return [{ do: 'put', kind, key: ResourceId, value: { ...target, ...limits } }];
}

const applyLimitsOf = (ResourceId: string, Cause: string, key: string) =>
  ({ model: 'aws', type: 'applyLimits', ResourceId, Cause, because: { kind: KIND, key } }) as const;

/** Virtual ms of the first time after `afterMs` that is within StartTime and EndTime; null: never. */
export function nextRunMs(
  action: Pick<ScheduledAction, 'Schedule' | 'Timezone' | 'StartTime' | 'EndTime' | 'CreationTime'>,
  afterMs: number,
): number | null {
  const { Timezone = 'UTC', StartTime, EndTime, CreationTime } = action;
  const schedule = parseSchedule(action.Schedule, Timezone);
  if (!schedule) return null;
  const notBefore = StartTime === undefined ? afterMs : Math.max(afterMs, StartTime - 1);
  const found = nextScheduleMs(schedule, Timezone, {
    afterMs: notBefore + STARTS_AT_MS,
    fromMs: (StartTime ?? CreationTime) + STARTS_AT_MS,
  });
  if (found === null) return null;
  const atMs = found - STARTS_AT_MS;
  return EndTime !== undefined && atMs > EndTime ? null : atMs;
}
