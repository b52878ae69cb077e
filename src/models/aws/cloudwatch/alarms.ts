/** Alarms at work: each looks at its datapoints 20 s after a period has ended, and acts. */
import {
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type Read,
  type Watch,
} from '../../../engine/model';
import { timings } from '../timings';
import { actionsOf, invocations, isScalingPolicy, type AlarmActionOwner } from './alarmActions';
import { datapointsOf, watchedPast } from './datapoints';
import { evaluateAlarm } from './evaluate';
import { sourceOf } from './series';
import type { Datapoint, MetricAlarm, StateValue } from './types';

const ALARM = 'cloudwatch/alarm';
const { lookMs } = timings.cloudwatch;

/** From now to the next look: so long after the end of a period. */
const untilNext = ({ Period }: MetricAlarm, nowMs: number): number =>
  Period * 1000 - ((nowMs - lookMs) % (Period * 1000));

/** Key: AlarmName. A look that finds the state as it was, with nothing to repeat, writes nothing. */
export const alarmController: Controller = {
  name: ALARM,
  latencyMs: 0,
  sync(key, read) {
    const alarm = read.get('cloudwatch/MetricAlarm', key);
    if (!alarm) return undefined;
    const due = read.nowMs % (alarm.Period * 1000) === lookMs % (alarm.Period * 1000);
    return {
      commands:
        due && hasSomethingToDo(alarm, read)
          ? [{ model: 'aws', type: 'evaluateAlarm', AlarmName: key }]
          : [],
      requeueAfterMs: untilNext(alarm, read.nowMs),
    };
  },
};

export const alarmWatches: readonly Watch[] = [
  defineWatch({
    kind: 'cloudwatch/MetricAlarm',
    wakes: ALARM,
    keys: (after, before, key) => (after && after.Period !== before?.Period ? [key] : []),
  }),
];

function hasSomethingToDo(alarm: MetricAlarm, read: Read): boolean {
  if (alarm.ActionsEnabled && actionsOf(alarm).some(isScalingPolicy)) return true;
  return stateOf(alarm, newestPoints(alarm, read)) !== alarm.StateValue;
}

/** The datapoints that the state goes by, oldest first; a period counts from 20 s after its end. */
export function newestPoints(
  alarm: MetricAlarm,
  read: Pick<Read, 'get' | 'nowMs'>,
  nowMs = read.nowMs,
): readonly Datapoint[] {
  const { Period, EvaluationPeriods: periods } = alarm;
  const periodMs = Period * 1000;
  const endMs = Math.floor((nowMs - lookMs) / periodMs) * periodMs;
  return datapointsOf(sourceOf(alarm), { endMs, Period, periods }, watchedPast(read));
}

const stateOf = (alarm: MetricAlarm, points: readonly Datapoint[]): StateValue =>
  evaluateAlarm(
    alarm,
    points.map(({ value }) => value),
  );

export interface EvaluateAlarm {
  readonly type: 'evaluateAlarm';
  readonly AlarmName: string;
}

export const evaluatingBy =
  (owners: readonly AlarmActionOwner[]) =>
  ({ AlarmName }: EvaluateAlarm, ctx: Context): readonly Effect[] => {
    const alarm = ctx.get('cloudwatch/MetricAlarm', AlarmName);
    if (!alarm) return [];
    const points = newestPoints(alarm, ctx);
    const to = stateOf(alarm, points);
    if (to === alarm.StateValue) return invocations(alarm, false, owners);
    const newest = points.map(({ value }) => value).reverse();
    return entered(alarm, { to, reason: reasonOf(alarm, to, newest), newest }, ctx.nowMs, owners);
  };

interface NewState {
  readonly to: StateValue;
  readonly reason: string;
  /** Newest first. */
  readonly newest: readonly (number | null)[];
}

/** The alarm in its new state, and what it then does. */
export function entered(
  alarm: MetricAlarm,
  { to, reason, newest: datapoints }: NewState,
  nowMs: number,
  owners: readonly AlarmActionOwner[],
): readonly Effect[] {
  const about = { kind: 'cloudwatch/MetricAlarm', key: alarm.AlarmName } as const;
  const { StateValue: from, Threshold } = alarm;
  const data = { from, to, MetricName: metricNameOf(alarm), Threshold, datapoints, reason };
  const value: MetricAlarm = {
    ...alarm,
    StateValue: to,
    StateReason: reason,
    StateUpdatedTimestamp: nowMs,
  };
  return [
    { do: 'put', ...about, value },
    { do: 'note', fact: { model: 'aws', type: 'alarmStateChanged', data, about } },
    ...invocations(value, true, owners),
  ];
}

/** Of metric math: the label of what it returns. */
export function metricNameOf({ MetricName, Metrics = [] }: MetricAlarm): string {
  const returned = Metrics.find((query) => query.ReturnData !== false);
  return MetricName ?? returned?.Label ?? returned?.Expression ?? '';
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
