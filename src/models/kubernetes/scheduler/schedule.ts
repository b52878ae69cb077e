/**
 * One scheduling decision (pkg/scheduler/schedule_one.go schedulePod, v1.34): filters on node after node, round-robin
 * from where the last pod's search ended, until enough of them pass; scores on those; the highest total wins.
 *
 * A pure function of its input and one draw. With a recorder it tells everything it sees; without, it is fast. There is
 * no second implementation for explanations: they run this one again on the same input.
 */
import { nodeNamed, withPodOnNode, type Cluster } from './cluster';
import { NO_NODES, type Diagnosis } from './fitError';
import type { FilterRun, Rejection, ScoreRun } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { PodInfo } from './podInfo';
import type { Profile } from './profile';
import { highest, numFeasibleNodesToFind } from './selectHost';

export interface SchedulingInput {
  readonly pod: PodInfo;
  readonly cluster: Cluster;
  readonly profile: Profile;
  /** Index of the node to try first. */
  readonly startIndex: number;
}

export interface Recorder {
  prepared(filters: readonly string[]): void;
  /** The filters begin on a node. What was said of it before does not count any more. */
  tries(node: NodeInfo): void;
  /** A filter's verdict on a node; undefined: passed. */
  filtered(node: NodeInfo, filter: PreparedFilter, rejection: Rejection | undefined): void;
  scored(
    plugin: string,
    weight: number,
    nodes: readonly NodeInfo[],
    raw: readonly number[],
    normalized: readonly number[],
  ): void;
}

export type ScheduleResult = {
  readonly tried: number;
  readonly feasible: number;
  /** After how many feasible nodes the search would have ended. */
  readonly enough: number;
  readonly nextStartIndex: number;
} & (
  | {
      readonly nodeName: string;
      readonly by: 'nomination' | 'onlyFeasible' | 'score' | 'draw';
      /** Parallel: the nodes that passed and their totals; empty when nothing was scored. */
      readonly nodes: readonly NodeInfo[];
      readonly totals: readonly number[];
    }
  | {
      readonly nodeName: undefined;
      readonly diagnosis: Diagnosis;
      /** Where the attempt failed by itself: no nodes, or a plugin that cannot answer. */
      readonly error: string | undefined;
    }
);

export interface PreparedFilter {
  readonly name: string;
  readonly run: FilterRun;
}

/** `draw(n)`: 0..n-1, asked only when several nodes share the highest total. */
export function schedulePod(
  input: SchedulingInput,
  draw: (n: number) => number,
  recorder?: Recorder,
): ScheduleResult {
  const { pod, cluster, profile, startIndex } = input;
  const numAllNodes = cluster.nodes.length;
  if (numAllNodes === 0) return failure(input, NOBODY, { error: NO_NODES });
  const prepared = prepareFilters(pod, cluster, profile);
  if ('reject' in prepared)
    return failure(input, NOBODY, {
      preFilterMessage: prepared.reject.reasons.join(', '),
      absentNodes: prepared.reject,
      unschedulablePlugins: [prepared.plugin],
    });
  recorder?.prepared(prepared.filters.map(({ name }) => name));
  const search: Search = { ...input, ...prepared, recorder };
  const promised = nominatedNode(search);
  if (promised) {
    const counts = { tried: 1, feasible: 1, enough: 1, nextStartIndex: startIndex };
    return { nodeName: promised.name, by: 'nomination', nodes: [], totals: [], ...counts };
  }
  const found = findNodesThatFitPod(search);
  if (found.feasible.length === 0)
    return failure(input, found, {
      nodeToStatus: found.nodeToStatus,
      unschedulablePlugins: [...found.rejectors],
      absentNodes: prepared.absentNodes,
      error: found.error,
    });
  return select(input, found, draw, recorder);
}

interface Prepared {
  readonly filters: readonly PreparedFilter[];
  readonly nodeNames: ReadonlySet<string> | undefined;
  readonly namedBy: readonly string[];
  readonly absentNodes: Rejection | undefined;
}
interface Search extends SchedulingInput, Prepared {
  readonly recorder: Recorder | undefined;
}

