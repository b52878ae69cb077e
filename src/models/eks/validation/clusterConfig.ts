/**
 * What eksctl says of a ClusterConfig before it asks AWS for anything (pkg/apis/eksctl.io/v1alpha5/validation.go, pkg/ctl/
 * cmdutils/configfile.go and pkg/cfn/builder/nodegroup.go of 2023-2026): its first error, at its place. What eksctl leaves to
 * AWS, an instance type that does not exist, is told as well, in the words of the EKS API, so that it stands in the text
 * while it is typed. Left out: the rules of fields without effect here (volumes, SSH, IAM, images).
 */
import type { FieldError, Path } from '../../../engine/model';
import { instanceType } from '../../aws/ec2/instanceTypes';
import { isLabelValue, isQualifiedName } from '../../kubernetes/validation/names';
import {
  CLUSTER_CONFIG_TYPES,
  type ClusterConfig,
  type EksctlFargateProfile,
  type ManagedNodeGroup,
  type NodeGroupBase,
  type NodeGroupTaint,
  type SelfManagedNodeGroup,
} from './clusterConfigTypes';
import { ConfigError, refuseConfig } from './configError';
import { decodeClusterConfig } from './decodeClusterConfig';
import { managedSizes, selfManagedSizes } from './nodeGroupSizes';

export { isClusterConfig } from './decodeClusterConfig';
export type { ClusterConfig } from './clusterConfigTypes';

export type CheckedConfig =
  { readonly config: ClusterConfig; readonly error?: never } | { readonly error: FieldError };

export function checkClusterConfig(value: unknown): CheckedConfig {
  const decoded = decodeClusterConfig(value);
  if (decoded.error) return decoded;
  const error = firstError(decoded.config);
  return error ? { error } : decoded;
}

function firstError(config: ClusterConfig): FieldError | undefined {
  try {
    validate(config);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    return { path: thrown.path, reason: 'InvalidConfig', message: thrown.message };
  }
}

/** What decoding makes of a file, whatever it holds: lists may be missing. */
type Loose = Partial<ClusterConfig>;

function validate(config: ClusterConfig): void {
  const { metadata, managedNodeGroups = [], nodeGroups = [], fargateProfiles = [] } = config;
  if (!(config as Loose).metadata) refuseConfig([], 'metadata must be set');
  if (!metadata.name) refuseConfig(['metadata'], 'metadata.name must be set');
  uniqueNames(config);
  nodeGroups.forEach((group, i) => {
    validateSelfManaged(group, ['nodeGroups', i]);
  });
  managedNodeGroups.forEach((group, i) => {
    validateManaged(group, ['managedNodeGroups', i]);
  });
  fargateProfiles.forEach((profile, i) => {
    validateFargateProfile(profile, ['fargateProfiles', i]);
  });
}

/** Names are unique across managed and self-managed groups. */
function uniqueNames({ nodeGroups = [], managedNodeGroups = [] }: ClusterConfig): void {
  const names = new Set<string>();
  const check = (list: string, groups: readonly Partial<NodeGroupBase>[]): void => {
    groups.forEach(({ name }, i) => {
      if (!name) return refuseConfig([list, i], `${list}[${i}].name must be set`);
      if (names.has(name))
        refuseConfig([list, i, 'name'], `${list}[${i}].name "${name}" is not unique`);
      names.add(name);
    });
  };
  check('nodeGroups', nodeGroups);
  check('managedNodeGroups', managedNodeGroups);
}

const text = (path: Path): string => `${String(path[0])}[${String(path[1])}]`;

function validateBase(group: NodeGroupBase, path: Path): void {
  if (group.availabilityZones?.length && group.subnets?.length)
    refuseConfig(
      [...path, 'subnets'],
      `only one of ${text(path)}.subnets or ${text(path)}.availabilityZones should be set`,
    );
  const { amiFamily, maxPodsPerNode } = group as { amiFamily?: string; maxPodsPerNode?: number };
  if ((maxPodsPerNode ?? 0) < 0)
    refuseConfig([...path, 'maxPodsPerNode'], `${text(path)}.maxPodsPerNode cannot be negative`);
  if (amiFamily && !AMI_FAMILIES.some((name) => name.toLowerCase() === amiFamily.toLowerCase()))
    refuseConfig(
      [...path, 'amiFamily'],
      `AMI Family ${amiFamily} is not supported - use one of: ${AMI_FAMILIES.join(', ')}`,
    );
  validateTaints(group.taints ?? [], [...path, 'taints']);
}

