/** The birth of instances: ids, addresses and names, the record, its machine, and a fact each. */
import type { Context, Effect } from '../../../engine/model';
import { allocateAddresses, poolOf, privateDnsName } from './addresses';
import { beginInstance, STATE_CODES } from './instanceLifecycle';
import type { Bootstrap, Instance } from './types';

export interface InstanceLaunch {
  readonly InstanceType: string;
  readonly ImageId: string;
  readonly Tags: Instance['Tags'];
  readonly bootstrap: Bootstrap | null;
  /** One zone for each instance. */
  readonly zones: readonly string[];
  /** One kind for each instance; absent: all are of the InstanceType, and on demand or spot as `InstanceMarketOptions` says. */
  readonly kinds?: readonly InstanceKind[];
  readonly InstanceMarketOptions?: { readonly MarketType: 'spot' };
  readonly RegionName: string;
  /** true: they have stood there all along, booted. */
  readonly ground: boolean;
  /** Whose chance and ids they take; absent: the cluster's that they are meant for. */
  readonly stream?: string;
}

export interface InstanceKind {
  readonly InstanceType: string;
  readonly spot: boolean;
}

export interface Launched {
  readonly instances: readonly Instance[];
  readonly effects: readonly Effect[];
}

export function launchInstances(launch: InstanceLaunch, ctx: Context): Launched {
  const { bootstrap, zones } = launch;
  const stream =
    launch.stream ?? (bootstrap ? `ec2/${bootstrap.as}/${bootstrap.cluster}` : 'ec2/instances');
  const { addresses, effects } = allocateAddresses(ctx, poolOf(bootstrap), zones);
  const instances = zones.map((_zone, i) =>
    newInstance(launch, i, addresses[i] as string, instanceId(stream, ctx), ctx.nowMs),
  );
  return {
    instances,
    effects: [
      ...effects,
      ...instances.flatMap((instance) => birth(instance, stream, launch.ground, ctx)),
    ],
  };
}

const instanceId = (stream: string, ctx: Context): string =>
  `i-0${ctx.random(stream).text(16, '0123456789abcdef')}`;

function newInstance(
  launch: InstanceLaunch,
  index: number,
  ip: string,
  InstanceId: string,
  nowMs: number,
): Instance {
  const { ImageId, Tags, bootstrap, RegionName, ground } = launch;
  const zone = launch.zones[index] as string;
  const { InstanceType, spot } = launch.kinds?.[index] ?? {
    InstanceType: launch.InstanceType,
    spot: launch.InstanceMarketOptions?.MarketType === 'spot',
  };
  const Name = ground ? 'running' : 'pending';
  return {
    InstanceId,
    InstanceType,
    ImageId,
    State: { Code: STATE_CODES[Name], Name },
    Placement: { AvailabilityZone: zone },
    PrivateIpAddress: ip,
    PrivateDnsName: privateDnsName(ip, RegionName),
    LaunchTime: nowMs,
    StateTransitionReason: '',
    Tags,
    ...(spot ? { InstanceLifecycle: 'spot' } : {}),
    bootstrap,
    bootedAtMs: ground ? nowMs : null,
    powered: true,
    reachable: true,
  };
}

function birth(instance: Instance, stream: string, ground: boolean, ctx: Context): Effect[] {
  const { InstanceId: key, InstanceType, PrivateIpAddress, bootstrap, Placement } = instance;
  const about = { kind: 'ec2/Instance', key } as const;
  const data = {
    InstanceType,
    AvailabilityZone: Placement.AvailabilityZone,
    PrivateIpAddress,
    as: bootstrap?.as ?? null,
    cluster: bootstrap?.cluster ?? null,
    ground,
  };
  return [
    { do: 'put', ...about, value: instance },
    { do: 'note', fact: { model: 'aws', type: 'instanceLaunched', data, about } },
    beginInstance(key, stream, ground, ctx),
  ];
}
