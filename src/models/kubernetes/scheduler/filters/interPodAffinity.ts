/**
 * InterPodAffinity filter, in this order (plugins/interpodaffinity/filtering.go, v1.34): the pod's required affinity,
 * its required anti-affinity, and the required anti-affinity of the pods that are there already. The first pod of a
 * group that wants to be together may go anywhere, or none could ever start.
 */
import type { Cluster } from '../cluster';
import { unresolvable, unschedulable, type FilterFactory, type FilterRun } from '../framework';
import type { QueueingHint } from '../clusterEvent';
import { forEachGroup, type NodeInfo } from '../nodeInfo';
import { affinityTerms, type AffinityTerm } from '../podAffinity';
import type { PodInfo } from '../podInfo';

const NO_AFFINITY = unresolvable("node(s) didn't match pod affinity rules");
const NO_ANTI_AFFINITY = unschedulable("node(s) didn't match pod anti-affinity rules");
const NOT_WANTED = unschedulable("node(s) didn't satisfy existing pods anti-affinity rules");

export const interPodAffinity: FilterFactory = () => ({
  name: 'InterPodAffinity',
  preFilter(pod, cluster) {
    const { requiredAffinity, requiredAntiAffinity } = affinityTerms(pod.group);
    const existing = existingAntiAffinity(pod, cluster);
    if (requiredAffinity.length + requiredAntiAffinity.length + existing.size === 0) return 'Skip';
    const affinity = matchingAll(requiredAffinity, cluster);
    const antiAffinity = matchingAny(requiredAntiAffinity, cluster);
    const mayBeFirst =
      affinity.size === 0 &&
      requiredAffinity.every((term) => term.matches(pod, cluster.namespaces));
    return filterOf({
      satisfiesAffinity: (node) =>
        requiredAffinity.every((t) => node.labels[t.topologyKey] !== undefined) &&
        (mayBeFirst || requiredAffinity.every((t) => countAt(affinity, t.topologyKey, node) > 0)),
      satisfiesAntiAffinity: (node) =>
        requiredAntiAffinity.every((t) => countAt(antiAffinity, t.topologyKey, node) === 0),
      isTolerated: (node) =>
        [...existing.keys()].every((topologyKey) => countAt(existing, topologyKey, node) === 0),
    });
  },
  hint,
});

const filterOf = (rules: {
  satisfiesAffinity(node: NodeInfo): boolean;
  satisfiesAntiAffinity(node: NodeInfo): boolean;
  isTolerated(node: NodeInfo): boolean;
}): FilterRun => ({
  filter(node) {
    if (!rules.satisfiesAffinity(node)) return NO_AFFINITY;
    if (!rules.satisfiesAntiAffinity(node)) return NO_ANTI_AFFINITY;
    return rules.isTolerated(node) ? undefined : NOT_WANTED;
  },
});

/** Topology key -> value -> pods counted there. */
type TopologyCounts = Map<string, Map<string, number>>;

const countAt = (counts: TopologyCounts, topologyKey: string, node: NodeInfo): number => {
  const value = node.labels[topologyKey];
  return value === undefined ? 0 : (counts.get(topologyKey)?.get(value) ?? 0);
};

function count(counts: TopologyCounts, topologyKey: string, node: NodeInfo, pods: number): void {
  const value = node.labels[topologyKey];
  if (value === undefined) return;
  const values = counts.get(topologyKey) ?? new Map<string, number>();
  counts.set(topologyKey, values.set(value, (values.get(value) ?? 0) + pods));
}

function existingAntiAffinity(pod: PodInfo, cluster: Cluster): TopologyCounts {
  const counts: TopologyCounts = new Map();
  if (cluster.podsWithAffinity === 0) return counts;
  cluster.nodes.forEach((node) => {
    forEachGroup(node, (group, pods) => {
      for (const term of affinityTerms(group).requiredAntiAffinity)
        if (term.matches(pod, cluster.namespaces)) count(counts, term.topologyKey, node, pods);
    });
  });
  return counts;
}

/** Pods that all terms speak of, counted under each term's key. */
function matchingAll(terms: readonly AffinityTerm[], cluster: Cluster): TopologyCounts {
  const counts: TopologyCounts = new Map();
  if (terms.length === 0) return counts;
  cluster.nodes.forEach((node) => {
    forEachGroup(node, (group, pods) => {
      if (terms.every((term) => term.matches(group, cluster.namespaces)))
        for (const term of terms) count(counts, term.topologyKey, node, pods);
    });
  });
  return counts;
}

function matchingAny(terms: readonly AffinityTerm[], cluster: Cluster): TopologyCounts {
  const counts: TopologyCounts = new Map();
  if (terms.length === 0) return counts;
  cluster.nodes.forEach((node) => {
    forEachGroup(node, (group, pods) => {
      for (const term of terms)
        if (term.matches(group, cluster.namespaces)) count(counts, term.topologyKey, node, pods);
    });
  });
  return counts;
}

const hint: QueueingHint = (waiting, event, { namespaces }) => {
  const { requiredAffinity, requiredAntiAffinity } = affinityTerms(waiting.group);
  const wanted = (pod: PodInfo): boolean =>
    requiredAffinity.length > 0 && requiredAffinity.every((t) => t.matches(pod, namespaces));
  const avoided = (pod: PodInfo): boolean =>
    requiredAntiAffinity.some((t) => t.matches(pod, namespaces)) ||
    affinityTerms(pod.group).requiredAntiAffinity.some((t) => t.matches(waiting, namespaces));
  switch (event.type) {
    case 'AssignedPodAdd':
      return wanted(event.pod);
    case 'AssignedPodDelete':
      return avoided(event.pod);
    case 'AssignedPodUpdate':
      return wanted(event.pod) || (avoided(event.before) && !avoided(event.pod));
    case 'NodeAdd':
      return true;
    case 'NodeUpdate':
      return event.before.labels !== event.node.labels;
    case 'NodeDelete':
      return false;
  }
};
