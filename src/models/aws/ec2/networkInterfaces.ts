/**
 * How many tasks or pods an instance's network interfaces carry.
 * - ECS awsvpc: every task takes an interface of its own and the primary one is the instance's; with ENI trunking
 *   (account setting `awsvpcTrunking`, agreed to before the launch, listed types only) the table's figure holds
 *   [ECS Developer Guide, container-instance-eni].
 * - EKS: pods take secondary addresses, one address of every interface is its own, and two pods (aws-node, kube-proxy)
 *   use the host's network [awslabs/amazon-eks-ami, max pods].
 */
import type { InstanceType } from './instanceTypes';

export interface TrunkingOptIn {
  readonly trunking: boolean;
  readonly launchedBeforeOptIn?: boolean;
}

export function maxAwsvpcTasks(type: InstanceType, optIn: TrunkingOptIn): number {
  const trunked = optIn.trunking && !optIn.launchedBeforeOptIn;
  return trunked && type.trunkingTasks !== null ? type.trunkingTasks : type.enis - 1;
}

export const eksMaxPods = (enis: number, ipv4PerEni: number): number => enis * (ipv4PerEni - 1) + 2;