function validateManaged(group: ManagedNodeGroup, path: Path): void {
  validateBase(group, path);
  const sizes = managedSizes(group, path);
  const { updateConfig } = group;
  if (updateConfig) validateUpdateConfig(updateConfig, sizes.maxSize, [...path, 'updateConfig']);
  if (group.instanceType && group.instanceTypes?.length)
    refuseConfig(
      [...path, 'instanceTypes'],
      `only one of instanceType or instanceTypes can be specified (${text(path)})`,
    );
  validateTypes(
    group.instanceTypes?.length ? group.instanceTypes : [group.instanceType ?? ''],
    group.instanceTypes?.length ? [...path, 'instanceTypes'] : [...path, 'instanceType'],
  );
}

function validateUpdateConfig(
  { maxUnavailable, maxUnavailablePercentage }: NonNullable<ManagedNodeGroup['updateConfig']>,
  maxSize: number,
  path: Path,
): void {
  if (maxUnavailable === undefined && maxUnavailablePercentage === undefined)
    refuseConfig(
      path,
      'invalid UpdateConfig: maxUnavailable or maxUnavailablePercentage must be defined',
    );
  if (maxUnavailable !== undefined && maxUnavailablePercentage !== undefined)
    refuseConfig(
      path,
      `cannot use maxUnavailable=${maxUnavailable} and maxUnavailablePercentage=${maxUnavailablePercentage} at the same time`,
    );
  if ((maxUnavailable ?? 0) > maxSize)
    refuseConfig(
      [...path, 'maxUnavailable'],
      `maxUnavailable=${maxUnavailable} cannot be greater than maxSize=${maxSize}`,
    );
}

function validateSelfManaged(group: SelfManagedNodeGroup, path: Path): void {
  validateBase(group, path);
  validateLabels(group.labels ?? {}, [...path, 'labels']);
  validateDistribution(group, path);
  selfManagedSizes(group, path);
  const mixed = group.instancesDistribution?.instanceTypes;
  if (mixed) validateTypes(mixed, [...path, 'instancesDistribution', 'instanceTypes']);
  else validateTypes([group.instanceType ?? ''], [...path, 'instanceType']);
}

export const SPOT_STRATEGIES = [
  'lowest-price',
  'diversified',
  'capacity-optimized',
  'capacity-optimized-prioritized',
  'price-capacity-optimized',
];

function validateDistribution(group: SelfManagedNodeGroup, group_: Path): void {
  const { instancesDistribution: of, instanceType: own } = group;
  if (!of) return;
  const path = [...group_, 'instancesDistribution'];
  if (own && own !== 'mixed')
    refuseConfig(
      [...group_, 'instanceType'],
      'instanceType should be "mixed" or unset when using the instances distribution feature',
    );
  const types = new Set(of.instanceTypes ?? []);
  if (types.size === 0)
    refuseConfig(path, 'at least two instance types have to be specified for mixed nodegroups');
  if (types.size > 20)
    refuseConfig(path, 'mixed nodegroups should have between 1 and 20 different instance types');
  if ((of.onDemandBaseCapacity ?? 0) < 0)
    refuseConfig([...path, 'onDemandBaseCapacity'], 'onDemandBaseCapacity should be 0 or more');
  const above = of.onDemandPercentageAboveBaseCapacity ?? 100;
  if (above < 0 || above > 100)
    refuseConfig(
      [...path, 'onDemandPercentageAboveBaseCapacity'],
      'percentageAboveBase should be between 0 and 100',
    );
  const pools = of.spotInstancePools;
  if (pools !== undefined && (pools < 1 || pools > 20))
    refuseConfig([...path, 'spotInstancePools'], 'spotInstancePools should be between 1 and 20');
  const strategy = of.spotAllocationStrategy;
  if (strategy !== undefined && !SPOT_STRATEGIES.includes(strategy))
    refuseConfig(
      [...path, 'spotAllocationStrategy'],
      `spotAllocationStrategy should be one of: ${SPOT_STRATEGIES.join(', ')}`,
    );
  if (pools !== undefined && strategy?.startsWith('capacity-optimized'))
    refuseConfig(
      [...path, 'spotInstancePools'],
      `spotInstancePools cannot be specified when also specifying spotAllocationStrategy: ${strategy}`,
    );
}

/** Left to the EKS API by eksctl; `mixed` and nothing are eksctl's own. */
function validateTypes(types: readonly string[], path: Path): void {
  const unknown = types.filter((type) => type !== '' && type !== 'mixed' && !instanceType(type));
  if (unknown.length === 0) return;
  const at = path.at(-1) === 'instanceTypes' ? [...path, types.indexOf(unknown[0] ?? '')] : path;
  refuseConfig(at, `The following supplied instance types do not exist: [${unknown.join(', ')}]`);
}