/** PreFilter of all plugins; those that skip the pod are left out. */
function prepareFilters(
  pod: PodInfo,
  cluster: Cluster,
  { filters: plugins }: Profile,
): Prepared | { readonly reject: Rejection; readonly plugin: string } {
  const filters: PreparedFilter[] = [];
  const namedBy: string[] = [];
  let nodeNames: ReadonlySet<string> | undefined;
  for (const { name, preFilter } of plugins) {
    const run = preFilter(pod, cluster);
    if (run === 'Skip') continue;
    if (run.reject) return { reject: run.reject, plugin: name };
    filters.push({ name, run });
    if (!run.nodeNames) continue;
    const named = run.nodeNames;
    nodeNames = nodeNames ? new Set([...nodeNames].filter((n) => named.has(n))) : named;
    namedBy.push(name);
  }
  const reasons = [`node(s) didn't satisfy plugin(s) [${[...namedBy].sort().join(' ')}]`];
  const absentNodes = nodeNames && ({ code: 'UnschedulableAndUnresolvable', reasons } as const);
  return { filters, nodeNames, namedBy, absentNodes };
}

function nominatedNode(search: Search): NodeInfo | undefined {
  const { pod, cluster, nodeNames } = search;
  const name = pod.nominatedNodeName;
  const node = name === '' ? undefined : nodeNamed(cluster, name);
  if (!node || (nodeNames && !nodeNames.has(name))) return undefined;
  return filterNode(search, node) ? undefined : node;
}

interface Found {
  readonly feasible: readonly NodeInfo[];
  readonly nodeToStatus: ReadonlyMap<string, Rejection>;
  readonly rejectors: ReadonlySet<string>;
  readonly tried: number;
  readonly enough: number;
  readonly error?: string | undefined;
}
const NOBODY: Found = {
  feasible: [],
  nodeToStatus: new Map(),
  rejectors: new Set(),
  tried: 0,
  enough: 0,
};

function findNodesThatFitPod(search: Search): Found {
  const { cluster, profile, startIndex, nodeNames, namedBy } = search;
  const named = nodeNames && [...nodeNames].map((n) => nodeNamed(cluster, n)).filter((n) => !!n);
  const count = named ? named.length : cluster.nodes.length;
  const enough =
    profile.scores.length === 0 ? 1 : numFeasibleNodesToFind(count, profile.percentageOfNodesToScore);
  const feasible: NodeInfo[] = [];
  const nodeToStatus = new Map<string, Rejection>();
  const rejectors = new Set(namedBy);
  let tried = 0;
  for (; tried < count && feasible.length < enough; tried++) {
    const at = (startIndex + tried) % count;
    const node = named ? (named[at] as NodeInfo) : cluster.nodes.at(at);
    const failed = filterNode(search, node);
    if (!failed) feasible.push(node);
    else if (failed.rejection.code === 'Error')
      return { ...NOBODY, error: failed.rejection.reasons.join(', ') };
    else {
      nodeToStatus.set(node.name, failed.rejection);
      rejectors.add(failed.plugin);
    }
  }
  return { feasible, nodeToStatus, rejectors, tried, enough };
}

/** Would the pod fit on this node, all filters run? undefined: yes. */
export function rejectionOn(
  input: Omit<SchedulingInput, 'startIndex'>,
  nodeName: string,
): Rejection | undefined {
  const prepared = prepareFilters(input.pod, input.cluster, input.profile);
  if ('reject' in prepared) return prepared.reject;
  const node = nodeNamed(input.cluster, nodeName);
  const search = { ...input, ...prepared, startIndex: 0, recorder: undefined };
  return node && filterNode(search, node)?.rejection;
}

interface Failed {
  readonly rejection: Rejection;
  readonly plugin: string;
}

/**
 * With pods of equal or higher priority that have been promised this node counted as if they were there, and without
 * them: both must pass, because nobody knows whether they will come.
 */
