/**
 * What a document refers to, made up so that it can be judged on its own: the namespace of a Kubernetes object and the service
 * account of its pods; the cluster
 * of an eksctl ClusterConfig; of a service definition or RunTask input its cluster with the capacity providers of its
 * strategy, its task definition with the containers and ports that it names, its target groups. The groups get ARNs of this world, so
 * the document is handed back with those in place of its own.
 */
import { describeValue } from '../documents';
import { isClusterConfig } from '../models/eks/validation/clusterConfig';
import type { Request, Response } from './protocol';
import { standInScaling } from './standInScaling';
import { capacityFor, standInAws } from './standInCapacity';

type Fields = Readonly<Record<string, unknown>>;

/** Makes them with `submit`; returns the document to judge. */
export function standIn(value: unknown, submit: (request: Request) => Response): unknown {
  if (isClusterConfig(value)) return clusterConfig(value as Fields, submit);
  const description = describeValue(value);
  if (description.api === 'kubernetes') {
    if (description.namespace) submit(namespace(description.namespace));
    for (const account of accounts(value as Fields)) submit(account);
    return value;
  }
  if (description.api === 'application-autoscaling')
    return standInScaling(value, description, submit);
  if (description.api === 'aws') return standInAws(value as Fields, description, submit);
  if (description.api !== 'ecs' || typeof value !== 'object' || value === null) return value;
  const fields = value as Fields;
  const requests = [...cluster(fields), ...taskDefinitions(fields), ...capacityFor(fields)];
  for (const request of requests) submit(request);
  if (!Array.isArray(fields['loadBalancers'])) return value;
  const loadBalancers = fields['loadBalancers'].map((lb: unknown) =>
    typeof lb === 'object' && lb !== null ? withTargetGroup(lb as Fields, fields, submit) : lb,
  );
  return { ...fields, loadBalancers };
}

const textOf = (fields: Fields, name: string): string =>
  typeof fields[name] === 'string' ? fields[name] : '';
const listOf = (fields: Fields, name: string): readonly Fields[] =>
  Array.isArray(fields[name])
    ? (fields[name] as Fields[]).filter((f) => typeof f === 'object' && f !== null)
    : [];

/** The cluster that it speaks of, in the zones of this world: a file is from anywhere. */
function clusterConfig(value: Fields, submit: (request: Request) => Response): unknown {
  const { apiVersion, kind, metadata } = value;
  const input = { clusterConfig: { apiVersion, kind, metadata } };
  submit({ api: 'quayside', action: 'createEksGround', input });
  const elsewhere = (group: Fields): Fields => withoutField(group, 'availabilityZones', 'subnets');
  const groups = (list: string) =>
    Array.isArray(value[list])
      ? { [list]: (value[list] as unknown[]).map((g) => (isFields(g) ? elsewhere(g) : g)) }
      : {};
  return {
    ...withoutField(value, 'availabilityZones'),
    ...groups('managedNodeGroups'),
    ...groups('nodeGroups'),
    ...groups('fargateProfiles'),
  };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withoutField = (fields: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

function namespace(name: string): Request {
  const document = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  return { api: 'quayside', action: 'applyDocument', input: { document } };
}

/** Of a Pod, of a template, of a CronJob's template. */
function accounts({ metadata, spec }: Fields): readonly Request[] {
  const field = (of: unknown, name: string): unknown => (isFields(of) ? of[name] : undefined);
  const template = field(field(field(spec, 'jobTemplate'), 'spec'), 'template');
  const podSpecs = [spec, field(field(spec, 'template'), 'spec'), field(template, 'spec')];
  return podSpecs.flatMap((podSpec): Request[] => {
    const name = field(podSpec, 'serviceAccountName') ?? field(podSpec, 'serviceAccount');
    if (typeof name !== 'string') return [];
    const namespace = field(metadata, 'namespace') ?? 'default';
    const document = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
    return [{ api: 'quayside', action: 'applyDocument', input: { document } }];
  });
}

/** With a namespace for Service Connect, which a service may take from its cluster. */
function cluster(fields: Fields): readonly Request[] {
  const clusterName = textOf(fields, 'cluster').split('/').at(-1) || 'default';
  const connects = 'serviceConnectConfiguration' in fields;
  const input = {
    clusterName,
    ...(connects ? { serviceConnectDefaults: { namespace: 'default' } } : {}),
  };
  return [{ api: 'ecs', action: 'CreateCluster', input }];
}

/** The load balancer entry with a target group that exists, of the type that the network mode needs. */
function withTargetGroup(
  loadBalancer: Fields,
  service: Fields,
  submit: (request: Request) => Response,
): Fields {
  const asked = textOf(loadBalancer, 'targetGroupArn');
  if (asked === '') return loadBalancer;
  const Name = /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/.exec(asked.split('/')[1] ?? '')?.[0] ?? 'stand-in';
  const TargetType = 'networkConfiguration' in service ? 'ip' : 'instance';
  const input = { Name, Protocol: 'HTTP', Port: 80, TargetType };
  const response = submit({ api: 'elasticloadbalancing', action: 'CreateTargetGroup', input });
  const place = { name: Name, targetGroup: Name, targetType: TargetType };
  submit({ api: 'quayside', action: 'placeLoadBalancer', input: place });
  if (!response.ok) return loadBalancer;
  const [group] = (response.output as { TargetGroups: { TargetGroupArn: string }[] }).TargetGroups;
  return { ...loadBalancer, targetGroupArn: group?.TargetGroupArn };
}

function taskDefinitions(fields: Fields): readonly Request[] {
  const reference = textOf(fields, 'taskDefinition');
  if (reference === '') return [];
  const [family = '', revision = '1'] = (reference.split('/').at(-1) ?? '').split(':');
  const awsvpc = 'networkConfiguration' in fields;
  const input = {
    family: family.replace(/[^\w-]/g, '-') || 'app',
    ...(awsvpc ? { networkMode: 'awsvpc' } : {}),
    requiresCompatibilities: awsvpc ? ['EC2', 'FARGATE'] : ['EC2'],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
    containerDefinitions: containersFor(fields),
  };
  const times = Math.min(50, Math.max(1, Number.parseInt(revision, 10) || 1));
  return Array.from({ length: times }, () => ({
    api: 'ecs' as const,
    action: 'RegisterTaskDefinition',
    input,
  }));
}

/** The containers and ports that load balancers and registries name, with the port names of Service Connect. */
function containersFor(fields: Fields): readonly object[] {
  const ports = new Map<string, number>();
  for (const user of [...listOf(fields, 'loadBalancers'), ...listOf(fields, 'serviceRegistries')]) {
    const port = user['containerPort'];
    const name = textOf(user, 'containerName');
    if (name) ports.set(name, typeof port === 'number' ? port : 80);
  }
  if (ports.size === 0) ports.set('app', 80);
  const connect = (fields['serviceConnectConfiguration'] ?? {}) as Fields;
  const portNames = listOf(connect, 'services').map((s) => textOf(s, 'portName'));
  return [...ports].map(([name, containerPort], i) => ({
    name,
    image: 'public.ecr.aws/nginx/nginx:latest',
    portMappings:
      i === 0 && portNames.length > 0
        ? portNames.map((portName, n) => ({ name: portName, containerPort: containerPort + n }))
        : [{ containerPort }],
  }));
}
