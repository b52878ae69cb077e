/** An instance as DescribeInstances prints it: wire fields only, instants in ISO 8601. */
import { isoInstant } from '../../calendar';
import { instanceType } from '../instanceTypes';
import type { Instance } from '../types';

export function wireInstance(instance: Instance): Readonly<Record<string, unknown>> {
  const { bootstrap: _, bootedAtMs: __, powered: ___, reachable: ____, ...wire } = instance;
  const gone = instance.State.Name === 'terminated';
  const { PrivateIpAddress, ...rest } = wire;
  return {
    ...rest,
    ...(gone ? { PrivateDnsName: '' } : { PrivateIpAddress }),
    Architecture: instanceType(instance.InstanceType)?.architecture === 'ARM64' ? 'arm64' : 'x86_64',
    LaunchTime: isoInstant(instance.LaunchTime),
  };
}