/** pkg/utils/taints. */
function validateTaints(taints: readonly NodeGroupTaint[], path: Path): void {
  taints.forEach(({ key = '', value = '', effect = '' }, i) => {
    if (key === '') refuseConfig([...path, i], 'taint key must be non-empty');
    const keyErrors = isQualifiedName(key);
    if (keyErrors.length > 0)
      refuseConfig([...path, i, 'key'], `invalid taint key: ${key}, ${keyErrors.join('; ')}`);
    const valueErrors = isLabelValue(value);
    if (valueErrors.length > 0)
      refuseConfig(
        [...path, i, 'value'],
        `invalid taint value: ${value}, ${valueErrors.join('; ')}`,
      );
    if (!['NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect))
      refuseConfig(
        [...path, i, 'effect'],
        `invalid taint effect: ${effect}, unsupported taint effect`,
      );
  });
}

function validateLabels(labels: Readonly<Record<string, string>>, path: Path): void {
  for (const [label, value] of Object.entries(labels)) {
    if (label.split('/').length > 2)
      refuseConfig(
        [...path, label],
        `node label key "${label}" is of invalid format, can only use one '/' separator`,
      );
    const keyErrors = isQualifiedName(label);
    if (keyErrors.length > 0)
      refuseConfig([...path, label], `label "${label}" is invalid - [${keyErrors.join(' ')}]`);
    const valueErrors = isLabelValue(value);
    if (valueErrors.length > 0)
      refuseConfig(
        [...path, label],
        `label "${label}" has invalid value "${value}" - [${valueErrors.join(' ')}]`,
      );
  }
  const unknown = Object.keys(labels).filter(isUnknownKubernetesLabel);
  if (unknown.length > 0)
    refuseConfig(
      [...path, unknown[0] as string],
      `unknown 'kubernetes.io' or 'k8s.io' labels were specified: [${unknown.join(' ')}]`,
    );
}

/** pkg/kubelet/apis/well_known_labels.go: what a kubelet may set on itself. */
function isUnknownKubernetesLabel(label: string): boolean {
  const domain = label.includes('/') ? label.slice(0, label.indexOf('/')) : '';
  if (!/(^|\.)(kubernetes|k8s)\.io$/.test(domain)) return false;
  if (/(^|\.)(kubelet\.kubernetes\.io|node\.kubernetes\.io)$/.test(domain)) return false;
  return !/^(kubernetes\.io\/(hostname|arch|os)|beta\.kubernetes\.io\/(instance-type|arch|os)|(topology|failure-domain\.beta)\.kubernetes\.io\/(zone|region))$/.test(
    label,
  );
}

function validateFargateProfile(profile: EksctlFargateProfile, path: Path): void {
  const { name, selectors = [] } = profile;
  if (!name) refuseConfig(path, 'invalid Fargate profile: empty name');
  if (name.startsWith('eks-'))
    refuseConfig(
      [...path, 'name'],
      `invalid Fargate profile "${name}": name should NOT start with "eks-"`,
    );
  if (selectors.length === 0)
    refuseConfig(path, `invalid Fargate profile "${name}": no profile selector`);
  selectors.forEach(({ namespace }, i) => {
    if (!namespace)
      refuseConfig(
        [...path, 'selectors', i],
        `invalid Fargate profile "${name}": invalid profile selector at index #${i}: empty namespace`,
      );
  });
}

export const AMI_FAMILIES = [
  'AmazonLinux2023',
  'AmazonLinux2',
  'UbuntuPro2604',
  'Ubuntu2604',
  'UbuntuPro2404',
  'Ubuntu2404',
  'UbuntuPro2204',
  'Ubuntu2204',
  'UbuntuPro2004',
  'Ubuntu2004',
  'Bottlerocket',
  'BottlerocketFips',
  'WindowsServer2019CoreContainer',
  'WindowsServer2019FullContainer',
  'WindowsServer2022CoreContainer',
  'WindowsServer2022FullContainer',
  'WindowsServer2025CoreContainer',
  'WindowsServer2025FullContainer',
];

/** Places in a well-formed ClusterConfig that are accepted without effect here. */
export function configFieldsWithoutEffect(value: unknown): readonly Path[] {
  return silentIn('ClusterConfig', value, []);
}

function silentIn(type: string, value: unknown, path: Path): Path[] {
  const of = CLUSTER_CONFIG_TYPES[type];
  if (!of || typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([name, inner]) => {
    const here = [...path, name];
    if (of.unsimulated.includes(name)) return [here];
    const field = of.fields[name] ?? '';
    if (!field.startsWith('[]')) return silentIn(field, inner, here);
    return Array.isArray(inner)
      ? inner.flatMap((each: unknown, i) => silentIn(field.slice(2), each, [...here, i]))
      : [];
  });
}