function filterNode(search: Search, node: NodeInfo): Failed | undefined {
  const { pod, cluster, profile } = search;
  const promised =
    cluster.nominated.size === 0
      ? []
      : (cluster.nominated.get(node.name) ?? []).filter(
          (other) => other.priority >= pod.priority && other.key !== pod.key,
        );
  if (promised.length > 0) {
    const full = promised.reduce((c, p) => withPodOnNode(c, p, node.name), cluster);
    const prepared = prepareFilters(pod, full, profile);
    if ('reject' in prepared) return { rejection: prepared.reject, plugin: prepared.plugin };
    const occupied = nodeNamed(full, node.name) as NodeInfo;
    const failed = runFilters(prepared.filters, occupied, search.recorder);
    if (failed) return failed;
  }
  return runFilters(search.filters, node, search.recorder);
}

/** Stops at the first that rejects: a node tells the reasons of one plugin. */
function runFilters(
  filters: readonly PreparedFilter[],
  node: NodeInfo,
  recorder?: Recorder,
): Failed | undefined {
  recorder?.tries(node);
  for (const filter of filters) {
    const rejection = filter.run.filter(node);
    recorder?.filtered(node, filter, rejection);
    if (rejection) return { rejection, plugin: filter.name };
  }
  return undefined;
}

function select(
  input: SchedulingInput,
  found: Found,
  draw: (n: number) => number,
  recorder: Recorder | undefined,
): ScheduleResult {
  const { feasible, tried, enough } = found;
  const counts = { tried, feasible: feasible.length, enough, nextStartIndex: advance(input, tried) };
  if (feasible.length === 1) {
    const nodeName = (feasible[0] as NodeInfo).name;
    return { nodeName, by: 'onlyFeasible', nodes: [], totals: [], ...counts };
  }
  const totals = prioritizeNodes(input, feasible, recorder);
  if ('reject' in totals)
    return failure(input, found, { error: totals.reject.reasons.join(', ') });
  const best = highest(totals);
  const chosen = best[best.length > 1 ? draw(best.length) : 0] as number;
  return {
    nodeName: (feasible[chosen] as NodeInfo).name,
    by: best.length > 1 ? 'draw' : 'score',
    nodes: feasible,
    totals,
    ...counts,
  };
}

function prioritizeNodes(
  { pod, cluster, profile }: SchedulingInput,
  feasible: readonly NodeInfo[],
  recorder: Recorder | undefined,
): number[] | { readonly reject: Rejection } {
  const totals = feasible.map(() => 0);
  for (const { plugin, weight } of profile.scores) {
    const run = plugin.preScore(pod, cluster, feasible);
    if (run === 'Skip') continue;
    if ('reject' in run) return run;
    const scores = scoresOf(run, feasible);
    const raw = recorder ? scores.slice() : scores;
    run.normalize?.(scores, feasible);
    recorder?.scored(plugin.name, weight, feasible, raw, scores);
    for (let i = 0; i < totals.length; i++)
      totals[i] = (totals[i] ?? 0) + weight * (scores[i] ?? 0);
  }
  return totals;
}

function scoresOf(run: ScoreRun, feasible: readonly NodeInfo[]): number[] {
  const scores: number[] = [];
  for (const node of feasible) scores.push(run.score(node));
  return scores;
}

const advance = ({ startIndex, cluster }: SchedulingInput, tried: number): number =>
  (startIndex + tried) % cluster.nodes.length;

function failure(
  input: SchedulingInput,
  { tried, enough, feasible }: Found,
  why: Partial<Diagnosis> & { readonly error?: string | undefined },
): ScheduleResult {
  const numAllNodes = input.cluster.nodes.length;
  return {
    nodeName: undefined,
    error: why.error,
    diagnosis: {
      numAllNodes,
      preFilterMessage: why.preFilterMessage ?? '',
      nodeToStatus: why.nodeToStatus ?? new Map(),
      absentNodes: why.absentNodes,
      unschedulablePlugins: why.unschedulablePlugins ?? [],
    },
    tried,
    feasible: feasible.length,
    enough,
    nextStartIndex: numAllNodes === 0 ? 0 : advance(input, tried),
  };
}
