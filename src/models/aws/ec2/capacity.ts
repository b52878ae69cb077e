/**
 * Whether EC2 has an instance to give (User Guide, troubleshooting launches). It never has in a zone that is lost; elsewhere
 * it refuses a type while a fault says so: quayside `refuseCapacity { instanceType, zones?, whileZoneLost? }`, ended by
 * `restoreCapacity`. With `whileZoneLost` it does so only as long as some zone is lost, when everybody asks the others.
 */
import type { Admission, Context, Effect, Read } from '../../../engine/model';
import { answer, refuse } from '../refusal';
import { inputOf, requiredText, textsOf } from '../requestInput';
import { instanceType } from './instanceTypes';

export const refuseCapacity = (input: unknown, ctx: Context): Admission =>
  changeCapacity(input, ctx, true);
export const restoreCapacity = (input: unknown, ctx: Context): Admission =>
  changeCapacity(input, ctx, false);

type Ground = Pick<Read, 'get' | 'list'>;

export function hasCapacity(type: string, zone: string, read: Ground): boolean {
  if (read.get('ec2/AvailabilityZone', zone)?.State !== 'available') return false;
  const refusal = read.get('ec2/CapacityRefusal', keyOf(type, zone));
  if (!refusal) return true;
  return refusal.whileZoneLost && !someZoneIsLost(read);
}

const someZoneIsLost = (read: Ground): boolean =>
  read.list('ec2/AvailabilityZone').some(({ State }) => State === 'impaired');

/** What EC2 answers where it has none, with the zones that have. */
export function insufficientCapacity(type: string, zone: string, read: Ground): string {
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

/** Fargate Spot has a stock of its own, and can be without. */
export const FARGATE_SPOT = 'FARGATE_SPOT';

const keyOf = (type: string, zone: string): string => `${type}/${zone}`;

function changeCapacity(input: unknown, ctx: Context, refused: boolean): Admission {
  return answer((): Admission => {
    const given = inputOf(input);
    const InstanceType = requiredText(given, 'instanceType');
    if (!instanceType(InstanceType) && InstanceType !== FARGATE_SPOT)
      refuse('InvalidParameterValue', `Invalid value '${InstanceType}' for InstanceType.`, [
        'instanceType',
      ]);
    const named = textsOf(given, 'zones');
    const unknown = named.find((zone) => !ctx.has('ec2/AvailabilityZone', zone));
    if (unknown !== undefined)
      refuse('InvalidParameterValue', `Invalid availability zone: [${unknown}]`, ['zones']);
    const zones = named.length > 0 ? named : ctx.keys('ec2/AvailabilityZone');
    const whileZoneLost = given['whileZoneLost'] === true;
    const effects = zones
      .filter((zone) => ctx.has('ec2/CapacityRefusal', keyOf(InstanceType, zone)) !== refused)
      .flatMap((zone) => change(InstanceType, zone, refused, whileZoneLost));
    return { ok: true, output: {}, effects };
  });
}

function change(
  InstanceType: string,
  zone: string,
  refused: boolean,
  whileZoneLost: boolean,
): Effect[] {
  const of = { kind: 'ec2/CapacityRefusal', key: keyOf(InstanceType, zone) } as const;
  const about = { kind: 'ec2/AvailabilityZone', key: zone } as const;
  const type = refused ? 'capacityRefused' : 'capacityRestored';
  return [
    refused
      ? { do: 'put', ...of, value: { InstanceType, AvailabilityZone: zone, whileZoneLost } }
      : { do: 'remove', ...of },
    {
      do: 'note',
      fact: {
        model: 'aws',
        type,
        data: { InstanceType, ...(whileZoneLost ? { whileZoneLost } : {}) },
        about,
      },
    },
  ];
}
