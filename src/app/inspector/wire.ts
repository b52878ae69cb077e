/** The record as the platform's command line prints it: which read asks for it, and what one would type. */
import type { Ref } from '../../engine/model';
import type { Request } from '../../host/protocol';

export type Format = 'json' | 'yaml';

export interface Wire {
  /** Who prints it; null: no command line knows this record. */
  readonly tool: 'aws' | 'kubectl' | null;
  /** As typed for either format. */
  readonly command: (format: Format) => string;
  readonly request: Request | null;
  /** Where the record stands in the answer. */
  readonly at: readonly (string | number)[];
  /** What the tool prints when nothing else is said, or what people ask it for. */
  readonly usual: Format;
}

export function wireOf(ref: Ref): Wire {
  const [family = '', kind = ''] = ref.kind.split('/');
  if (family === 'kubernetes') return kubernetesWire(kind, ref.key);
  const known = AWS[ref.kind];
  if (!known) return { tool: null, command: () => ref.kind, request: null, at: [], usual: 'json' };
  const { api, action, command, input, at } = known(ref.key);
  return {
    tool: 'aws',
    command: (format) => `aws ${command}${format === 'yaml' ? ' --output yaml' : ''}`,
    request: { api, action, input },
    at,
    usual: 'json',
  };
}

const RESOURCES: Readonly<Record<string, { group: string; version?: string; resource: string }>> = {
  Pod: { group: '', resource: 'pods' },
  Service: { group: '', resource: 'services' },
  Node: { group: '', resource: 'nodes' },
  Namespace: { group: '', resource: 'namespaces' },
  Event: { group: '', resource: 'events' },
  Deployment: { group: 'apps', resource: 'deployments' },
  ReplicaSet: { group: 'apps', resource: 'replicasets' },
  EndpointSlice: { group: 'discovery.k8s.io', resource: 'endpointslices' },
  Lease: { group: 'coordination.k8s.io', resource: 'leases' },
  HorizontalPodAutoscaler: {
    group: 'autoscaling',
    version: 'v2',
    resource: 'horizontalpodautoscalers',
  },
};

function kubernetesWire(kind: string, key: string): Wire {
  const { typed, name, namespace, ...resource } = named(kind, key);
  const place = namespace === undefined || namespace === 'default' ? '' : ` -n ${namespace}`;
  return {
    tool: 'kubectl',
    command: (format) => `kubectl get ${typed} ${name}${place} -o ${format}`,
    request: {
      api: 'kubernetes',
      verb: 'get',
      version: 'v1',
      ...resource,
      name,
      ...(namespace === undefined ? {} : { namespace }),
    },
    at: [],
    usual: 'yaml',
  };
}

/** Kinds without a record kind of their own are kept as `resource.group/namespace/name`. */
function named(kind: string, key: string) {
  const known = RESOURCES[kind];
  const parts = key.split('/');
  const name = parts.at(-1) ?? key;
  const namespace = parts.length > 1 && parts.at(-2) !== '' ? parts.at(-2) : undefined;
  if (known) return { ...known, typed: kind.toLowerCase(), name, namespace };
  const [resource = kind, ...group] = (parts[0] ?? '').split('.');
  const typed = [resource, ...group].filter((part) => part !== '').join('.');
  const own = parts.length > 2 && parts[1] !== '' ? parts[1] : undefined;
  return { group: group.join('.'), resource, typed, name, namespace: own };
}

interface AwsRead {
  readonly api: 'ecs' | 'ec2' | 'eks' | 'elasticloadbalancing';
  readonly action: string;
  readonly command: string;
  readonly input: object;
  readonly at: readonly (string | number)[];
}

const inCluster =
  (action: string, command: string, field: string, option: string): ((key: string) => AwsRead) =>
  (key) => {
    const slash = key.indexOf('/');
    const [cluster, id] = [key.slice(0, slash), key.slice(slash + 1)];
    return {
      api: 'ecs',
      action,
      command: `ecs ${command} --cluster ${cluster} --${option} ${id}`,
      input: { cluster, [field]: [id] },
      at: [field, 0],
    };
  };

