/**
 * Whether EC2 has an instance to give (User Guide, troubleshooting launches). It never has in a zone that is lost; elsewhere
 * it refuses a type while a fault says so: quayside `refuseCapacity { instanceType, zones? }`, ended by `restoreCapacity`.
 */
import type { Admission, Context, Effect, Read } from '../../../engine/model';
import { answer, refuse } from '../refusal';
import { inputOf, requiredText, textsOf } from '../requestInput';
import { instanceType } from './instanceTypes';

export const refuseCapacity = (input: unknown, ctx: Context): Admission =>
  changeCapacity(input, ctx, true);
export const restoreCapacity = (input: unknown, ctx: Context): Admission =>
  changeCapacity(input, ctx, false);

export function hasCapacity(type: string, zone: string, read: Pick<Read, 'get' | 'has'>): boolean {
  const standing = read.get('ec2/AvailabilityZone', zone);
  return standing?.State === 'available' && !read.has('ec2/CapacityRefusal', keyOf(type, zone));
}

/** What EC2 answers where it has none, with the zones that have. */
export function insufficientCapacity(
  type: string,
  zone: string,
  read: Pick<Read, 'get' | 'has' | 'list'>,
): string {
  const others = read
    .list('ec2/AvailabilityZone')
    .map(({ ZoneName }) => ZoneName)
    .filter((name) => name !== zone && hasCapacity(type, name, read));
  return (
    `We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${zone}). ` +
    'Our system will be working on provisioning additional capacity.' +
    (others.length === 0
      ? ''
      : ` You can currently get ${type} capacity by not specifying an Availability Zone in your request or choosing ${others.join(', ')}.`)
  );
}

const keyOf = (type: string, zone: string): string => `${type}/${zone}`;

function changeCapacity(input: unknown, ctx: Context, refused: boolean): Admission {
  return answer((): Admission => {
    const given = inputOf(input);
    const InstanceType = requiredText(given, 'instanceType');
    if (!instanceType(InstanceType))
      refuse('InvalidParameterValue', `Invalid value '${InstanceType}' for InstanceType.`, [
        'instanceType',
      ]);
    const named = textsOf(given, 'zones');
    const unknown = named.find((zone) => !ctx.has('ec2/AvailabilityZone', zone));
    if (unknown !== undefined)
      refuse('InvalidParameterValue', `Invalid availability zone: [${unknown}]`, ['zones']);
    const zones = named.length > 0 ? named : ctx.keys('ec2/AvailabilityZone');
    const effects = zones
      .filter((zone) => ctx.has('ec2/CapacityRefusal', keyOf(InstanceType, zone)) !== refused)
      .flatMap((zone) => change(InstanceType, zone, refused));
    return { ok: true, output: {}, effects };
  });
}

function change(InstanceType: string, zone: string, refused: boolean): Effect[] {
  const of = { kind: 'ec2/CapacityRefusal', key: keyOf(InstanceType, zone) } as const;
  const about = { kind: 'ec2/AvailabilityZone', key: zone } as const;
  const type = refused ? 'capacityRefused' : 'capacityRestored';
  return [
    refused
      ? { do: 'put', ...of, value: { InstanceType, AvailabilityZone: zone } }
      : { do: 'remove', ...of },
    { do: 'note', fact: { model: 'aws', type, data: { InstanceType }, about } },
  ];
}
