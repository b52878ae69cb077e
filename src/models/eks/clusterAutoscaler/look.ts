/**
 * One look of the Cluster Autoscaler, every scan interval (core/static_autoscaler.go RunOnce, 1.34): first pods without a node,
 * then, unless a group grew, nodes without a need. A look that finds no pending pod reads each node once; nothing is written
 * unless something is new.
 */
import type { Read } from '../../../engine/model';
import {
  clusterNow,
  podInfo,
  profileOf,
  type Cluster,
} from '../../kubernetes/scheduler/simulation';
import type { StoredObject } from '../../kubernetes/types';
import {
  withoutDaemons,
  type NodeFinding,
  type ObservedNode,
  type ScaleDownInput,
} from './findings';
import {
  hasTaint,
  isReadyNode,
  isStarting,
  nodeGroups,
  readiness,
  TO_BE_DELETED,
  type NodeGroup,
} from './nodeGroups';
import type { AutoscalerOptions } from './options';
import { unschedulablePods } from './process';
import { categorizeNodes } from './scaleDown';
import { decideScaleUp, type CandidateGroup, type ScaleUpDecision } from './scaleUp';
import { renamed, templateNode } from './templateNode';
import {
  cooldowns,
  latest,
  nodesToDelete,
  timersAfter,
  type Cooldowns,
  type Timers,
} from './timers';
import type { ClusterAutoscaler, NodeDeletion } from './types';

export interface Look {
  readonly groups: readonly NodeGroup[];
  /** undefined: no pod waits. */
  readonly up: ScaleUpDecision | undefined;
  /** undefined: a group grew, or nothing is ever removed; nodes are not looked at. */
  readonly down: Down | undefined;
}

export interface Down {
  readonly findings: readonly NodeFinding[];
  readonly timers: Timers;
  readonly cooldowns: Cooldowns;
  readonly deletions: readonly NodeDeletion[];
  readonly goes: readonly NodeFinding[];
}

export interface LookInput {
  readonly read: Read;
  readonly state: ClusterAutoscaler;
  readonly options: AutoscalerOptions;
  draw(n: number): number;
}

export function look(input: LookInput): Look {
  const { read, options } = input;
  const groups = nodeGroups(read, options);
  const up = lookUp(input, groups);
  const grows = (up?.plan.length ?? 0) > 0;
  const down =
    grows || !options.scaleDownEnabled
      ? undefined
      : lookDown(input, groups, up?.cluster ?? clusterNow(read));
  return { groups, up, down };
}

function lookUp(input: LookInput, groups: readonly NodeGroup[]): ScaleUpDecision | undefined {
  const { read, options } = input;
  const pods = unschedulablePods(read).flatMap((record) => {
    const pod = podInfo(record);
    const profile = profileOf(read, pod);
    const age = read.nowMs - record.metadata.creationTimestamp;
    const counts =
      pod.priority >= options.expendablePodsPriorityCutoff && age >= options.newPodScaleUpDelayMs;
    return profile && counts ? [{ pod, profile }] : [];
  });
  if (pods.length === 0) return undefined;
  return decideScaleUp({
    pods,
    cluster: clusterNow(read),
    groups: groups.flatMap((group) => candidate(group, input) ?? []),
    options,
    priorities: prioritiesOf(input),
    draw: (n) => input.draw(n),
  });
}

function candidate(group: NodeGroup, { read, state }: LookInput): CandidateGroup | undefined {
  const template = templateNode(group, `template-node-for-${group.name}`, read);
  if (!template) return undefined;
  const backoff = state.backoffs.find((one) => one.group === group.name);
  return {
    ...group,
    upcoming: readiness(group, read).upcoming,
    isBackedOff: backoff !== undefined && backoff.untilMs > read.nowMs,
    template,
    fresh: (name) => renamed(template, name, read),
  };
}

/** The ConfigMap of the priority expander, in the autoscaler's own namespace. */
function prioritiesOf({ read, state }: LookInput): string | undefined {
  const namespace = state.pod.slice(0, state.pod.indexOf('/'));
  const key = `configmaps./${namespace}/cluster-autoscaler-priority-expander`;
  const map = read.get('kubernetes/Object', key) as
    (StoredObject & { readonly data?: Readonly<Record<string, string>> }) | undefined;
  return map?.data?.['priorities'];
}

export function lookDown(input: LookInput, groups: readonly NodeGroup[], cluster: Cluster): Down {
  const { read, options, state } = input;
  const deletions = read.list('eks/NodeDeletion');
  const nodes = observeNodes(input, groups, cluster);
  const draining = deletions.filter(({ empty }) => !empty).map(({ node }) => node);
  const given: ScaleDownInput = { nodes, cluster, state, draining, options, read };
  const findings = categorizeNodes(given);
  const timers = timersAfter(findings, state, read.nowMs);
  const held = cooldowns(state, given);
  const goes =
    latest(held) === null ? nodesToDelete(findings, timers.unneeded, deletions, given) : [];
  return { findings, timers, cooldowns: held, deletions, goes };
}

function observeNodes(
  { read, options }: LookInput,
  groups: readonly NodeGroup[],
  cluster: Cluster,
): readonly ObservedNode[] {
  const groupOf = new Map(
    groups.flatMap((group) => group.members.map(({ nodeName }) => [nodeName, group] as const)),
  );
  return cluster.nodes.toArray().flatMap((info): ObservedNode[] => {
    const { name } = info;
    const node = read.get('kubernetes/Node', name);
    if (!node || isStarting(node, read.nowMs)) return [];
    const isDeleting = hasTaint(node, TO_BE_DELETED) || read.has('eks/NodeDeletion', name);
    const group = groupOf.get(name);
    const load = options.ignoreDaemons ? withoutDaemons(info, read) : info;
    return [{ name, node, info: load, group, isReady: isReadyNode(node), isDeleting }];
  });
}
