/**
 * quayside `createGround`: what stands there when a scenario begins. Zones, and groups of instances that have been running
 * for long, spread over their zones in turn. Load balancers made at the same instant are part of the ground too; with
 * `loadBalancers: 'active'` every later one is ready at once instead of after some minutes.
 */
import type { Admission, Context, Effect } from '../../../engine/model';
import { LOAD_BALANCERS_AT_ONCE } from '../elasticloadbalancing/provisioning';
import { answer, refuse } from '../refusal';
import {
  inputOf,
  objectsOf,
  requiredText,
  textOf,
  textsOf,
  wholeOf,
  type Input,
} from '../requestInput';
import { MAX_ZONES } from './addresses';
import { instanceType } from './instanceTypes';
import type { InstanceLaunch } from './launchInstances';
import { bootstrapField } from './requests/bootstrapField';
import { DEFAULT_IMAGE } from './requests/runInstances';
import type { AvailabilityZone } from './types';

const MAX_INSTANCES = 2_000;

export const createGround = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const RegionName = textOf(given, 'region') ?? 'us-east-1';
    const zones = readZones(given, ctx);
    const launches = objectsOf(given, 'instances').map((group, i) =>
      readGroup(group, i, zones, RegionName),
    );
    const count = launches.reduce((sum, launch) => sum + launch.zones.length, 0);
    if (count > MAX_INSTANCES)
      refuse('InstanceLimitExceeded', `A ground holds at most ${MAX_INSTANCES} instances.`);
    const data = { RegionName, zones, instances: count };
    const about = { kind: 'ec2/AvailabilityZone', key: zones[0] as string } as const;
    return {
      ok: true,
      output: { zones, instances: count },
      effects: [
        ...zones.map((zone, subnet): Effect => putZone(zone, RegionName, subnet)),
        ...(given['loadBalancers'] === 'active' ? [LOAD_BALANCERS_AT_ONCE] : []),
        { do: 'note', fact: { model: 'aws', type: 'groundCreated', data, about } },
        ...launches.map((launch): Effect => ({
          do: 'command',
          command: { model: 'aws', type: 'launchInstances', launch },
        })),
      ],
    };
  });

function readZones(input: Input, ctx: Context): readonly string[] {
  const zones = textsOf(input, 'zones');
  if (ctx.size('ec2/AvailabilityZone') > 0)
    refuse('InvalidRequest', 'This world has its ground already.');
  if (zones.length === 0 || zones.length > MAX_ZONES || new Set(zones).size !== zones.length)
    refuse('InvalidParameterValue', `zones must be 1 to ${MAX_ZONES} different names.`, ['zones']);
  return zones;
}

function readGroup(
  group: Input,
  i: number,
  zones: readonly string[],
  RegionName: string,
): InstanceLaunch {
  const path = ['instances', i] as const;
  const count = wholeOf(group, 'count') ?? 1;
  if (count < 0)
    refuse('InvalidParameterValue', `Invalid value '${count}' for count.`, [...path, 'count']);
  const InstanceType = requiredText(group, 'instanceType');
  if (!instanceType(InstanceType))
    refuse('InvalidParameterValue', `Invalid value '${InstanceType}' for InstanceType.`, [
      ...path,
      'instanceType',
    ]);
  const own = textsOf(group, 'zones');
  const unknown = own.find((zone) => !zones.includes(zone));
  if (unknown !== undefined)
    refuse('InvalidParameterValue', `Invalid availability zone: [${unknown}]`, [...path, 'zones']);
  const among = own.length > 0 ? own : zones;
  return {
    InstanceType,
    ImageId: DEFAULT_IMAGE,
    Tags: [],
    bootstrap: bootstrapField(group['bootstrap'] ?? null, [...path, 'bootstrap']),
    zones: Array.from({ length: count }, (_, n) => among[n % among.length] as string),
    RegionName,
    ground: true,
  };
}

const putZone = (ZoneName: string, RegionName: string, subnet: number): Effect => ({
  do: 'put',
  kind: 'ec2/AvailabilityZone',
  key: ZoneName,
  value: { ZoneName, RegionName, State: 'available', subnet } satisfies AvailabilityZone,
});
