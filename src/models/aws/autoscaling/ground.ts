/**
 * The groups of a scenario's ground: `groups: [{ name, bootstrap, instanceType, zones?, min?, max?, desired }]`. Their
 * instances have stood there, in service, since before the scenario began; each has a launch template of its own name.
 */
import type { Context, Effect } from '../../../engine/model';
import { newVersion } from '../ec2/launchTemplates';
import { DEFAULT_IMAGE } from '../ec2/requests/runInstances';
import type { LaunchTemplateData } from '../ec2/types';
import { newGroup, GROUP_DEFAULTS } from './newGroup';

export interface GroundGroup {
  readonly name: string;
  readonly data: Omit<LaunchTemplateData, 'ImageId'>;
  readonly AvailabilityZones: readonly string[];
  readonly MinSize: number;
  readonly MaxSize: number;
  readonly DesiredCapacity: number;
}

/** Carried out after the zones are there. */
export function createGroundGroup(
  { group }: { readonly group: GroundGroup },
  ctx: Context,
): readonly Effect[] {
  const { name, data, AvailabilityZones, MinSize, MaxSize, DesiredCapacity } = group;
  const { template, effects } = newVersion(
    name,
    { ...data, ImageId: DEFAULT_IMAGE },
    undefined,
    ctx,
  );
  const { LaunchTemplateId, LaunchTemplateName } = template;
  const settings = {
    ...GROUP_DEFAULTS,
    AutoScalingGroupName: name,
    LaunchTemplate: { LaunchTemplateId, LaunchTemplateName, Version: '$Latest' },
    AvailabilityZones,
    MinSize,
    MaxSize,
    DesiredCapacity,
  };
  return [
    ...effects,
    ...newGroup(settings, data.InstanceType, null, ctx),
    {
      do: 'command',
      command: { model: 'aws', type: 'populateGroup', AutoScalingGroupName: name },
    },
  ];
}
