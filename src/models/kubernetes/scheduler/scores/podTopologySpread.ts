/**
 * PodTopologySpread score: fewer pods of the same kind in the node's domains are better; a topology with more domains
 * weighs more, ln(domains + 2) (plugins/podtopologyspread/scoring.go, v1.34). This is what spreads the pods of every
 * Deployment over nodes and zones, by the default constraints.
 */
import { ln } from '../../../../engine/ln';
import type { Cluster } from '../cluster';
import { MAX_NODE_SCORE, type ScoreFactory, type ScoreRun } from '../framework';
import type { NodeInfo } from '../nodeInfo';
import {
  hasAllKeys,
  isSystemDefaulted,
  spreadConstraints,
  type SpreadConstraint,
} from '../topologySpread';

const HOSTNAME = 'kubernetes.io/hostname';

export const podTopologySpread: ScoreFactory = ({ args, features }) => ({
  name: 'PodTopologySpread',
  preScore(pod, cluster, feasible) {
    const constraints = spreadConstraints(pod, cluster, 'ScheduleAnyway', args, features);
    if (constraints.length === 0) return 'Skip';
    const hasOwn = (pod.spec.topologySpreadConstraints ?? []).length > 0;
    return scoreOf(constraints, cluster, feasible, hasOwn || !isSystemDefaulted(args));
  },
});

/** `requireAllKeys`: nodes without one of the labels score 0. The system defaults let them take part. */
function scoreOf(
  constraints: readonly SpreadConstraint[],
  cluster: Cluster,
  feasible: readonly NodeInfo[],
  requireAllKeys: boolean,
): ScoreRun {
  const isIgnored = (node: NodeInfo): boolean => requireAllKeys && !hasAllKeys(node, constraints);
  const candidates = requireAllKeys ? feasible.filter((n) => !isIgnored(n)) : feasible;
  const terms = constraints.map((constraint) => {
    const counts = domainsOf(constraint, candidates);
    const size = constraint.topologyKey === HOSTNAME ? candidates.length : counts.size;
    return { constraint, counts, weight: ln(size + 2) };
  });
  cluster.nodes.forEach((node) => {
    if (isIgnored(node)) return;
    for (const { constraint, counts } of terms) addPods(counts, constraint, node);
  });
  return {
    score(node) {
      if (isIgnored(node)) return 0;
      let sum = 0;
      for (const { constraint, counts, weight } of terms) {
        const domain = node.labels[constraint.topologyKey];
        if (domain === undefined) continue;
        const count =
          constraint.topologyKey === HOSTNAME
            ? constraint.countOn(node)
            : (counts.get(domain) ?? 0);
        sum += count * weight + (constraint.maxSkew - 1);
      }
      return Math.floor(sum + 0.5);
    },
    normalize(scores, nodes) {
      normalizeSpread(scores, nodes, isIgnored);
    },
  };
}

/** The domains that a candidate is in, each with 0 pods; of hostnames the pods are counted node by node. */
function domainsOf(
  { topologyKey }: SpreadConstraint,
  candidates: readonly NodeInfo[],
): Map<string | undefined, number> {
  const counts = new Map<string | undefined, number>();
  if (topologyKey !== HOSTNAME) for (const node of candidates) counts.set(node.labels[topologyKey], 0);
  return counts;
}

function addPods(
  counts: Map<string | undefined, number>,
  constraint: SpreadConstraint,
  node: NodeInfo,
): void {
  const domain = node.labels[constraint.topologyKey];
  const present = counts.get(domain);
  if (present !== undefined && constraint.includes(node))
    counts.set(domain, present + constraint.countOn(node));
}

function normalizeSpread(
  scores: number[],
  nodes: readonly NodeInfo[],
  isIgnored: (node: NodeInfo) => boolean,
): void {
  let min = Infinity;
  let max = 0;
  const taking = nodes.map((node) => !isIgnored(node));
  scores.forEach((score, i) => {
    if (!taking[i]) return;
    min = Math.min(min, score);
    max = Math.max(max, score);
  });
  scores.forEach((score, i) => {
    if (!taking[i]) scores[i] = 0;
    else if (max === 0) scores[i] = MAX_NODE_SCORE;
    else scores[i] = Math.floor((MAX_NODE_SCORE * (max + min - score)) / max);
  });
}
