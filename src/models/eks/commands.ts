/** What EKS's controllers ask of themselves, joined from their files. */
import type { ClusterAutoscalerCommand } from './clusterAutoscaler/commands';
import type { KarpenterCommand } from './karpenter/commands';
import type { FargatePodCommand } from './fargate/fargatePods';
import type { FargateProfileCommand } from './fargate/profileController';
import type { ServiceLoadBalancerCommand } from './loadBalancing/serviceLoadBalancer';
import type { TargetGroupBindingCommand } from './loadBalancing/targetGroupBinding';
import type { NodegroupCommand } from './nodegroups/commands';
import type { NodegroupDrainCommand } from './nodegroups/drain';
import type { PodsGoneCommand } from './nodes/podsGone';

export type EksCommand =
  | ServiceLoadBalancerCommand
  | TargetGroupBindingCommand
  | NodegroupCommand
  | NodegroupDrainCommand
  | FargateProfileCommand
  | FargatePodCommand
  | ClusterAutoscalerCommand
  | KarpenterCommand
  | PodsGoneCommand;

declare module '../../engine/model' {
  interface CommandTypes {
    eks: EksCommand;
  }
}
