/**
 * The groups that a cluster's machines come from: Auto Scaling groups, and on EKS the node groups that own some of them. What
 * each has in service, what it is asked for, and between what bounds.
 */
import type { AutoScalingGroup } from '../../models/aws/autoscaling/types';
import type { Records } from '../records';
import type { Capacity, Half, MachineGroup } from '../view';
import { nodePools } from './nodePools';

type As = 'ecs-container-instance' | 'eks-node';

/** null: no group, so that nobody wants a number of machines. */
export const capacityOf = (
  { platform, cluster }: Pick<Half, 'platform' | 'cluster'>,
  records: Records,
): Capacity | null =>
  together(
    platform === 'ecs'
      ? groupsOf(records, 'ecs-container-instance', cluster)
      : [...groupsOf(records, 'eks-node', cluster), ...nodePools(records)],
  );

function groupsOf(records: Records, as: As, cluster: string): readonly MachineGroup[] {
  const owners = nodegroups(records, cluster);
  const inService = countInService(records);
  const groups: MachineGroup[] = [];
  for (const [key, group] of records.all('autoscaling/AutoScalingGroup')) {
    const owner = as === 'eks-node' ? owners.get(key) : undefined;
    if (owner === undefined && !boots(records, group, as, cluster)) continue;
    groups.push({
      ref:
        owner === undefined
          ? { kind: 'autoscaling/AutoScalingGroup', key }
          : { kind: 'eks/Nodegroup', key: owner },
      kind: owner === undefined ? 'group' : 'nodegroup',
      name: owner === undefined ? key : owner.slice(owner.indexOf('/') + 1),
      have: inService.get(key) ?? 0,
      asked: group.DesiredCapacity,
      min: group.MinSize,
      max: group.MaxSize,
    });
  }
  return groups;
}

/** null: there is none. */
export function together(groups: readonly MachineGroup[]): Capacity | null {
  if (groups.length === 0) return null;
  const sum = (of: (group: MachineGroup) => number): number =>
    groups.reduce((total, group) => total + of(group), 0);
  return {
    have: sum(({ have }) => have),
    asked: sum(({ asked }) => asked),
    min: sum(({ min }) => min),
    max: groups.some(({ max }) => max === null) ? null : sum(({ max }) => max ?? 0),
    groups,
  };
}

/** Auto Scaling group -> key of the node group whose it is. */
function nodegroups(records: Records, cluster: string): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const [key, { clusterName, resources }] of records.all('eks/Nodegroup'))
    if (clusterName === cluster)
      for (const { name } of resources.autoScalingGroups) owners.set(name, key);
  return owners;
}

/** Its launch template starts machines of this cluster. */
function boots(records: Records, group: AutoScalingGroup, as: As, cluster: string): boolean {
  const { LaunchTemplateName, Version } = group.LaunchTemplate;
  const template = records.get('ec2/LaunchTemplate', LaunchTemplateName);
  if (!template) return false;
  const { DefaultVersionNumber, LatestVersionNumber, versions } = template;
  const number =
    Version === '$Latest'
      ? LatestVersionNumber
      : Version === '$Default'
        ? DefaultVersionNumber
        : Number(Version);
  const bootstrap = versions[number - 1]?.bootstrap;
  return bootstrap?.as === as && bootstrap.cluster === cluster;
}

function countInService(records: Records): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { AutoScalingGroupName, LifecycleState } of records
    .all('autoscaling/AutoScalingInstance')
    .values())
    if (LifecycleState === 'InService')
      counts.set(AutoScalingGroupName, (counts.get(AutoScalingGroupName) ?? 0) + 1);
  return counts;
}
