/** The birth of a group, for the API's request and for the ground of a scenario. */
import type { Context, Effect } from '../../../engine/model';
import { ACCOUNT_ID, regionOf } from '../account';
import type { AutoScalingGroup } from './types';

export type GroupSettings = Omit<
  AutoScalingGroup,
  | 'AutoScalingGroupARN'
  | 'CreatedTime'
  | 'desiredBecause'
  | 'cooldownUntilMs'
  | 'launchFailures'
  | 'Status'
>;

/** The User Guide's defaults for what is left out of a request. */
export const GROUP_DEFAULTS = {
  DefaultCooldown: 300,
  HealthCheckType: 'EC2',
  HealthCheckGracePeriod: 0,
  TerminationPolicies: ['Default'],
  NewInstancesProtectedFromScaleIn: false,
  Tags: [],
} as const;

export function newGroup(
  settings: GroupSettings,
  InstanceType: string,
  desiredBecause: AutoScalingGroup['desiredBecause'],
  ctx: Context,
): readonly Effect[] {
  const { AutoScalingGroupName: key, MinSize, MaxSize, DesiredCapacity } = settings;
  const { AvailabilityZones } = settings;
  const random = ctx.random(`autoscaling/${key}`);
  const uuid = [8, 4, 4, 4, 12].map((n) => random.text(n, '0123456789abcdef')).join('-');
  const value: AutoScalingGroup = {
    ...settings,
    AutoScalingGroupARN: `arn:aws:autoscaling:${regionOf(ctx)}:${ACCOUNT_ID}:autoScalingGroup:${uuid}:autoScalingGroupName/${key}`,
    CreatedTime: ctx.nowMs,
    desiredBecause,
    cooldownUntilMs: 0,
    launchFailures: [],
  };
  const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
  const data = { MinSize, MaxSize, DesiredCapacity, InstanceType, AvailabilityZones };
  return [
    { do: 'put', ...about, value },
    { do: 'note', fact: { model: 'aws', type: 'autoScalingGroupCreated', data, about } },
  ];
}