const AWS: Readonly<Partial<Record<string, (key: string) => AwsRead>>> = {
  'ecs/Task': inCluster('DescribeTasks', 'describe-tasks', 'tasks', 'tasks'),
  'ecs/Service': inCluster('DescribeServices', 'describe-services', 'services', 'services'),
  'ecs/ContainerInstance': inCluster(
    'DescribeContainerInstances',
    'describe-container-instances',
    'containerInstances',
    'container-instances',
  ),
  'ecs/Cluster': (key) => ({
    api: 'ecs',
    action: 'DescribeClusters',
    command: `ecs describe-clusters --clusters ${key}`,
    input: { clusters: [key] },
    at: ['clusters', 0],
  }),
  'ecs/TaskDefinition': (key) => ({
    api: 'ecs',
    action: 'DescribeTaskDefinition',
    command: `ecs describe-task-definition --task-definition ${key}`,
    input: { taskDefinition: key },
    at: ['taskDefinition'],
  }),
  'eks/Cluster': (key) => ({
    api: 'eks',
    action: 'DescribeCluster',
    command: `eks describe-cluster --name ${key}`,
    input: { name: key },
    at: ['cluster'],
  }),
  'eks/Nodegroup': (key) => {
    const [clusterName = '', nodegroupName = ''] = key.split('/');
    return {
      api: 'eks',
      action: 'DescribeNodegroup',
      command: `eks describe-nodegroup --cluster-name ${clusterName} --nodegroup-name ${nodegroupName}`,
      input: { clusterName, nodegroupName },
      at: ['nodegroup'],
    };
  },
  'eks/FargateProfile': (key) => {
    const [clusterName = '', fargateProfileName = ''] = key.split('/');
    return {
      api: 'eks',
      action: 'DescribeFargateProfile',
      command: `eks describe-fargate-profile --cluster-name ${clusterName} --fargate-profile-name ${fargateProfileName}`,
      input: { clusterName, fargateProfileName },
      at: ['fargateProfile'],
    };
  },
  'ec2/Instance': (key) => ({
    api: 'ec2',
    action: 'DescribeInstances',
    command: `ec2 describe-instances --instance-ids ${key}`,
    input: { InstanceIds: [key] },
    at: ['Reservations', 0, 'Instances', 0],
  }),
  'ec2/AvailabilityZone': (key) => ({
    api: 'ec2',
    action: 'DescribeAvailabilityZones',
    command: `ec2 describe-availability-zones --zone-names ${key}`,
    input: { ZoneNames: [key] },
    at: ['AvailabilityZones', 0],
  }),
  'elasticloadbalancing/LoadBalancer': (key) => ({
    api: 'elasticloadbalancing',
    action: 'DescribeLoadBalancers',
    command: `elbv2 describe-load-balancers --names ${key}`,
    input: { Names: [key] },
    at: ['LoadBalancers', 0],
  }),
  'elasticloadbalancing/TargetGroup': (key) => ({
    api: 'elasticloadbalancing',
    action: 'DescribeTargetGroups',
    command: `elbv2 describe-target-groups --target-group-arns ${key}`,
    input: { TargetGroupArns: [key] },
    at: ['TargetGroups', 0],
  }),
  'elasticloadbalancing/TargetHealth': (key) => {
    const [arn = '', target = ''] = key.split('|');
    const [Id = '', port = ''] = target.split(':');
    return {
      api: 'elasticloadbalancing',
      action: 'DescribeTargetHealth',
      command: `elbv2 describe-target-health --target-group-arn ${arn} --targets Id=${Id},Port=${port}`,
      input: { TargetGroupArn: arn, Targets: [{ Id, Port: Number(port) }] },
      at: ['TargetHealthDescriptions', 0],
    };
  },
};
