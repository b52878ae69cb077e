/**
 * Topology spread constraints as filter and score read them (plugins/podtopologyspread/common.go, v1.34): the pod's own,
 * or the scheduler's defaults with the selector of the Services and the controller that the pod belongs to.
 */
import { requirementsPredicate, selectorPredicate, type LabelPredicate } from '../selector';
import type { LabelSelector, Labels, TopologySpreadConstraint } from '../types';
import type { Cluster, GroupEntry } from './cluster';
import type { PluginArgs, FeatureGates } from './configuration';
import { HOSTNAME, TOPOLOGY_ZONE, topologyValue, type NodeInfo } from './nodeInfo';
import { requiredNodeAffinity } from './nodeSelector';
import type { PodGroup, PodInfo } from './podInfo';
import { untoleratedTaint } from './tolerations';

export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  /** The domain a node is in; undefined: it lacks the label. */
  domainOf(node: NodeInfo): string | undefined;
  readonly minDomains: number;
  /** Does the pod itself count towards the constraint? */
  readonly matchesSelf: boolean;
  /** Do pods of this kind count? Those of the namespace that match and are not on their way out. */
  readonly counts: (group: PodGroup) => boolean;
  /** How many on the node do. */
  readonly countOn: (node: NodeInfo) => number;
  /** Equal for constraints that count the same kinds of pods. */
  readonly countKey: () => string;
  /** All that count, by availability zone. Only where every node is included and the zone is the domain. */
  readonly countByZone: (() => ReadonlyMap<string | undefined, number>) | undefined;
  /** Do the pods of this node count at all: nodeAffinityPolicy, nodeTaintsPolicy. */
  includes(node: NodeInfo): boolean;
}

type Action = TopologySpreadConstraint['whenUnsatisfiable'];

