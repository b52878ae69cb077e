/** eksctl's own words, at their place in the file. */
import { describe, expect, it } from 'vitest';
import { checkClusterConfig, configFieldsWithoutEffect } from './clusterConfig';

const config = (more: object = {}) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'harbour', region: 'us-east-1' },
  ...more,
});
const managed = (...groups: object[]) => config({ managedNodeGroups: groups });
const self = (...groups: object[]) => config({ nodeGroups: groups });
const error = (value: unknown) => checkClusterConfig(value).error;
const UNMARSHAL = 'error unmarshaling JSON: while decoding JSON: json: ';

describe('a ClusterConfig that cannot be read', () => {
  it.each<[string, unknown, string, (string | number)[]]>([
    [
      'an unknown field at the top',
      config({ managedNodeGroup: [] }),
      'unknown field "managedNodeGroup"',
      ['managedNodeGroup'],
    ],
    [
      'an unknown field of a group',
      managed({ name: 'a' }, { name: 'b', desiredSize: 3 }),
      'unknown field "desiredSize"',
      ['managedNodeGroups', 1, 'desiredSize'],
    ],
    [
      'a text for a number',
      managed({ name: 'a', minSize: '2' }),
      'cannot unmarshal string into Go struct field ManagedNodeGroup.managedNodeGroups.minSize of type int',
      ['managedNodeGroups', 0, 'minSize'],
    ],
    [
      'half a node',
      managed({ name: 'a', minSize: 1.5 }),
      'cannot unmarshal number 1.5 into Go struct field ManagedNodeGroup.managedNodeGroups.minSize of type int',
      ['managedNodeGroups', 0, 'minSize'],
    ],
    [
      'a list for a mapping',
      { ...config(), metadata: [{ name: 'harbour' }] },
      'cannot unmarshal array into Go struct field ClusterConfig.metadata of type v1alpha5.ClusterMeta',
      ['metadata'],
    ],
    [
      'a mapping for a list',
      config({ managedNodeGroups: { name: 'a' } }),
      'cannot unmarshal object into Go struct field ClusterConfig.managedNodeGroups of type []*v1alpha5.ManagedNodeGroup',
      ['managedNodeGroups'],
    ],
    [
      'a text for the whole',
      'managedNodeGroups',
      'cannot unmarshal string into Go value of type v1alpha5.ClusterConfig',
      [],
    ],
  ])('%s', (_, value, message, path) => {
    expect(error(value)).toMatchObject({ message: UNMARSHAL + message, path });
  });

  it('is of another version', () => {
    expect(error({ ...config(), apiVersion: 'eksctl.io/v1alpha4' })?.message).toMatch(
      /^no kind "ClusterConfig" is registered for version "eksctl.io\/v1alpha4"/,
    );
  });

  it('takes numbers and booleans for texts, as sigs.k8s.io/yaml does', () => {
    expect(error({ ...config(), metadata: { name: 'harbour', version: 1.34 } })).toBeUndefined();
    expect(error(managed({ name: 'a', labels: { spot: true, tier: 1 } }))).toBeUndefined();
  });
});

