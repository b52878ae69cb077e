/** Whose a container instance is: that of the capacity provider of its Auto Scaling group, where the cluster has it. */
import type { Read } from '../../../engine/model';
import type { Cluster, ContainerInstance } from '../types';
import { providerOfGroup } from './lookups';

export function providerOfInstance(
  ec2InstanceId: string,
  cluster: Cluster,
  read: Pick<Read, 'get' | 'by'>,
): string | undefined {
  const member = read.get('autoscaling/AutoScalingInstance', ec2InstanceId);
  const name = member && providerOfGroup(read, member.AutoScalingGroupName)?.name;
  return name !== undefined && cluster.capacityProviders.includes(name) ? name : undefined;
}

/** The instance under its provider's name, or under none. */
export function withProvider(
  instance: ContainerInstance,
  cluster: Cluster,
  read: Pick<Read, 'get' | 'by'>,
): ContainerInstance {
  const name = providerOfInstance(instance.ec2InstanceId, cluster, read);
  if (name === instance.capacityProviderName) return instance;
  const { capacityProviderName: _before, ...unnamed } = instance;
  return name === undefined ? unnamed : { ...unnamed, capacityProviderName: name };
}
