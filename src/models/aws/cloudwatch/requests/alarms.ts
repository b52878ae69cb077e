/** CloudWatch DeleteAlarms, DescribeAlarms. */
import type { Admission, Context, Read } from '../../../../engine/model';
import { isoInstant } from '../../calendar';
import { answer } from '../../refusal';
import { inputOf, textOf, textsOf } from '../../requestInput';
import { removeAlarm } from '../storeAlarm';

export const deleteAlarms = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const names = textsOf(inputOf(input), 'AlarmNames');
    const effects = names.flatMap((name) => removeAlarm(name, ctx));
    return { ok: true, output: {}, effects };
  });

export const describeAlarms = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const names = textsOf(given, 'AlarmNames');
    const prefix = textOf(given, 'AlarmNamePrefix') ?? '';
    const state = textOf(given, 'StateValue');
    const MetricAlarms = read
      .list('cloudwatch/MetricAlarm')
      .filter(({ AlarmName }) => names.length === 0 || names.includes(AlarmName))
      .filter(({ AlarmName }) => AlarmName.startsWith(prefix))
      .filter((alarm) => state === undefined || alarm.StateValue === state)
      .map((alarm) => ({
        ...alarm,
        StateUpdatedTimestamp: isoInstant(alarm.StateUpdatedTimestamp),
      }));
    return { ok: true, output: { MetricAlarms }, effects: [] };
  });
