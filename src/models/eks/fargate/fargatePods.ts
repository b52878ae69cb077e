/**
 * Machines for pods, one each (EKS User Guide, "AWS Fargate"): asked for, ready and billed, ended with their pod. What the
 * Fargate scheduler decides, carried out.
 */
import type { Context, Effect } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import { allocateAddresses, privateDnsName } from '../../aws/ec2/addresses';
import { fargateNanoUsdPerHour } from '../../aws/pricing/meter';
import {
  assignPod,
  deleteNode,
  registerNode,
  setPodCondition,
  tellPod,
  type NodeRegistration,
} from '../../kubernetes/commands';
import type { Pod } from '../../kubernetes/types';
import { zoneOfSubnet } from '../requests/nodegroupFields';
import { timings } from '../timings';
import type { FargatePod } from '../types';
import type { FargateFact } from './facts';
import { FARGATE_SCHEDULER, PROFILE_LABEL } from './newProfile';
import { KUBERNETES_MIB } from './podSize';
import { capacityProvisioned, sizeOfPod } from './sizeOfPod';

export type FargatePodCommand =
  | { readonly type: 'refuseFargatePod'; readonly pod: string; readonly message: string }
  | { readonly type: 'provisionFargatePod'; readonly pod: string }
  | { readonly type: 'startFargatePod'; readonly pod: string }
  /** Its containers have ended: nothing more is billed. */
  | { readonly type: 'endFargateBill'; readonly pod: string }
  | { readonly type: 'releaseFargatePod'; readonly pod: string };

type Of<T extends FargatePodCommand['type']> = Extract<FargatePodCommand, { readonly type: T }>;

export const fargatePodCommands = {
  refuseFargatePod,
  provisionFargatePod,
  startFargatePod,
  endFargateBill,
  releaseFargatePod,
};

const about = (key: string) => ({ kind: 'kubernetes/Pod', key }) as const;
const note = (key: string, fact: FargateFact): Effect => ({
  do: 'note',
  fact: { model: 'eks', about: about(key), ...fact },
});
const put = (key: string, value: FargatePod): Effect => ({
  do: 'put',
  kind: 'eks/FargatePod',
  key,
  value,
});
export const meterKey = (pod: string, uid: string): string => `fargate/${pod}/${uid}`;

function refuseFargatePod(
  { pod: key, message }: Of<'refuseFargatePod'>,
  ctx: Context,
): readonly Effect[] {
  const pod = ctx.get('kubernetes/Pod', key);
  if (!pod) return [];
  const { uid, name, namespace = 'default' } = pod.metadata;
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  const event = {
    pod: key,
    uid,
    event: 'Warning',
    reason: 'FailedScheduling',
    message,
    component: FARGATE_SCHEDULER,
  } as const;
  return [
    note(key, { type: 'fargatePodUnsupported', data: { message } }),
    {
      do: 'command',
      command: setPodCondition({
        namespace,
        name,
        condition: condition as Parameters<typeof setPodCondition>[0]['condition'],
      }),
    },
    { do: 'command', command: tellPod(event) },
  ];
}

function provisionFargatePod(
  { pod: key }: Of<'provisionFargatePod'>,
  ctx: Context,
): readonly Effect[] {
  const pod = ctx.get('kubernetes/Pod', key);
  if (!pod || ctx.has('eks/FargatePod', key)) return [];
  const { asked, size } = sizeOfPod(pod.spec);
  const zone = zoneFor(pod, ctx);
  if (!size || zone === undefined) return [];
  const { addresses, effects } = allocateAddresses(ctx, 'fargate-pods', [zone]);
  const ip = addresses[0] as string;
  const profile = pod.metadata.labels?.[PROFILE_LABEL] ?? '';
  const { from, to } = timings.fargateNodeMs;
  const readyInMs = ctx.random(`eks/fargate/${profile}`).between(from, to);
  const value: FargatePod = {
    uid: pod.metadata.uid,
    profile,
    ...size,
    nodeName: `fargate-${privateDnsName(ip, regionOf(ctx))}`,
    ip,
    zone,
    requestedAtMs: ctx.nowMs,
    readyAtMs: ctx.nowMs + readyInMs,
    state: 'provisioning',
    billedFromMs: null,
  };
  const data = {
    profile,
    askedMilliCpu: asked.milliCpu,
    askedMemoryMiB: asked.memoryMiB,
    addedMiB: KUBERNETES_MIB,
    ...size,
    zone,
    readyInMs,
  };
  return [...effects, put(key, value), note(key, { type: 'fargatePodSized', data })];
}

/** The zone of the profile's subnets with the fewest of its pods, the first by name among equals. Not documented. */
function zoneFor(pod: Pod, ctx: Context): string | undefined {
  const name = pod.metadata.labels?.[PROFILE_LABEL] ?? '';
  const profile = ctx
    .list('eks/FargateProfile')
    .find((each) => each.fargateProfileName === name && each.status !== 'DELETING');
  const zones = (profile?.subnets ?? []).map(zoneOfSubnet).sort();
  const open = zones.filter((zone) => ctx.get('ec2/AvailabilityZone', zone)?.State === 'available');
  const count = (zone: string): number => ctx.count('eks/FargatePod', 'zone', `${name}/${zone}`);
  return open.reduce<string | undefined>(
    (best, zone) => (best === undefined || count(zone) < count(best) ? zone : best),
    undefined,
  );
}

