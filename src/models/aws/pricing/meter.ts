/**
 * The meter: what starts to cost raises the rate of its half, what ends lowers it. EC2 bills an instance while it is
 * `running`, Fargate a task from the start of its image pull to its end, both by the second, a second begun is a second, with a
 * minute at least (EC2 and Fargate pricing pages); an EKS cluster costs for as long as it is there. Use changes nothing. A spot
 * instance that EC2 takes back in its first hour costs nothing (EC2 User Guide, "Billing for interrupted Spot Instances").
 */
import {
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type Read,
  type Watch,
} from '../../../engine/model';
import { instanceType } from '../ec2/instanceTypes';
import type { Instance } from '../ec2/types';
import prices from './prices.json';
import type { Cost, Half, Metered } from './types';

const HOUR_MS = 3_600_000;
const MINIMUM_MS = prices.fargate.minimumSeconds * 1000;
const NANO = 1_000_000_000;

/** `of` null: it no longer costs. `sinceMs`: it has cost since a moment that is heard of only now. `takenBack`: by EC2. */
export interface MeterCommand {
  readonly type: 'meter';
  readonly key: string;
  readonly of: Pick<Metered, 'half' | 'what' | 'nanoUsdPerHour'> | null;
  readonly sinceMs?: number;
  readonly takenBack?: true;
}

export function meter(
  { key, of, sinceMs, takenBack }: MeterCommand,
  ctx: Context,
): readonly Effect[] {
  const before = ctx.get('pricing/Metered', key);
  if (of === null) return before ? ends(key, before, takenBack === true, ctx) : [];
  if (before) return [];
  const value: Metered = { ...of, sinceMs: sinceMs ?? ctx.nowMs };
  const unheard = Math.round((of.nanoUsdPerHour * (ctx.nowMs - value.sinceMs)) / HOUR_MS);
  return [
    { do: 'put', kind: 'pricing/Metered', key, value },
    putCost(costNow(of.half, ctx), of.what, of.nanoUsdPerHour, 1, unheard),
  ];
}

function ends(key: string, metered: Metered, takenBack: boolean, ctx: Context): readonly Effect[] {
  const { half, what, nanoUsdPerHour, sinceMs } = metered;
  const usedMs = ctx.nowMs - sinceMs;
  const billedMs = takenBack && isFirstHour(metered, usedMs) ? 0 : wholeSeconds(usedMs);
  const rest = Math.round((nanoUsdPerHour * (billedMs - usedMs)) / HOUR_MS);
  return [
    { do: 'remove', kind: 'pricing/Metered', key },
    putCost(costNow(half, ctx), what, -nanoUsdPerHour, -1, rest),
  ];
}

const wholeSeconds = (usedMs: number): number =>
  Math.max(MINIMUM_MS, Math.ceil(usedMs / 1000) * 1000);

/** What stood there when the scenario began has stood there for long. */
const isFirstHour = ({ sinceMs }: Metered, usedMs: number): boolean =>
  sinceMs > 0 && usedMs < HOUR_MS;

function putCost(
  cost: Cost,
  what: Metered['what'],
  rate: number,
  count: 1 | -1,
  extra: number,
): Effect {
  const value: Cost = {
    ...cost,
    nanoUsdPerHour: cost.nanoUsdPerHour + rate,
    nanoUsd: cost.nanoUsd + extra,
    instances: cost.instances + (what === 'instance' ? count : 0),
    fargate: cost.fargate + (what === 'fargate' ? count : 0),
  };
  return { do: 'put', kind: 'pricing/Cost', key: cost.half, value };
}

/** The bill brought up to this moment. */
export function costNow(half: Half, read: Pick<Read, 'get' | 'nowMs'>): Cost {
  const { nowMs } = read;
  const cost = read.get('pricing/Cost', half);
  if (!cost)
    return { half, sinceMs: nowMs, nanoUsdPerHour: 0, nanoUsd: 0, instances: 0, fargate: 0 };
  const since = Math.round((cost.nanoUsdPerHour * (nowMs - cost.sinceMs)) / HOUR_MS);
  return { ...cost, sinceMs: nowMs, nanoUsd: cost.nanoUsd + since };
}

/** A Fargate task of that size, nano-USD an hour. */
export function fargateNanoUsdPerHour(
  vcpu: number,
  memoryGiB: number,
  { spot = false, arm = false } = {},
): number {
  const { perVcpuHour, perGbHour } = arm ? prices.fargate.arm64 : prices.fargate;
  const share = spot ? prices.fargate.spotShareOfPrice : 1;
  return Math.round(NANO * (vcpu * perVcpuHour + memoryGiB * perGbHour) * share);
}

/** An instance of that type, nano-USD an hour. Spot prices stand still here. */
export const instanceNanoUsdPerHour = (type: string, spot = false): number =>
  Math.round(NANO * (instanceType(type)?.usdPerHour ?? 0) * (spot ? prices.spot.shareOfPrice : 1));

export const CLUSTER_NANO_USD_PER_HOUR = Math.round(NANO * prices.eks.perClusterHour);

/** Instances without a cluster are nobody's. */
function billOf({
  bootstrap,
  State,
  InstanceType,
  InstanceLifecycle,
}: Instance): MeterCommand['of'] {
  if (!bootstrap || State.Name !== 'running') return null;
  const half = bootstrap.as === 'eks-node' ? 'kubernetes' : 'ecs';
  const nanoUsdPerHour = instanceNanoUsdPerHour(InstanceType, InstanceLifecycle === 'spot');
  return { half, what: 'instance', nanoUsdPerHour };
}

const METER = 'pricing/meter';
const TAKEN_BACK = 'Server.SpotInstanceTermination';

/** Key: InstanceId. */
const meterController: Controller = {
  name: METER,
  latencyMs: 0,
  sync(key, read) {
    const instance = read.get('ec2/Instance', key);
    const of = instance ? billOf(instance) : null;
    if ((of !== null) === read.has('pricing/Metered', key)) return undefined;
    const gone = instance?.StateTransitionReason ?? '';
    const taken = gone.startsWith(TAKEN_BACK) ? { takenBack: true as const } : {};
    return { commands: [{ model: 'aws', type: 'meter', key, of, ...taken }] };
  },
};

export const meterControllers: readonly Controller[] = [meterController];

export const meterWatches: readonly Watch[] = [
  defineWatch({
    kind: 'ec2/Instance',
    wakes: METER,
    keys: (after, before, key) => (after?.State.Name === before?.State.Name ? [] : [key]),
  }),
];
