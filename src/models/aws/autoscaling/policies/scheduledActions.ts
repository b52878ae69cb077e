/**
 * Scheduled actions of groups: Auto Scaling PutScheduledUpdateGroupAction, DeleteScheduledAction, DescribeScheduledActions, and
 * what they do at their time. The desired capacity follows new limits as in UpdateAutoScalingGroup.
 */
import {
  defineWatch,
  type Admission,
  type Context,
  type Controller,
  type Effect,
  type Read,
  type Watch,
} from '../../../../engine/model';
import { STARTS_AT_MS } from '../../../workload/calendar/civil';
import { isTimeZone } from '../../../workload/calendar/zones';
import { isoInstant } from '../../calendar';
import { answer } from '../../refusal';
import { inputOf, textOf, textsOf, wholeOf, type Input } from '../../requestInput';
import { nextCronMs } from '../../schedule/awsCron';
import { instantField } from '../../schedule/instantField';
import { parseUnixCron } from '../../schedule/unixCron';
import { refuseMisshapen } from '../../validation/refuseMisshapen';
import { without } from '../../without';
import { setDesired } from '../desiredCapacity';
import { isSuspended } from '../processes';
import { groupNamed, invalid, needed } from '../requests/fields';
import { groupActionArn, keyIn } from './names';
import type { ScheduledUpdateGroupAction } from './types';

const KIND = 'autoscaling/ScheduledUpdateGroupAction';

export const putGroupAction = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    refuseMisshapen('PutScheduledUpdateGroupAction', input);
    const given = inputOf(input);
    const { AutoScalingGroupName } = groupNamed(given, ctx);
    const ScheduledActionName = needed(textOf(given, 'ScheduledActionName'), 'ScheduledActionName');
    const settings = { ...sizesOf(given), ...timesOf(given) };
    const value: ScheduledUpdateGroupAction = {
      AutoScalingGroupName,
      ScheduledActionName,
      ScheduledActionARN: groupActionArn(AutoScalingGroupName, ScheduledActionName, ctx),
      ...settings,
      nextAtMs: nextRunMs(settings, ctx.nowMs),
    };
    if (value.nextAtMs === null)
      invalid('Given schedule never runs: its time has passed.', 'StartTime');
    const key = keyIn(AutoScalingGroupName, ScheduledActionName);
    return {
      ok: true,
      output: {},
      effects: [{ do: 'put', kind: KIND, key, value }, told('groupActionPut', key, value)],
    };
  });

const told = (
  type: 'groupActionPut' | 'groupActionRan',
  key: string,
  action: ScheduledUpdateGroupAction,
): Effect => {
  const { MinSize = null, MaxSize = null, DesiredCapacity = null, nextAtMs } = action;
  const { Recurrence = '', TimeZone = 'UTC' } = action;
  const schedule = Recurrence === '' ? '' : `${Recurrence} ${TimeZone}`;
  const data = { MinSize, MaxSize, DesiredCapacity, schedule, nextAtMs };
  return { do: 'note', fact: { model: 'aws', type, data, about: { kind: KIND, key } } };
};

/** The rules that need no world. */
export function checkGroupAction(given: Input): void {
  sizesOf(given);
  timesOf(given);
}

function sizesOf(given: Input) {
  const sizes = ['MinSize', 'MaxSize', 'DesiredCapacity'] as const;
  const found = sizes.flatMap((field) => {
    const value = wholeOf(given, field);
    return value === undefined ? [] : [[field, value] as const];
  });
  if (found.length === 0)
    invalid('At least one of MinSize, MaxSize and DesiredCapacity must be specified.', 'MinSize');
  const { MinSize, MaxSize } = Object.fromEntries(found);
  if (MinSize !== undefined && MaxSize !== undefined && MinSize > MaxSize)
    invalid(
      `Max bound, ${MaxSize}, must be greater than or equal to min bound, ${MinSize}`,
      'MaxSize',
    );
  return Object.fromEntries(found) as Partial<Record<(typeof sizes)[number], number>>;
}

function timesOf(given: Input) {
  const TimeZone = textOf(given, 'TimeZone');
  if (TimeZone !== undefined && !isTimeZone(TimeZone))
    invalid(`Invalid time zone: ${TimeZone}`, 'TimeZone');
  const Recurrence = textOf(given, 'Recurrence');
  if (Recurrence !== undefined && !parseUnixCron(Recurrence))
    invalid(`Given recurrence string:${Recurrence} is invalid`, 'Recurrence');
  const StartTime = instantField(given, 'StartTime', invalid);
  const EndTime = instantField(given, 'EndTime', invalid);
  if (Recurrence === undefined && StartTime === undefined)
    invalid('StartTime or Recurrence must be specified.', 'StartTime');
  return {
    ...(Recurrence === undefined ? {} : { Recurrence }),
    ...(TimeZone === undefined ? {} : { TimeZone }),
    ...(StartTime === undefined ? {} : { StartTime }),
    ...(EndTime === undefined ? {} : { EndTime }),
  };
}