function startFargatePod({ pod: key }: Of<'startFargatePod'>, ctx: Context): readonly Effect[] {
  const machine = ctx.get('eks/FargatePod', key);
  if (machine?.state !== 'provisioning') return [];
  const { uid, nodeName: node, milliCpu, memoryMiB, requestedAtMs } = machine;
  const nanoUsdPerHour = fargateNanoUsdPerHour(milliCpu / 1000, memoryMiB / 1024);
  const annotations = {
    CapacityProvisioned: capacityProvisioned(machine),
    Logging: 'LoggingDisabled: LOGGING_CONFIGMAP_NOT_FOUND',
  };
  const told = {
    pod: key,
    uid,
    event: 'Warning',
    reason: 'LoggingDisabled',
    message:
      'Disabled logging because aws-logging configmap was not found. configmap "aws-logging" not found',
    component: FARGATE_SCHEDULER,
  } as const;
  const data = { node, tookMs: ctx.nowMs - requestedAtMs, nanoUsdPerHour };
  return [
    put(key, { ...machine, state: 'running', billedFromMs: ctx.nowMs }),
    note(key, { type: 'fargateNodeReady', data }),
    { do: 'command', command: registerNode(registration(machine, ctx), about(key)) },
    {
      do: 'command',
      command: assignPod({ pod: key, uid, node, scheduler: FARGATE_SCHEDULER, annotations }),
    },
    { do: 'command', command: tellPod(told) },
    {
      do: 'command',
      command: {
        model: 'aws',
        type: 'meter',
        key: meterKey(key, uid),
        of: { half: 'kubernetes', what: 'fargate', nanoUsdPerHour },
      },
    },
  ];
}

const COMPUTE_TYPE = 'eks.amazonaws.com/compute-type';

/** Simplified: the node shows the size that is paid for, where real ones show the larger host's. */
function registration(machine: FargatePod, ctx: Context): NodeRegistration {
  const { nodeName: name, zone, ip, uid, milliCpu, memoryMiB } = machine;
  const resources = {
    cpu: milliCpu % 1000 === 0 ? String(milliCpu / 1000) : `${milliCpu}m`,
    memory: `${memoryMiB * 1024}Ki`,
    'ephemeral-storage': `${FARGATE_STORAGE_KIB}Ki`,
    pods: '1',
  };
  const region = regionOf(ctx);
  return {
    name,
    providerID: `aws:///${zone}/${uid.replaceAll('-', '').slice(0, 10)}-${uid.replaceAll('-', '')}/${name}`,
    zone,
    instanceType: '',
    instanceId: null,
    labels: {
      [COMPUTE_TYPE]: 'fargate',
      'failure-domain.beta.kubernetes.io/region': region,
      'failure-domain.beta.kubernetes.io/zone': zone,
      'kubernetes.io/hostname': name.replace(/^fargate-/, ''),
    },
    taints: [{ key: COMPUTE_TYPE, value: 'fargate', effect: 'NoSchedule' }],
    capacity: resources,
    allocatable: { ...resources, memory: `${(memoryMiB - KUBERNETES_MIB) * 1024}Ki` },
    ip,
    networkReady: true,
  };
}

/** 20 GiB come with every pod. */
const FARGATE_STORAGE_KIB = 20_971_520;

function endFargateBill({ pod: key }: Of<'endFargateBill'>, ctx: Context): readonly Effect[] {
  const machine = ctx.get('eks/FargatePod', key);
  if (machine?.state !== 'running') return [];
  return [put(key, { ...machine, state: 'ended' }), ...billEnds(key, machine, ctx)];
}

function billEnds(key: string, machine: FargatePod, ctx: Context): readonly Effect[] {
  const { uid, nodeName: node, billedFromMs } = machine;
  const billedMs = ctx.nowMs - (billedFromMs ?? ctx.nowMs);
  return [
    note(key, { type: 'fargateNodeReleased', data: { node, billedMs } }),
    {
      do: 'command',
      command: { model: 'aws', type: 'meter', key: meterKey(key, uid), of: null },
    },
  ];
}

function releaseFargatePod({ pod: key }: Of<'releaseFargatePod'>, ctx: Context): readonly Effect[] {
  const machine = ctx.get('eks/FargatePod', key);
  if (!machine) return [];
  return [
    ...(machine.state === 'running' ? billEnds(key, machine, ctx) : []),
    { do: 'remove', kind: 'eks/FargatePod', key },
    ...(machine.state === 'provisioning'
      ? []
      : [{ do: 'command' as const, command: deleteNode(machine.nodeName) }]),
  ];
}
