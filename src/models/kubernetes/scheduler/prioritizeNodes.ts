/** Scores of the nodes that passed: each plugin's own, normalised, weighted, added up (framework/runtime RunScorePlugins). */
import type { Found, Memo, SchedulingInput } from './filterNodes';
import type { Rejection } from './framework';
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
  const totals = feasible.map(() => 0);
  for (const { plugin, weight } of profile.scores) {
    const run = plugin.preScore(pod, cluster, feasible);
    if (run === 'Skip') continue;
    if ('reject' in run) return run;
    const scores =
      memo && plugin.isNodeLocal
        ? feasible.map((node, i) => memo.score(plugin.name, indexes[i] as number, node, run.score))
        : feasible.map((node) => run.score(node));
    const raw = recorder ? scores.slice() : scores;
    run.normalize?.(scores, feasible);
    recorder?.scored(plugin.name, weight, feasible, raw, scores);
    for (let i = 0; i < totals.length; i++)
      totals[i] = (totals[i] ?? 0) + weight * (scores[i] ?? 0);
  }
  return totals;
}
