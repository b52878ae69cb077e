/** A world of nodes, pods and the scheduler alone, for tests and benches: no kubelet, no controllers, no API. */
import { composeModel, type ModelPart } from '../../../engine/composeModel';
import type { AnyRequest, Effect, Kind } from '../../../engine/model';
import { Simulation } from '../../../engine/simulation';
import { indexes } from '../api/indexes';
import type { Node, Pod, PodSpec, ResourceList, Taint } from '../types';
import { schedulerPart } from './part';

interface Write extends AnyRequest {
  readonly effects?: readonly Effect[];
}

/** Requests are effects, and deleting a pod is at once. */
const writes: ModelPart = {
  indexes,
  admit: (request: Write) =>
    request.api === 'test' ? { ok: true, output: null, effects: request.effects ?? [] } : undefined,
  commands: {
    deletePod: ({ namespace, name }: { namespace: string; name: string }) => [
      { do: 'remove', kind: 'kubernetes/Pod', key: `${namespace}/${name}` },
    ],
    setPodCondition: () => [],
  },
};
const sweeper: ModelPart = {
  controllers: [{ name: 'kubernetes/eventTtl', latencyMs: 0, sync: () => undefined }],
};

export function schedulerWorld(
  seed = 1,
  parts: readonly ModelPart[] = [],
  freeze = true,
): Simulation {
  const model = composeModel('kubernetes', () => true, [schedulerPart, writes, sweeper, ...parts]);
  return new Simulation({ models: [model], seed, freeze });
}

export const write = (world: Simulation, ...effects: readonly Effect[]): void => {
  world.submit({ api: 'test', effects } as Write, 'test');
};

export const put = (kind: Kind, value: Pod | Node): Effect => {
  const { namespace, name } = value.metadata;
  return { do: 'put', kind, key: namespace === undefined ? name : `${namespace}/${name}`, value };
};

export const podOf = (world: Simulation, name: string): Pod | undefined =>
  world.context.get('kubernetes/Pod', `default/${name}`);

export interface NodeShape {
  readonly name: string;
  readonly zone?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
}

export function node(shape: NodeShape): Node {
  const { name, zone = 'a', cpu = '4', memory = '16Gi', pods = '58', labels, taints } = shape;
  const allocatable: ResourceList = { cpu, memory, pods };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: name,
      creationTimestamp: 0,
      labels: {
        'kubernetes.io/hostname': name,
        'topology.kubernetes.io/region': 'us-east-1',
        'topology.kubernetes.io/zone': zone,
        ...labels,
      },
    },
    spec: {
      ...(taints && { taints }),
      ...(shape.unschedulable !== undefined && { unschedulable: shape.unschedulable }),
    },
    status: {
      capacity: allocatable,
      allocatable,
      conditions: [{ type: 'Ready', status: 'True' }],
      addresses: [],
    },
  };
}

export interface PodShape {
  readonly name: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly owner?: string;
  readonly spec?: Partial<PodSpec>;
  readonly atMs?: number;
}

export function pod({ name, cpu = '100m', memory = '128Mi', ...rest }: PodShape): Pod {
  const { labels, owner, spec, atMs = 0 } = rest;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      creationTimestamp: atMs,
      ...(labels && { labels }),
      ...(owner !== undefined && {
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: owner, controller: true },
        ],
      }),
    },
    spec: {
      containers: [{ name: 'app', image: 'app:1', resources: { requests: { cpu, memory } } }],
      schedulerName: 'default-scheduler',
      ...spec,
    },
    status: { phase: 'Pending' },
  };
}
