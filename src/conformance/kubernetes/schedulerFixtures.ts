/**
 * Cut-down manifests of the vector files -> whole objects and the scheduler's own view of them. Only fills in what the
 * files leave out; every rule is the product's.
 */
import type { LabelSelector, Labels, Namespace, Node, Pod } from '../../models/kubernetes/types';
import {
  EMPTY_CLUSTER,
  withSelector,
  type Cluster,
} from '../../models/kubernetes/scheduler/cluster';
import { clusterAfterNode } from '../../models/kubernetes/scheduler/clusterNodes';
import { clusterAfterPod } from '../../models/kubernetes/scheduler/clusterPods';
import {
  DEFAULT_FEATURE_GATES,
  type FeatureGates,
  type PluginArgs,
} from '../../models/kubernetes/scheduler/configuration';
import type { PluginOptions, Rejection } from '../../models/kubernetes/scheduler/framework';
import { podInfo, type PodInfo } from '../../models/kubernetes/scheduler/podInfo';

/** Anything of a manifest may be missing. */
export type Manifest = {
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Labels;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
};

export function pod(manifest: Manifest): Pod {
  const { metadata = {}, spec = {}, status = {} } = manifest;
  const { deletionTimestamp, ...meta } = metadata as { deletionTimestamp?: string };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'pod',
      namespace: 'default',
      uid: metadata.name ?? 'pod',
      creationTimestamp: 0,
      ...meta,
      ...(deletionTimestamp !== undefined && { deletionTimestamp: Date.parse(deletionTimestamp) }),
    },
    spec: { containers: [], ...spec },
    status: { phase: spec['nodeName'] ? 'Running' : 'Pending', ...status, ...startTimeOf(status) },
  };
}

const startTimeOf = ({ startTime }: Readonly<Record<string, unknown>>) =>
  typeof startTime === 'string' ? { startTime: Date.parse(startTime) } : {};

export function node({ metadata = {}, spec = {}, status = {} }: Manifest): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'node', uid: metadata.name ?? 'node', creationTimestamp: 0, ...metadata },
    spec,
    status: { capacity: {}, allocatable: {}, conditions: [], addresses: [], ...status },
  };
}

export interface World {
  readonly nodes?: readonly Manifest[];
  readonly existingPods?: readonly Manifest[];
  readonly namespaces?: readonly Manifest[];
  /** Services, ReplicaSets and other owners. */
  readonly objects?: readonly Manifest[];
}

export function cluster({
  nodes = [],
  existingPods = [],
  namespaces = [],
  objects = [],
}: World): Cluster {
  let built = EMPTY_CLUSTER;
  for (const manifest of nodes) built = clusterAfterNode(built, undefined, node(manifest));
  for (const manifest of existingPods) {
    const existing = pod(manifest);
    const { namespace = '', name } = existing.metadata;
    built = clusterAfterPod(built, `${namespace}/${name}`, undefined, existing);
  }
  for (const { metadata } of namespaces as readonly Namespace[])
    built = {
      ...built,
      namespaces: withSelector(built.namespaces, metadata.name, metadata.labels ?? {}),
    };
  return objects.reduce(withObject, built);
}

function withObject(built: Cluster, { kind, metadata, spec }: Manifest): Cluster {
  const key = `${metadata?.namespace ?? 'default'}/${metadata?.name ?? ''}`;
  if (kind === 'Service')
    return {
      ...built,
      services: withSelector(built.services, key, spec?.['selector'] as Labels | undefined),
    };
  const selector = ownerSelector(kind, spec?.['selector']);
  return { ...built, owners: withSelector(built.owners, `${kind ?? ''}/${key}`, selector) };
}

/** A ReplicationController's selector is a plain map. */
const ownerSelector = (kind: string | undefined, selector: unknown): LabelSelector =>
  kind === 'ReplicationController'
    ? { matchLabels: selector as Labels }
    : (selector as LabelSelector);

/** Pods of the world, all put on one node: for suites about a single node. */
export const onNode = (pods: readonly Manifest[], nodeName: string): readonly Manifest[] =>
  pods.map((p) => ({ ...p, spec: { ...p.spec, nodeName } }));

export const info = (manifest: Manifest): PodInfo => podInfo(pod(manifest));

export const options = (
  args: PluginArgs = {},
  features: Partial<FeatureGates> = {},
): PluginOptions => ({ args, features: { ...DEFAULT_FEATURE_GATES, ...features } });

/** As the files write a verdict; reasons sorted, because their order is free. */
export const verdict = (rejection: Rejection | undefined) =>
  rejection
    ? { status: rejection.code, reasons: [...rejection.reasons].sort() }
    : { status: 'Success', reasons: [] };

export const sortedReasons = (expected: Readonly<Record<string, unknown>>) =>
  Array.isArray(expected['reasons'])
    ? { ...expected, reasons: [...(expected['reasons'] as string[])].sort() }
    : expected;
