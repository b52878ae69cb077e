/**
 * PodTopologySpread score: fewer pods of the same kind in the node's domains are better; a topology with more domains
 * weighs more, ln(domains + 2) (plugins/podtopologyspread/scoring.go, v1.34). This is what spreads the pods of every
 * Deployment over nodes and zones, by the default constraints.
 */
import { ln } from '../../../../engine/ln';
import type { Cluster } from '../cluster';
import { MAX_NODE_SCORE, type ScoreFactory, type ScoreRun } from '../framework';
import { HOSTNAME, type NodeInfo } from '../nodeInfo';
import {
  hasAllKeys,
  isSystemDefaulted,
  spreadConstraints,
  type SpreadConstraint,
} from '../topologySpread';

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
  const isIgnored = requireAllKeys
    ? (node: NodeInfo): boolean => !hasAllKeys(node, constraints)
    : undefined;
  const candidates = isIgnored ? feasible.filter((node) => !isIgnored(node)) : feasible;
  const counted = constraints.find(isByHostname);
  const terms = constraints.map((constraint) =>
    isByHostname(constraint)
      ? hostnameTerm(constraint, candidates.length, constraint === counted)
      : domainTerm(constraint, candidates, cluster, isIgnored),
  );
  return {
    local: counted && {
      key: `PodTopologySpread ${counted.countKey()}`,
      of: counted.countOn,
    },
    score(node, local) {
      if (isIgnored?.(node)) return 0;
      let sum = 0;
      for (const term of terms) sum += term(node, local);
      return Math.floor(sum + 0.5);
    },
    normalize(scores, nodes) {
      normalizeSpread(scores, nodes, isIgnored);
    },
  };
}

/** What one constraint adds to the score of a node, of which the pods that the first by hostname counts are known. */
type Term = (node: NodeInfo, counted: number) => number;

const isByHostname = ({ topologyKey }: SpreadConstraint): boolean => topologyKey === HOSTNAME;

/** Each node is its own domain: its pods are counted when it is scored. */
function hostnameTerm(
  { countOn, maxSkew }: SpreadConstraint,
  candidates: number,
  isCounted: boolean,
): Term {
  const weight = ln(candidates + 2);
  return (node, counted) =>
    node.hostname === undefined
      ? 0
      : (isCounted ? counted : countOn(node)) * weight + (maxSkew - 1);
}

/** Only domains that a candidate is in are counted, but with the pods of all their nodes. */
function domainTerm(
  constraint: SpreadConstraint,
  candidates: readonly NodeInfo[],
  cluster: Cluster,
  isIgnored: ((node: NodeInfo) => boolean) | undefined,
): Term {
  const domains = new Set<string | undefined>();
  for (const node of candidates) domains.add(constraint.domainOf(node));
  const counts =
    (isIgnored ? undefined : constraint.countByZone?.()) ??
    countByDomain(constraint, domains, cluster, isIgnored);
  const weight = ln(domains.size + 2);
  const values = new Map<string, number>();
  for (const domain of domains)
    if (domain !== undefined)
      values.set(domain, (counts.get(domain) ?? 0) * weight + (constraint.maxSkew - 1));
  return (node) => {
    const domain = constraint.domainOf(node);
    return domain === undefined ? 0 : (values.get(domain) ?? 0);
  };
}

function countByDomain(
  constraint: SpreadConstraint,
  domains: ReadonlySet<string | undefined>,
  { nodes }: Cluster,
  isIgnored: ((node: NodeInfo) => boolean) | undefined,
): ReadonlyMap<string | undefined, number> {
  const counts = new Map<string | undefined, number>();
  nodes.forEach((node) => {
    const domain = constraint.domainOf(node);
    if (!domains.has(domain) || isIgnored?.(node) || !constraint.includes(node)) return;
    counts.set(domain, (counts.get(domain) ?? 0) + constraint.countOn(node));
  });
  return counts;
}

function normalizeSpread(
  scores: number[],
  nodes: readonly NodeInfo[],
  isIgnored: ((node: NodeInfo) => boolean) | undefined,
): void {
  let min = Infinity;
  let max = 0;
  const taking = isIgnored && nodes.map((node) => !isIgnored(node));
  for (let i = 0; i < scores.length; i++) {
    if (taking && !taking[i]) continue;
    const score = scores[i] as number;
    if (score < min) min = score;
    if (score > max) max = score;
  }
  for (let i = 0; i < scores.length; i++) {
    if (taking && !taking[i]) scores[i] = 0;
    else if (max === 0) scores[i] = MAX_NODE_SCORE;
    else scores[i] = Math.floor((MAX_NODE_SCORE * (max + min - (scores[i] as number))) / max);
  }
}
