/**
 * Mixed instances (EC2 Auto Scaling User Guide, "Auto Scaling groups with multiple instance types and purchase options"): first
 * the base on demand, above it the given percentage on demand (rounded up), the rest spot. `prioritized` and the
 * capacity-optimized strategies take the overrides in their order, `lowest-price` and price-capacity-optimized by price.
 * Simplified: spot pools have no depth of their own, so that the capacity strategies differ by order only.
 */
import type { Read } from '../../../engine/model';
import { hasCapacity } from '../ec2/capacity';
import type { InstanceKind } from '../ec2/launchInstances';
import { instanceNanoUsdPerHour } from '../pricing/meter';
import type { LaunchTemplateData } from '../ec2/types';
import type { AutoScalingGroup, InstancesDistribution, MixedInstancesPolicy } from './types';

export interface Markets {
  readonly onDemand: number;
  readonly spot: number;
}

/** How many of so many instances are to be on demand. */
export function onDemandOf(
  total: number,
  {
    OnDemandBaseCapacity: base,
    OnDemandPercentageAboveBaseCapacity: percent,
  }: Pick<InstancesDistribution, 'OnDemandBaseCapacity' | 'OnDemandPercentageAboveBaseCapacity'>,
): number {
  return Math.min(total, base) + Math.ceil((Math.max(0, total - base) * percent) / 100);
}

/** What the next instance is to be in a zone; undefined: EC2 has none of the types to give there. */
export function nextKind(
  { MixedInstancesPolicy: policy }: Pick<AutoScalingGroup, 'MixedInstancesPolicy'>,
  data: LaunchTemplateData,
  there: Markets,
  zone: string,
  read: Pick<Read, 'get' | 'list'>,
): InstanceKind | undefined {
  const spot = policy
    ? there.onDemand >= onDemandOf(there.onDemand + there.spot + 1, policy.InstancesDistribution)
    : data.InstanceMarketOptions?.MarketType === 'spot';
  const type = typesInOrder(policy, data, spot).find((name) => hasCapacity(name, zone, read));
  return type === undefined ? undefined : { InstanceType: type, spot };
}

function typesInOrder(
  policy: MixedInstancesPolicy | undefined,
  data: LaunchTemplateData,
  spot: boolean,
): readonly string[] {
  const types = policy?.Overrides.map(({ InstanceType }) => InstanceType) ?? [];
  if (!policy || types.length === 0) return [data.InstanceType];
  const { SpotAllocationStrategy, OnDemandAllocationStrategy } = policy.InstancesDistribution;
  const byPrice = spot
    ? ['lowest-price', 'price-capacity-optimized'].includes(SpotAllocationStrategy)
    : OnDemandAllocationStrategy === 'lowest-price';
  if (!byPrice) return types;
  const price = (type: string) => instanceNanoUsdPerHour(type, spot);
  return types.toSorted((a, b) => price(a) - price(b));
}

/** The market that has more than its share once an instance has gone; null: neither, or no policy. */
export function marketInExcess(
  { MixedInstancesPolicy: policy }: Pick<AutoScalingGroup, 'MixedInstancesPolicy'>,
  { onDemand, spot }: Markets,
): 'onDemand' | 'spot' | null {
  if (!policy) return null;
  const stays = onDemandOf(onDemand + spot - 1, policy.InstancesDistribution);
  return onDemand > stays ? 'onDemand' : 'spot';
}
