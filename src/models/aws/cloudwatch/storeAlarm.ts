/** An alarm as it is stored: by PutMetricAlarm, and by the scaling policies that make their own. */
import type { Effect, Read } from '../../../engine/model';
import { ACCOUNT_ID, regionOf } from '../account';
import { metricNameOf } from './alarms';
import { metricsOf, recalled } from './series';
import type { MetricAlarm } from './types';

export type AlarmSettings = Omit<
  MetricAlarm,
  'AlarmArn' | 'StateValue' | 'StateReason' | 'StateUpdatedTimestamp'
>;

export const alarmArn = (AlarmName: string, read: Read): string =>
  `arn:aws:cloudwatch:${regionOf(read)}:${ACCOUNT_ID}:alarm:${AlarmName}`;

/** A new one begins without data; one that is put again keeps its state until it is evaluated. */
export function storeAlarm(
  settings: AlarmSettings,
  read: Read,
  as: 'fresh' | 'again' = 'again',
): readonly Effect[] {
  const { AlarmName: key } = settings;
  const before = as === 'fresh' ? undefined : read.get('cloudwatch/MetricAlarm', key);
  const value: MetricAlarm = {
    ...settings,
    AlarmArn: alarmArn(key, read),
    StateValue: before?.StateValue ?? 'INSUFFICIENT_DATA',
    StateReason: before?.StateReason ?? 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: before?.StateUpdatedTimestamp ?? read.nowMs,
  };
  const about = { kind: 'cloudwatch/MetricAlarm', key } as const;
  const data = { MetricName: metricNameOf(value), Threshold: value.Threshold };
  return [
    ...metricsOf(value).flatMap((metric) => recalled(metric, read)),
    { do: 'put', ...about, value },
    { do: 'note', fact: { model: 'aws', type: 'alarmPut', data, about } },
  ];
}

export function removeAlarm(key: string, read: Pick<Read, 'has'>): readonly Effect[] {
  if (!read.has('cloudwatch/MetricAlarm', key)) return [];
  const about = { kind: 'cloudwatch/MetricAlarm', key } as const;
  return [
    { do: 'note', fact: { model: 'aws', type: 'alarmDeleted', data: {}, about } },
    { do: 'remove', ...about },
  ];
}
