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
import { evaluateAlarm, evaluationRange, type Verdict } from './evaluate';
import { sourceOf } from './series';
import { stateReason } from './stateReason';
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
  return evaluated(alarm, read).verdict.state !== alarm.StateValue;
}

/** The datapoints of the evaluation periods, oldest first; a period counts from 20 s after its end. */
export const newestPoints = (
  alarm: MetricAlarm,
  read: Pick<Read, 'get' | 'nowMs'>,
): readonly Datapoint[] => points(alarm, alarm.EvaluationPeriods, read);

function points(
  alarm: MetricAlarm,
  periods: number,
  read: Pick<Read, 'get' | 'nowMs'>,
): readonly Datapoint[] {
  const { Period } = alarm;
  const periodMs = Period * 1000;
  const endMs = Math.floor((read.nowMs - lookMs) / periodMs) * periodMs;
  return datapointsOf(sourceOf(alarm), { endMs, Period, periods }, watchedPast(read));
}

interface Evaluated {
  readonly range: readonly Datapoint[];
  readonly verdict: Verdict;
}

function evaluated(alarm: MetricAlarm, read: Pick<Read, 'get' | 'nowMs'>): Evaluated {
  const range = points(alarm, evaluationRange(alarm), read);
  const values = range.map(({ value }) => value);
  return { range, verdict: evaluateAlarm(alarm, values) };
}

export interface EvaluateAlarm {
  readonly type: 'evaluateAlarm';
  readonly AlarmName: string;
}

export const evaluatingBy =
  (owners: readonly AlarmActionOwner[]) =>
  ({ AlarmName }: EvaluateAlarm, ctx: Context): readonly Effect[] => {
    const alarm = ctx.get('cloudwatch/MetricAlarm', AlarmName);
    if (!alarm) return [];
    const { range, verdict } = evaluated(alarm, ctx);
    const { state: to } = verdict;
    if (to === alarm.StateValue) return invocations(alarm, false, owners);
    const newest = newestPoints(alarm, ctx).map(({ value }) => value);
    const reason = stateReason(alarm, verdict, range);
    return entered(alarm, { to, reason, newest: newest.reverse() }, ctx.nowMs, owners);
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
