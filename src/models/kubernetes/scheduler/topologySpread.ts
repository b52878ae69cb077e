/**
 * Topology spread constraints as filter and score read them (plugins/podtopologyspread/common.go, v1.34): the pod's own,
 * or the scheduler's defaults with the selector of the Services and the controller that the pod belongs to.
 */
import { requirementsPredicate, selectorPredicate, type LabelPredicate } from '../selector';
import type { LabelSelector, Labels, TopologySpreadConstraint } from '../types';
import type { Cluster } from './cluster';
import type { PluginArgs, FeatureGates } from './configuration';
import type { NodeInfo } from './nodeInfo';
import { requiredNodeAffinity } from './nodeSelector';
import type { PodGroup, PodInfo } from './podInfo';
import { untoleratedTaint } from './tolerations';

export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly minDomains: number;
  /** Does the pod itself count towards the constraint? */
  readonly matchesSelf: boolean;
  /** Do pods of this kind count? Those of the namespace that match and are not on their way out. */
  counts(group: PodGroup): boolean;
  /** How many on the node do. */
  countOn(node: NodeInfo): number;
  /** Do the pods of this node count at all: nodeAffinityPolicy, nodeTaintsPolicy. */
  includes(node: NodeInfo): boolean;
}

type Action = TopologySpreadConstraint['whenUnsatisfiable'];

/** Used for a pod without constraints of its own, unless the configuration lists others. */
const SYSTEM_DEFAULTS: NonNullable<PluginArgs['defaultConstraints']> = [
  { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
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
      .map((c) => compiled(c, pod, ownSelector(c, pod.labels), features));
  const defaults = (
    isSystemDefaulted(args) ? SYSTEM_DEFAULTS : (args.defaultConstraints ?? [])
  ).filter((c) => c.whenUnsatisfiable === action);
  const selector = defaults.length > 0 ? defaultSelector(pod, cluster) : undefined;
  if (!selector) return [];
  return defaults.map((c) => compiled(c, pod, selector, features));
}

export const hasAllKeys = (node: NodeInfo, constraints: readonly SpreadConstraint[]): boolean =>
  constraints.every((c) => node.labels[c.topologyKey] !== undefined);

interface Selector {
  readonly matches: LabelPredicate;
  /** An empty selector counts no pods, although it matches the pod itself. */
  readonly isEmpty: boolean;
}

function compiled(
  constraint: Omit<TopologySpreadConstraint, 'labelSelector'>,
  pod: PodInfo,
  { matches, isEmpty }: Selector,
  features: FeatureGates,
): SpreadConstraint {
  const counts = isEmpty ? () => false : countsGroup(pod.namespace, matches);
  const affinity =
    constraint.nodeAffinityPolicy === 'Ignore' ? undefined : requiredNodeAffinity(pod.spec);
  const honoursTaints = constraint.nodeTaintsPolicy === 'Honor';
  return {
    maxSkew: constraint.maxSkew,
    topologyKey: constraint.topologyKey,
    minDomains: constraint.minDomains ?? 1,
    matchesSelf: matches(pod.labels),
    counts,
    countOn: (node) => countIn(node, counts),
    includes: (node) =>
      (!affinity || affinity(node)) &&
      !(
        honoursTaints &&
        untoleratedTaint(
          node.taints,
          pod.spec.tolerations,
          features.TaintTolerationComparisonOperators,
        )
      ),
  };
}

/** Remembered by group: a node's pods are mostly alike. */
function countsGroup(namespace: string, matches: LabelPredicate): (group: PodGroup) => boolean {
  const known = new Map<PodGroup, boolean>();
  return (group) => {
    let counts = known.get(group);
    if (counts === undefined) {
      counts = group.namespace === namespace && !group.terminating && matches(group.labels);
      known.set(group, counts);
    }
    return counts;
  };
}

function countIn({ groups }: NodeInfo, counts: (group: PodGroup) => boolean): number {
  let count = 0;
  for (const entry of groups) if (counts(entry.group)) count += entry.count;
  return count;
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
  const owner =
    controller && owners.get(`${controller.kind}/${pod.namespace}/${controller.name}`);
  const matchesOwner = owner && selectorPredicate(owner);
  const wanted = Object.entries(labels);
  if (wanted.length === 0 && (!owner || isEmptySelector(owner))) return undefined;
  return {
    isEmpty: false,
    matches: (of) =>
      wanted.every(([key, value]) => of?.[key] === value) && (!matchesOwner || matchesOwner(of)),
  };
}
