/**
 * Terms of pod affinity and anti-affinity, compiled (framework/types.go AffinityTerm, v1.34). A term looks at the
 * namespaces it lists and at those its namespaceSelector matches; at the pod's own when it says neither. An empty
 * namespaceSelector `{}` means all namespaces.
 */
import { requirementsPredicate, selectorPredicate } from '../selector';
import type { Affinity, Labels, PodAffinityTerm } from '../types';
import type { Cluster } from './cluster';
import type { PodGroup } from './podInfo';

export interface AffinityTerm {
  readonly topologyKey: string;
  readonly weight: number;
  /** Is a pod of this kind one that the term speaks of? */
  matches(pod: Pick<PodGroup, 'namespace' | 'labels'>, namespaces: Cluster['namespaces']): boolean;
}

export interface AffinityTerms {
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly AffinityTerm[];
  readonly preferredAntiAffinity: readonly AffinityTerm[];
}

const NO_TERMS: AffinityTerms = {
  requiredAffinity: [],
  requiredAntiAffinity: [],
  preferredAffinity: [],
  preferredAntiAffinity: [],
};

/** The terms of the pods of a group; remembered, because every decision asks. */
export function affinityTerms(group: PodGroup): AffinityTerms {
  if (!group.affinity) return NO_TERMS;
  let terms = remembered.get(group);
  if (!terms) {
    terms = compile(group, group.affinity);
    remembered.set(group, terms);
  }
  return terms;
}
const remembered = new WeakMap<PodGroup, AffinityTerms>();

function compile(
  of: PodGroup,
  { podAffinity, podAntiAffinity }: Pick<Affinity, 'podAffinity' | 'podAntiAffinity'>,
): AffinityTerms {
  const required = (terms: readonly PodAffinityTerm[] = []): AffinityTerm[] =>
    terms.map((term) => affinityTerm(term, 1, of));
  const preferred = (
    terms: readonly { readonly weight: number; readonly podAffinityTerm: PodAffinityTerm }[] = [],
  ): AffinityTerm[] =>
    terms.map(({ weight, podAffinityTerm }) => affinityTerm(podAffinityTerm, weight, of));
  return {
    requiredAffinity: required(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAntiAffinity: required(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferredAffinity: preferred(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAntiAffinity: preferred(
      podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution,
    ),
  };
}

function affinityTerm(term: PodAffinityTerm, weight: number, of: PodGroup): AffinityTerm {
  const { namespaceSelector, namespaces: listed = [], topologyKey } = term;
  const own = listed.length === 0 && !namespaceSelector;
  const inNamespace = selectorPredicate(namespaceSelector);
  const selected = selectorPredicate(term.labelSelector);
  const alike = matchesOwnValues(term, of.labels);
  return {
    topologyKey,
    weight,
    matches: ({ namespace, labels }, namespaces) =>
      (own
        ? namespace === of.namespace
        : listed.includes(namespace) || inNamespace(namespaces.get(namespace) ?? {})) &&
      selected(labels) &&
      alike(labels),
  };
}

/** `matchLabelKeys` and `mismatchLabelKeys`: compared with the values of the pod that has the term. */
function matchesOwnValues(
  { matchLabelKeys = [], mismatchLabelKeys = [] }: PodAffinityTerm,
  labels: Labels,
): (of: Labels) => boolean {
  const requirement = (operator: 'In' | 'NotIn') => (key: string) => ({
    key,
    operator,
    values: [labels[key] ?? ''],
  });
  const known = (key: string): boolean => labels[key] !== undefined;
  return requirementsPredicate([
    ...matchLabelKeys.filter(known).map(requirement('In')),
    ...mismatchLabelKeys.filter(known).map(requirement('NotIn')),
  ]);
}
