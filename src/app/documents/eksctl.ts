/**
 * An eksctl ClusterConfig beside what is live: the same file with the values that the groups have, so that it can be compared
 * line by line, and the eksctl commands that Apply stands for. Groups that the file does not name are none of its business.
 */
import type { RecordKinds } from '../../engine/model';
import type { Difference } from '../../documents/differences';
import type { Records } from './liveRecord';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const listIn = (value: Fields, name: string): readonly Fields[] => {
  const list = value[name];
  return Array.isArray(list) ? list.filter(isFields) : [];
};
const nameOf = (group: Fields): string => String(group['name']);

/** undefined: there is no such cluster. Groups that are missing leave a hole. */
export function liveClusterConfig(value: unknown, records: Records): unknown {
  if (!isFields(value)) return undefined;
  const { metadata } = value;
  const cluster = isFields(metadata) ? String(metadata['name']) : '';
  if (!records.get('eks/Cluster', cluster) && !records.get('pricing/Metered', `eks/${cluster}`))
    return undefined;
  const live = (list: string, of: (group: Fields) => unknown) =>
    value[list] === undefined ? {} : { [list]: listIn(value, list).map(of) };
  return {
    ...value,
    ...live('managedNodeGroups', (group) => managed(group, cluster, records)),
    ...live('nodeGroups', (group) => selfManaged(group, cluster, records)),
    ...live('fargateProfiles', (profile) => fargate(profile, cluster, records)),
  };
}

function managed(group: Fields, cluster: string, records: Records): unknown {
  const live = records.get('eks/Nodegroup', `${cluster}/${nameOf(group)}`);
  if (!live) return undefined;
  const { minSize, maxSize, desiredSize } = live.scalingConfig;
  const own = {
    minSize,
    maxSize,
    desiredCapacity: desiredSize,
    instanceType: live.instanceTypes[0],
    instanceTypes: live.instanceTypes,
    spot: live.capacityType === 'SPOT',
    labels: ownLabels(live.labels),
    availabilityZones: live.subnets.map((subnet) => subnet.replace(/^subnet-/, '')),
    taints: live.taints.map(({ key, value, effect }) => ({
      key,
      ...(value === undefined ? {} : { value }),
      effect: ON_NODES[effect],
    })),
  };
  return { ...group, ...sameFields(group, own) };
}

const ON_NODES = {
  NO_SCHEDULE: 'NoSchedule',
  NO_EXECUTE: 'NoExecute',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
} as const;

/** What eksctl writes by itself is no part of the file. */
const ownLabels = (labels: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith('alpha.eksctl.io/')));

/** Only what the file says is compared. */
const sameFields = (asked: Fields, live: Fields): Fields =>
  Object.fromEntries(Object.entries(live).filter(([field]) => field in asked));

function selfManaged(group: Fields, cluster: string, records: Records): unknown {
  const live = groupTagged(cluster, nameOf(group), records);
  if (!live) return undefined;
  const { MinSize, MaxSize, DesiredCapacity } = live;
  const own = { minSize: MinSize, maxSize: MaxSize, desiredCapacity: DesiredCapacity };
  return { ...group, ...sameFields(group, own) };
}

function groupTagged(
  cluster: string,
  name: string,
  records: Records,
): RecordKinds['autoscaling/AutoScalingGroup'] | undefined {
  const wanted = {
    'alpha.eksctl.io/cluster-name': cluster,
    'alpha.eksctl.io/nodegroup-name': name,
    'alpha.eksctl.io/nodegroup-type': 'unmanaged',
  };
  for (const group of records.all('autoscaling/AutoScalingGroup').values())
    if (
      Object.entries(wanted).every(([key, value]) =>
        group.Tags.some((tag) => tag.Key === key && tag.Value === value),
      )
    )
      return group;
  return undefined;
}

function fargate(profile: Fields, cluster: string, records: Records): unknown {
  const live = records.get('eks/FargateProfile', `${cluster}/${nameOf(profile)}`);
  return live && { ...profile, ...sameFields(profile, { selectors: live.selectors }) };
}

const SIZES: readonly unknown[] = ['minSize', 'maxSize', 'desiredCapacity'];

/** One line for each thing that eksctl would be asked to do. */
export function eksctlLines(
  file: string,
  value: unknown,
  differences: readonly Difference[],
): readonly string[] {
  const config = isFields(value) ? value : {};
  const lines = differences.map(({ path }) => lineFor(file, config, path));
  const create = `eksctl create nodegroup --config-file=${file}`;
  const known = lines.filter((line) => line !== null);
  return known.length > 0 ? [...new Set(known)] : [create];
}

function lineFor(file: string, config: Fields, path: Difference['path']): string | null {
  const [list, index, field] = path;
  if (list === 'fargateProfiles') return `eksctl create fargateprofile --config-file=${file}`;
  if (list !== 'managedNodeGroups' && list !== 'nodeGroups') return null;
  if (field === undefined) return `eksctl create nodegroup --config-file=${file}`;
  const group = listIn(config, list)[Number(index)] ?? {};
  const { metadata } = config;
  const cluster = isFields(metadata) ? String(metadata['name']) : '';
  if (SIZES.includes(field))
    return `eksctl scale nodegroup --config-file=${file} --name=${nameOf(group)}`;
  if (field !== 'labels') return null;
  const labels = isFields(group['labels']) ? Object.entries(group['labels']) : [];
  const pairs = labels.map(([key, label]) => `${key}=${String(label)}`).join(',');
  return `eksctl set labels --cluster=${cluster} --nodegroup=${nameOf(group)} --labels=${pairs}`;
}
