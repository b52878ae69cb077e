/**
 * Into which zone, and out of which (EC2 Auto Scaling User Guide, "Availability Zone distribution"): a launch goes into the
 * zone of the group with the fewest instances; where that fails, into the next. A group is out of balance when two of its
 * zones differ by more than one.
 */
import { isLive } from './states';
import type { AutoScalingGroup, AutoScalingInstance } from './types';

export type ZoneCounts = ReadonlyMap<string, number>;

/** Instances that are launching or in service, by zone of the group. */
export function countByZone(
  { AvailabilityZones }: Pick<AutoScalingGroup, 'AvailabilityZones'>,
  members: readonly Pick<AutoScalingInstance, 'AvailabilityZone' | 'LifecycleState'>[],
): ZoneCounts {
  const counts = new Map(AvailabilityZones.map((zone) => [zone, 0]));
  for (const member of members) {
    const { AvailabilityZone: zone } = member;
    if (isLive(member)) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return counts;
}

/** Zones in which a launch may be tried now, fewest instances first, in the group's order among equals. */
export function zonesToTry(group: AutoScalingGroup, counts: ZoneCounts, nowMs: number): string[] {
  const waiting = (zone: string) =>
    group.launchFailures.some((f) => f.AvailabilityZone === zone && f.retryAtMs > nowMs);
  return group.AvailabilityZones.filter((zone) => !waiting(zone)).sort(
    (a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0),
  );
}

/** The zone that should get one of another's instances; undefined: in balance, or it may not be tried now. */
export function zoneLackingInstances(
  group: AutoScalingGroup,
  counts: ZoneCounts,
  nowMs: number,
): string | undefined {
  const [fewest] = zonesToTry(group, counts, nowMs);
  const most = Math.max(...group.AvailabilityZones.map((zone) => counts.get(zone) ?? 0));
  return fewest !== undefined && most - (counts.get(fewest) ?? 0) > 1 ? fewest : undefined;
}
