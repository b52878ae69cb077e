/** Every fact of the ground, joined from its services. */
import type { AutoScalingFact } from './autoscaling/facts';
import type { Ec2Fact } from './ec2/facts';
import type { ElasticLoadBalancingFact } from './elasticloadbalancing/facts';

export type AwsFact = AutoScalingFact | Ec2Fact | ElasticLoadBalancingFact;

declare module '../../engine/model' {
  interface FactTypes {
    aws: AwsFact;
  }
}
