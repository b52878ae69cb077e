/** What a policy is looked at with: its alarms as they stand and the newest datapoint of its metric. */
import type { Read } from '../../../engine/model';
import { actionsOf } from '../cloudwatch/alarmActions';
import { metricNameOf, newestPoints } from '../cloudwatch/alarms';
import { datapointsOf, watchedPast } from '../cloudwatch/datapoints';
import { sourceOf } from '../cloudwatch/series';
import type { MetricAlarm } from '../cloudwatch/types';
import type {
  AlarmInput,
  LastScaling,
  PolicyAlarm,
  StepInput,
  StepScalingConfiguration,
  TrackingInput,
} from './types';

export interface Waiting {
  readonly lastScaleOut: LastScaling | null;
  readonly lastScaleIn: LastScaling | null;
  readonly scaleOutCooldown: number;
  readonly scaleInCooldown: number;
  readonly waitsFor: 'cooldown' | 'warmUp';
}

export function trackingInput(
  policy: {
    readonly PolicyName: string;
    readonly Alarms: readonly PolicyAlarm[];
    readonly target: number;
    readonly lowThreshold: number;
    readonly disableScaleIn: boolean;
  },
  waiting: Waiting,
  read: Read,
): TrackingInput {
  const { PolicyName, target, lowThreshold, disableScaleIn } = policy;
  const [highName, lowName] = policy.Alarms.map(({ AlarmName }) => AlarmName);
  const high = alarmInput(highName, read);
  return {
    type: 'TargetTrackingScaling',
    PolicyName,
    target,
    lowThreshold,
    disableScaleIn,
    metric: high.seen?.datapoints.at(-1)?.value ?? null,
    high,
    low: lowName === undefined ? null : alarmInput(lowName, read),
    ...waiting,
  };
}

/** One that somebody has deleted says nothing. */
function alarmInput(AlarmName = '', read: Read): AlarmInput {
  const alarm = read.get('cloudwatch/MetricAlarm', AlarmName);
  return alarm
    ? seenAlarm(alarm, read)
    : { AlarmName, StateValue: 'INSUFFICIENT_DATA', seen: null };
}

function seenAlarm(alarm: MetricAlarm, read: Read): AlarmInput {
  const { AlarmName, StateValue, StateReason, Threshold, ComparisonOperator } = alarm;
  const { Period, EvaluationPeriods, DatapointsToAlarm } = alarm;
  return {
    AlarmName,
    StateValue,
    seen: {
      metricName: metricNameOf(alarm),
      StateReason,
      Threshold,
      ComparisonOperator,
      Period,
      EvaluationPeriods,
      DatapointsToAlarm,
      datapoints: newestPoints(alarm, read),
    },
  };
}

/** Called by each alarm that names the policy among the actions of the state it is in. */
export function stepInput(
  policy: {
    readonly PolicyName: string;
    readonly PolicyARN: string;
    readonly configuration: StepScalingConfiguration;
  },
  waiting: Waiting,
  read: Read,
): StepInput {
  const { PolicyName, PolicyARN, configuration } = policy;
  const calls = alarmsCalling(PolicyARN, read).flatMap((alarm) => {
    const metric = aggregated(alarm, configuration.MetricAggregationType, read);
    const { Threshold: threshold } = alarm;
    return metric === null ? [] : [{ alarm: seenAlarm(alarm, read), threshold, metric }];
  });
  return { type: 'StepScaling', PolicyName, configuration, calls, ...waiting };
}

export const alarmsNaming = (PolicyARN: string, read: Read): readonly MetricAlarm[] =>
  read.by('cloudwatch/MetricAlarm', 'action', PolicyARN);

export const alarmsCalling = (PolicyARN: string, read: Read): readonly MetricAlarm[] =>
  alarmsNaming(PolicyARN, read).filter(
    (alarm) => alarm.ActionsEnabled && actionsOf(alarm).includes(PolicyARN),
  );

/** The newest datapoint by the policy's own aggregation, whatever the alarm's statistic is. */
function aggregated(
  alarm: MetricAlarm,
  Statistic: StepScalingConfiguration['MetricAggregationType'],
  read: Read,
): number | null {
  const source = sourceOf(alarm);
  const isSum = !('Metrics' in source) && source.Statistic === 'Sum';
  if ('Metrics' in source || isSum) return newestPoints(alarm, read).at(-1)?.value ?? null;
  const newest = newestPoints(alarm, read).at(-1);
  if (!newest) return null;
  const { Period } = alarm;
  const span = { endMs: newest.atMs + Period * 1000, Period, periods: 1 };
  return datapointsOf({ ...source, Statistic }, span, watchedPast(read))[0]?.value ?? null;
}
