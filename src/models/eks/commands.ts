/** What EKS's controllers ask of themselves, joined from their files. */
import type { FargatePodCommand } from './fargate/fargatePods';
import type { FargateProfileCommand } from './fargate/profileController';
import type { ServiceLoadBalancerCommand } from './loadBalancing/serviceLoadBalancer';
import type { TargetGroupBindingCommand } from './loadBalancing/targetGroupBinding';
import type { NodegroupCommand } from './nodegroups/commands';

export type EksCommand =
  | ServiceLoadBalancerCommand
  | TargetGroupBindingCommand
  | NodegroupCommand
  | FargateProfileCommand
  | FargatePodCommand;

declare module '../../engine/model' {
  interface CommandTypes {
    eks: EksCommand;
  }
}
