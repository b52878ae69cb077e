/**
 * Alarms at work: a metric is measured every 20 s while an alarm watches it (as the ECS agent sends its figures), three samples
 * make a datapoint of a minute, and the datapoint is looked at 20 s after its period has ended.
 */
import {
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type Watch,
} from '../../../engine/model';
import { timings } from '../timings';
import { evaluateAlarm } from './evaluate';
import { metricValue } from './metricValue';
import type { Datapoint, MetricAlarm, StateValue } from './types';

const ALARM = 'cloudwatch/alarm';
const { sampleMs } = timings.cloudwatch;
/** Kept beyond what is evaluated, for GetMetricData. */
const KEPT = 180;

const untilNext = (nowMs: number): number => sampleMs - (nowMs % sampleMs);

/** Key: AlarmName. */
export const alarmController: Controller = {
  name: ALARM,
  latencyMs: 0,
  sync(key, read) {
    if (!read.has('cloudwatch/MetricAlarm', key)) return undefined;
    const due = read.nowMs % sampleMs === 0;
    return {
      commands: due ? [{ model: 'aws', type: 'sampleAlarm', AlarmName: key }] : [],
      requeueAfterMs: untilNext(read.nowMs),
    };
  },
};

export const alarmWatches: readonly Watch[] = [
  defineWatch({
    kind: 'cloudwatch/MetricAlarm',
    wakes: ALARM,
    keys: (after, before, key) => (after && !before ? [key] : []),
  }),
];

export interface SampleAlarm {
  readonly type: 'sampleAlarm';
  readonly AlarmName: string;
}

export function sampleAlarm({ AlarmName }: SampleAlarm, ctx: Context): readonly Effect[] {
  const alarm = ctx.get('cloudwatch/MetricAlarm', AlarmName);
  if (!alarm) return [];
  const closes = ctx.nowMs % (alarm.Period * 1000) === sampleMs % (alarm.Period * 1000);
  const closed = closes ? closePeriod(alarm, ctx.nowMs) : alarm;
  const value = metricValue(alarm, ctx);
  const samples = value === null ? closed.samples : [...closed.samples, value];
  const measured: MetricAlarm = { ...closed, samples };
  const about = { kind: 'cloudwatch/MetricAlarm', key: AlarmName } as const;
  if (!closes) return [{ do: 'put', ...about, value: measured }];
  const values = measured.datapoints.map((d) => d.value);
  const to = evaluateAlarm(measured, values);
  if (to === alarm.StateValue) return [{ do: 'put', ...about, value: measured }];
  const newest = values.slice(-alarm.EvaluationPeriods).reverse();
  const reason = reasonOf(measured, to, newest);
  const { StateValue: from, MetricName, Threshold } = alarm;
  const data = { from, to, MetricName, Threshold, datapoints: newest, reason };
  const changed: MetricAlarm = {
    ...measured,
    StateValue: to,
    StateReason: reason,
    StateUpdatedTimestamp: ctx.nowMs,
  };
  return [
    { do: 'put', ...about, value: changed },
    { do: 'note', fact: { model: 'aws', type: 'alarmStateChanged', data, about } },
  ];
}

/** The period that ended a sample ago: sampled at its end too. */
function closePeriod(alarm: MetricAlarm, nowMs: number): MetricAlarm {
  const atMs = nowMs - sampleMs - alarm.Period * 1000;
  if (atMs < 0) return { ...alarm, samples: [] };
  const point: Datapoint = { atMs, value: statistic(alarm.Statistic, alarm.samples) };
  return { ...alarm, samples: [], datapoints: [...alarm.datapoints, point].slice(-KEPT) };
}

export function statistic(
  name: MetricAlarm['Statistic'],
  samples: readonly number[],
): number | null {
  if (samples.length === 0) return null;
  const mean = samples.reduce((a, b) => a + b, 0) / samples.length;
  switch (name) {
    case 'Minimum':
      return Math.min(...samples);
    case 'Maximum':
      return Math.max(...samples);
    case 'SampleCount':
      return samples.length;
    // Samples of a count are of a whole minute each.
    case 'Sum':
    case 'Average':
      return mean;
  }
}

const WORDS: Readonly<Record<MetricAlarm['ComparisonOperator'], string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** As the service words it (CloudWatch User Guide, alarm history). */
function reasonOf(alarm: MetricAlarm, to: StateValue, newest: readonly (number | null)[]): string {
  const there = newest.filter((value): value is number => value !== null);
  if (to === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${alarm.EvaluationPeriods} datapoints were unknown.`;
  const listed = there.map((value) => String(Math.round(value * 100) / 100)).join(', ');
  const count = to === 'ALARM' ? alarm.DatapointsToAlarm : there.length;
  return (
    `Threshold Crossed: ${count} out of the last ${alarm.EvaluationPeriods} datapoints [${listed}] ` +
    `${to === 'ALARM' ? 'were' : 'were not'} ${WORDS[alarm.ComparisonOperator]} the threshold (${alarm.Threshold}).`
  );
}
