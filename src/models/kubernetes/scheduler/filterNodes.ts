/**
 * Which nodes a pod fits on (pkg/scheduler/schedule_one.go findNodesThatFitPod, framework/runtime
 * RunFilterPluginsWithNominatedPods, v1.34): round-robin from where the last search ended, until enough nodes pass.
 */
import { indexNamed, nodeNamed, type Cluster } from './cluster';
import { withPodOnNode } from './clusterPods';
import type { FilterRun, Rejection } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { NodeMemo } from './nodeMemo';
import type { PodInfo } from './podInfo';
import type { Profile } from './profile';
import { numFeasibleNodesToFind } from './selectHost';

export interface SchedulingInput {
  readonly pod: PodInfo;
  readonly cluster: Cluster;
  readonly profile: Profile;
  /** Index of the node to try first. */
  readonly startIndex: number;
}

export interface PreparedFilter {
  readonly name: string;
  readonly run: FilterRun;
}

export interface FilterRecorder {
  prepared(filters: readonly string[]): void;
  /** The filters begin on a node. What was said of it before does not count any more. */
  tries(node: NodeInfo): void;
  /** A filter's verdict on a node; undefined: passed. */
  filtered(node: NodeInfo, filter: PreparedFilter, rejection: Rejection | undefined): void;
}

export interface Prepared {
  readonly filters: readonly PreparedFilter[];
  /** Runs the first of them, that look at nothing but the pod's spec and the node, and the rest. */
  readonly onlyLocal: (node: NodeInfo) => Failed | undefined;
  readonly global: readonly PreparedFilter[];
  readonly nodeNames: ReadonlySet<string> | undefined;
  readonly namedBy: readonly string[];
  readonly absentNodes: Rejection | undefined;
}
export interface Search {
  readonly input: SchedulingInput;
  readonly prepared: Prepared;
  readonly recorder: FilterRecorder | undefined;
  readonly memo: Memo | undefined;
}

/** PreFilter of all plugins; those that skip the pod are left out. */
export function prepareFilters(
  pod: PodInfo,
  cluster: Cluster,
  { filters: plugins }: Profile,
): Prepared | { readonly reject: Rejection; readonly plugin: string } {
  const filters: PreparedFilter[] = [];
  const namedBy: string[] = [];
  let local = 0;
  let nodeNames: ReadonlySet<string> | undefined;
  for (const plugin of plugins) {
    const { name } = plugin;
    const run = plugin.preFilter(pod, cluster);
    if (run === 'Skip') continue;
    if (run.reject) return { reject: run.reject, plugin: name };
    if (plugin.isNodeLocal && local === filters.length) local += 1;
    filters.push({ name, run });
    if (!run.nodeNames) continue;
    const named = run.nodeNames;
    nodeNames = nodeNames ? new Set([...nodeNames].filter((n) => named.has(n))) : named;
    namedBy.push(name);
  }
  const reasons = [`node(s) didn't satisfy plugin(s) [${[...namedBy].sort().join(' ')}]`];
  const absentNodes = nodeNames && ({ code: 'UnschedulableAndUnresolvable', reasons } as const);
  const first = filters.slice(0, local);
  const onlyLocal = (node: NodeInfo): Failed | undefined => runFilters(first, node);
  const global = filters.slice(local);
  return { filters, onlyLocal, global, nodeNames, namedBy, absentNodes };
}

/** The node that preemption has promised this pod, if it passes: then nothing else is tried. */
export function nominatedNode(search: Search): NodeInfo | undefined {
  const { pod, cluster } = search.input;
  const { nodeNames } = search.prepared;
  const name = pod.nominatedNodeName;
  const node = name === '' ? undefined : nodeNamed(cluster, name);
  if (!node || (nodeNames && !nodeNames.has(name))) return undefined;
  return filterNode(search, node) ? undefined : node;
}

export interface Found {
  readonly feasible: readonly NodeInfo[];
  /** Parallel: their indexes in the cluster. */
  readonly indexes: readonly number[];
  readonly nodeToStatus: ReadonlyMap<string, Rejection>;
  readonly rejectors: ReadonlySet<string>;
  readonly tried: number;
  readonly enough: number;
  readonly error?: string | undefined;
}
export const NOBODY: Found = {
  feasible: [],
  indexes: [],
  nodeToStatus: new Map(),
  rejectors: new Set(),
  tried: 0,
  enough: 0,
};

