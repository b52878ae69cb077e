import { describe, expect, it } from 'vitest';
import type { Kind, RecordKinds } from '../../engine/model';
import { differences } from '../../documents/differences';
import { eksctlLines, liveClusterConfig } from './eksctl';
import type { Records } from './liveRecord';

const store: Readonly<Record<string, unknown>> = {
  'eks/Cluster harbour': { name: 'harbour', createdAt: 0 },
  'eks/Nodegroup harbour/workers': {
    scalingConfig: { minSize: 1, maxSize: 6, desiredSize: 2 },
    instanceTypes: ['m5.large'],
    capacityType: 'ON_DEMAND',
    labels: { 'alpha.eksctl.io/nodegroup-name': 'workers', tier: 'web' },
    taints: [],
    subnets: ['subnet-us-east-1a'],
  },
};
const records: Records = {
  get: <K extends Kind>(kind: K, key: string) =>
    store[`${kind} ${key}`] as RecordKinds[K] | undefined,
  all: () => new Map(),
};
const config = (...groups: object[]) => ({
  metadata: { name: 'harbour' },
  vpc: { cidr: '10.0.0.0/16' },
  managedNodeGroups: groups,
});
const compared = (value: object) => differences(value, liveClusterConfig(value, records));
const lines = (value: object) => eksctlLines('cluster.yaml', value, compared(value));

describe('a ClusterConfig beside what is live', () => {
  const workers = { name: 'workers', instanceType: 'm5.large', minSize: 1, desiredCapacity: 2 };

  it('is the same where the groups are as the file says, whatever has no effect', () => {
    expect(compared(config({ ...workers, labels: { tier: 'web' }, volumeSize: 80 }))).toEqual([]);
  });

  it('differs at the size, and is scaled by name', () => {
    const value = config({ ...workers, desiredCapacity: 5 });
    expect(compared(value)).toMatchObject([
      { path: ['managedNodeGroups', 0, 'desiredCapacity'], was: '2' },
    ]);
    expect(lines(value)).toEqual([
      'eksctl scale nodegroup --config-file=cluster.yaml --name=workers',
    ]);
  });

  it('sets labels, and creates what is missing', () => {
    const value = config(
      { ...workers, labels: { tier: 'batch' } },
      { name: 'extra', desiredCapacity: 1 },
    );
    expect(lines(value)).toEqual([
      'eksctl set labels --cluster=harbour --nodegroup=workers --labels=tier=batch',
      'eksctl create nodegroup --config-file=cluster.yaml',
    ]);
    expect(lines({ ...config(), fargateProfiles: [{ name: 'fp', selectors: [] }] })).toEqual([
      'eksctl create fargateprofile --config-file=cluster.yaml',
    ]);
  });

  it('of a cluster that is not there has nothing to be compared with', () => {
    expect(liveClusterConfig({ metadata: { name: 'other' } }, records)).toBeUndefined();
  });
});
