/** What the controller of a group sees when it looks. */
import type { Read } from '../../../engine/model';
import { healthOf, type Health } from './health';
import { isLive } from './states';
import type { AutoScalingGroup, AutoScalingInstance } from './types';

export interface ObservedMember {
  readonly member: AutoScalingInstance;
  readonly health: Health;
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
  }));
  return { group, members, nowMs: read.nowMs };
}

export const membersOf = (name: string, read: Pick<Read, 'by'>): readonly AutoScalingInstance[] =>
  read.by('autoscaling/AutoScalingInstance', 'group', name);

const HEALTHY: Health = { is: 'healthy' };
