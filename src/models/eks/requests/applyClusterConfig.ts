/**
 * Apply on an eksctl ClusterConfig: which API calls it stands for, given what there is. A group that is missing is created
 * (`eksctl create nodegroup --config-file`); of one that is there the sizes and labels that the file says are made so
 * (`eksctl scale nodegroup --config-file`, `eksctl set labels`, `eksctl unset labels`); a Fargate profile that is missing is
 * created (`eksctl create fargateprofile --config-file`). What eksctl does not change on a living group is refused by name,
 * and what the file no longer names stays.
 */
import type { FieldError, Path, Read, Rejection } from '../../../engine/model';
import { checkClusterConfig } from '../validation/clusterConfig';
import type { ClusterConfig } from '../validation/clusterConfigTypes';
import { fargateProfileCalls } from './eksctlFargate';
import { managedGroupCalls } from './eksctlManaged';
import { selfManagedGroupCalls } from './eksctlSelfManaged';
import { findCluster } from './refusals';

export interface AwsCall {
  readonly api: 'eks' | 'autoscaling' | 'quayside';
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export type ConfigRequests =
  { readonly ok: true; readonly requests: readonly AwsCall[] } | Rejection;

export type Existing = Pick<Read, 'get' | 'has' | 'keys' | 'list'>;

/** What a part of the file stands for, or why it cannot be done. */
export type Calls = readonly AwsCall[] | { readonly refused: FieldError };

export function requestsForClusterConfig(file: unknown, existing: Existing): ConfigRequests {
  const checked = checkClusterConfig(file);
  if (checked.error) return refused(checked.error);
  const { config } = checked;
  const { name } = config.metadata;
  if (!findCluster(name, existing))
    return refused(
      {
        path: ['metadata', 'name'],
        reason: 'ResourceNotFoundException',
        message: `unable to describe cluster control plane: operation error EKS: DescribeCluster, https response error StatusCode: 404, ResourceNotFoundException: No cluster found for name: ${name}.`,
      },
      404,
    );
  return allCalls(config, existing);
}

function allCalls(config: ClusterConfig, existing: Existing): ConfigRequests {
  const zones = wrongZones(config, existing);
  if (zones) return refused(zones);
  const parts: Calls[] = [
    ...(config.managedNodeGroups ?? []).map((group, i) =>
      managedGroupCalls(config, group, ['managedNodeGroups', i], existing),
    ),
    ...(config.nodeGroups ?? []).map((group, i) =>
      selfManagedGroupCalls(config, group, ['nodeGroups', i], existing),
    ),
    fargateProfileCalls(config, existing),
  ];
  const requests: AwsCall[] = [];
  for (const part of parts) {
    if ('refused' in part) return refused(part.refused);
    requests.push(...part);
  }
  return { ok: true, requests };
}

/** Zones in which the cluster has no subnets: those that the world does not have. */
function wrongZones(config: ClusterConfig, existing: Existing): FieldError | undefined {
  const lists: [Path, readonly string[]][] = [
    [['availabilityZones'], config.availabilityZones ?? []],
    ...(['managedNodeGroups', 'nodeGroups'] as const).flatMap((list) =>
      (config[list] ?? []).map(({ availabilityZones = [] }, i): [Path, readonly string[]] => [
        [list, i, 'availabilityZones'],
        availabilityZones,
      ]),
    ),
  ];
  for (const [path, zones] of lists) {
    const i = zones.findIndex((zone) => !existing.has('ec2/AvailabilityZone', zone));
    if (i === -1) continue;
    const all = [...existing.keys('ec2/AvailabilityZone')].sort().join(' ');
    const message = `VPC doesn't have subnets in ${zones[i]} (allSubnets=[${all}] AZs=[${zones.join(' ')}])`;
    return { path: [...path, i], reason: 'InvalidConfig', message };
  }
  return undefined;
}

/** eksctl's own words for what it does not change. */
export const fixedField = (path: Path, field: string, group: string, how: string): FieldError => ({
  path: [...path, field],
  reason: 'InvalidConfig',
  message: `eksctl does not change "${field}" of nodegroup "${group}", which is there already: ${how}`,
});

const refused = (error: FieldError, status = 400): Rejection => ({
  ok: false,
  status,
  error: { name: error.reason, message: error.message, causes: [error] },
});
