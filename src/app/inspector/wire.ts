/** The record as the platform's command line prints it: which read asks for it, and in which language it is printed. */
import type { Ref } from '../../engine/model';
import type { Request } from '../../host/protocol';

export interface Wire {
  readonly command: string;
  readonly request: Request | null;
  readonly format: 'json' | 'yaml';
}

const RESOURCES: Readonly<Record<string, { group: string; resource: string }>> = {
  Pod: { group: '', resource: 'pods' },
  Service: { group: '', resource: 'services' },
  Node: { group: '', resource: 'nodes' },
  Namespace: { group: '', resource: 'namespaces' },
  Deployment: { group: 'apps', resource: 'deployments' },
  ReplicaSet: { group: 'apps', resource: 'replicasets' },
  EndpointSlice: { group: 'discovery.k8s.io', resource: 'endpointslices' },
  Lease: { group: 'coordination.k8s.io', resource: 'leases' },
};

export function wireOf(ref: Ref): Wire {
  const [family, kind = ''] = ref.kind.split('/');
  if (family === 'kubernetes') return kubernetesWire(kind, ref.key);
  if (family === 'ecs') return ecsWire(kind, ref.key);
  return { command: `${family} ${kind}`, request: null, format: 'json' };
}

function kubernetesWire(kind: string, key: string): Wire {
  const known = RESOURCES[kind];
  const slash = key.indexOf('/');
  const namespace = slash === -1 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (!known)
    return { command: `kubectl get ${kind} ${name} -o yaml`, request: null, format: 'yaml' };
  const request: Request = {
    api: 'kubernetes',
    verb: 'get',
    version: 'v1',
    ...known,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
  return { command: `kubectl get ${kind.toLowerCase()} ${name} -o yaml`, request, format: 'yaml' };
}

const DESCRIBE: Readonly<
  Record<
    string,
    { action: string; command: string; input: (cluster: string, id: string) => object }
  >
> = {
  Task: {
    action: 'DescribeTasks',
    command: 'aws ecs describe-tasks',
    input: (cluster, id) => ({ cluster, tasks: [id] }),
  },
  Service: {
    action: 'DescribeServices',
    command: 'aws ecs describe-services',
    input: (cluster, id) => ({ cluster, services: [id] }),
  },
  ContainerInstance: {
    action: 'DescribeContainerInstances',
    command: 'aws ecs describe-container-instances',
    input: (cluster, id) => ({ cluster, containerInstances: [id] }),
  },
  Cluster: {
    action: 'DescribeClusters',
    command: 'aws ecs describe-clusters',
    input: (_, id) => ({ clusters: [id] }),
  },
  TaskDefinition: {
    action: 'DescribeTaskDefinition',
    command: 'aws ecs describe-task-definition',
    input: (_, id) => ({ taskDefinition: id }),
  },
};

function ecsWire(kind: string, key: string): Wire {
  const known = DESCRIBE[kind];
  if (!known) return { command: `aws ecs ${kind}`, request: null, format: 'json' };
  const slash = key.indexOf('/');
  const cluster = slash === -1 ? '' : key.slice(0, slash);
  const input = known.input(cluster, key.slice(slash + 1));
  return {
    command: known.command,
    request: { api: 'ecs', action: known.action, input },
    format: 'json',
  };
}

/** `{ tasks: [x], failures: [] }` -> x: the one thing that was asked for. */
export function onlyItem(output: unknown): unknown {
  if (output === null || typeof output !== 'object') return output;
  for (const value of Object.values(output)) {
    if (Array.isArray(value) && value.length === 1) return value[0] as unknown;
    if (value !== null && typeof value === 'object' && !Array.isArray(value) && !('kind' in output))
      return value;
  }
  return output;
}
