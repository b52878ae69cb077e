/**
 * The JSON schema of an eksctl ClusterConfig, for completion and hover: made of the table that validation reads, so that
 * both know the same fields (STYLE.md 2.9). What has no effect here is offered all the same, and says so.
 */
import { instanceTypes } from '../../models/aws/ec2/instanceTypes';
import { AMI_FAMILIES, SPOT_STRATEGIES } from '../../models/eks/validation/clusterConfig';
import { CLUSTER_CONFIG_TYPES } from '../../models/eks/validation/clusterConfigTypes';

type Schema = Readonly<Record<string, unknown>>;

const PREFIX = 'eksctl.';
export const CLUSTER_CONFIG_REF = { $ref: `#/definitions/${PREFIX}ClusterConfig` } as const;

export function clusterConfigDefinitions(): Readonly<Record<string, Schema>> {
  return Object.fromEntries(
    Object.entries(CLUSTER_CONFIG_TYPES).map(([name, { fields, unsimulated }]) => {
      const properties = Object.entries(fields).map(([field, type]) => [
        field,
        propertyOf(name, field, type, unsimulated.includes(field)),
      ]);
      return [
        `${PREFIX}${name}`,
        {
          type: 'object',
          properties: Object.fromEntries(properties) as Schema,
          required: REQUIRED[name] ?? [],
          additionalProperties: false,
        },
      ];
    }),
  );
}

function propertyOf(struct: string, field: string, type: string, silent: boolean): Schema {
  const words = WORDS[`${struct}.${field}`] ?? WORDS[field];
  const told = DESCRIPTIONS[`${struct}.${field}`] ?? DESCRIPTIONS[field];
  const description = [told, silent ? 'No effect in this simulator.' : undefined]
    .filter((text) => text !== undefined)
    .join(' ');
  return {
    ...schemaOf(type, words),
    ...(description === '' ? {} : { description }),
  };
}

function schemaOf(type: string, words: readonly string[] | undefined): Schema {
  if (type.startsWith('[]')) return { type: 'array', items: schemaOf(type.slice(2), words) };
  switch (type) {
    case 'any':
      return {};
    case 'string':
      return { type: 'string', ...(words ? { enum: words } : {}) };
    case 'int':
      return { type: 'integer' };
    case 'float64':
      return { type: 'number' };
    case 'bool':
      return { type: 'boolean' };
    case 'map[string]string':
      return { type: 'object', additionalProperties: { type: 'string' } };
    default:
      return { $ref: `#/definitions/${PREFIX}${type}` };
  }
}

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  ClusterConfig: ['apiVersion', 'kind', 'metadata'],
  ClusterMeta: ['name', 'region'],
  ManagedNodeGroup: ['name'],
  NodeGroup: ['name'],
  FargateProfile: ['name', 'selectors'],
  FargateProfileSelector: ['namespace'],
};

const TYPES = instanceTypes.map(({ InstanceType }) => InstanceType);

const WORDS: Readonly<Record<string, readonly string[]>> = {
  apiVersion: ['eksctl.io/v1alpha5'],
  kind: ['ClusterConfig'],
  instanceType: TYPES,
  instanceTypes: TYPES,
  amiFamily: AMI_FAMILIES,
  effect: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  spotAllocationStrategy: SPOT_STRATEGIES,
};

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'ClusterMeta.name': 'Name of the cluster.',
  'ClusterConfig.availabilityZones': 'Zones of every group that names none.',
  managedNodeGroups: 'Groups of nodes that EKS looks after: it drains a node before it goes.',
  nodeGroups: 'Self-managed groups: an Auto Scaling group that EKS knows nothing of.',
  fargateProfiles: 'Which new pods get a machine of their own on Fargate.',
  desiredCapacity: 'Nodes that the group is to have now. Left out: minSize, or 2.',
  minSize: 'Fewest nodes, for autoscalers too.',
  maxSize: 'Most nodes, for autoscalers too.',
  instanceType: 'EC2 instance type; m5.large when left out.',
  'ManagedNodeGroup.instanceTypes': 'Several types, in order of preference.',
  spot: 'Spot instances: cheaper, and taken back with a notice of two minutes.',
  labels: 'Kubernetes labels of the nodes.',
  taints: 'Keep away pods that do not tolerate them.',
  'ManagedNodeGroup.availabilityZones': 'Zones that the group is spread over.',
  'NodeGroup.availabilityZones': 'Zones that the group is spread over.',
  instancesDistribution: 'Several types, and how many of them are on demand.',
  onDemandBaseCapacity: 'So many on demand first.',
  onDemandPercentageAboveBaseCapacity: 'Of the others, this share on demand.',
  maxUnavailable: 'Nodes that may be away at once during an update.',
  selectors: 'Up to five; a pod that one of them finds goes to Fargate.',
  namespace: 'Of the pods. * and ? stand for anything.',
  'FargateProfileSelector.labels': 'The pod must carry all of them. * and ? stand for anything.',
};
