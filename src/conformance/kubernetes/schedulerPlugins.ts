/** Asks one filter or score of the scheduler about the nodes of a case, as the scheduler itself asks it. */
import type { Cluster } from '../../models/kubernetes/scheduler/cluster';
import {
  scoreOn,
  type FilterPlugin,
  type ScorePlugin,
} from '../../models/kubernetes/scheduler/framework';
import type { PodInfo } from '../../models/kubernetes/scheduler/podInfo';
import { verdict } from './schedulerFixtures';

/** Node name -> verdict. A filter that skips the pod passes all nodes. */
export function filterAll(plugin: FilterPlugin, pod: PodInfo, cluster: Cluster) {
  const run = plugin.preFilter(pod, cluster);
  return Object.fromEntries(
    cluster.nodes
      .toArray()
      .map((node) => [node.name, verdict(run === 'Skip' ? undefined : run.filter(node))]),
  );
}

/** Node name -> normalised score, or `Skip` or `Error`. */
export function scoreAll(
  plugin: ScorePlugin,
  pod: PodInfo,
  cluster: Cluster,
  infeasible: readonly string[] = [],
): Readonly<Record<string, number>> | 'Skip' | 'Error' {
  const nodes = cluster.nodes.toArray().filter(({ name }) => !infeasible.includes(name));
  const run = plugin.preScore(pod, cluster, nodes);
  if (run === 'Skip') return 'Skip';
  if ('reject' in run) return 'Error';
  const scores = nodes.map((node) => scoreOn(run, node));
  run.normalize?.(scores, nodes);
  return Object.fromEntries(nodes.map(({ name }, i) => [name, scores[i] ?? 0]));
}
