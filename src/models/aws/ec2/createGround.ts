/**
 * quayside `createGround`: what stands there when a scenario begins. Zones, and groups of instances that have been running
 * for long, spread over their zones in turn (`spot: true`: spot instances); `groups` are the same under an Auto Scaling group each. Load balancers made at the same instant are part of the ground too; with
 * `loadBalancers: 'active'` every later one is ready at once instead of after some minutes.
 */
import type { Admission, Context, Effect, Path } from '../../../engine/model';
import type { GroundGroup } from '../autoscaling/ground';
import { checkSizes } from '../autoscaling/requests/fields';
import { LOAD_BALANCERS_AT_ONCE } from '../elasticloadbalancing/provisioning';
import { CLUSTER_NANO_USD_PER_HOUR } from '../pricing/meter';
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
/** MaxSize of a group that names none. */
const MAX_GROUP = 100;

export const createGround = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const RegionName = textOf(given, 'region') ?? 'us-east-1';
    const zones = readZones(given, ctx);
    const launches = objectsOf(given, 'instances').map((group, i) =>
      readInstances(group, i, zones, RegionName),
    );
    const groups = objectsOf(given, 'groups').map((group, i) => readGroup(group, i, zones));
    const count =
      launches.reduce((sum, launch) => sum + launch.zones.length, 0) +
      groups.reduce((sum, group) => sum + group.DesiredCapacity, 0);
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
        ...clustersOf(launches, groups).map(clusterFee),
        ...launches.map((launch): Effect => ({
          do: 'command',
          command: { model: 'aws', type: 'launchInstances', launch },
        })),
        ...groups.map((group): Effect => ({
          do: 'command',
          command: { model: 'aws', type: 'createGroundGroup', group },
        })),
      ],
    };
  });

/** EKS clusters cost from the moment they are there. */
function clustersOf(
  launches: readonly InstanceLaunch[],
  groups: readonly GroundGroup[],
): readonly string[] {
  const boots = [...launches.map((l) => l.bootstrap), ...groups.map((g) => g.data.bootstrap)];
  const clusters = boots.flatMap((boot) => (boot?.as === 'eks-node' ? [boot.cluster] : []));
  return [...new Set(clusters)];
}

const clusterFee = (cluster: string): Effect => ({
  do: 'command',
  command: {
    model: 'aws',
    type: 'meter',
    key: `eks/${cluster}`,
    of: { half: 'kubernetes', what: 'cluster', nanoUsdPerHour: CLUSTER_NANO_USD_PER_HOUR },
  },
});

function readZones(input: Input, ctx: Context): readonly string[] {
  const zones = textsOf(input, 'zones');
  if (ctx.size('ec2/AvailabilityZone') > 0)
    refuse('InvalidRequest', 'This world has its ground already.');
  if (zones.length === 0 || zones.length > MAX_ZONES || new Set(zones).size !== zones.length)
    refuse('InvalidParameterValue', `zones must be 1 to ${MAX_ZONES} different names.`, ['zones']);
  return zones;
}

function readInstances(
  group: Input,
  i: number,
  zones: readonly string[],
  RegionName: string,
): InstanceLaunch {
  const path = ['instances', i] as const;
  const count = wholeOf(group, 'count') ?? 1;
  if (count < 0)
    refuse('InvalidParameterValue', `Invalid value '${count}' for count.`, [...path, 'count']);
  const { InstanceType, bootstrap, among, market } = readKind(group, path, zones);
  return {
    InstanceType,
    ImageId: DEFAULT_IMAGE,
    Tags: [],
    bootstrap,
    zones: Array.from({ length: count }, (_, n) => among[n % among.length] as string),
    RegionName,
    ground: true,
    ...market,
  };
}

/** Sizes left out: `desired` is wanted, and may become anything from none to the limit of a ground. */
function readGroup(group: Input, i: number, zones: readonly string[]): GroundGroup {
  const path = ['groups', i] as const;
  const { among: AvailabilityZones, market, ...data } = readKind(group, path, zones);
  const DesiredCapacity = wholeOf(group, 'desired') ?? 1;
  const MinSize = wholeOf(group, 'min') ?? 0;
  const MaxSize = wholeOf(group, 'max') ?? Math.max(DesiredCapacity, MAX_GROUP);
  checkSizes({ MinSize, MaxSize, DesiredCapacity });
  const name = requiredText(group, 'name');
  return {
    name,
    data: { ...data, Tags: [], ...market },
    AvailabilityZones,
    MinSize,
    MaxSize,
    DesiredCapacity,
  };
}

/** What sort of instance, and in which zones. */
function readKind(group: Input, path: Path, zones: readonly string[]) {
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
  const bootstrap = bootstrapField(group['bootstrap'] ?? null, [...path, 'bootstrap']);
  const spot = group['spot'] === true;
  const market = spot ? { InstanceMarketOptions: { MarketType: 'spot' } as const } : {};
  return { InstanceType, bootstrap, among: own.length > 0 ? own : zones, market };
}

const putZone = (ZoneName: string, RegionName: string, subnet: number): Effect => ({
  do: 'put',
  kind: 'ec2/AvailabilityZone',
  key: ZoneName,
  value: { ZoneName, RegionName, State: 'available', subnet } satisfies AvailabilityZone,
});
