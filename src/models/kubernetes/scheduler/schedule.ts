/**
 * One scheduling decision (pkg/scheduler/schedule_one.go schedulePod, v1.34): filters on node after node, round-robin
 * from where the last pod's search ended, until enough of them pass; scores on those; the highest total wins.
 *
 * A pure function of its input and one draw. With a recorder it tells everything it sees; without, it is fast. There is
 * no second implementation for explanations: they run this one again on the same input.
 */
import { NO_NODES, type Diagnosis } from './fitError';
import {
  findNodesThatFitPod,
  NOBODY,
  nominatedNode,
  prepareFilters,
  type Failed,
  type FilterRecorder,
  type Found,
  type Memo,
  type SchedulingInput,
} from './filterNodes';
import type { NodeInfo } from './nodeInfo';
import { nodeMemo } from './nodeMemo';
import { prioritizeNodes, type ScoreRecorder } from './prioritizeNodes';
import { highest } from './selectHost';

export type Recorder = FilterRecorder & ScoreRecorder;

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
  const memo = recorder ? undefined : nodeMemo<Failed>(pod, cluster, profile);
  const search = { input, prepared, recorder, memo };
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
  return select(input, found, draw, memo, recorder);
}

function select(
  input: SchedulingInput,
  found: Found,
  draw: (n: number) => number,
  memo: Memo | undefined,
  recorder: Recorder | undefined,
): ScheduleResult {
  const { feasible, tried, enough } = found;
  const counts = {
    tried,
    feasible: feasible.length,
    enough,
    nextStartIndex: advance(input, tried),
  };
  if (feasible.length === 1) {
    const nodeName = (feasible[0] as NodeInfo).name;
    return { nodeName, by: 'onlyFeasible', nodes: [], totals: [], ...counts };
  }
  const totals = prioritizeNodes(input, found, memo, recorder);
  if ('reject' in totals) return failure(input, found, { error: totals.reject.reasons.join(', ') });
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
