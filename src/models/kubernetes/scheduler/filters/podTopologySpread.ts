/**
 * PodTopologySpread filter: a pod may go to a domain only while the domain has at most `maxSkew` pods more than the
 * emptiest one (plugins/podtopologyspread/filtering.go, v1.34). Domains are counted over the nodes that carry all
 * topology keys of the pod's hard constraints and pass the inclusion policies.
 */
import type { Cluster } from '../cluster';
import { unresolvable, unschedulable, type FilterFactory, type FilterRun } from '../framework';
import type { NodeInfo } from '../nodeInfo';
import type { PodInfo } from '../podInfo';
import type { Figure } from '../table';
import { hasAllKeys, spreadConstraints, type SpreadConstraint } from '../topologySpread';

const REASON = "node(s) didn't match pod topology spread constraints";
const TOO_SKEWED = unschedulable(REASON);
const NO_LABEL = unresolvable(`${REASON} (missing required label)`);

interface Spread {
  readonly constraint: SpreadConstraint;
  /** Value of the topology label -> pods that count in this domain. */
  readonly counts: ReadonlyMap<string, number>;
  /** Pods in the emptiest domain; 0 while there are fewer domains than `minDomains`. */
  readonly least: number;
}

export const podTopologySpread: FilterFactory = ({ args, features }) => {
  const hardConstraints = (pod: PodInfo, cluster: Cluster): readonly SpreadConstraint[] =>
    spreadConstraints(pod, cluster, 'DoNotSchedule', args, features);
  return {
    name: 'PodTopologySpread',
    preFilter(pod, cluster) {
      const constraints = hardConstraints(pod, cluster);
      return constraints.length === 0 ? 'Skip' : filterOf(spreadsOver(cluster, constraints));
    },
    hint(waiting, event, cluster) {
      const constraints = hardConstraints(waiting, cluster);
      const counts = (pod: PodInfo): boolean => constraints.some((c) => c.counts(pod.group));
      switch (event.type) {
        case 'NodeAdd':
        case 'NodeDelete':
          return hasAllKeys(event.node, constraints);
        case 'NodeUpdate':
          return constraints.some((c) => c.domainOf(event.before) !== c.domainOf(event.node));
        case 'AssignedPodUpdate':
          return counts(event.before) !== counts(event.pod);
        case 'AssignedPodAdd':
        case 'AssignedPodDelete':
          return counts(event.pod);
      }
    },
  };
};

function spreadsOver(cluster: Cluster, constraints: readonly SpreadConstraint[]): Spread[] {
  const counts = constraints.map(() => new Map<string, number>());
  cluster.nodes.forEach((node) => {
    if (!hasAllKeys(node, constraints)) return;
    constraints.forEach((constraint, i) => {
      if (!constraint.includes(node)) return;
      const domain = constraint.domainOf(node) as string;
      const domains = counts[i] as Map<string, number>;
      domains.set(domain, (domains.get(domain) ?? 0) + constraint.countOn(node));
    });
  });
  return constraints.map((constraint, i) => {
    const domains = counts[i] as Map<string, number>;
    const least = domains.size < constraint.minDomains ? 0 : Math.min(...domains.values());
    return { constraint, counts: domains, least };
  });
}

const filterOf = (spreads: readonly Spread[]): FilterRun => ({
  filter(node) {
    for (const spread of spreads) {
      const domain = spread.constraint.domainOf(node);
      if (domain === undefined) return NO_LABEL;
      if (skewIn(spread, domain) > spread.constraint.maxSkew) return TOO_SKEWED;
    }
    return undefined;
  },
  figures: (node) => spreads.flatMap((spread) => figuresOf(spread, node)),
});

const skewIn = ({ constraint, counts, least }: Spread, domain: string): number =>
  (counts.get(domain) ?? 0) + (constraint.matchesSelf ? 1 : 0) - least;

/** As room in the domain: the emptiest one and `maxSkew` make the capacity. */
function figuresOf({ constraint, counts, least }: Spread, node: NodeInfo): Figure[] {
  const domain = constraint.domainOf(node);
  if (domain === undefined) return [];
  return [
    {
      name: constraint.topologyKey,
      unit: 'pieces',
      requested: constraint.matchesSelf ? 1 : 0,
      used: counts.get(domain) ?? 0,
      capacity: least + constraint.maxSkew,
    },
  ];
}
