/** What controllers may ask of AWS from inside the world, joined from its services. */
import type { ApplyLimits } from './applicationautoscaling/limits';
import type { FulfilScalingActivities } from './applicationautoscaling/part';
import type { InvokeScalingPolicy, ScaleTarget } from './applicationautoscaling/scaleTarget';
import type { RunScheduledAction } from './applicationautoscaling/scheduledActions';
import type { AutoScalingCommand } from './autoscaling/commands';
import type { ForgetGroupScaling } from './autoscaling/policies/part';
import type { InvokeGroupPolicy, ScaleGroup } from './autoscaling/policies/scaleGroup';
import type { RunGroupAction } from './autoscaling/policies/scheduledActions';
import type { EvaluateAlarm } from './cloudwatch/alarms';
import type { GatherMetrics } from './cloudwatch/past';
import type { PutMetricData, RecordSample } from './cloudwatch/series';
import type { Ec2Command } from './ec2/part';
import type { MeterCommand } from './pricing/meter';
import type { SqsCommand } from './sqs/commands';
import type { WriteUse } from './load/use';
import type { ElasticLoadBalancingCommand } from './elasticloadbalancing/commands';

export type AwsCommand =
  | ApplyLimits
  | ForgetGroupScaling
  | FulfilScalingActivities
  | InvokeGroupPolicy
  | RunGroupAction
  | ScaleGroup
  | InvokeScalingPolicy
  | RunScheduledAction
  | ScaleTarget
  | AutoScalingCommand
  | Ec2Command
  | MeterCommand
  | EvaluateAlarm
  | GatherMetrics
  | PutMetricData
  | RecordSample
  | SqsCommand
  | WriteUse
  | ElasticLoadBalancingCommand;

declare module '../../engine/model' {
  interface CommandTypes {
    aws: AwsCommand;
  }
}
