/**
 * The birth of a managed node group (EKS User Guide, "Managed node groups"): a launch template and an Auto Scaling group of
 * its own, named `eks-<group>-<uuid>`, spread over the zones of its subnets, tagged so that the Cluster Autoscaler finds it,
 * with the lifecycle hook by which EKS drains a node before its instance ends. For the API's request and for the ground of
 * a scenario.
 */
import type { Context, Effect } from '../../../engine/model';
import { ACCOUNT_ID, regionOf } from '../../aws/account';
import type { LifecycleHook, MixedInstancesPolicy } from '../../aws/autoscaling/types';
import { GROUP_DEFAULTS, newGroup } from '../../aws/autoscaling/newGroup';
import { newVersion } from '../../aws/ec2/launchTemplates';
import { DEFAULT_IMAGE } from '../../aws/ec2/requests/runInstances';
import type { LaunchTemplateData } from '../../aws/ec2/types';
import { subnetOf } from '../requests/nodegroupFields';
import { timings } from '../timings';
import type { Nodegroup } from '../types';
import { nodegroupLabels, nodeTaint } from './taints';

export interface NodegroupSpec extends Pick<
  Nodegroup,
  | 'nodegroupName'
  | 'clusterName'
  | 'capacityType'
  | 'scalingConfig'
  | 'instanceTypes'
  | 'labels'
  | 'taints'
  | 'tags'
  | 'updateConfig'
> {
  readonly zones: readonly string[];
}

export const DRAIN_HOOK = 'Terminate-LC-Hook';

/** `ground`: its nodes have stood there since before the scenario began. */
export function newNodegroup(
  spec: NodegroupSpec,
  ground: boolean,
  ctx: Context,
): readonly Effect[] {
  const { zones, ...asked } = spec;
  const key = `${spec.clusterName}/${spec.nodegroupName}`;
  const random = ctx.random(`eks/nodegroup/${key}`);
  const uuid = [8, 4, 4, 4, 12].map((n) => random.text(n, '0123456789abcdef')).join('-');
  const group = `eks-${spec.nodegroupName}-${uuid}`;
  const nodegroup: Nodegroup = {
    ...asked,
    nodegroupArn: `arn:aws:eks:${regionOf(ctx)}:${ACCOUNT_ID}:nodegroup/${key}/${uuid}`,
    createdAt: ctx.nowMs,
    modifiedAt: ctx.nowMs,
    status: ground ? 'ACTIVE' : 'CREATING',
    subnets: zones.map(subnetOf),
    resources: { autoScalingGroups: [{ name: group }] },
    health: { issues: [] },
    updatedAtMs: null,
  };
  const about = { kind: 'eks/Nodegroup', key } as const;
  return [
    { do: 'put', ...about, value: nodegroup },
    {
      do: 'note',
      fact: {
        model: 'eks',
        type: 'nodegroupCreating',
        about,
        data: {
          ...spec.scalingConfig,
          instanceTypes: spec.instanceTypes,
          capacityType: spec.capacityType,
          zones: zones.length,
          autoScalingGroup: group,
        },
      },
    },
    ...groupEffects(nodegroup, group, zones, ctx),
    ...(ground
      ? [
          {
            do: 'command' as const,
            command: { model: 'aws', type: 'populateGroup', AutoScalingGroupName: group } as const,
          },
        ]
      : []),
  ];
}

function groupEffects(
  nodegroup: Nodegroup,
  group: string,
  zones: readonly string[],
  ctx: Context,
): readonly Effect[] {
  const { scalingConfig, instanceTypes } = nodegroup;
  const { template, effects } = newVersion(group, templateData(nodegroup), undefined, ctx);
  const { LaunchTemplateId, LaunchTemplateName } = template;
  const settings = {
    ...GROUP_DEFAULTS,
    AutoScalingGroupName: group,
    LaunchTemplate: { LaunchTemplateId, LaunchTemplateName, Version: '$Latest' },
    AvailabilityZones: zones,
    MinSize: scalingConfig.minSize,
    MaxSize: scalingConfig.maxSize,
    DesiredCapacity: scalingConfig.desiredSize,
    HealthCheckGracePeriod: timings.nodegroupHealthCheckGraceSeconds,
    Tags: groupTags(nodegroup),
    ...(nodegroup.capacityType === 'SPOT' ? { CapacityRebalance: true } : {}),
    ...mixedInstances(nodegroup),
  };
  const because = { atMs: ctx.nowMs, text: createdText(scalingConfig.desiredSize) };
  return [
    ...effects,
    ...newGroup(settings, instanceTypes[0] as string, because, ctx),
    {
      do: 'command',
      command: { model: 'aws', type: 'putLifecycleHook', hook: drainHook(group) },
    },
  ];
}

const createdText = (desired: number): string =>
  `a user request created an AutoScalingGroup changing the desired capacity from 0 to ${desired}`;

/** The version of the launch template that new nodes are made of. */
export const templateData = (nodegroup: Nodegroup): LaunchTemplateData => ({
  InstanceType: nodegroup.instanceTypes[0] as string,
  ImageId: DEFAULT_IMAGE,
  Tags: [
    { Key: 'eks:cluster-name', Value: nodegroup.clusterName },
    { Key: 'eks:nodegroup-name', Value: nodegroup.nodegroupName },
  ],
  bootstrap: {
    as: 'eks-node',
    cluster: nodegroup.clusterName,
    labels: nodegroupLabels(nodegroup),
    ...(nodegroup.taints.length > 0 ? { taints: nodegroup.taints.map(nodeTaint) } : {}),
  },
});

function groupTags({ clusterName, nodegroupName, tags }: Nodegroup) {
  const own = {
    'eks:cluster-name': clusterName,
    'eks:nodegroup-name': nodegroupName,
    'k8s.io/cluster-autoscaler/enabled': 'true',
    [`k8s.io/cluster-autoscaler/${clusterName}`]: 'owned',
    [`kubernetes.io/cluster/${clusterName}`]: 'owned',
  };
  return Object.entries({ ...tags, ...own }).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * Several types, or spot (User Guide, "Managed node group capacity types"): on demand in the order of the list, spot by
 * `price-capacity-optimized`.
 */
function mixedInstances({ capacityType, instanceTypes }: Nodegroup): {
  readonly MixedInstancesPolicy?: MixedInstancesPolicy;
} {
  const spot = capacityType === 'SPOT';
  if (!spot && instanceTypes.length === 1) return {};
  return {
    MixedInstancesPolicy: {
      Overrides: instanceTypes.map((InstanceType) => ({ InstanceType })),
      InstancesDistribution: {
        OnDemandAllocationStrategy: 'prioritized',
        OnDemandBaseCapacity: 0,
        OnDemandPercentageAboveBaseCapacity: spot ? 0 : 100,
        SpotAllocationStrategy: 'price-capacity-optimized',
      },
    },
  };
}

const drainHook = (AutoScalingGroupName: string): LifecycleHook => ({
  LifecycleHookName: DRAIN_HOOK,
  AutoScalingGroupName,
  LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  HeartbeatTimeout: timings.nodegroupHookSeconds,
  GlobalTimeout: 100 * timings.nodegroupHookSeconds,
  DefaultResult: 'CONTINUE',
});