type Times = ReturnType<typeof timesOf>;

/** Virtual ms of the first time after `afterMs`; null: never. */
function nextRunMs({ Recurrence, TimeZone = 'UTC', StartTime, EndTime }: Times, afterMs: number) {
  const cron = Recurrence === undefined ? undefined : parseUnixCron(Recurrence);
  if (!cron) return StartTime !== undefined && StartTime > afterMs ? StartTime : null;
  const notBefore = StartTime === undefined ? afterMs : Math.max(afterMs, StartTime - 1);
  const found = nextCronMs(cron, TimeZone, notBefore + STARTS_AT_MS);
  if (found === null) return null;
  const atMs = found - STARTS_AT_MS;
  return EndTime !== undefined && atMs > EndTime ? null : atMs;
}

export const deleteGroupAction = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const { AutoScalingGroupName } = groupNamed(given, ctx);
    const name = needed(textOf(given, 'ScheduledActionName'), 'ScheduledActionName');
    const action =
      ctx.get(KIND, keyIn(AutoScalingGroupName, name)) ??
      invalid(`Scheduled action name not found: ${name}`, 'ScheduledActionName');
    return { ok: true, output: {}, effects: groupActionRemoved(action) };
  });

export function groupActionRemoved(action: ScheduledUpdateGroupAction): readonly Effect[] {
  const key = keyIn(action.AutoScalingGroupName, action.ScheduledActionName);
  const about = { kind: KIND, key } as const;
  return [
    { do: 'note', fact: { model: 'aws', type: 'groupActionDeleted', data: {}, about } },
    { do: 'remove', ...about },
  ];
}

export const describeGroupActions = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = textOf(given, 'AutoScalingGroupName');
    const names = textsOf(given, 'ScheduledActionNames');
    const ScheduledUpdateGroupActions = read
      .list(KIND)
      .filter((action) => group === undefined || action.AutoScalingGroupName === group)
      .filter((action) => names.length === 0 || names.includes(action.ScheduledActionName))
      // "Actions that haven't run, or that have not reached their end time."
      .filter(({ nextAtMs }) => nextAtMs !== null)
      .map((action) => ({
        ...without(action, 'nextAtMs'),
        ...(action.StartTime === undefined ? {} : { StartTime: isoInstant(action.StartTime) }),
        ...(action.EndTime === undefined ? {} : { EndTime: isoInstant(action.EndTime) }),
      }));
    return { ok: true, output: { ScheduledUpdateGroupActions }, effects: [] };
  });

/** Key: `<AutoScalingGroupName>|<ScheduledActionName>`. */
export const groupActionController: Controller = {
  name: 'autoscaling/schedule',
  latencyMs: 0,
  sync(key, read) {
    const nextAtMs = read.get(KIND, key)?.nextAtMs ?? null;
    if (nextAtMs === null) return undefined;
    const leftMs = nextAtMs - read.nowMs;
    if (leftMs > 0) return { commands: [], requeueAfterMs: leftMs };
    return { commands: [{ model: 'aws', type: 'runGroupAction', key }] };
  },
};

export const groupActionWatches: readonly Watch[] = [
  defineWatch({
    kind: KIND,
    wakes: groupActionController.name,
    keys: (after, before, key) => (after && after.nextAtMs !== before?.nextAtMs ? [key] : []),
  }),
];

export interface RunGroupAction {
  readonly type: 'runGroupAction';
  readonly key: string;
}

export function runGroupAction({ key }: RunGroupAction, ctx: Context): readonly Effect[] {
  const action = ctx.get(KIND, key);
  const group = action && ctx.get('autoscaling/AutoScalingGroup', action.AutoScalingGroupName);
  if (!action || !group || action.nextAtMs === null || action.nextAtMs > ctx.nowMs) return [];
  const again = { ...action, nextAtMs: nextRunMs(action, ctx.nowMs) };
  if (isSuspended(group, 'ScheduledActions')) return [{ do: 'put', kind: KIND, key, value: again }];
  const MinSize = action.MinSize ?? group.MinSize;
  const MaxSize = Math.max(MinSize, action.MaxSize ?? group.MaxSize);
  const wanted = action.DesiredCapacity ?? group.DesiredCapacity;
  const desired = Math.max(MinSize, Math.min(MaxSize, wanted));
  const resized = { ...group, MinSize, MaxSize };
  const text = `a scheduled action update of AutoScalingGroup constraints to min: ${MinSize}, max: ${MaxSize}, desired: ${desired}`;
  return [
    { do: 'put', kind: KIND, key, value: again },
    told('groupActionRan', key, again),
    {
      do: 'put',
      kind: 'autoscaling/AutoScalingGroup',
      key: group.AutoScalingGroupName,
      value: resized,
    },
    ...setDesired(resized, desired, text, ctx),
  ];
}
