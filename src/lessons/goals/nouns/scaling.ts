/** What scales by itself: horizontal pod autoscalers, scalable targets with their policies and activities, alarms. */
import type { ScalingPolicy } from '../../../models/aws/applicationautoscaling/types';
import type { HorizontalPodAutoscaler } from '../../../models/kubernetes/autoscaling/types';
import type { Read } from '../../../engine/model';
import { byLastPart, byName, lastPart, noun, type Noun } from './noun';

const condition = ({ status }: HorizontalPodAutoscaler, type: string) =>
  status?.conditions?.find((each) => each.type === type);
const isTrue = (autoscaler: HorizontalPodAutoscaler, type: string) =>
  condition(autoscaler, type)?.status === 'True';

/** Of the first metric that is about it, percent of the requests. */
function utilization({ status }: HorizontalPodAutoscaler, resource: string): number | undefined {
  const metrics = (status?.currentMetrics ?? []).map(
    ({ resource: whole, containerResource }) => whole ?? containerResource,
  );
  return metrics.find((each) => each?.name === resource)?.current.averageUtilization;
}

const autoscalers = noun({
  kind: 'kubernetes/HorizontalPodAutoscaler',
  half: 'kubernetes',
  key: (name) => (name.includes('/') ? name : `default/${name}`),
  fields: {
    name: ({ metadata }) => metadata.name,
    namespace: ({ metadata }) => metadata.namespace,
    target: ({ spec }) => spec.scaleTargetRef.name,
    minReplicas: ({ spec }) => spec.minReplicas,
    maxReplicas: ({ spec }) => spec.maxReplicas,
    currentReplicas: ({ status }) => status?.currentReplicas,
    desiredReplicas: ({ status }) => status?.desiredReplicas,
    cpuPercent: (autoscaler) => utilization(autoscaler, 'cpu'),
    memoryPercent: (autoscaler) => utilization(autoscaler, 'memory'),
    ableToScale: (autoscaler) => isTrue(autoscaler, 'AbleToScale'),
    scalingActive: (autoscaler) => isTrue(autoscaler, 'ScalingActive'),
    scalingLimited: (autoscaler) => isTrue(autoscaler, 'ScalingLimited'),
    reasons: ({ status }) => (status?.conditions ?? []).map(({ reason }) => reason),
  },
});

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
  'kubernetes/horizontalPodAutoscaler': autoscalers,
  'kubernetes/horizontalPodAutoscalers': autoscalers,
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
