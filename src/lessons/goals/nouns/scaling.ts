/** What scales services: scalable targets with their policies and activities, alarms. */
import type { ScalingPolicy } from '../../../models/aws/applicationautoscaling/types';
import type { Read } from '../../../engine/model';
import { byLastPart, byName, lastPart, noun, type Noun } from './noun';

/** `service/<cluster>/<service>` */
const serviceOf = ({ ResourceId }: { readonly ResourceId: string }) => lastPart(ResourceId);

const targets = noun({
  kind: 'applicationautoscaling/ScalableTarget',
  half: 'ecs',
  key: byLastPart('applicationautoscaling/ScalableTarget'),
  fields: { service: serviceOf },
});

/** Keys are `<ResourceId>|<name>`. */
const byOwnName =
  (kind: 'applicationautoscaling/ScalingPolicy' | 'applicationautoscaling/ScheduledAction') =>
  (name: string, read: Read) =>
    read.keys(kind).find((key) => key.endsWith(`|${name}`));

const policies = noun({
  kind: 'applicationautoscaling/ScalingPolicy',
  half: 'ecs',
  key: byOwnName('applicationautoscaling/ScalingPolicy'),
  fields: {
    name: ({ PolicyName }) => PolicyName,
    service: serviceOf,
    type: ({ PolicyType }) => PolicyType,
    metric: metricOf,
    target: ({ TargetTrackingScalingPolicyConfiguration: tracking }) => tracking?.TargetValue,
  },
});

function metricOf({ TargetTrackingScalingPolicyConfiguration: tracking }: ScalingPolicy) {
  return (
    tracking?.PredefinedMetricSpecification?.PredefinedMetricType ??
    tracking?.CustomizedMetricSpecification?.MetricName
  );
}

const actions = noun({
  kind: 'applicationautoscaling/ScheduledAction',
  half: 'ecs',
  key: byOwnName('applicationautoscaling/ScheduledAction'),
  fields: {
    name: ({ ScheduledActionName }) => ScheduledActionName,
    service: serviceOf,
    min: ({ ScalableTargetAction }) => ScalableTargetAction.MinCapacity,
    max: ({ ScalableTargetAction }) => ScalableTargetAction.MaxCapacity,
  },
});

const activities = noun({
  kind: 'applicationautoscaling/ScalingActivity',
  half: 'ecs',
  key: byName,
  fields: { service: serviceOf, by: ({ from, to }) => to - from },
});

const alarms = noun({
  kind: 'cloudwatch/MetricAlarm',
  half: null,
  key: byName,
  fields: {
    name: ({ AlarmName }) => AlarmName,
    state: ({ StateValue }) => StateValue,
    metric: ({ MetricName }) => MetricName,
    dimensions: ({ Dimensions }) => (Dimensions ?? []).map(({ Value }) => Value),
  },
});

export const scalingNouns: Readonly<Record<string, Noun>> = {
  'applicationautoscaling/scalableTarget': targets,
  'applicationautoscaling/scalableTargets': targets,
  'applicationautoscaling/scalingPolicy': policies,
  'applicationautoscaling/scalingPolicies': policies,
  'applicationautoscaling/scheduledAction': actions,
  'applicationautoscaling/scheduledActions': actions,
  'applicationautoscaling/scalingActivity': activities,
  'applicationautoscaling/scalingActivities': activities,
  'cloudwatch/alarm': alarms,
  'cloudwatch/alarms': alarms,
};
