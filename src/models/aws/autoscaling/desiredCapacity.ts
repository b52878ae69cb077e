/** The desired capacity changing, with its cause in the words that activities repeat. A change forgives failed launches. */
import type { Effect, Read } from '../../../engine/model';
import type { AutoScalingGroup } from './types';

export function setDesired(
  group: AutoScalingGroup,
  to: number,
  text: string,
  { nowMs }: Pick<Read, 'nowMs'>,
): readonly Effect[] {
  const from = group.DesiredCapacity;
  if (from === to) return [];
  const key = group.AutoScalingGroupName;
  const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
  const value = withDesired(group, to, text, nowMs);
  return [
    { do: 'put', ...about, value },
    { do: 'note', fact: { model: 'aws', type: 'desiredCapacitySet', data: { from, to }, about } },
  ];
}

export function withDesired(
  group: AutoScalingGroup,
  to: number,
  text: string,
  nowMs: number,
): AutoScalingGroup {
  const from = group.DesiredCapacity;
  if (from === to) return group;
  return {
    ...group,
    DesiredCapacity: to,
    launchFailures: [],
    desiredBecause: {
      atMs: nowMs,
      text: `${text} changing the desired capacity from ${from} to ${to}`,
    },
  };
}
