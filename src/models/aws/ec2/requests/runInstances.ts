/**
 * EC2 RunInstances. One call puts all its instances into one zone: the one asked for, else the available zone with the
 * fewest instances. `bootstrap` is the simulator's own short form of user data; with it the ImageId may be left out.
 */
import type { Admission, Context } from '../../../../engine/model';
import { ACCOUNT_ID } from '../../account';
import { answer, refuse } from '../../refusal';
import { inputOf, objectsOf, requiredText, textOf, wholeOf, type Input } from '../../requestInput';
import { hasCapacity, insufficientCapacity } from '../capacity';
import { instanceType } from '../instanceTypes';
import { launchInstances } from '../launchInstances';
import type { AvailabilityZone, Bootstrap, Instance } from '../types';
import { bootstrapOf } from '../userData';
import { bootstrapField } from './bootstrapField';
import { wireInstance } from './wireInstance';

/** The API's own default type. */
const DEFAULT_TYPE = 'm1.small';
/** What an instance of the ground runs, and one whose ImageId is left out: the platform's optimised image. */
export const DEFAULT_IMAGE = 'ami-0f1a2b3c4d5e6f708';

export const runInstances = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const bootstrap = readBootstrap(given);
    const zone = zoneFor(given, ctx);
    const launch = {
      InstanceType: readType(given),
      ImageId: readImageId(given, bootstrap),
      Tags: readTags(given),
      bootstrap,
      zones: Array.from({ length: readCount(given) }, () => zone.ZoneName),
      RegionName: zone.RegionName,
      ground: false,
      ...marketOf(given),
    };
    const { instances, effects } = launchInstances(launch, ctx);
    const ReservationId = reservationId(instances);
    const output = { ReservationId, OwnerId: ACCOUNT_ID, Instances: instances.map(wireInstance) };
    return { ok: true, output, effects };
  });

export const reservationId = (instances: readonly Instance[]): string =>
  `r-${(instances[0]?.InstanceId ?? '').slice(2)}`;

export function readType(input: Input): string {
  const name = textOf(input, 'InstanceType') ?? DEFAULT_TYPE;
  if (!instanceType(name))
    refuse('InvalidParameterValue', `Invalid value '${name}' for InstanceType.`, ['InstanceType']);
  return name;
}

/** `InstanceMarketOptions: { MarketType: spot }`; a price of one's own is not taken. */
export function marketOf(input: Input): {
  readonly InstanceMarketOptions?: { readonly MarketType: 'spot' };
} {
  const type = textOf(inputOf(input['InstanceMarketOptions']), 'MarketType');
  if (type === undefined) return {};
  if (type !== 'spot')
    refuse('InvalidParameterValue', `Invalid value '${type}' for MarketType.`, [
      'InstanceMarketOptions',
      'MarketType',
    ]);
  return { InstanceMarketOptions: { MarketType: 'spot' } };
}

function readCount(input: Input): number {
  const [min, max] = [wholeOf(input, 'MinCount'), wholeOf(input, 'MaxCount')];
  for (const [field, count] of [
    ['MinCount', min],
    ['MaxCount', max],
  ] as const) {
    if (count === undefined)
      refuse('MissingParameter', `The request must contain the parameter ${field}`, [field]);
    if (count < 1)
      refuse('InvalidParameterValue', `Invalid value '${count}' for ${field}.`, [field]);
  }
  if ((min as number) > (max as number))
    refuse('InvalidParameterValue', `Invalid value '${min}' for MinCount.`, ['MinCount']);
  return max as number;
}

export function readBootstrap(input: Input): Bootstrap | null {
  if (input['bootstrap'] !== undefined) return bootstrapField(input['bootstrap'], ['bootstrap']);
  const userData = textOf(input, 'UserData');
  return userData === undefined ? null : bootstrapOf(userData);
}

export function readImageId(input: Input, bootstrap: Bootstrap | null): string {
  const id = bootstrap ? textOf(input, 'ImageId') : requiredText(input, 'ImageId');
  if (id === undefined) return DEFAULT_IMAGE;
  if (!/^ami-[0-9a-f]{8}(?:[0-9a-f]{9})?$/.test(id) && !id.startsWith('resolve:ssm:'))
    refuse('InvalidAMIID.Malformed', `Invalid id: "${id}" (expecting "ami-...")`, ['ImageId']);
  return id;
}

export function readTags(input: Input): Instance['Tags'] {
  return objectsOf(input, 'TagSpecifications')
    .filter((specification) => textOf(specification, 'ResourceType') === 'instance')
    .flatMap((specification) => objectsOf(specification, 'Tags'))
    .map((tag) => ({ Key: requiredText(tag, 'Key'), Value: textOf(tag, 'Value') ?? '' }));
}

function zoneFor(input: Input, ctx: Context): AvailabilityZone {
  const name = textOf(inputOf(input['Placement']), 'AvailabilityZone');
  const zones = ctx.list('ec2/AvailabilityZone');
  if (name === undefined) return emptiestZone(readType(input), zones, ctx);
  const zone = zones.find((z) => z.ZoneName === name);
  if (!zone)
    refuse('InvalidParameterValue', `Invalid availability zone: [${name}]`, [
      'Placement',
      'AvailabilityZone',
    ]);
  requireCapacity(readType(input), name, ctx);
  return zone;
}

function emptiestZone(
  type: string,
  zones: readonly AvailabilityZone[],
  ctx: Context,
): AvailabilityZone {
  const size = (zone: AvailabilityZone) => ctx.count('ec2/Instance', 'zone', zone.ZoneName);
  const [emptiest] = zones
    .filter((zone) => hasCapacity(type, zone.ZoneName, ctx))
    .sort((a, b) => size(a) - size(b) || (a.ZoneName < b.ZoneName ? -1 : 1));
  return (
    emptiest ??
    refuse(
      'InsufficientInstanceCapacity',
      'We currently do not have sufficient capacity to fulfil your request.',
    )
  );
}

export function requireCapacity(type: string, zone: string, ctx: Context): void {
  if (!hasCapacity(type, zone, ctx))
    refuse('InsufficientInstanceCapacity', insufficientCapacity(type, zone, ctx));
}
