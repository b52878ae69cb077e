/** What the controller of a group sees when it looks. */
import type { Read } from '../../../engine/model';
import { healthOf, type Health } from './health';
import { isAtRisk } from './spotMembers';
import { isLive } from './states';
import type { AutoScalingGroup, AutoScalingInstance } from './types';

export interface ObservedMember {
  readonly member: AutoScalingInstance;
  readonly health: Health;
  /** EC2 is likely to take it back, and the group replaces such instances before. */
  readonly atRisk: boolean;
}

export interface ObservedGroup {
  readonly group: AutoScalingGroup;
  readonly members: readonly ObservedMember[];
  readonly nowMs: number;
}

export function observeGroup(name: string, read: Read): ObservedGroup | undefined {
  const group = read.get('autoscaling/AutoScalingGroup', name);
  if (!group) return undefined;
  const members = membersOf(name, read).map((member) => ({
    member,
    health: isLive(member) ? healthOf(member, group, read) : HEALTHY,
    atRisk: group.CapacityRebalance === true && isLive(member) && isAtRisk(member, read),
  }));
  return { group, members, nowMs: read.nowMs };
}

export const membersOf = (name: string, read: Pick<Read, 'by'>): readonly AutoScalingInstance[] =>
  read.by('autoscaling/AutoScalingInstance', 'group', name);

const HEALTHY: Health = { is: 'healthy' };
