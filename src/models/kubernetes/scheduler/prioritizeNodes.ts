/** Scores of the nodes that passed: each plugin's own, normalised, weighted, added up (framework/runtime RunScorePlugins). */
import type { Found, Memo, SchedulingInput } from './filterNodes';
import type { Rejection, ScoreRun } from './framework';
import type { NodeInfo } from './nodeInfo';

export interface ScoreRecorder {
  scored(
    plugin: string,
    weight: number,
    nodes: readonly NodeInfo[],
    raw: readonly number[],
    normalized: readonly number[],
  ): void;
}

/** Totals, parallel to the nodes. `reject`: a plugin cannot answer. */
export function prioritizeNodes(
  { pod, cluster, profile }: SchedulingInput,
  { feasible, indexes }: Pick<Found, 'feasible' | 'indexes'>,
  memo: Memo | undefined,
  recorder: ScoreRecorder | undefined,
): number[] | { readonly reject: Rejection } {
  const totals = new Array<number>(feasible.length).fill(0);
  for (const { plugin, weight } of profile.scores) {
    const run = plugin.preScore(pod, cluster, feasible);
    if (run === 'Skip') continue;
    if ('reject' in run) return run;
    const scores = scoresOf(run, feasible, indexes, memo);
    const raw = recorder ? scores.slice() : scores;
    run.normalize?.(scores, feasible);
    recorder?.scored(plugin.name, weight, feasible, raw, scores);
    for (let i = 0; i < totals.length; i++)
      totals[i] = (totals[i] ?? 0) + weight * (scores[i] ?? 0);
  }
  return totals;
}

function scoresOf(
  { score, local }: ScoreRun,
  nodes: readonly NodeInfo[],
  indexes: readonly number[],
  memo: Memo | undefined,
): number[] {
  const scores = new Array<number>(nodes.length);
  const remember = local && memo?.scorer(local.key, local.of);
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i] as NodeInfo;
    const own = remember ? remember(indexes[i] as number, node) : (local?.of(node) ?? 0);
    scores[i] = score(node, own);
  }
  return scores;
}
