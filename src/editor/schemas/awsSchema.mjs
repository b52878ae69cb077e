/**
 * Inputs of EC2 Auto Scaling, launch templates, alarms and queues as JSON schema, for completion and hover. Their shapes and rules
 * are checked by `models/aws/validation`.
 */
import { list, number, object, ref, text, texts, whole, yesNo } from './schemaForms.mjs';

const GROUP = text('Name of the Auto Scaling group.');
const HOOK = {
  LifecycleHookName: text('Unique for its group.'),
  LifecycleTransition: text('When it holds an instance.', [
    'autoscaling:EC2_INSTANCE_LAUNCHING',
    'autoscaling:EC2_INSTANCE_TERMINATING',
  ]),
  HeartbeatTimeout: whole('Seconds until the default result is taken, 30 to 7200; 3600.'),
  DefaultResult: text('What happens then.', ['CONTINUE', 'ABANDON']),
};

export const awsDefinitions = {
  AutoScalingGroupRequest: object(
    {
      AutoScalingGroupName: GROUP,
      MinSize: whole('It never has fewer.'),
      MaxSize: whole('It never has more.'),
      DesiredCapacity: whole('What it is to have now; MinSize unless it is given.'),
      LaunchTemplate: ref('LaunchTemplateSpecification'),
      MixedInstancesPolicy: object({
        LaunchTemplate: object({
          LaunchTemplateSpecification: ref('LaunchTemplateSpecification'),
          Overrides: {
            type: 'array',
            items: object({ InstanceType: text('A type that will do as well.') }, ['InstanceType']),
          },
        }),
        InstancesDistribution: object({
          OnDemandAllocationStrategy: text('Which type comes first.', [
            'prioritized',
            'lowest-price',
          ]),
          OnDemandBaseCapacity: whole('So many are on demand before any is spot; 0.'),
          OnDemandPercentageAboveBaseCapacity: whole('On demand among the rest, in percent; 100.'),
          SpotAllocationStrategy: text('Which spot pool is taken from.', [
            'price-capacity-optimized',
            'capacity-optimized',
            'capacity-optimized-prioritized',
            'lowest-price',
          ]),
        }),
      }),
      VPCZoneIdentifier: text('Subnets, with commas: subnet-us-east-1a,subnet-us-east-1b'),
      AvailabilityZones: texts('Zones, kept in balance.'),
      DefaultCooldown: whole('Seconds between two simple steps; 300.'),
      DefaultInstanceWarmup: whole('Seconds until a new instance counts, for every policy.'),
      HealthCheckType: text('Whose word counts.', ['EC2', 'ELB']),
      HealthCheckGracePeriod: whole('Seconds before a failed check counts; 0.'),
      NewInstancesProtectedFromScaleIn: yesNo('Needed for managed termination protection.'),
      CapacityRebalance: yesNo('Replaces spot instances at risk before they are interrupted.'),
      TerminationPolicies: texts('Which instance goes first, one rule after the other; Default.'),
      LifecycleHookSpecificationList: {
        type: 'array',
        items: object(HOOK, ['LifecycleHookName', 'LifecycleTransition']),
      },
      Tags: {
        type: 'array',
        items: object({
          Key: text('Key.'),
          Value: text('Value.'),
          PropagateAtLaunch: yesNo('Its instances bear it too.'),
        }),
      },
    },
    ['AutoScalingGroupName'],
  ),
  LaunchTemplateSpecification: object({
    LaunchTemplateName: text('Name of the launch template.'),
    LaunchTemplateId: text('lt-…, instead of the name.'),
    Version: text('$Latest, $Default or a number.'),
  }),
  GroupPolicyRequest: object(
    {
      AutoScalingGroupName: GROUP,
      PolicyName: text('Unique for its group.'),
      PolicyType: text('How it decides.', [
        'TargetTrackingScaling',
        'StepScaling',
        'SimpleScaling',
      ]),
      TargetTrackingConfiguration: object(
        {
          TargetValue: number('What the metric is kept at.'),
          PredefinedMetricSpecification: object(
            {
              PredefinedMetricType: text('A metric of the group.', [
                'ASGAverageCPUUtilization',
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
            Statistic: text('How the values of a minute become one.'),
            Metrics: list('TargetTrackingMetricDataQuery'),
          }),
          DisableScaleIn: yesNo('It only ever grows.'),
        },
        ['TargetValue'],
      ),
      AdjustmentType: text('What the adjustments mean.', [
        'ChangeInCapacity',
        'PercentChangeInCapacity',
        'ExactCapacity',
      ]),
      StepAdjustments: {
        type: 'array',
        items: object(
          {
            MetricIntervalLowerBound: number('Distance from the threshold.'),
            MetricIntervalUpperBound: number('Distance from the threshold.'),
            ScalingAdjustment: whole('By how much.'),
          },
          ['ScalingAdjustment'],
        ),
      },
      MetricAggregationType: text('How the metric is read.', ['Average', 'Minimum', 'Maximum']),
      MinAdjustmentMagnitude: whole('The least change that a percentage makes.'),
      ScalingAdjustment: whole('Of simple scaling: by how much.'),
      Cooldown: whole('Of simple scaling: seconds.'),
      EstimatedInstanceWarmup: whole('Seconds until a new instance counts.'),
      Enabled: yesNo('false: it decides nothing.'),
    },
    ['AutoScalingGroupName', 'PolicyName'],
  ),
  GroupActionRequest: object(
    {
      AutoScalingGroupName: GROUP,
      ScheduledActionName: text('Unique for its group.'),
      Recurrence: text('Five fields, as Unix cron: 40 8 * * 1-5'),
      TimeZone: text('Of the recurrence, such as Asia/Seoul; UTC unless it is given.'),
      StartTime: text('It does not run before.'),
      EndTime: text('It does not run after.'),
      MinSize: whole('The new minimum.'),
      MaxSize: whole('The new maximum.'),
      DesiredCapacity: whole('What it is to have then.'),
    },
    ['AutoScalingGroupName', 'ScheduledActionName'],
  ),
  LifecycleHookRequest: object(
    {
      AutoScalingGroupName: GROUP,
      ...HOOK,
    },
    ['LifecycleHookName', 'AutoScalingGroupName'],
  ),
  WarmPoolRequest: object(
    {
      AutoScalingGroupName: GROUP,
      MinSize: whole('It always holds so many; 0.'),
      MaxGroupPreparedCapacity: whole('Of group and pool together; -1: the MaxSize of the group.'),
      PoolState: text('How they wait.', ['Stopped', 'Running']),
      InstanceReusePolicy: object({ ReuseOnScaleIn: yesNo('What scales in goes back to it.') }),
    },
    ['AutoScalingGroupName'],
  ),
  LaunchTemplateRequest: object(
    {
      LaunchTemplateName: text('Name of the launch template.'),
      SourceVersion: text('Of a new version: what it starts from.'),
      VersionDescription: text('For people.'),
      LaunchTemplateData: object({
        InstanceType: text('Such as m5.large.'),
        ImageId: text('ami-…'),
        UserData: text('The script of the first boot, in base64: which cluster it joins.'),
        InstanceMarketOptions: object({ MarketType: text('How it is paid.', ['spot']) }),
        TagSpecifications: {
          type: 'array',
          items: object({
            ResourceType: text('What bears the tags.', ['instance']),
            Tags: {
              type: 'array',
              items: object({ Key: text('Key.'), Value: text('Value.') }),
            },
          }),
        },
      }),
    },
    ['LaunchTemplateName', 'LaunchTemplateData'],
  ),
  PutMetricAlarmRequest: object(
    {
      AlarmName: text('Unique in the account.'),
      AlarmDescription: text('For people.'),
      Namespace: text('AWS/ECS, AWS/ApplicationELB, AWS/SQS, AWS/EC2 …'),
      MetricName: text('Such as CPUUtilization.'),
      Dimensions: list('MetricDimension'),
      Statistic: text('How the values of a period become one.', [
        'Average',
        'Sum',
        'Minimum',
        'Maximum',
        'SampleCount',
      ]),
      Metrics: list('TargetTrackingMetricDataQuery'),
      Period: whole('Seconds, a multiple of 60.'),
      EvaluationPeriods: whole('It looks at so many.'),
      DatapointsToAlarm: whole('So many of them must breach; all unless it is given.'),
      Threshold: number('Against what the metric is held.'),
      ComparisonOperator: text('When it breaches.', [
        'GreaterThanThreshold',
        'GreaterThanOrEqualToThreshold',
        'LessThanThreshold',
        'LessThanOrEqualToThreshold',
      ]),
      TreatMissingData: text('What a period without a value counts as.', [
        'missing',
        'breaching',
        'notBreaching',
        'ignore',
      ]),
      ActionsEnabled: yesNo('false: it calls nobody.'),
      AlarmActions: texts('ARNs, such as that of a scaling policy: called in ALARM.'),
      OKActions: texts('ARNs: called in OK.'),
      InsufficientDataActions: texts('ARNs: called in INSUFFICIENT_DATA.'),
    },
    ['AlarmName', 'EvaluationPeriods', 'ComparisonOperator'],
  ),
  CreateQueueRequest: object(
    {
      QueueName: text('Letters, digits, - and _.'),
      Attributes: object({
        VisibilityTimeout: text('Seconds that a received message stays hidden; "30".'),
        MessageRetentionPeriod: text('Seconds; "345600", four days.'),
        DelaySeconds: text('"0".'),
        ReceiveMessageWaitTimeSeconds: text('"0".'),
        MaximumMessageSize: text('Bytes; "1048576".'),
        RedrivePolicy: text('JSON as text: deadLetterTargetArn and maxReceiveCount.'),
      }),
    },
    ['QueueName'],
  ),
};

/** Which of them a file is, by a member that only it has; the first that fits, in the order of `documents/describeAws.ts`. */
export const awsKinds = [
  [['LaunchTemplateData'], 'LaunchTemplateRequest'],
  [['AlarmName'], 'PutMetricAlarmRequest'],
  [['QueueName'], 'CreateQueueRequest'],
];

/** Of what belongs to a group. */
export const groupKinds = [
  [['LifecycleHookName', 'LifecycleTransition'], 'LifecycleHookRequest'],
  [['ScheduledActionName', 'Recurrence'], 'GroupActionRequest'],
  [['PolicyName', 'PolicyType'], 'GroupPolicyRequest'],
  [['PoolState', 'MaxGroupPreparedCapacity', 'InstanceReusePolicy'], 'WarmPoolRequest'],
];
