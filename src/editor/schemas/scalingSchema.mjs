/**
 * Inputs of Application Auto Scaling as JSON schema, for completion and hover (API model 2016-02-06, ECS services only). Shapes
 * and rules are checked by `models/aws/applicationautoscaling/validation`.
 */
import { list, number, object, ref, text, whole, yesNo } from './schemaForms.mjs';

const TARGET = {
  ServiceNamespace: text('The service whose resource is scaled.', ['ecs']),
  ResourceId: text('service/<cluster>/<service>'),
  ScalableDimension: text('What is scaled.', ['ecs:service:DesiredCount']),
};
const NAMED = ['ServiceNamespace', 'ResourceId', 'ScalableDimension'];
const STATISTICS = ['Average', 'Minimum', 'Maximum', 'SampleCount', 'Sum'];

export const scalingDefinitions = {
  RegisterScalableTargetRequest: object(
    {
      ...TARGET,
      MinCapacity: whole('No policy goes below it.'),
      MaxCapacity: whole('No policy goes above it.'),
      SuspendedState: object({
        DynamicScalingInSuspended: yesNo('Policies no longer scale in.'),
        DynamicScalingOutSuspended: yesNo('Policies no longer scale out.'),
        ScheduledScalingSuspended: yesNo('Scheduled actions no longer run.'),
      }),
      RoleARN: text('Not needed: a service-linked role is used.'),
    },
    NAMED,
  ),
  PutScalingPolicyRequest: object(
    {
      PolicyName: text('Unique for its target.'),
      ...TARGET,
      PolicyType: text('How it decides.', ['TargetTrackingScaling', 'StepScaling']),
      TargetTrackingScalingPolicyConfiguration: ref('TargetTrackingScalingPolicyConfiguration'),
      StepScalingPolicyConfiguration: ref('StepScalingPolicyConfiguration'),
    },
    ['PolicyName', ...NAMED],
  ),
  TargetTrackingScalingPolicyConfiguration: object(
    {
      TargetValue: number('What the metric is kept at.'),
      PredefinedMetricSpecification: object(
        {
          PredefinedMetricType: text('A metric of the service.', [
            'ECSServiceAverageCPUUtilization',
            'ECSServiceAverageMemoryUtilization',
            'ALBRequestCountPerTarget',
          ]),
          ResourceLabel: text(
            'Of requests per target: app/<load balancer>/<id>/targetgroup/<target group>/<id>',
          ),
        },
        ['PredefinedMetricType'],
      ),
      CustomizedMetricSpecification: object({
        MetricName: text('Name of the metric.'),
        Namespace: text('Namespace of the metric.'),
        Dimensions: list('MetricDimension'),
        Statistic: text('How the values of a minute become one.', STATISTICS),
        Unit: text('Unit of the metric.'),
        Metrics: list('TargetTrackingMetricDataQuery'),
      }),
      ScaleOutCooldown: whole('Seconds after growing before the same step counts again; 300.'),
      ScaleInCooldown: whole('Seconds between two steps down; 300.'),
      DisableScaleIn: yesNo('It only ever grows.'),
    },
    ['TargetValue'],
  ),
  MetricDimension: object({ Name: text('Name.'), Value: text('Value.') }, ['Name', 'Value']),
  TargetTrackingMetricDataQuery: object(
    {
      Id: text('How expressions name it; begins with a small letter.'),
      Label: text('Shown for it.'),
      Expression: text('Metric math over the other ids, such as m1 / m2.'),
      MetricStat: object(
        {
          Metric: object({
            MetricName: text('Name of the metric.'),
            Namespace: text('Namespace of the metric.'),
            Dimensions: list('MetricDimension'),
          }),
          Stat: text('How the values of a minute become one.', STATISTICS),
          Unit: text('Unit of the metric.'),
        },
        ['Metric', 'Stat'],
      ),
      ReturnData: yesNo('Exactly one of them returns data.'),
    },
    ['Id'],
  ),
  StepScalingPolicyConfiguration: object({
    AdjustmentType: text('What the adjustments mean.', [
      'ChangeInCapacity',
      'PercentChangeInCapacity',
      'ExactCapacity',
    ]),
    StepAdjustments: {
      type: 'array',
      items: object(
        {
          MetricIntervalLowerBound: number('Distance from the threshold; left out: without bound.'),
          MetricIntervalUpperBound: number('Distance from the threshold; left out: without bound.'),
          ScalingAdjustment: whole('By how much.'),
        },
        ['ScalingAdjustment'],
      ),
    },
    MinAdjustmentMagnitude: whole('The least change that a percentage makes.'),
    Cooldown: whole('Seconds; 300.'),
    MetricAggregationType: text('How the metric is read.', ['Average', 'Minimum', 'Maximum']),
  }),
  PutScheduledActionRequest: object(
    {
      ScheduledActionName: text('Unique for its target.'),
      ...TARGET,
      Schedule: text('at(2026-03-09T08:50:00), rate(5 minutes) or cron(50 8 ? * MON-FRI *)'),
      Timezone: text('Of at and cron, such as Asia/Seoul; UTC unless it is given.'),
      StartTime: text('It does not run before.'),
      EndTime: text('It does not run after.'),
      ScalableTargetAction: object({
        MinCapacity: whole('The new minimum.'),
        MaxCapacity: whole('The new maximum.'),
      }),
    },
    ['ScheduledActionName', ...NAMED],
  ),
};
