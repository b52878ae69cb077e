/**
 * InterPodAffinity score: + weight for every pod in the node's domain that a preferred affinity term speaks of, - weight
 * for anti-affinity; and the other way round, for the preferred terms of the pods that are there, and a little for those
 * that require this pod's company (plugins/interpodaffinity/scoring.go, v1.34).
 */
import type { Cluster } from '../cluster';
import { MAX_NODE_SCORE, type ScoreFactory } from '../framework';
import { forEachGroup, type NodeInfo } from '../nodeInfo';
import { affinityTerms, type AffinityTerm, type AffinityTerms } from '../podAffinity';
import type { PodGroup, PodInfo } from '../podInfo';

export const interPodAffinity: ScoreFactory = ({ args }) => ({
  name: 'InterPodAffinity',
  preScore(pod, cluster) {
    const own = affinityTerms(pod.group);
    const prefers = own.preferredAffinity.length + own.preferredAntiAffinity.length > 0;
    if (!prefers && (args.ignorePreferredTermsOfExistingPods || cluster.podsWithAffinity === 0))
      return 'Skip';
    const scores = topologyScores(pod, own, cluster, args.hardPodAffinityWeight ?? 1);
    if (scores.size === 0) return 'Skip';
    return {
      score(node) {
        let sum = 0;
        for (const [topologyKey, values] of scores) {
          const value = node.labels[topologyKey];
          if (value !== undefined) sum += values.get(value) ?? 0;
        }
        return sum;
      },
      normalize: normalizeBetween,
    };
  },
});

/** Topology key -> value -> sum of weights. */
type TopologyScores = Map<string, Map<string, number>>;

function topologyScores(
  pod: PodInfo,
  own: AffinityTerms,
  { nodes, namespaces }: Cluster,
  hardPodAffinityWeight: number,
): TopologyScores {
  const scores: TopologyScores = new Map();
  nodes.forEach((node) => {
    forEachGroup(node, (group, count) => {
      const add = (
        terms: readonly AffinityTerm[],
        of: PodInfo | PodGroup,
        factor: number,
      ): void => {
        for (const term of terms)
          if (term.matches(of, namespaces)) addTo(scores, term, node, term.weight * factor * count);
      };
      const theirs = affinityTerms(group);
      add(own.preferredAffinity, group, 1);
      add(own.preferredAntiAffinity, group, -1);
      if (hardPodAffinityWeight > 0) add(theirs.requiredAffinity, pod, hardPodAffinityWeight);
      add(theirs.preferredAffinity, pod, 1);
      add(theirs.preferredAntiAffinity, pod, -1);
    });
  });
  return scores;
}

function addTo(
  scores: TopologyScores,
  { topologyKey }: AffinityTerm,
  node: NodeInfo,
  weight: number,
): void {
  const value = node.labels[topologyKey];
  if (value === undefined) return;
  const values = scores.get(topologyKey) ?? new Map<string, number>();
  scores.set(topologyKey, values.set(value, (values.get(value) ?? 0) + weight));
}

/** The least gets 0, the best 100; all 0 when they are equal. */
function normalizeBetween(scores: number[]): void {
  const min = Math.min(...scores);
  const range = Math.max(...scores) - min;
  for (let i = 0; i < scores.length; i++)
    scores[i] = range === 0 ? 0 : Math.trunc(MAX_NODE_SCORE * (((scores[i] ?? 0) - min) / range));
}
