/**
 * Node groups of the AWS provider (cluster-autoscaler/cloudprovider/aws): Auto Scaling groups named by `--nodes`, or found by
 * their tags. EKS tags the groups of its managed node groups itself; a group of a scenario's ground, known by a launch
 * template of its own name, stands for such a one and counts as tagged.
 */
import type { Read } from '../../../engine/model';
import { versionNumber } from '../../aws/ec2/launchTemplates';
import type { LaunchTemplateData } from '../../aws/ec2/types';
import type { AutoScalingGroup } from '../../aws/autoscaling/types';
import type { Node } from '../../kubernetes/types';
import type { AutoscalerOptions, TagFilter } from './options';

export interface NodeGroup {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** The size that is asked for. */
  readonly target: number;
  readonly record: AutoScalingGroup;
  readonly data: LaunchTemplateData;
  readonly InstanceType: string;
  /** Launching or in service. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly InstanceId: string;
  readonly nodeName: string;
  readonly launchedAtMs: number;
}

export function nodeGroups(read: Read, options: AutoscalerOptions): readonly NodeGroup[] {
  return read.list('autoscaling/AutoScalingGroup').flatMap((record): NodeGroup[] => {
    const data = launchTemplateData(record, read);
    if (data?.bootstrap?.as !== 'eks-node' || record.Status !== undefined) return [];
    const name = record.AutoScalingGroupName;
    const named = options.named.find((group) => group.name === name);
    if (!named && !options.discovery.some((tags) => carries(record, tags, data))) return [];
    return [
      {
        name,
        min: named?.min ?? record.MinSize,
        max: Math.min(named?.max ?? record.MaxSize, record.MaxSize),
        target: record.DesiredCapacity,
        record,
        data,
        InstanceType: record.MixedInstancesPolicy?.Overrides[0]?.InstanceType ?? data.InstanceType,
        members: membersOf(name, read),
      },
    ];
  });
}

function launchTemplateData(
  { LaunchTemplate }: AutoScalingGroup,
  read: Read,
): LaunchTemplateData | undefined {
  const template = read.get('ec2/LaunchTemplate', LaunchTemplate.LaunchTemplateName);
  return template?.versions[versionNumber(template, LaunchTemplate.Version) - 1];
}

/** Of the ground, or of a managed node group: EKS has tagged it. */
export const isManaged = ({ AutoScalingGroupName, LaunchTemplate, Tags }: AutoScalingGroup) =>
  LaunchTemplate.LaunchTemplateName === AutoScalingGroupName ||
  Tags.some(({ Key }) => Key === 'eks:nodegroup-name');

function carries(
  group: AutoScalingGroup,
  wanted: readonly TagFilter[],
  { bootstrap }: LaunchTemplateData,
): boolean {
  const cluster = bootstrap?.cluster ?? '';
  const own: AutoScalingGroup['Tags'] = isManaged(group)
    ? [
        { Key: 'k8s.io/cluster-autoscaler/enabled', Value: 'true' },
        { Key: `k8s.io/cluster-autoscaler/${cluster}`, Value: 'owned' },
      ]
    : [];
  const tags = [...group.Tags, ...own];
  return wanted.every(({ key, value }) =>
    tags.some((tag) => tag.Key === key && (value === undefined || tag.Value === value)),
  );
}

const membersOf = (name: string, read: Read): readonly Member[] =>
  read
    .by('autoscaling/AutoScalingInstance', 'group', name)
    .filter(({ LifecycleState: s }) => s.startsWith('Pending') || s === 'InService')
    .flatMap(({ InstanceId }): Member[] => {
      const instance = read.get('ec2/Instance', InstanceId);
      return instance
        ? [{ InstanceId, nodeName: instance.PrivateDnsName, launchedAtMs: instance.LaunchTime }]
        : [];
    });

export const TO_BE_DELETED = 'ToBeDeletedByClusterAutoscaler';
export const DELETION_CANDIDATE = 'DeletionCandidateOfClusterAutoscaler';

export const hasTaint = (node: Node | undefined, key: string): boolean =>
  node?.spec.taints?.some((taint) => taint.key === key) ?? false;

export interface GroupReadiness {
  readonly ready: number;
  /** Asked for and not there yet, or there and not Ready for the first time. */
  readonly upcoming: number;
}

/** clusterstate.GetUpcomingNodes: the target less what is Ready, and less what was and is no more. */
export function readiness({ members, target }: NodeGroup, read: Read): GroupReadiness {
  let [ready, broken] = [0, 0];
  for (const { nodeName } of members) {
    const node = read.get('kubernetes/Node', nodeName);
    if (!node || hasTaint(node, TO_BE_DELETED)) continue;
    const state = readyCondition(node)?.status;
    if (state === 'True') ready += 1;
    else if (!isStarting(node, read.nowMs)) broken += 1;
  }
  const leaving = members.filter(({ nodeName }) =>
    hasTaint(read.get('kubernetes/Node', nodeName), TO_BE_DELETED),
  ).length;
  return { ready, upcoming: Math.max(0, target - ready - broken - leaving) };
}

/** clusterstate MaxNodeStartupTime. */
const NOT_STARTED_MS = 900_000;

const readyCondition = ({ status }: Node) => status.conditions.find((c) => c.type === 'Ready');

/** Registered, and not Ready for the first time yet: it counts as on its way. */
export function isStarting(node: Node, nowMs: number): boolean {
  const ageMs = nowMs - node.metadata.creationTimestamp;
  return readyCondition(node)?.status === 'False' && ageMs <= NOT_STARTED_MS;
}

export const isReadyNode = (node: Node): boolean => readyCondition(node)?.status === 'True';
