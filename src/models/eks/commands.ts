/** What EKS's load balancer controller asks of itself, joined from its files. */
import type { ClusterAutoscalerCommand } from './clusterAutoscaler/commands';
import type { ServiceLoadBalancerCommand } from './loadBalancing/serviceLoadBalancer';
import type { TargetGroupBindingCommand } from './loadBalancing/targetGroupBinding';

export type EksCommand =
  ServiceLoadBalancerCommand | TargetGroupBindingCommand | ClusterAutoscalerCommand;

declare module '../../engine/model' {
  interface CommandTypes {
    eks: EksCommand;
  }
}
