/** CloudWatch EnableAlarmActions, DisableAlarmActions, SetAlarmState. */
import type { Admission, Context, Effect } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf, requiredText, textsOf } from '../../requestInput';
import type { AlarmActionOwner } from '../alarmActions';
import { entered } from '../alarms';
import type { StateValue } from '../types';
import { oneOf } from './fields';

export const enableAlarmActions = (input: unknown, ctx: Context): Admission =>
  switched(input, true, ctx);
export const disableAlarmActions = (input: unknown, ctx: Context): Admission =>
  switched(input, false, ctx);

const switched = (input: unknown, enabled: boolean, ctx: Context): Admission =>
  answer((): Admission => {
    const names = textsOf(inputOf(input), 'AlarmNames');
    const effects = names.flatMap((key): Effect[] => {
      const alarm = ctx.get('cloudwatch/MetricAlarm', key);
      if (!alarm || alarm.ActionsEnabled === enabled) return [];
      const about = { kind: 'cloudwatch/MetricAlarm', key } as const;
      const fact = {
        model: 'aws',
        type: 'alarmActionsSwitched',
        data: { enabled },
        about,
      } as const;
      return [
        { do: 'put', ...about, value: { ...alarm, ActionsEnabled: enabled } },
        { do: 'note', fact },
      ];
    });
    return { ok: true, output: {}, effects };
  });

const STATES: readonly string[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** For trying actions out: at its next look the alarm is what its datapoints make it. */
export const settingAlarmState =
  (owners: readonly AlarmActionOwner[]) =>
  (input: unknown, ctx: Context): Admission =>
    answer((): Admission => {
      const given = inputOf(input);
      const to = oneOf(given, 'StateValue', STATES) as StateValue;
      const reason = requiredText(given, 'StateReason');
      const alarm =
        ctx.get('cloudwatch/MetricAlarm', requiredText(given, 'AlarmName')) ??
        refuse('ResourceNotFound', 'Unknown', ['AlarmName']);
      if (to === alarm.StateValue) return { ok: true, output: {}, effects: [] };
      const effects = entered(alarm, { to, reason, newest: [] }, ctx.nowMs, owners);
      return { ok: true, output: {}, effects };
    });
