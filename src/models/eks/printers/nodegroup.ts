/** Node groups and Fargate profiles as the EKS API prints them: dates, and the fields that are the same for all here. */
import { ACCOUNT_ID } from '../../aws/account';
import { isoInstant } from '../../aws/calendar';
import { instanceType } from '../../aws/ec2/instanceTypes';
import { without } from '../../aws/without';
import { subnetOf } from '../requests/nodegroupFields';
import type { Cluster, FargateProfile, Nodegroup } from '../types';

export const KUBERNETES_VERSION = '1.34';

export function wireNodegroup(nodegroup: Nodegroup) {
  const { createdAt, modifiedAt, instanceTypes, ...rest } = without(nodegroup, 'updatedAtMs');
  const arm = instanceType(instanceTypes[0] ?? '')?.architecture === 'ARM64';
  return {
    ...rest,
    version: KUBERNETES_VERSION,
    releaseVersion: `${KUBERNETES_VERSION}.1-20251112`,
    createdAt: isoInstant(createdAt),
    modifiedAt: isoInstant(modifiedAt),
    instanceTypes,
    amiType: arm ? 'AL2023_ARM_64_STANDARD' : 'AL2023_x86_64_STANDARD',
    nodeRole: `arn:aws:iam::${ACCOUNT_ID}:role/eksNodeRole`,
    diskSize: 20,
  };
}

export function wireFargateProfile(profile: FargateProfile) {
  const { createdAt, ...rest } = without(profile, 'dueAtMs');
  return {
    ...rest,
    createdAt: isoInstant(createdAt),
    podExecutionRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/AmazonEKSFargatePodExecutionRole`,
  };
}

export const wireCluster = (
  { name, createdAt }: Cluster,
  region: string,
  zones: readonly string[],
) => ({
  name,
  arn: `arn:aws:eks:${region}:${ACCOUNT_ID}:cluster/${name}`,
  createdAt: isoInstant(createdAt),
  version: KUBERNETES_VERSION,
  status: 'ACTIVE',
  platformVersion: 'eks.9',
  resourcesVpcConfig: {
    subnetIds: zones.map(subnetOf),
    endpointPublicAccess: true,
    endpointPrivateAccess: false,
  },
  upgradePolicy: { supportType: 'STANDARD' },
});
