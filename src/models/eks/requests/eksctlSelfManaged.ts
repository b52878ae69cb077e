/**
 * A self-managed node group of a ClusterConfig: eksctl's stack makes an Auto Scaling group whose instances join by their user
 * data (pkg/cfn/builder/nodegroup.go of eksctl). EKS knows nothing of it, and nobody drains its nodes when it shrinks.
 * Simplified: the group's name ends in digits of its own instead of the stack's.
 */
import type { Context, Effect, Path } from '../../../engine/model';
import { createAutoScalingGroup } from '../../aws/autoscaling/requests/createGroup';
import type { AutoScalingGroup } from '../../aws/autoscaling/types';
import { nameHash } from '../../aws/nameHash';
import { Refused } from '../../aws/refusal';
import type { ClusterConfig, SelfManagedNodeGroup } from '../validation/clusterConfigTypes';
import { selfManagedSizes } from '../validation/nodeGroupSizes';
import { fixedField, type AwsCall, type Calls, type Existing } from './applyClusterConfig';
import { DEFAULT_NODE_TYPE, eksctlLabels, eksctlTags } from './eksctlManaged';
import { subnetOf } from './nodegroupFields';

/** `eksctl-<cluster>-nodegroup-<group>-NodeGroup-<digits>` */
export const selfManagedGroupName = (cluster: string, group: string): string => {
  const stack = `eksctl-${cluster}-nodegroup-${group}`;
  return `${stack}-NodeGroup-${nameHash(stack, 12).toUpperCase()}`;
};

export function selfManagedGroupCalls(
  config: ClusterConfig,
  group: SelfManagedNodeGroup,
  path: Path,
  existing: Existing,
): Calls {
  const name = selfManagedGroupName(config.metadata.name, group.name);
  const live = existing.get('autoscaling/AutoScalingGroup', name);
  if (!live) return [create(config, group, path, name, existing)];
  const type = liveType(live, existing);
  if (group.instanceType && group.instanceType !== 'mixed' && group.instanceType !== type)
    return {
      refused: fixedField(
        path,
        'instanceType',
        group.name,
        'create a nodegroup of another name, then delete this one',
      ),
    };
  return scale(group, live);
}

const liveType = ({ LaunchTemplate }: AutoScalingGroup, existing: Existing): string | undefined =>
  existing.get('ec2/LaunchTemplate', LaunchTemplate.LaunchTemplateName)?.versions.at(-1)
    ?.InstanceType;

function create(
  config: ClusterConfig,
  group: SelfManagedNodeGroup,
  path: Path,
  name: string,
  existing: Existing,
): AwsCall {
  return {
    api: 'autoscaling',
    action: 'CreateAutoScalingGroup',
    input: autoScalingGroupInput(config, group, path, name, existing),
  };
}

export function autoScalingGroupInput(
  config: ClusterConfig,
  group: SelfManagedNodeGroup,
  path: Path,
  name: string,
  existing: Existing,
): Readonly<Record<string, unknown>> {
  const { minSize, maxSize, desiredCapacity } = selfManagedSizes(group, path);
  const all = [...existing.keys('ec2/AvailabilityZone')].sort();
  const zones = group.availabilityZones ?? config.availabilityZones ?? all;
  return {
    AutoScalingGroupName: name,
    MinSize: minSize,
    MaxSize: maxSize,
    DesiredCapacity: desiredCapacity,
    VPCZoneIdentifier: (group.subnets ?? zones.map(subnetOf)).join(','),
    ...launchOf(config, group),
    Tags: tagsOf(config, group),
    ...(group.instancesDistribution?.capacityRebalance ? { CapacityRebalance: true } : {}),
  };
}

function launchOf(config: ClusterConfig, group: SelfManagedNodeGroup) {
  const { instancesDistribution: mixed, instanceType: own = DEFAULT_NODE_TYPE } = group;
  const types = mixed?.instanceTypes ?? [own];
  const LaunchTemplateData = { InstanceType: types[0], bootstrap: bootstrapOf(config, group) };
  if (!mixed) return { LaunchTemplate: { LaunchTemplateData } };
  return {
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateData,
        Overrides: types.map((InstanceType) => ({ InstanceType })),
      },
      InstancesDistribution: {
        OnDemandBaseCapacity: mixed.onDemandBaseCapacity ?? 0,
        OnDemandPercentageAboveBaseCapacity: mixed.onDemandPercentageAboveBaseCapacity ?? 100,
        ...(mixed.spotAllocationStrategy
          ? { SpotAllocationStrategy: mixed.spotAllocationStrategy }
          : {}),
      },
    },
  };
}

/** What eksctl's user data hands to the kubelet. */
const bootstrapOf = (config: ClusterConfig, group: SelfManagedNodeGroup) => ({
  as: 'eks-node',
  cluster: config.metadata.name,
  labels: {
    ...eksctlLabels(config, group),
    'node-lifecycle': 'on-demand',
    ...group.labels,
  },
  ...(group.taints?.length ? { taints: group.taints } : {}),
});

function tagsOf({ metadata }: ClusterConfig, group: SelfManagedNodeGroup) {
  const own = {
    ...eksctlTags(group, 'unmanaged'),
    'alpha.eksctl.io/cluster-name': metadata.name,
    [`kubernetes.io/cluster/${metadata.name}`]: 'owned',
    ...autoScalerTags(metadata.name, group),
  };
  return Object.entries({ ...group.tags, ...own }).map(([Key, Value]) => ({ Key, Value }));
}

/** `iam.withAddonPolicies.autoScaler` is what makes eksctl tag a group for discovery. */
function autoScalerTags(cluster: string, group: SelfManagedNodeGroup) {
  const { iam } = group as { iam?: { withAddonPolicies?: { autoScaler?: unknown } } };
  if (iam?.withAddonPolicies?.autoScaler !== true) return {};
  return {
    'k8s.io/cluster-autoscaler/enabled': 'true',
    [`k8s.io/cluster-autoscaler/${cluster}`]: 'owned',
  };
}

function scale(group: SelfManagedNodeGroup, live: AutoScalingGroup): Calls {
  const asked = Object.entries({
    MinSize: group.minSize,
    MaxSize: group.maxSize,
    DesiredCapacity: group.desiredCapacity,
  }).filter(([, value]) => value !== undefined);
  const differs = asked.some(
    ([field, value]) => live[field as 'MinSize' | 'MaxSize' | 'DesiredCapacity'] !== value,
  );
  if (!differs) return [];
  const input = {
    AutoScalingGroupName: live.AutoScalingGroupName,
    ...Object.fromEntries(asked),
  };
  return [{ api: 'autoscaling', action: 'UpdateAutoScalingGroup', input }];
}

/** The same group in the ground of a scenario, its nodes there already. */
export function selfManagedGround(
  config: ClusterConfig,
  group: SelfManagedNodeGroup,
  path: Path,
  ctx: Context,
): readonly Effect[] {
  const name = selfManagedGroupName(config.metadata.name, group.name);
  const made = createAutoScalingGroup(autoScalingGroupInput(config, group, path, name, ctx), ctx);
  if (!made.ok) throw new Refused(made);
  const command = { model: 'aws', type: 'populateGroup', AutoScalingGroupName: name } as const;
  return [...made.effects, { do: 'command', command }];
}
