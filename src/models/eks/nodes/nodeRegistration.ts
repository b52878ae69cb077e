/** What an instance says of itself when its kubelet registers it with the cluster. */
import { instanceType } from '../../aws/ec2/instanceTypes';
import type { Instance } from '../../aws/ec2/types';
import type { NodeRegistration } from '../../kubernetes/commands';
import { nodeCapacity } from './nodeCapacity';

/** The Node's name, as Amazon Linux sets the host name. */
export const nodeName = (instance: Instance): string => instance.PrivateDnsName;

/** undefined: not an instance that becomes a node. */
export function nodeRegistration(
  instance: Instance,
  RegionName: string,
): NodeRegistration | undefined {
  const { bootstrap, Placement } = instance;
  const type = instanceType(instance.InstanceType);
  if (bootstrap?.as !== 'eks-node' || !type) return undefined;
  const zone = Placement.AvailabilityZone;
  const arch = type.architecture === 'ARM64' ? 'arm64' : 'amd64';
  return {
    name: nodeName(instance),
    providerID: providerID(instance),
    zone,
    instanceType: instance.InstanceType,
    instanceId: instance.InstanceId,
    labels: {
      'beta.kubernetes.io/arch': arch,
      'beta.kubernetes.io/instance-type': instance.InstanceType,
      'beta.kubernetes.io/os': 'linux',
      'failure-domain.beta.kubernetes.io/region': RegionName,
      'failure-domain.beta.kubernetes.io/zone': zone,
      'kubernetes.io/arch': arch,
      'kubernetes.io/hostname': nodeName(instance),
      'kubernetes.io/os': 'linux',
      'node.kubernetes.io/instance-type': instance.InstanceType,
      'topology.kubernetes.io/region': RegionName,
      'topology.kubernetes.io/zone': zone,
      ...bootstrap.labels,
    },
    taints: bootstrap.taints ?? [],
    ...nodeCapacity(type),
    ip: instance.PrivateIpAddress,
  };
}

const providerID = ({ InstanceId, Placement }: Instance): string =>
  `aws:///${Placement.AvailabilityZone}/${InstanceId}`;

/** The instance id at the end of `aws:///<zone>/<instance id>`. */
export const instanceIdOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
