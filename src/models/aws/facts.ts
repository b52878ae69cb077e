/** Every fact of the ground, joined from its services. */
import type { ApplicationAutoScalingFact } from './applicationautoscaling/facts';
import type { AutoScalingFact } from './autoscaling/facts';
import type { GroupPolicyFact } from './autoscaling/policies/facts';
import type { CloudWatchFact } from './cloudwatch/facts';
import type { Ec2Fact } from './ec2/facts';
import type { ElasticLoadBalancingFact } from './elasticloadbalancing/facts';
import type { SqsFact } from './sqs/facts';

export type AwsFact =
  | GroupPolicyFact
  | ApplicationAutoScalingFact
  | AutoScalingFact
  | CloudWatchFact
  | Ec2Fact
  | ElasticLoadBalancingFact
  | SqsFact;

declare module '../../engine/model' {
  interface FactTypes {
    aws: AwsFact;
  }
}