export function findNodesThatFitPod(search: Search): Found {
  const { cluster, profile, startIndex } = search.input;
  const candidates = namedIndexes(search);
  const count = candidates?.length ?? cluster.nodes.length;
  const enough =
    profile.scores.length === 0
      ? 1
      : numFeasibleNodesToFind(count, profile.percentageOfNodesToScore);
  const feasible: NodeInfo[] = [];
  const indexes: number[] = [];
  const nodeToStatus = new Map<string, Rejection>();
  const rejectors = new Set(search.prepared.namedBy);
  let tried = 0;
  for (; tried < count && feasible.length < enough; tried++) {
    const turn = (startIndex + tried) % count;
    const at = candidates ? (candidates[turn] as number) : turn;
    const node = cluster.nodes.at(at);
    const failed = filterNode(search, node, at);
    if (!failed) {
      feasible.push(node);
      indexes.push(at);
    } else if (failed.rejection.code === 'Error')
      return { ...NOBODY, error: failed.rejection.reasons.join(', ') };
    else {
      nodeToStatus.set(node.name, failed.rejection);
      rejectors.add(failed.plugin);
    }
  }
  return { feasible, indexes, nodeToStatus, rejectors, tried, enough };
}

/** Where PreFilter has named the nodes: those of them that exist. */
function namedIndexes({ input, prepared }: Search): readonly number[] | undefined {
  const { nodeNames } = prepared;
  if (!nodeNames) return undefined;
  return [...nodeNames].map((name) => indexNamed(input.cluster, name)).filter((at) => at >= 0);
}

/** Would the pod fit on this node, all filters run? undefined: yes. */
export function rejectionOn(input: SchedulingInput, nodeName: string): Rejection | undefined {
  const prepared = prepareFilters(input.pod, input.cluster, input.profile);
  if ('reject' in prepared) return prepared.reject;
  const node = nodeNamed(input.cluster, nodeName);
  const search = { input, prepared, recorder: undefined, memo: undefined };
  return node && filterNode(search, node)?.rejection;
}

export interface Failed {
  readonly rejection: Rejection;
  readonly plugin: string;
}
export type Memo = NodeMemo<Failed>;

/**
 * With pods of equal or higher priority that have been promised this node counted as if they were there, and without
 * them: both must pass, because nobody knows whether they will come.
 */
export function filterNode(search: Search, node: NodeInfo, at?: number): Failed | undefined {
  const { memo, prepared, input } = search;
  if (input.cluster.nominated.size > 0) {
    const failed = beforeThePromised(search, node);
    if (failed) return failed;
  }
  if (!memo || at === undefined) return runFilters(prepared.filters, node, search.recorder);
  return memo.verdict(at, node, prepared.onlyLocal) ?? runFilters(prepared.global, node);
}

function beforeThePromised({ input, recorder }: Search, node: NodeInfo): Failed | undefined {
  const { pod, cluster, profile } = input;
  const promised = (cluster.nominated.get(node.name) ?? []).filter(
    (other) => other.priority >= pod.priority && other.key !== pod.key,
  );
  if (promised.length === 0) return undefined;
  const full = promised.reduce((c, p) => withPodOnNode(c, p, node.name), cluster);
  const then = prepareFilters(pod, full, profile);
  if ('reject' in then) return { rejection: then.reject, plugin: then.plugin };
  const occupied = nodeNamed(full, node.name) as NodeInfo;
  return runFilters(then.filters, occupied, recorder);
}

/** Stops at the first that rejects: a node tells the reasons of one plugin. */
function runFilters(
  filters: readonly PreparedFilter[],
  node: NodeInfo,
  recorder?: FilterRecorder,
): Failed | undefined {
  recorder?.tries(node);
  for (const filter of filters) {
    const rejection = filter.run.filter(node);
    recorder?.filtered(node, filter, rejection);
    if (rejection) return { rejection, plugin: filter.name };
  }
  return undefined;
}
