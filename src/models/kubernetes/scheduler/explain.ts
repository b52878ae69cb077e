/**
 * Explains a decision by making it again: the same function on the input that the decision kept, with a recorder, and
 * with the draw it had. Nothing of the table is stored (DECISIONS.md, explanations are recomputed).
 */
import { reasonCounts } from './fitError';
import type { Rejection } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { PreparedFilter } from './filterNodes';
import { schedulePod, type Recorder, type ScheduleResult } from './schedule';
import type { KeptDecision } from './schedulerState';
import type { Decided, FilterVerdict, PlacementRow, PlacementTable, ScoreCell } from './table';

export function explain({ decision, pod, cluster, profile }: KeptDecision): PlacementTable {
  const recording = new Recording();
  const input = { pod, cluster, profile, startIndex: decision.startIndex };
  const result = schedulePod(input, () => decision.draw ?? 0, recording);
  const chosen = result.nodeName ?? null;
  const nominated = decision.nominatedNodeName;
  return {
    pod: decision.key,
    uid: decision.uid,
    schedulerName: decision.schedulerName,
    atMs: decision.atMs,
    attempt: decision.attempt,
    outcome: chosen !== null ? 'bound' : nominated !== null ? 'nominated' : 'unschedulable',
    nodeName: chosen ?? nominated,
    message: decision.message,
    preFilter: preFilterOf(result),
    counts: {
      nodes: cluster.nodes.length,
      tried: result.tried,
      feasible: result.feasible,
      enough: result.enough,
    },
    filters: recording.filters,
    scores: recording.scores.map(({ plugin, weight }) => ({ plugin, weight })),
    rows: rowsOf(cluster.nodes.toArray(), recording, chosen),
    decided: decidedBy(result, recording),
  };
}

interface RecordedScore {
  readonly plugin: string;
  readonly weight: number;
  readonly cells: ReadonlyMap<string, ScoreCell>;
}

class Recording implements Recorder {
  filters: readonly string[] = [];
  readonly verdicts = new Map<string, FilterVerdict[]>();
  readonly scores: RecordedScore[] = [];

  prepared(filters: readonly string[]): void {
    this.filters = filters;
  }

  tries(node: NodeInfo): void {
    // Anew, and last: the map's order is the order in which nodes were tried.
    this.verdicts.delete(node.name);
    this.verdicts.set(node.name, []);
  }

  filtered(node: NodeInfo, { name, run }: PreparedFilter, rejection: Rejection | undefined): void {
    this.verdicts.get(node.name)?.push({
      plugin: name,
      passed: !rejection,
      code: rejection?.code ?? 'Success',
      reasons: rejection?.reasons ?? [],
      figures: run.figures?.(node) ?? [],
      detail: (rejection && run.detail?.(node)) ?? null,
    });
  }

  scored(
    plugin: string,
    weight: number,
    nodes: readonly NodeInfo[],
    raw: readonly number[],
    normalized: readonly number[],
  ): void {
    const cells = new Map(
      nodes.map(({ name }, i) => {
        const share = normalized[i] ?? 0;
        return [name, { raw: raw[i] ?? 0, normalized: share, weighted: share * weight }] as const;
      }),
    );
    this.scores.push({ plugin, weight, cells });
  }

  cellsOf(node: string): readonly ScoreCell[] | null {
    const cells = this.scores.map((score) => score.cells.get(node));
    return cells.length > 0 && cells.every((cell) => cell !== undefined) ? cells : null;
  }
}

function rowsOf(
  nodes: readonly NodeInfo[],
  recording: Recording,
  chosen: string | null,
): readonly PlacementRow[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const tried = [...recording.verdicts.keys()];
  const others = nodes.map(({ name }) => name).filter((name) => !recording.verdicts.has(name));
  return [...tried, ...others].map((name) => {
    const scores = recording.cellsOf(name);
    return {
      node: name,
      zone: byName.get(name)?.labels['topology.kubernetes.io/zone'] ?? '',
      tried: recording.verdicts.has(name),
      chosen: name === chosen,
      verdicts: recording.verdicts.get(name) ?? [],
      scores,
      total: scores && scores.reduce((sum, cell) => sum + cell.weighted, 0),
    };
  });
}

function preFilterOf(result: ScheduleResult): PlacementTable['preFilter'] {
  if (result.nodeName !== undefined || result.diagnosis.preFilterMessage === '') return null;
  const { unschedulablePlugins, absentNodes } = result.diagnosis;
  return { plugin: unschedulablePlugins[0] ?? '', reasons: absentNodes?.reasons ?? [] };
}

function decidedBy(result: ScheduleResult, recording: Recording): Decided {
  if (result.nodeName === undefined) return { by: 'none', reasons: reasonCounts(result.diagnosis) };
  if (result.by === 'nomination' || result.by === 'onlyFeasible') return { by: result.by };
  const totals = result.nodes.map(({ name }, i) => ({ node: name, total: result.totals[i] ?? 0 }));
  const best = Math.max(...result.totals);
  const among = totals.filter(({ total }) => total === best).map(({ node }) => node);
  if (result.by === 'draw') return { by: 'draw', among };
  return lead(result.nodeName, best, totals, recording);
}

/** The runner-up, and the score in which the winner is furthest ahead of it. */
function lead(
  winner: string,
  best: number,
  totals: readonly { readonly node: string; readonly total: number }[],
  recording: Recording,
): Decided {
  const others = totals.filter(({ node }) => node !== winner);
  const second = others.reduce((a, b) => (b.total > a.total ? b : a));
  const leads = recording.scores.map(({ plugin, cells }) => ({
    plugin,
    lead: (cells.get(winner)?.weighted ?? 0) - (cells.get(second.node)?.weighted ?? 0),
  }));
  const largest = leads.reduce((a, b) => (b.lead > a.lead ? b : a));
  return {
    by: 'score',
    second: second.node,
    lead: best - second.total,
    plugin: largest.plugin,
    pluginLead: largest.lead,
  };
}
