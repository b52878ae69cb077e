/**
 * The target tracking policy that ECS keeps on the Auto Scaling group of a capacity provider (ECS Developer Guide, "Automatically
 * manage Amazon ECS capacity with cluster auto scaling"): out after one minute above the target, in after fifteen below, both
 * measured against CapacityProviderReservation. ECS makes it, and ECS says what it means: with N and M it knows more than the
 * metric. The alarms are CloudWatch's own.
 */
import type { Context, Effect } from '../../../engine/model';
import type { AlarmActionOwner } from '../cloudwatch/alarmActions';
import { alarmArn, removeAlarm, storeAlarm } from '../cloudwatch/storeAlarm';
import type { Metric } from '../cloudwatch/types';
import { groupPolicyArn, keyIn } from './policies/names';
import type { GroupScalingPolicy } from './policies/types';
import type { AutoScalingGroup } from './types';

export const MANAGED_TAG = 'AmazonECSManaged';

export interface ManagedPolicy {
  readonly AutoScalingGroupName: string;
  readonly policyName: string;
  readonly metric: Metric;
  readonly target: number;
  /** Seconds. */
  readonly warmup: number;
}

export const managedAlarms = ({
  AutoScalingGroupName: group,
  policyName,
}: Pick<ManagedPolicy, 'AutoScalingGroupName' | 'policyName'>) => {
  const id = policyName.slice(policyName.indexOf('-') + 1);
  return {
    high: `TargetTracking-${group}-AlarmHigh-${id}`,
    low: `TargetTracking-${group}-AlarmLow-${id}`,
  };
};

const PERIOD_SECONDS = 60;
const HIGH_POINTS = 1;
const LOW_POINTS = 15;

export function putManagedPolicy(policy: ManagedPolicy, ctx: Context): readonly Effect[] {
  const group = ctx.get('autoscaling/AutoScalingGroup', policy.AutoScalingGroupName);
  if (!group) return [];
  const { high, low } = managedAlarms(policy);
  const arn = groupPolicyArn(policy.AutoScalingGroupName, policy.policyName, ctx);
  const common = {
    ...policy.metric,
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [arn],
    InsufficientDataActions: [],
    Statistic: 'Average',
    Period: PERIOD_SECONDS,
    Threshold: policy.target,
    TreatMissingData: 'missing',
    AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${arn}.`,
  } as const;
  return [
    ...tagged(group),
    putPolicy(policy, ctx),
    ...storeAlarm(
      {
        ...common,
        AlarmName: high,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: HIGH_POINTS,
        DatapointsToAlarm: HIGH_POINTS,
      },
      ctx,
    ),
    ...storeAlarm(
      {
        ...common,
        AlarmName: low,
        ComparisonOperator: 'LessThanThreshold',
        EvaluationPeriods: LOW_POINTS,
        DatapointsToAlarm: LOW_POINTS,
      },
      ctx,
    ),
  ];
}

export function deleteManagedPolicy(
  policy: Pick<ManagedPolicy, 'AutoScalingGroupName' | 'policyName'>,
  ctx: Context,
): readonly Effect[] {
  const { high, low } = managedAlarms(policy);
  const key = keyIn(policy.AutoScalingGroupName, policy.policyName);
  return [
    ...removeAlarm(high, ctx),
    ...removeAlarm(low, ctx),
    { do: 'remove', kind: 'autoscaling/ScalingPolicy', key },
  ];
}

/** As DescribePolicies shows it. */
function putPolicy(policy: ManagedPolicy, ctx: Context): Effect {
  const { AutoScalingGroupName, policyName: PolicyName, metric, target, warmup } = policy;
  const { high, low } = managedAlarms(policy);
  const value: GroupScalingPolicy = {
    AutoScalingGroupName,
    PolicyName,
    PolicyARN: groupPolicyArn(AutoScalingGroupName, PolicyName, ctx),
    PolicyType: 'TargetTrackingScaling',
    Enabled: true,
    TargetTrackingConfiguration: {
      TargetValue: target,
      CustomizedMetricSpecification: { ...metric, Statistic: 'Average' },
      DisableScaleIn: false,
    },
    EstimatedInstanceWarmup: warmup,
    Alarms: [high, low].map((AlarmName) => ({ AlarmName, AlarmARN: alarmArn(AlarmName, ctx) })),
  };
  const key = keyIn(AutoScalingGroupName, PolicyName);
  return { do: 'put', kind: 'autoscaling/ScalingPolicy', key, value };
}

/** "Make sure any tooling that you use doesn't remove the AmazonECSManaged tag." */
function tagged(group: AutoScalingGroup): readonly Effect[] {
  const { AutoScalingGroupName: key, Tags } = group;
  if (Tags.some((tag) => tag.Key === MANAGED_TAG)) return [];
  const value = { ...group, Tags: [...Tags, { Key: MANAGED_TAG, Value: '' }] };
  return [{ do: 'put', kind: 'autoscaling/AutoScalingGroup', key, value }];
}

/** Said to a world without ECS, nobody hears it. */
export const managedPolicyOwner: AlarmActionOwner = {
  owns: (arn) => /:policyName\/ECSManagedAutoScalingPolicy-[0-9a-f-]+$/.test(arn),
  command: (arn, AlarmName) => ({
    model: 'ecs',
    type: 'followManagedScaling',
    AlarmName,
    autoScalingGroupName: /autoScalingGroupName\/([^:]+):/.exec(arn)?.[1] ?? '',
  }),
};
