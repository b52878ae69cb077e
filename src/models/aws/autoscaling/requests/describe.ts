/** Auto Scaling DescribeAutoScalingGroups, DescribeAutoScalingInstances, DescribeScalingActivities (newest first). */
import type { Admission, Read } from '../../../../engine/model';
import { isoInstant } from '../../calendar';
import { answer } from '../../refusal';
import { inputOf, textOf, textsOf } from '../../requestInput';
import { without } from '../../without';
import { membersOf } from '../observeGroup';
import type {
  Activity,
  AutoScalingGroup,
  AutoScalingInstance,
  MixedInstancesPolicy,
} from '../types';
import { groupNamed } from './fields';

export const describeAutoScalingGroups = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const names = textsOf(inputOf(input), 'AutoScalingGroupNames');
    const found = read
      .list('autoscaling/AutoScalingGroup')
      .filter((group) => names.length === 0 || names.includes(group.AutoScalingGroupName));
    const AutoScalingGroups = found.map((group) => wireGroup(group, read));
    return { ok: true, output: { AutoScalingGroups }, effects: [] };
  });

export const describeAutoScalingInstances = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const ids = textsOf(inputOf(input), 'InstanceIds');
    const found = read
      .list('autoscaling/AutoScalingInstance')
      .filter(({ InstanceId }) => ids.length === 0 || ids.includes(InstanceId));
    const AutoScalingInstances = found.map((member) => ({
      AutoScalingGroupName: member.AutoScalingGroupName,
      ...wireMember(member),
      HealthStatus: member.HealthStatus.toUpperCase(),
    }));
    return { ok: true, output: { AutoScalingInstances }, effects: [] };
  });

export const describeScalingActivities = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const ids = textsOf(given, 'ActivityIds');
    const named = textOf(given, 'AutoScalingGroupName');
    const activities =
      named === undefined
        ? read.list('autoscaling/Activity')
        : read.by('autoscaling/Activity', 'group', groupNamed(given, read).AutoScalingGroupName);
    const Activities = activities
      .filter(({ ActivityId }) => ids.length === 0 || ids.includes(ActivityId))
      .map(wireActivity)
      .reverse();
    return { ok: true, output: { Activities }, effects: [] };
  });

function wireGroup(group: AutoScalingGroup, read: Read) {
  const wire = without(group, 'desiredBecause', 'cooldownUntilMs', 'launchFailures');
  return {
    ...(group.MixedInstancesPolicy ? withPolicy(wire, group.MixedInstancesPolicy) : wire),
    CreatedTime: isoInstant(group.CreatedTime),
    VPCZoneIdentifier: group.AvailabilityZones.map((zone) => `subnet-${zone}`).join(','),
    Instances: membersOf(group.AutoScalingGroupName, read).map(wireMember),
    Tags: group.Tags.map((tag) => ({
      ...tag,
      ResourceId: group.AutoScalingGroupName,
      ResourceType: 'auto-scaling-group',
      PropagateAtLaunch: true,
    })),
  };
}

/** The launch template stands within the policy. */
const withPolicy = (
  { LaunchTemplate, ...wire }: Pick<AutoScalingGroup, 'LaunchTemplate'>,
  { Overrides, InstancesDistribution }: MixedInstancesPolicy,
) => ({
  ...wire,
  MixedInstancesPolicy: {
    LaunchTemplate: { LaunchTemplateSpecification: LaunchTemplate, Overrides },
    InstancesDistribution,
  },
});

const wireMember = (member: AutoScalingInstance) => ({
  InstanceId: member.InstanceId,
  InstanceType: member.InstanceType,
  AvailabilityZone: member.AvailabilityZone,
  LifecycleState: member.LifecycleState,
  HealthStatus: member.HealthStatus,
  LaunchTemplate: member.LaunchTemplate,
  ProtectedFromScaleIn: member.ProtectedFromScaleIn,
});

const wireActivity = (activity: Activity) => ({
  ...activity,
  StartTime: isoInstant(activity.StartTime),
  ...(activity.EndTime === undefined ? {} : { EndTime: isoInstant(activity.EndTime) }),
});
