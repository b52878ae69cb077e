/**
 * What a pod would rather have (kubernetes-sigs/karpenter pkg/controllers/provisioning/scheduling/preferences.go, v1.8): preferences
 * are requirements at first; as long as nothing takes the pod, one of them after the other is given up: pod affinity, pod
 * anti-affinity, node affinity, spreading, the heaviest of each kind first.
 */
import type { PodInfo } from '../../kubernetes/scheduler/simulation';
import type { Affinity, PodSpec, TopologySpreadConstraint } from '../../kubernetes/types';

interface Wishes {
  readonly near: NonNullable<Affinity['podAffinity']>;
  readonly apart: NonNullable<Affinity['podAntiAffinity']>;
  readonly nodes: NonNullable<Affinity['nodeAffinity']>;
  readonly spread: readonly TopologySpreadConstraint[];
}
type PodRules = Wishes['near'];

const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

/** What a pod of such a spec asks for with some of its wishes as requirements. */
interface Demands {
  readonly spec: PodSpec;
  readonly affinity: NonNullable<PodInfo['group']['affinity']>;
}

/** The pod with all its wishes as requirements, then with one less each; the last is the pod as it is. */
export const withWishes = (pod: PodInfo): readonly PodInfo[] => [
  ...demandsOf(pod.spec).map(({ spec, affinity }): PodInfo => ({
    ...pod,
    spec,
    group: { ...pod.group, affinity },
  })),
  pod,
];

function demandsOf(spec: PodSpec): readonly Demands[] {
  let known = remembered.get(spec);
  if (!known) {
    const all: Demands[] = [];
    for (let wishes = wishesOf(spec); hasAny(wishes); wishes = relaxed(wishes))
      all.push(demanding(spec, wishes));
    remembered.set(spec, (known = all));
  }
  return known;
}
const remembered = new WeakMap<PodSpec, readonly Demands[]>();

const heaviestFirst = <T extends { readonly weight: number }>(
  list: readonly T[] = [],
): readonly T[] => [...list].sort((a, b) => b.weight - a.weight);

const sorted = (rules: PodRules = {}): PodRules => ({
  ...rules,
  [PREFERRED]: heaviestFirst(rules[PREFERRED]),
});

const wishesOf = ({ affinity = {}, topologySpreadConstraints = [] }: PodSpec): Wishes => ({
  near: sorted(affinity.podAffinity),
  apart: sorted(affinity.podAntiAffinity),
  nodes: {
    ...affinity.nodeAffinity,
    [PREFERRED]: heaviestFirst(affinity.nodeAffinity?.[PREFERRED]),
  },
  spread: topologySpreadConstraints,
});

const isSoft = ({ whenUnsatisfiable }: TopologySpreadConstraint): boolean =>
  whenUnsatisfiable === 'ScheduleAnyway';

const hasAny = ({ near, apart, nodes, spread }: Wishes): boolean =>
  [near, apart, nodes].some((rules) => (rules[PREFERRED] ?? []).length > 0) || spread.some(isSoft);

const withoutHeaviest = <T extends { readonly [PREFERRED]?: readonly unknown[] }>(rules: T): T => ({
  ...rules,
  [PREFERRED]: (rules[PREFERRED] ?? []).slice(1),
});

function relaxed(wishes: Wishes): Wishes {
  for (const kind of ['near', 'apart', 'nodes'] as const)
    if ((wishes[kind][PREFERRED] ?? []).length > 0)
      return { ...wishes, [kind]: withoutHeaviest(wishes[kind]) };
  const at = wishes.spread.findIndex(isSoft);
  return { ...wishes, spread: wishes.spread.filter((_, i) => i !== at) };
}

function demanding(before: PodSpec, { near, apart, nodes, spread }: Wishes): Demands {
  const podAffinity = demandedOfPods(near);
  const podAntiAffinity = demandedOfPods(apart);
  const affinity = { podAffinity, podAntiAffinity, nodeAffinity: demandedOfNodes(nodes) };
  const spec: PodSpec = {
    ...before,
    affinity,
    // Of its own: what is remembered of the pod as it is does not hold for it.
    containers: [...before.containers],
    topologySpreadConstraints: spread.map((one) => ({
      ...one,
      whenUnsatisfiable: 'DoNotSchedule',
    })),
  };
  return { spec, affinity: { podAffinity, podAntiAffinity } };
}

const demandedOfPods = (rules: PodRules): PodRules => ({
  [REQUIRED]: [
    ...(rules[REQUIRED] ?? []),
    ...(rules[PREFERRED] ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ],
});

/** Only the heaviest, and in every alternative of what is required. */
function demandedOfNodes(rules: Wishes['nodes']): Wishes['nodes'] {
  const [wish] = rules[PREFERRED] ?? [];
  const terms = rules[REQUIRED]?.nodeSelectorTerms;
  if (!wish) return terms ? { [REQUIRED]: { nodeSelectorTerms: terms } } : {};
  const { matchExpressions = [], matchFields = [] } = wish.preference;
  const nodeSelectorTerms = (terms ?? [{}]).map((term) => ({
    matchExpressions: [...(term.matchExpressions ?? []), ...matchExpressions],
    matchFields: [...(term.matchFields ?? []), ...matchFields],
  }));
  return { [REQUIRED]: { nodeSelectorTerms } };
}
