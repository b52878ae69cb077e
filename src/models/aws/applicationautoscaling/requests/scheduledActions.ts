/** Application Auto Scaling PutScheduledAction, DeleteScheduledAction, DescribeScheduledActions. */
import type { Admission, Context, Effect, Read } from '../../../../engine/model';
import { isTimeZone } from '../../../workload/calendar/zones';
import { answer } from '../../refusal';
import { inputOf, textOf, textsOf, type Input } from '../../requestInput';
import { instantField } from '../../schedule/instantField';
import { parseSchedule } from '../../schedule/schedule';
import { without } from '../../without';
import { keyIn, scheduledActionArn } from '../names';
import { nextRunMs } from '../scheduledActions';
import type { ScalableTargetAction, ScheduledAction } from '../types';
import {
  capacityField,
  invalid,
  nameField,
  refuseMisshapen,
  registered,
  resourceOf,
} from './fields';
import { asked, epochOf, isSame, page } from './pages';
import { notFound } from './scalingPolicies';

const KIND = 'applicationautoscaling/ScheduledAction';

export const putScheduledAction = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    refuseMisshapen('PutScheduledAction', input);
    const given = inputOf(input);
    const of = resourceOf(given);
    registered(of, ctx);
    const ScheduledActionName = nameField(given, 'ScheduledActionName');
    const key = keyIn(of.ResourceId, ScheduledActionName);
    const before = ctx.get(KIND, key);
    const timing = timingOf(given, before);
    const ScalableTargetAction = actionField(given, before);
    const CreationTime = before?.CreationTime ?? ctx.nowMs;
    const nextAtMs = nextRunMs({ ...timing, CreationTime }, ctx.nowMs);
    const value: ScheduledAction = {
      ...of,
      ScheduledActionName,
      ScheduledActionARN: scheduledActionArn(of.ResourceId, ScheduledActionName, ctx),
      ...timing,
      ScalableTargetAction,
      CreationTime,
      nextAtMs,
    };
    const about = { kind: KIND, key } as const;
    const data = {
      Schedule: value.Schedule,
      Timezone: value.Timezone ?? 'UTC',
      MinCapacity: ScalableTargetAction.MinCapacity ?? null,
      MaxCapacity: ScalableTargetAction.MaxCapacity ?? null,
      nextAtMs,
    };
    return {
      ok: true,
      output: {},
      effects: [
        { do: 'put', ...about, value },
        { do: 'note', fact: { model: 'aws', type: 'scheduledActionPut', data, about } },
      ],
    };
  });

/** The rules that need no world. A part alone is right for an action that is there. */
export function checkScheduledAction(given: Input): void {
  resourceOf(given);
  nameField(given, 'ScheduledActionName');
  if (given['Schedule'] !== undefined) timingOf(given, undefined);
  if (given['ScalableTargetAction'] !== undefined) actionField(given, undefined);
}

/** The action is already as the input asks. */
export function isScheduledAs(given: Input, action: ScheduledAction | undefined): boolean {
  if (!action) return false;
  const { Schedule, Timezone, StartTime, EndTime, ScalableTargetAction } = action;
  const timing = timingOf(given, action);
  return (
    timing.Schedule === Schedule &&
    timing.Timezone === Timezone &&
    timing.StartTime === StartTime &&
    timing.EndTime === EndTime &&
    isSame(actionField(given, action), ScalableTargetAction)
  );
}

type Timing = Pick<ScheduledAction, 'Schedule' | 'Timezone' | 'StartTime' | 'EndTime'>;

/** What is left out of a change stays as it is. */
function timingOf(given: Input, before: ScheduledAction | undefined): Timing {
  const Timezone = textOf(given, 'Timezone') ?? before?.Timezone;
  if (Timezone !== undefined && !isTimeZone(Timezone))
    invalid(`Invalid time zone: ${Timezone}`, 'Timezone');
  const Schedule =
    textOf(given, 'Schedule') ??
    before?.Schedule ??
    invalid('Schedule must be specified for a new scheduled action.', 'Schedule');
  if (!parseSchedule(Schedule, Timezone ?? 'UTC'))
    invalid(`Schedule expression ${Schedule} is not valid.`, 'Schedule');
  const StartTime = instantField(given, 'StartTime', invalid) ?? before?.StartTime;
  const EndTime = instantField(given, 'EndTime', invalid) ?? before?.EndTime;
  if (StartTime !== undefined && EndTime !== undefined && StartTime >= EndTime)
    invalid('Start time must be before end time.', 'EndTime');
  return {
    Schedule,
    ...(Timezone === undefined ? {} : { Timezone }),
    ...(StartTime === undefined ? {} : { StartTime }),
    ...(EndTime === undefined ? {} : { EndTime }),
  };
}

function actionField(given: Input, before: ScheduledAction | undefined): ScalableTargetAction {
  if (given['ScalableTargetAction'] === undefined && before) return before.ScalableTargetAction;
  const action = inputOf(given['ScalableTargetAction']);
  const MinCapacity = capacityField(action, 'MinCapacity', 'ScalableTargetAction');
  const MaxCapacity = capacityField(action, 'MaxCapacity', 'ScalableTargetAction');
  if (MinCapacity === undefined && MaxCapacity === undefined)
    invalid(
      'At least one of minimum capacity and maximum capacity should be provided',
      'ScalableTargetAction',
    );
  if (MinCapacity !== undefined && MaxCapacity !== undefined && MinCapacity > MaxCapacity)
    invalid(
      'Maximum capacity cannot be less than minimum capacity',
      'ScalableTargetAction',
      'MaxCapacity',
    );
  return {
    ...(MinCapacity === undefined ? {} : { MinCapacity }),
    ...(MaxCapacity === undefined ? {} : { MaxCapacity }),
  };
}

export const deleteScheduledAction = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const { ResourceId } = resourceOf(given);
    const name = nameField(given, 'ScheduledActionName');
    const action =
      ctx.get(KIND, keyIn(ResourceId, name)) ?? notFound('scheduled action', name, ResourceId);
    return { ok: true, output: {}, effects: actionRemoved(action) };
  });

export function actionRemoved(action: ScheduledAction): readonly Effect[] {
  const about = { kind: KIND, key: keyIn(action.ResourceId, action.ScheduledActionName) } as const;
  return [
    { do: 'note', fact: { model: 'aws', type: 'scheduledActionDeleted', data: {}, about } },
    { do: 'remove', ...about },
  ];
}

export const actionsOfTarget = (ResourceId: string, read: Pick<Read, 'by'>) =>
  read.by(KIND, 'target', ResourceId);

export const describeScheduledActions = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const ResourceId = asked(given);
    const names = textsOf(given, 'ScheduledActionNames');
    const actions = read
      .list(KIND)
      .filter((action) => ResourceId === undefined || action.ResourceId === ResourceId)
      .filter((action) => names.length === 0 || names.includes(action.ScheduledActionName));
    return page(given, 'ScheduledActions', actions, (action) => ({
      ...without(action, 'nextAtMs'),
      ...(action.StartTime === undefined ? {} : { StartTime: epochOf(action.StartTime) }),
      ...(action.EndTime === undefined ? {} : { EndTime: epochOf(action.EndTime) }),
      CreationTime: epochOf(action.CreationTime),
    }));
  });
