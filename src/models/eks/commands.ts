/** What EKS's load balancer controller asks of itself, joined from its files. */
import type { ServiceLoadBalancerCommand } from './loadBalancing/serviceLoadBalancer';
import type { TargetGroupBindingCommand } from './loadBalancing/targetGroupBinding';

export type EksCommand = ServiceLoadBalancerCommand | TargetGroupBindingCommand;

declare module '../../engine/model' {
  interface CommandTypes {
    eks: EksCommand;
  }
}
