/** An instance as DescribeInstances prints it: wire fields only, instants in ISO 8601. */
import { isoInstant } from '../../calendar';
import { without } from '../../without';
import { instanceType } from '../instanceTypes';
import type { Instance } from '../types';

export function wireInstance(instance: Instance): Readonly<Record<string, unknown>> {
  const wire = without(
    instance,
    ...(['bootstrap', 'bootedAtMs', 'powered', 'reachable'] as const),
    ...(['rebalanceRecommendedAtMs', 'interruptedAtMs'] as const),
  );
  const arm = instanceType(instance.InstanceType)?.architecture === 'ARM64';
  return {
    ...(instance.State.Name === 'terminated' ? withoutNetwork(wire) : wire),
    Architecture: arm ? 'arm64' : 'x86_64',
    LaunchTime: isoInstant(instance.LaunchTime),
  };
}

/** A terminated instance has given its interface back. */
const withoutNetwork = (wire: Pick<Instance, 'PrivateIpAddress' | 'PrivateDnsName'>) => ({
  ...without(wire, 'PrivateIpAddress'),
  PrivateDnsName: '',
});
