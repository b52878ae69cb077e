/** EKS DescribeCluster, ListClusters, DescribeNodegroup, ListNodegroups, DescribeFargateProfile, ListFargateProfiles. */
import type { Admission, Read } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import { answer } from '../../aws/refusal';
import { inputOf } from '../../aws/requestInput';
import { wireCluster, wireFargateProfile, wireNodegroup } from '../printers/nodegroup';
import { clusterNamed, fargateProfileNamed, nodegroupNamed } from './refusals';

const told = (output: unknown): Admission => ({ ok: true, output, effects: [] });

export const describeCluster = (input: unknown, read: Read): Admission =>
  answer(() => {
    const cluster = clusterNamed(inputOf(input), read, 'name');
    const zones = [...read.keys('ec2/AvailabilityZone')].sort();
    return told({ cluster: wireCluster(cluster, regionOf(read), zones) });
  });

export const listClusters = (_input: unknown, read: Read): Admission => {
  const metered = read.keys('pricing/Metered').filter((key) => /^eks\/[^/]+$/.test(key));
  const names = new Set([
    ...read.keys('eks/Cluster'),
    ...metered.map((key) => key.slice('eks/'.length)),
  ]);
  return told({ clusters: [...names].sort() });
};

export const describeNodegroup = (input: unknown, read: Read): Admission =>
  answer(() => told({ nodegroup: wireNodegroup(nodegroupNamed(inputOf(input), read)) }));

export const listNodegroups = (input: unknown, read: Read): Admission =>
  answer(() => {
    const { name } = clusterNamed(inputOf(input), read);
    const own = read.list('eks/Nodegroup').filter(({ clusterName }) => clusterName === name);
    return told({ nodegroups: own.map(({ nodegroupName }) => nodegroupName).sort() });
  });

export const describeFargateProfile = (input: unknown, read: Read): Admission =>
  answer(() =>
    told({ fargateProfile: wireFargateProfile(fargateProfileNamed(inputOf(input), read)) }),
  );

export const listFargateProfiles = (input: unknown, read: Read): Admission =>
  answer(() => {
    const { name } = clusterNamed(inputOf(input), read);
    const own = read.list('eks/FargateProfile').filter(({ clusterName }) => clusterName === name);
    return told({ fargateProfileNames: own.map((p) => p.fargateProfileName).sort() });
  });
