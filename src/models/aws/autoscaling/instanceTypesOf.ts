/** The instance types that a group may launch: its launch template's, or those that its mixed instances policy names. */
import type { Read } from '../../../engine/model';
import { versionNumber } from '../ec2/launchTemplates';
import { instanceType, type InstanceType } from '../ec2/instanceTypes';
import type { LaunchTemplateData } from '../ec2/types';
import type { AutoScalingGroup } from './types';

export function groupInstanceTypes(name: string, read: Pick<Read, 'get'>): readonly InstanceType[] {
  const group = read.get('autoscaling/AutoScalingGroup', name);
  if (!group) return [];
  return typeNames(group, read).flatMap((type) => instanceType(type) ?? []);
}

export function typeNames(group: AutoScalingGroup, read: Pick<Read, 'get'>): readonly string[] {
  const overrides = group.MixedInstancesPolicy?.Overrides ?? [];
  if (overrides.length > 0) return overrides.map(({ InstanceType: type }) => type);
  const data = launchDataOf(group, read);
  return data ? [data.InstanceType] : [];
}

export function launchDataOf(
  { LaunchTemplate }: Pick<AutoScalingGroup, 'LaunchTemplate'>,
  read: Pick<Read, 'get'>,
): LaunchTemplateData | undefined {
  const template = read.get('ec2/LaunchTemplate', LaunchTemplate.LaunchTemplateName);
  return template?.versions[versionNumber(template, LaunchTemplate.Version) - 1];
}
