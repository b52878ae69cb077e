/** EC2 DescribeInstances, DescribeInstanceTypes and DescribeAvailabilityZones, with the filters that are used most. */
import type { Admission, Read } from '../../../../engine/model';
import { ACCOUNT_ID } from '../../account';
import { globMatches } from '../../../workload/glob';
import { answer, refuse } from '../../refusal';
import { inputOf, objectsOf, requiredText, textsOf, type Input } from '../../requestInput';
import { instanceType, instanceTypes } from '../instanceTypes';
import type { Instance } from '../types';
import { knownInstances } from './instanceIds';
import { reservationId } from './runInstances';
import { wireInstance } from './wireInstance';

export const describeInstances = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const ids = textsOf(given, 'InstanceIds');
    const instances = ids.length > 0 ? knownInstances(ids, read) : read.list('ec2/Instance');
    const filters = objectsOf(given, 'Filters').map(instanceFilter);
    const Reservations = instances
      .filter((instance) => filters.every((matches) => matches(instance)))
      .map((instance) => ({
        ReservationId: reservationId([instance]),
        OwnerId: ACCOUNT_ID,
        Instances: [wireInstance(instance)],
      }));
    return { ok: true, output: { Reservations }, effects: [] };
  });

export const describeInstanceTypes = (input: unknown): Admission =>
  answer((): Admission => {
    const names = textsOf(inputOf(input), 'InstanceTypes');
    const unknown = names.filter((name) => !instanceType(name));
    if (unknown.length > 0)
      refuse(
        'InvalidInstanceType',
        `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
      );
    const InstanceTypes = instanceTypes
      .filter((type) => names.length === 0 || names.includes(type.InstanceType))
      .map((type) => ({
        InstanceType: type.InstanceType,
        VCpuInfo: { DefaultVCpus: type.vcpu },
        MemoryInfo: { SizeInMiB: type.memoryMiB },
        ProcessorInfo: {
          SupportedArchitectures: [type.architecture === 'ARM64' ? 'arm64' : 'x86_64'],
        },
        NetworkInfo: {
          MaximumNetworkInterfaces: type.enis,
          Ipv4AddressesPerInterface: type.ipv4PerEni,
        },
      }));
    return { ok: true, output: { InstanceTypes }, effects: [] };
  });

export const describeAvailabilityZones = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const names = textsOf(inputOf(input), 'ZoneNames');
    const zones = read
      .list('ec2/AvailabilityZone')
      .filter(({ ZoneName }) => names.length === 0 || names.includes(ZoneName));
    const AvailabilityZones = zones.map(({ State, RegionName, ZoneName }) => ({
      State,
      RegionName,
      ZoneName,
      ZoneType: 'availability-zone',
    }));
    return { ok: true, output: { AvailabilityZones }, effects: [] };
  });

function instanceFilter(filter: Input): (instance: Instance) => boolean {
  const name = requiredText(filter, 'Name');
  const values = textsOf(filter, 'Values');
  const field = filterField(name);
  return (instance) => values.some((value) => globMatches(value, field(instance) ?? ''));
}

function filterField(name: string): (instance: Instance) => string | undefined {
  if (name.startsWith('tag:'))
    return ({ Tags }) => Tags.find((tag) => tag.Key === name.slice('tag:'.length))?.Value;
  switch (name) {
    case 'instance-id':
      return (instance) => instance.InstanceId;
    case 'instance-type':
      return (instance) => instance.InstanceType;
    case 'instance-state-name':
      return (instance) => instance.State.Name;
    case 'availability-zone':
      return (instance) => instance.Placement.AvailabilityZone;
    case 'private-dns-name':
      return (instance) => instance.PrivateDnsName;
    case 'private-ip-address':
      return (instance) => instance.PrivateIpAddress;
    default:
      return refuse('InvalidParameterValue', `The filter '${name}' is invalid`);
  }
}
