/**
 * A managed node group of a ClusterConfig as calls of the EKS API (pkg/cfn/builder/managed_nodegroup.go,
 * pkg/actions/nodegroup/scale.go and pkg/actions/label of eksctl, 2021-2026).
 */
import type { Path } from '../../../engine/model';
import { subnetOf } from './nodegroupFields';
import type { EksTaint, Nodegroup } from '../types';
import type {
  ClusterConfig,
  ManagedNodeGroup,
  NodeGroupTaint,
} from '../validation/clusterConfigTypes';
import { managedSizes } from '../validation/nodeGroupSizes';
import { fixedField, type AwsCall, type Calls, type Existing } from './applyClusterConfig';

/** eksctl's own default, DefaultNodeType. */
export const DEFAULT_NODE_TYPE = 'm5.large';

const EFFECTS: Readonly<Record<string, EksTaint['effect']>> = {
  NoSchedule: 'NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
};

export function managedGroupCalls(
  config: ClusterConfig,
  group: ManagedNodeGroup,
  path: Path,
  existing: Existing,
): Calls {
  const key = `${config.metadata.name}/${group.name}`;
  const live = existing.get('eks/Nodegroup', key);
  if (!live) return [create(config, group, path)];
  const fixed = fixedFields(group, live, path);
  if (fixed) return { refused: fixed };
  return update(config, group, live);
}

const create = (config: ClusterConfig, group: ManagedNodeGroup, path: Path): AwsCall => ({
  api: 'eks',
  action: 'CreateNodegroup',
  input: nodegroupInput(config, group, path),
});

/** The input of CreateNodegroup, as eksctl's stack has it. */
export function nodegroupInput(
  config: ClusterConfig,
  group: ManagedNodeGroup,
  path: Path,
): Readonly<Record<string, unknown>> {
  const { minSize, maxSize, desiredCapacity: desiredSize } = managedSizes(group, path);
  const zones = group.availabilityZones ?? config.availabilityZones;
  const subnets = group.subnets ?? zones?.map(subnetOf);
  return {
    clusterName: config.metadata.name,
    nodegroupName: group.name,
    scalingConfig: { minSize, maxSize, desiredSize },
    instanceTypes: typesOf(group),
    ...(group.spot ? { capacityType: 'SPOT' } : {}),
    ...(subnets?.length ? { subnets } : {}),
    labels: { ...eksctlLabels(config, group), ...group.labels },
    ...(group.taints?.length ? { taints: group.taints.map(eksTaint) } : {}),
    tags: { ...group.tags, ...eksctlTags(group, 'managed') },
    ...(group.updateConfig?.maxUnavailable === undefined
      ? {}
      : { updateConfig: { maxUnavailable: group.updateConfig.maxUnavailable } }),
  };
}

const typesOf = (group: ManagedNodeGroup): readonly string[] =>
  group.instanceTypes?.length ? group.instanceTypes : [group.instanceType ?? DEFAULT_NODE_TYPE];

const eksTaint = ({ key = '', value, effect = '' }: NodeGroupTaint): EksTaint => ({
  key,
  ...(value === undefined ? {} : { value }),
  effect: EFFECTS[effect] ?? 'NO_SCHEDULE',
});

export const eksctlLabels = (
  { metadata }: ClusterConfig,
  { name }: { readonly name: string },
): Readonly<Record<string, string>> => ({
  'alpha.eksctl.io/cluster-name': metadata.name,
  'alpha.eksctl.io/nodegroup-name': name,
});

export const eksctlTags = (
  { name }: { readonly name: string },
  type: 'managed' | 'unmanaged',
): Readonly<Record<string, string>> => ({
  'alpha.eksctl.io/nodegroup-name': name,
  'alpha.eksctl.io/nodegroup-type': type,
});

const RECREATE = 'create a nodegroup of another name, then delete this one';

/** The first field of the file that asks for something else than the group was created with. */
function fixedFields(group: ManagedNodeGroup, live: Nodegroup, path: Path) {
  const fixed = (field: string, how = RECREATE) => fixedField(path, field, group.name, how);
  const asked = group.instanceTypes ?? (group.instanceType ? [group.instanceType] : undefined);
  if (asked && !sameSet(asked, live.instanceTypes))
    return fixed(group.instanceTypes ? 'instanceTypes' : 'instanceType');
  if (group.spot !== undefined && group.spot !== (live.capacityType === 'SPOT'))
    return fixed('spot');
  if (group.availabilityZones && !sameSet(group.availabilityZones.map(subnetOf), live.subnets))
    return fixed('availabilityZones');
  const taints = (group.taints ?? []).map(eksTaint);
  if (group.taints && JSON.stringify(sorted(taints)) !== JSON.stringify(sorted(live.taints)))
    return fixed('taints', 'aws eks update-nodegroup-config --taints does');
  return undefined;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

const sorted = (taints: readonly EksTaint[]): readonly string[] =>
  taints.map(({ key, value = '', effect }) => `${key}=${value}:${effect}`).sort();

/** `eksctl scale nodegroup` sends the sizes that the file has; `eksctl set labels` the labels. */
function update(config: ClusterConfig, group: ManagedNodeGroup, live: Nodegroup): Calls {
  const scaling = changedSizes(group, live);
  const labels = changedLabels(config, group, live);
  const maxUnavailable = group.updateConfig?.maxUnavailable;
  const updateConfig =
    maxUnavailable === undefined || maxUnavailable === live.updateConfig.maxUnavailable
      ? {}
      : { updateConfig: { maxUnavailable } };
  const changes = { ...scaling, ...labels, ...updateConfig };
  if (Object.keys(changes).length === 0) return [];
  const { clusterName, nodegroupName } = live;
  const input = { clusterName, nodegroupName, ...changes };
  return [{ api: 'eks', action: 'UpdateNodegroupConfig', input }];
}

function changedSizes(group: ManagedNodeGroup, { scalingConfig: live }: Nodegroup) {
  const asked = Object.entries({
    minSize: group.minSize,
    maxSize: group.maxSize,
    desiredSize: group.desiredCapacity,
  }).filter(([, value]) => value !== undefined);
  const differs = asked.some(([field, value]) => live[field as keyof typeof live] !== value);
  return differs ? { scalingConfig: Object.fromEntries(asked) } : {};
}

function changedLabels(config: ClusterConfig, group: ManagedNodeGroup, live: Nodegroup) {
  if (group.labels === undefined) return {};
  const wanted = { ...eksctlLabels(config, group), ...group.labels };
  const set = Object.entries(wanted).filter(([key, value]) => live.labels[key] !== value);
  const removed = Object.keys(live.labels).filter((key) => !(key in wanted));
  if (set.length === 0 && removed.length === 0) return {};
  return {
    labels: {
      ...(set.length > 0 ? { addOrUpdateLabels: Object.fromEntries(set) } : {}),
      ...(removed.length > 0 ? { removeLabels: removed } : {}),
    },
  };
}
