/** An instance becoming its group's: the template it is launched from, its tags, its record and its machine. */
import type { Context, Effect } from '../../../engine/model';
import { versionNumber } from '../ec2/launchTemplates';
import type { Instance, LaunchTemplateData } from '../ec2/types';
import { MEMBER_LIFECYCLE } from './memberLifecycle';
import type { AutoScalingGroup, AutoScalingInstance } from './types';

export const GROUP_TAG = 'aws:autoscaling:groupName';

export interface Template {
  readonly version: number;
  readonly data: LaunchTemplateData;
}

export function templateOf({ LaunchTemplate }: AutoScalingGroup, ctx: Context): Template {
  const template = ctx.get('ec2/LaunchTemplate', LaunchTemplate.LaunchTemplateName);
  if (!template) throw new Error(`no launch template ${LaunchTemplate.LaunchTemplateName}`);
  const version = versionNumber(template, LaunchTemplate.Version);
  return { version, data: template.versions[version - 1] as LaunchTemplateData };
}

export const groupTags = (
  group: AutoScalingGroup,
  data: LaunchTemplateData,
): LaunchTemplateData['Tags'] => [
  ...data.Tags,
  ...group.Tags,
  { Key: GROUP_TAG, Value: group.AutoScalingGroupName },
];

export function joinGroup(
  group: AutoScalingGroup,
  { version }: Template,
  { InstanceId, InstanceType, Placement }: Instance,
  activity: string | null,
): readonly Effect[] {
  const value: AutoScalingInstance = {
    InstanceId,
    InstanceType,
    AutoScalingGroupName: group.AutoScalingGroupName,
    AvailabilityZone: Placement.AvailabilityZone,
    LifecycleState: 'Pending',
    HealthStatus: 'Healthy',
    ProtectedFromScaleIn: group.NewInstancesProtectedFromScaleIn,
    LaunchTemplate: { ...group.LaunchTemplate, Version: String(version) },
    inServiceAtMs: null,
    activity,
  };
  return [
    { do: 'put', kind: 'autoscaling/AutoScalingInstance', key: InstanceId, value },
    { do: 'begin', lifecycle: MEMBER_LIFECYCLE, key: InstanceId, input: {} },
  ];
}
