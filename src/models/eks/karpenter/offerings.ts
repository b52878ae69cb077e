/**
 * What a NodePool may buy (karpenter-provider-aws pkg/providers/instancetype, v1.8): every instance type in every zone on
 * demand and as spot, with the labels that its node would carry, less what the requirements exclude; the cheapest first.
 * Simplified: types and prices are those of the table in aws/ec2; every zone of the ground has a subnet.
 */
import { instanceTypes, type InstanceType } from '../../aws/ec2/instanceTypes';
import { instanceNanoUsdPerHour } from '../../aws/pricing/meter';
import type { Labels, Node, ResourceList } from '../../kubernetes/types';
import { nodeCapacity } from '../nodes/nodeCapacity';
import { CAPACITY_TYPE, NODEPOOL, type NodePool, type Requirement } from './types';

export interface Offering {
  readonly instanceType: string;
  readonly zone: string;
  readonly capacityType: 'on-demand' | 'spot';
  readonly nanoUsdPerHour: number;
  readonly labels: Labels;
  readonly capacity: ResourceList;
  readonly allocatable: ResourceList;
}

/** Remembered by the pool's spec. */
export function offeringsOf(
  { metadata, spec }: NodePool,
  zones: readonly string[],
  region: string,
): readonly Offering[] {
  const place = `${region} ${zones.join(' ')}`;
  const known = remembered.get(spec);
  if (known?.place === place) return known.offerings;
  const { labels = {} } = spec.template.metadata ?? {};
  const own = { ...labels, [NODEPOOL]: metadata.name };
  const offerings = instanceTypes
    .flatMap((type) => offers(type, zones, region, own))
    .filter((one) => spec.template.spec.requirements.every((r) => satisfies(one.labels, r)))
    .sort(cheaper(zones));
  remembered.set(spec, { place, offerings });
  return offerings;
}
const remembered = new WeakMap<
  NodePool['spec'],
  { readonly place: string; readonly offerings: readonly Offering[] }
>();

/** Of equals the smaller name, then the zones in their order. */
const cheaper =
  (zones: readonly string[]) =>
  (a: Offering, b: Offering): number =>
    a.nanoUsdPerHour - b.nanoUsdPerHour ||
    (a.instanceType === b.instanceType
      ? zones.indexOf(a.zone) - zones.indexOf(b.zone)
      : a.instanceType < b.instanceType
        ? -1
        : 1);

function offers(
  type: InstanceType,
  zones: readonly string[],
  region: string,
  own: Labels,
): readonly Offering[] {
  const size = nodeCapacity(type);
  const described = typeLabels(type);
  return zones.flatMap((zone) =>
    (['on-demand', 'spot'] as const).map((capacityType) => ({
      instanceType: type.InstanceType,
      zone,
      capacityType,
      nanoUsdPerHour: instanceNanoUsdPerHour(type.InstanceType, capacityType === 'spot'),
      labels: {
        ...described,
        'topology.kubernetes.io/region': region,
        'topology.kubernetes.io/zone': zone,
        [CAPACITY_TYPE]: capacityType,
        ...own,
      },
      ...size,
    })),
  );
}

function typeLabels({
  InstanceType: name,
  vcpu,
  memoryMiB,
  gpus,
  architecture,
}: InstanceType): Labels {
  const [family = '', size = ''] = name.split('.');
  const [, category = '', generation = ''] = /^([a-z]+?)(\d+)/.exec(family) ?? [];
  const prefix = 'karpenter.k8s.aws/instance-';
  return {
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': architecture === 'ARM64' ? 'arm64' : 'amd64',
    'node.kubernetes.io/instance-type': name,
    [`${prefix}category`]: category,
    [`${prefix}family`]: family,
    [`${prefix}generation`]: generation,
    [`${prefix}size`]: size,
    [`${prefix}cpu`]: String(vcpu),
    [`${prefix}memory`]: String(memoryMiB),
    ...(gpus > 0 ? { [`${prefix}gpu-count`]: String(gpus) } : {}),
  };
}

/** scheduling.Requirement. A key that is missing satisfies NotIn and DoesNotExist. */
export function satisfies(labels: Labels, { key, operator, values = [] }: Requirement): boolean {
  const value = labels[ALIASES[key] ?? key];
  const bound = Number(values[0]);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > bound;
    case 'Lt':
      return value !== undefined && Number(value) < bound;
    case 'Gte':
      return value !== undefined && Number(value) >= bound;
    case 'Lte':
      return value !== undefined && Number(value) <= bound;
  }
}

/** v1.NormalizedLabels. */
const ALIASES: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
};

/** The node that the offering would become. Startup taints count for nothing: they go before pods come. */
export const offeredNode = (name: string, offering: Offering, { spec }: NodePool): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    uid: name,
    creationTimestamp: 0,
    labels: { ...offering.labels, 'kubernetes.io/hostname': name },
  },
  spec: spec.template.spec.taints ? { taints: spec.template.spec.taints } : {},
  status: {
    capacity: offering.capacity,
    allocatable: offering.allocatable,
    conditions: [],
    addresses: [],
  },
});
