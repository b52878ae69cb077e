/** The two alarms that a target tracking policy makes for itself, and takes away with it. */
import type { Effect, Read } from '../../../engine/model';
import { alarmArn, removeAlarm, storeAlarm, type AlarmSettings } from '../cloudwatch/storeAlarm';
import type { MetricSource } from '../cloudwatch/types';
import { uuidOf } from './names';
import type { TrackingAlarms } from './targetTracking';
import type { PolicyAlarm } from './types';

export interface TrackingPolicy {
  readonly PolicyARN: string;
  readonly PolicyName: string;
  /** `service/<cluster>/<service>`, or the name of an Auto Scaling group. */
  readonly resource: string;
  readonly source: MetricSource;
  readonly thresholds: TrackingAlarms;
  readonly disableScaleIn: boolean;
}

/** High first. */
export function alarmsOf(policy: TrackingPolicy, read: Read): readonly PolicyAlarm[] {
  return settingsOf(policy).map(({ AlarmName }) => ({
    AlarmName,
    AlarmARN: alarmArn(AlarmName, read),
  }));
}

/** A policy that is put again begins with fresh alarms: the states of the old ones are not theirs. */
export const freshAlarms = (
  policy: TrackingPolicy,
  before: readonly PolicyAlarm[],
  read: Read,
): readonly Effect[] => [
  ...removeAlarms(before, read),
  ...settingsOf(policy).flatMap((settings) => storeAlarm(settings, read, 'fresh')),
];

export const removeAlarms = (
  alarms: readonly PolicyAlarm[],
  read: Pick<Read, 'has'>,
): readonly Effect[] => alarms.flatMap(({ AlarmName }) => removeAlarm(AlarmName, read));

function settingsOf(policy: TrackingPolicy): readonly AlarmSettings[] {
  const { source, thresholds, disableScaleIn, resource, PolicyName, PolicyARN } = policy;
  const { periodSeconds, highThreshold, highDatapoints, lowThreshold, lowDatapoints } = thresholds;
  const common = {
    ...(('Metrics' in source ? { Metrics: source.Metrics } : source) satisfies object),
    Period: periodSeconds,
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [PolicyARN],
    InsufficientDataActions: [],
    TreatMissingData: 'missing',
    AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${PolicyARN}.`,
  } as const;
  const named = (which: 'High' | 'Low') =>
    `TargetTracking-${resource}-Alarm${which}-${uuidOf(`${resource}|${PolicyName}|${which}`)}`;
  const high: AlarmSettings = {
    ...common,
    AlarmName: named('High'),
    Threshold: highThreshold,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: highDatapoints,
    DatapointsToAlarm: highDatapoints,
  };
  if (disableScaleIn) return [high];
  const low: AlarmSettings = {
    ...common,
    AlarmName: named('Low'),
    Threshold: lowThreshold,
    ComparisonOperator: 'LessThanThreshold',
    EvaluationPeriods: lowDatapoints,
    DatapointsToAlarm: lowDatapoints,
  };
  return [high, low];
}