describe('what eksctl refuses', () => {
  const MNG = ['managedNodeGroups', 0] as const;
  it.each<[object, string, (string | number)[]]>([
    [{ ...config(), metadata: {} }, 'metadata.name must be set', ['metadata']],
    [managed({ minSize: 1 }), 'managedNodeGroups[0].name must be set', [...MNG]],
    [
      config({ nodeGroups: [{ name: 'a' }], managedNodeGroups: [{ name: 'a' }] }),
      'managedNodeGroups[0].name "a" is not unique',
      [...MNG, 'name'],
    ],
    [
      managed({ name: 'a', minSize: 3, desiredCapacity: 2 }),
      'cannot use --nodes-min=3 and --nodes=2 at the same time',
      [...MNG, 'desiredCapacity'],
    ],
    [
      managed({ name: 'a', maxSize: 3, desiredCapacity: 4 }),
      'cannot use --nodes-max=3 and --nodes=4 at the same time',
      [...MNG, 'desiredCapacity'],
    ],
    [
      managed({ name: 'a', minSize: 5, maxSize: 3 }),
      'cannot use --nodes-min=5 and --nodes-max=3 at the same time',
      [...MNG, 'minSize'],
    ],
    [
      self({ name: 'a', minSize: 5, maxSize: 9, desiredCapacity: 1 }),
      '--nodes value (1) cannot be lower than --nodes-min value (5)',
      ['nodeGroups', 0, 'desiredCapacity'],
    ],
    [
      managed({ name: 'a', instanceType: 'm5.large', instanceTypes: ['m5.xlarge'] }),
      'only one of instanceType or instanceTypes can be specified (managedNodeGroups[0])',
      [...MNG, 'instanceTypes'],
    ],
    [
      managed({ name: 'a', instanceType: 'm5.huge' }),
      'The following supplied instance types do not exist: [m5.huge]',
      [...MNG, 'instanceType'],
    ],
    [
      managed({ name: 'a', instanceTypes: ['m5.large', 'm5.huge'] }),
      'The following supplied instance types do not exist: [m5.huge]',
      [...MNG, 'instanceTypes', 1],
    ],
    [
      managed({ name: 'a', taints: [{ key: 'b', effect: 'NoSchedul' }] }),
      'invalid taint effect: NoSchedul, unsupported taint effect',
      [...MNG, 'taints', 0, 'effect'],
    ],
    [
      managed({ name: 'a', taints: [{ effect: 'NoSchedule' }] }),
      'taint key must be non-empty',
      [...MNG, 'taints', 0],
    ],
    [
      managed({ name: 'a', amiFamily: 'Debian' }),
      'AMI Family Debian is not supported - use one of: AmazonLinux2023, AmazonLinux2, ',
      [...MNG, 'amiFamily'],
    ],
    [
      managed({ name: 'a', maxSize: 2, updateConfig: { maxUnavailable: 3 } }),
      'maxUnavailable=3 cannot be greater than maxSize=2',
      [...MNG, 'updateConfig', 'maxUnavailable'],
    ],
    [
      self({ name: 'a', labels: { 'kubernetes.io/role': 'x' } }),
      "unknown 'kubernetes.io' or 'k8s.io' labels were specified: [kubernetes.io/role]",
      ['nodeGroups', 0, 'labels', 'kubernetes.io/role'],
    ],
    [
      self({
        name: 'a',
        instanceType: 'm5.large',
        instancesDistribution: { instanceTypes: ['m5.large'] },
      }),
      'instanceType should be "mixed" or unset when using the instances distribution feature',
      ['nodeGroups', 0, 'instanceType'],
    ],
    [
      config({ fargateProfiles: [{ name: 'eks-a', selectors: [{ namespace: 'default' }] }] }),
      'invalid Fargate profile "eks-a": name should NOT start with "eks-"',
      ['fargateProfiles', 0, 'name'],
    ],
    [
      config({ fargateProfiles: [{ name: 'a' }] }),
      'invalid Fargate profile "a": no profile selector',
      ['fargateProfiles', 0],
    ],
    [
      config({ fargateProfiles: [{ name: 'a', selectors: [{ labels: { x: 'y' } }] }] }),
      'invalid Fargate profile "a": invalid profile selector at index #0: empty namespace',
      ['fargateProfiles', 0, 'selectors', 0],
    ],
  ])('%j', (value, message, path) => {
    const found = error(value);
    expect(found?.message.slice(0, message.length)).toBe(message);
    expect(found?.path).toEqual(path);
  });

  it('a file without groups is fine', () => {
    expect(error(config())).toBeUndefined();
  });
});

it('lists what has no effect here', () => {
  const value = config({
    vpc: { cidr: '10.0.0.0/16' },
    iam: { withOIDC: true },
    managedNodeGroups: [{ name: 'a', minSize: 1, volumeSize: 80, ssh: { allow: true } }],
    fargateProfiles: [{ name: 'fp', selectors: [{ namespace: 'default' }] }],
  });
  expect(configFieldsWithoutEffect(value)).toEqual([
    ['vpc'],
    ['iam'],
    ['managedNodeGroups', 0, 'volumeSize'],
    ['managedNodeGroups', 0, 'ssh'],
  ]);
});