/** Used for a pod without constraints of its own, unless the configuration lists others. */
const SYSTEM_DEFAULTS: NonNullable<PluginArgs['defaultConstraints']> = [
  { topologyKey: HOSTNAME, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: TOPOLOGY_ZONE, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

export const isSystemDefaulted = ({ defaultingType = 'System' }: PluginArgs): boolean =>
  defaultingType === 'System';

export function spreadConstraints(
  pod: PodInfo,
  cluster: Cluster,
  action: Action,
  args: PluginArgs,
  features: FeatureGates,
): readonly SpreadConstraint[] {
  const own = pod.spec.topologySpreadConstraints ?? [];
  if (own.length > 0)
    return own
      .filter((c) => c.whenUnsatisfiable === action)
      .map((c) => compiled(c, pod, podCounter(pod, cluster, ownSelector(c, pod.labels)), features));
  const defaults = (
    isSystemDefaulted(args) ? SYSTEM_DEFAULTS : (args.defaultConstraints ?? [])
  ).filter((c) => c.whenUnsatisfiable === action);
  const selector = defaults.length > 0 ? defaultSelector(pod, cluster) : undefined;
  if (!selector) return [];
  const counter = podCounter(pod, cluster, selector);
  return defaults.map((c) => compiled(c, pod, counter, features));
}

export const hasAllKeys = (node: NodeInfo, constraints: readonly SpreadConstraint[]): boolean =>
  constraints.every((c) => c.domainOf(node) !== undefined);

interface Selector {
  readonly matches: LabelPredicate;
  /** An empty selector counts no pods, although it matches the pod itself. */
  readonly isEmpty: boolean;
}

function compiled(
  constraint: Omit<TopologySpreadConstraint, 'labelSelector'>,
  pod: PodInfo,
  counter: PodCounter,
  features: FeatureGates,
): SpreadConstraint {
  const affinity =
    constraint.nodeAffinityPolicy === 'Ignore' ? undefined : requiredNodeAffinity(pod.spec);
  const honoursTaints = constraint.nodeTaintsPolicy === 'Honor';
  const compare = features.TaintTolerationComparisonOperators;
  const isZoneWide = constraint.topologyKey === TOPOLOGY_ZONE && !affinity && !honoursTaints;
  return {
    matchesSelf: counter.matchesSelf,
    counts: counter.counts,
    countOn: counter.countOn,
    countKey: counter.countKey,
    countByZone: isZoneWide ? counter.countByZone : undefined,
    maxSkew: constraint.maxSkew,
    topologyKey: constraint.topologyKey,
    domainOf: topologyValue(constraint.topologyKey),
    minDomains: constraint.minDomains ?? 1,
    includes: (node) =>
      (!affinity || affinity(node)) &&
      !(honoursTaints && untoleratedTaint(node.taints, pod.spec.tolerations, compare)),
  };
}

type PodCounter = Pick<
  SpreadConstraint,
  'matchesSelf' | 'counts' | 'countOn' | 'countKey' | 'countByZone'
>;

/** Which groups count is found out once a decision; then a node is a search for their ids. */
function podCounter(pod: PodInfo, cluster: Cluster, { matches, isEmpty }: Selector): PodCounter {
  const counts = ({ namespace, terminating, labels }: PodGroup): boolean =>
    !isEmpty && namespace === pod.namespace && !terminating && matches(labels);
  let found: readonly GroupEntry[] | undefined;
  const entries = () => (found ??= entriesWhere(cluster, counts));
  return {
    matchesSelf: matches(pod.labels),
    counts,
    countOn({ groupIds, groupPods }) {
      let count = 0;
      for (const { group } of entries()) {
        const at = groupIds.indexOf(group.id);
        if (at >= 0) count += groupPods[at] as number;
      }
      return count;
    },
    countKey: () =>
      entries()
        .map(({ group }) => group.id)
        .join(' '),
    countByZone() {
      const sums = new Map<string | undefined, number>();
      for (const { byZone } of entries())
        for (const zone in byZone) sums.set(zone, (sums.get(zone) ?? 0) + (byZone[zone] ?? 0));
      return sums;
    },
  };
}

function entriesWhere(
  { groups }: Cluster,
  counts: (group: PodGroup) => boolean,
): readonly GroupEntry[] {
  const entries: GroupEntry[] = [];
  groups.forEach((entry) => {
    if (counts(entry.group)) entries.push(entry);
  });
  return entries;
}

/** `matchLabelKeys` narrow the selector to the pod's own values: commonly pod-template-hash. */
function ownSelector(
  { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint,
  labels: Labels,
): Selector {
  const matches = selectorPredicate(labelSelector);
  const own = requirementsPredicate(
    matchLabelKeys
      .filter((key) => labels[key] !== undefined)
      .map((key) => ({ key, operator: 'In', values: [labels[key] ?? ''] })),
  );
  const narrowed = matchLabelKeys.some((key) => labels[key] !== undefined);
  return {
    matches: narrowed ? (of) => matches(of) && own(of) : matches,
    isEmpty: !narrowed && isEmptySelector(labelSelector),
  };
}

const isEmptySelector = (selector: LabelSelector | null | undefined): boolean =>
  !!selector &&
  Object.keys(selector.matchLabels ?? {}).length === 0 &&
  (selector.matchExpressions ?? []).length === 0;

/** The pods of the same Services and the same controller; undefined when the pod belongs to none. */
function defaultSelector(pod: PodInfo, { services, owners }: Cluster): Selector | undefined {
  const labels: Record<string, string> = {};
  const prefix = `${pod.namespace}/`;
  for (const [key, selector] of services.entries(prefix)) {
    if (!key.startsWith(prefix)) break;
    if (Object.keys(selector).every((k) => pod.labels[k] === selector[k]))
      Object.assign(labels, selector);
  }
  const { controller } = pod;
  const owner = controller && owners.get(`${controller.kind}/${pod.namespace}/${controller.name}`);
  const matchesOwner = owner && selectorPredicate(owner);
  const wanted = Object.entries(labels);
  if (wanted.length === 0 && (!owner || isEmptySelector(owner))) return undefined;
  return {
    isEmpty: false,
    matches: (of) =>
      wanted.every(([key, value]) => of?.[key] === value) && (!matchesOwner || matchesOwner(of)),
  };
}
