/**
 * The fields of an eksctl ClusterConfig (eksctl.io/v1alpha5, pkg/apis/eksctl.io/v1alpha5/assets/schema.json of 2026-09), in
 * Go's own names of their types. A table: `unsimulated` are the fields that are taken and kept without effect here; what
 * lies below one of those is not looked into.
 */
export interface StructType {
  /** Field -> Go type: `string`, `int`, `bool`, `[]T`, `map[string]string`, a struct of this table, or `any`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly unsimulated: readonly string[];
}

const NODE_GROUP_BASE: Readonly<Record<string, string>> = {
  name: 'string',
  amiFamily: 'string',
  instanceType: 'string',
  availabilityZones: '[]string',
  subnets: '[]string',
  instancePrefix: 'string',
  instanceName: 'string',
  desiredCapacity: 'int',
  minSize: 'int',
  maxSize: 'int',
  volumeSize: 'int',
  ssh: 'any',
  labels: 'map[string]string',
  privateNetworking: 'bool',
  tags: 'map[string]string',
  iam: 'any',
  ami: 'string',
  securityGroups: 'any',
  maxPodsPerNode: 'int',
  asgSuspendProcesses: '[]string',
  ebsOptimized: 'bool',
  volumeType: 'string',
  volumeName: 'string',
  volumeEncrypted: 'bool',
  volumeKmsKeyID: 'string',
  volumeIOPS: 'int',
  volumeThroughput: 'int',
  additionalVolumes: 'any',
  preBootstrapCommands: '[]string',
  overrideBootstrapCommand: 'string',
  propagateASGTags: 'bool',
  disableIMDSv1: 'bool',
  disablePodIMDS: 'bool',
  placement: 'any',
  efaEnabled: 'bool',
  instanceSelector: 'any',
  bottlerocket: 'any',
  enableDetailedMonitoring: 'bool',
  capacityReservation: 'any',
  instanceMarketOptions: 'any',
  outpostARN: 'string',
};

const BASE_UNSIMULATED = [
  'amiFamily',
  'instancePrefix',
  'instanceName',
  'volumeSize',
  'ssh',
  'privateNetworking',
  'iam',
  'ami',
  'securityGroups',
  'maxPodsPerNode',
  'asgSuspendProcesses',
  'ebsOptimized',
  'volumeType',
  'volumeName',
  'volumeEncrypted',
  'volumeKmsKeyID',
  'volumeIOPS',
  'volumeThroughput',
  'additionalVolumes',
  'preBootstrapCommands',
  'overrideBootstrapCommand',
  'propagateASGTags',
  'disableIMDSv1',
  'disablePodIMDS',
  'placement',
  'efaEnabled',
  'instanceSelector',
  'bottlerocket',
  'enableDetailedMonitoring',
  'capacityReservation',
  'instanceMarketOptions',
  'outpostARN',
];

export const CLUSTER_CONFIG_TYPES: Readonly<Record<string, StructType>> = {
  ClusterConfig: {
    fields: {
      apiVersion: 'string',
      kind: 'string',
      metadata: 'ClusterMeta',
      upgradePolicy: 'any',
      kubernetesNetworkConfig: 'any',
      autoModeConfig: 'any',
      remoteNetworkConfig: 'any',
      iam: 'any',
      iamIdentityMappings: 'any',
      identityProviders: 'any',
      accessConfig: 'any',
      vpc: 'any',
      addons: 'any',
      addonsConfig: 'any',
      privateCluster: 'any',
      nodeGroups: '[]NodeGroup',
      managedNodeGroups: '[]ManagedNodeGroup',
      fargateProfiles: '[]FargateProfile',
      availabilityZones: '[]string',
      localZones: '[]string',
      cloudWatch: 'any',
      secretsEncryption: 'any',
      gitops: 'any',
      karpenter: 'any',
      outpost: 'any',
      controlPlaneScalingConfig: 'any',
      zonalShiftConfig: 'any',
      capabilities: 'any',
    },
    unsimulated: [
      'upgradePolicy',
      'kubernetesNetworkConfig',
      'autoModeConfig',
      'remoteNetworkConfig',
      'iam',
      'iamIdentityMappings',
      'identityProviders',
      'accessConfig',
      'vpc',
      'addons',
      'addonsConfig',
      'privateCluster',
      'localZones',
      'cloudWatch',
      'secretsEncryption',
      'gitops',
      'karpenter',
      'outpost',
      'controlPlaneScalingConfig',
      'zonalShiftConfig',
      'capabilities',
    ],
  },
  ClusterMeta: {
    fields: {
      name: 'string',
      region: 'string',
      version: 'string',
      forceUpdateVersion: 'bool',
      tags: 'map[string]string',
      annotations: 'map[string]string',
    },
    unsimulated: ['version', 'forceUpdateVersion', 'tags', 'annotations'],
  },
  ManagedNodeGroup: {
    fields: {
      ...NODE_GROUP_BASE,
      instanceTypes: '[]string',
      spot: 'bool',
      taints: '[]NodeGroupTaint',
      updateConfig: 'NodeGroupUpdateConfig',
      launchTemplate: 'any',
      releaseVersion: 'string',
      nodeRepairConfig: 'any',
    },
    unsimulated: [...BASE_UNSIMULATED, 'launchTemplate', 'releaseVersion', 'nodeRepairConfig'],
  },
  NodeGroup: {
    fields: {
      ...NODE_GROUP_BASE,
      instancesDistribution: 'NodeGroupInstancesDistribution',
      asgMetricsCollection: 'any',
      cpuCredits: 'string',
      classicLoadBalancerNames: '[]string',
      targetGroupARNs: '[]string',
      taints: '[]NodeGroupTaint',
      updateConfig: 'any',
      clusterDNS: 'string',
      kubeletExtraConfig: 'any',
      containerRuntime: 'string',
      maxInstanceLifetime: 'int',
      localZones: '[]string',
      enclaveEnabled: 'bool',
    },
    unsimulated: [
      ...BASE_UNSIMULATED,
      'asgMetricsCollection',
      'cpuCredits',
      'classicLoadBalancerNames',
      'targetGroupARNs',
      'updateConfig',
      'clusterDNS',
      'kubeletExtraConfig',
      'containerRuntime',
      'maxInstanceLifetime',
      'localZones',
      'enclaveEnabled',
    ],
  },
  NodeGroupTaint: {
    fields: { key: 'string', value: 'string', effect: 'string' },
    unsimulated: [],
  },
  NodeGroupUpdateConfig: {
    fields: { maxUnavailable: 'int', maxUnavailablePercentage: 'int' },
    unsimulated: ['maxUnavailablePercentage'],
  },
  NodeGroupInstancesDistribution: {
    fields: {
      instanceTypes: '[]string',
      maxPrice: 'float64',
      onDemandBaseCapacity: 'int',
      onDemandPercentageAboveBaseCapacity: 'int',
      spotInstancePools: 'int',
      spotAllocationStrategy: 'string',
      capacityRebalance: 'bool',
    },
    unsimulated: ['maxPrice', 'spotInstancePools'],
  },
  FargateProfile: {
    fields: {
      name: 'string',
      podExecutionRoleARN: 'string',
      selectors: '[]FargateProfileSelector',
      subnets: '[]string',
      tags: 'map[string]string',
      status: 'string',
    },
    unsimulated: ['podExecutionRoleARN', 'status'],
  },
  FargateProfileSelector: {
    fields: { namespace: 'string', labels: 'map[string]string' },
    unsimulated: [],
  },
};

/** The parts of a ClusterConfig that are read, once it is known to be well formed. */
export interface ClusterConfig {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly region?: string };
  readonly availabilityZones?: readonly string[];
  readonly managedNodeGroups?: readonly ManagedNodeGroup[];
  readonly nodeGroups?: readonly SelfManagedNodeGroup[];
  readonly fargateProfiles?: readonly EksctlFargateProfile[];
}

export interface NodeGroupBase {
  readonly name: string;
  readonly instanceType?: string;
  readonly desiredCapacity?: number;
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly availabilityZones?: readonly string[];
  readonly subnets?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly taints?: readonly NodeGroupTaint[];
}

export interface NodeGroupTaint {
  readonly key?: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface ManagedNodeGroup extends NodeGroupBase {
  readonly instanceTypes?: readonly string[];
  readonly spot?: boolean;
  readonly updateConfig?: {
    readonly maxUnavailable?: number;
    readonly maxUnavailablePercentage?: number;
  };
}

export interface SelfManagedNodeGroup extends NodeGroupBase {
  readonly instancesDistribution?: InstancesDistribution;
}

export interface InstancesDistribution {
  readonly instanceTypes?: readonly string[];
  readonly onDemandBaseCapacity?: number;
  readonly onDemandPercentageAboveBaseCapacity?: number;
  readonly spotInstancePools?: number;
  readonly spotAllocationStrategy?: string;
  readonly capacityRebalance?: boolean;
}

export interface EksctlFargateProfile {
  readonly name: string;
  readonly selectors?: readonly {
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  }[];
  readonly subnets?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}
