/** Rules for node selectors, affinity and topology spread (core/validation, v1.34). */
import type {
  Affinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  TopologySpreadConstraint,
} from '../types';
import {
  duplicate,
  forbidden,
  invalid,
  invalidEach,
  mustBeOneOf,
  required,
  type FieldPath,
  type Violation,
} from './fieldErrors';
import { validateLabelKey, validateLabelSelector } from './metadata';
import { isDns1123Label, isDns1123Subdomain, isLabelValue } from './names';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function validateAffinity(
  affinity: Affinity | undefined,
  at: FieldPath,
): readonly Violation[] {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity ?? {};
  return [
    ...(nodeAffinity?.[REQUIRED]
      ? validateNodeSelectorTerms(
          nodeAffinity[REQUIRED].nodeSelectorTerms ?? [],
          at.child('nodeAffinity', REQUIRED),
        )
      : []),
    ...(nodeAffinity?.[PREFERRED] ?? []).flatMap(({ weight, preference }, i) => {
      const place = at.child('nodeAffinity', PREFERRED).index(i);
      return [
        ...validateWeight(weight, place),
        ...validateNodeSelectorTerm(preference ?? {}, place.child('preference'), false),
      ];
    }),
    ...validatePodAffinity(podAffinity, at.child('podAffinity')),
    ...validatePodAffinity(podAntiAffinity, at.child('podAntiAffinity')),
  ];
}

/** `nodeSelectorTerms` of a pod's required affinity or of a volume. */
export function validateNodeSelectorTerms(
  terms: readonly NodeSelectorTerm[],
  at: FieldPath,
): readonly Violation[] {
  const place = at.child('nodeSelectorTerms');
  if (terms.length === 0) return [required(place, 'must have at least one node selector term')];
  return terms.flatMap((term, i) => validateNodeSelectorTerm(term, place.index(i), true));
}

export function validateTopologySpread(
  constraints: readonly TopologySpreadConstraint[],
  at: FieldPath,
): readonly Violation[] {
  return constraints.flatMap((constraint, i) => {
    const place = at.index(i);
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable, minDomains } = constraint;
    const repeated = constraints
      .slice(i + 1)
      .some((c) => c.topologyKey === topologyKey && c.whenUnsatisfiable === whenUnsatisfiable);
    return [
      ...(maxSkew <= 0
        ? [invalid(place.child('maxSkew'), maxSkew, 'must be greater than zero')]
        : []),
      ...(topologyKey === '' ? [required(place.child('topologyKey'), 'can not be empty')] : []),
      ...mustBeOneOf(place.child('whenUnsatisfiable'), whenUnsatisfiable, [
        'DoNotSchedule',
        'ScheduleAnyway',
      ]),
      ...(repeated
        ? [
            duplicate(
              place.printedAs(`${place.text}.{topologyKey, whenUnsatisfiable}`),
              `{${topologyKey}, ${whenUnsatisfiable}}`,
            ),
          ]
        : []),
      ...validateMinDomains(minDomains, whenUnsatisfiable, place.child('minDomains')),
      ...(['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const).flatMap((name) =>
        constraint[name] === undefined
          ? []
          : mustBeOneOf(place.child(name), constraint[name], ['Honor', 'Ignore']),
      ),
      ...validateMatchLabelKeys(constraint, place.child('matchLabelKeys')),
      ...validateLabelSelector(constraint.labelSelector, place.child('labelSelector')),
    ];
  });
}

function validateMinDomains(
  minDomains: number | undefined,
  action: string,
  at: FieldPath,
): readonly Violation[] {
  if (minDomains === undefined) return [];
  return [
    ...(minDomains <= 0 ? [invalid(at, minDomains, 'must be greater than zero')] : []),
    ...(action === 'DoNotSchedule'
      ? []
      : [
          invalid(
            at,
            minDomains,
            `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`,
          ),
        ]),
  ];
}

function validateMatchLabelKeys(
  { matchLabelKeys = [], labelSelector }: Pick<PodAffinityTerm, 'matchLabelKeys' | 'labelSelector'>,
  at: FieldPath,
): readonly Violation[] {
  if (matchLabelKeys.length === 0) return [];
  const selected = new Set([
    ...Object.keys(labelSelector?.matchLabels ?? {}),
    ...(labelSelector?.matchExpressions ?? []).map((e) => e.key),
  ]);
  return [
    ...(labelSelector
      ? []
      : [forbidden(at, 'must not be specified when labelSelector is not set')]),
    ...matchLabelKeys.flatMap((key, i) => [
      ...validateLabelKey(key, at.index(i)),
      ...(selected.has(key)
        ? [invalid(at.index(i), key, 'exists in both matchLabelKeys and labelSelector')]
        : []),
    ]),
  ];
}

function validateNodeSelectorTerm(
  term: NodeSelectorTerm,
  at: FieldPath,
  checkValues: boolean,
): readonly Violation[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((requirement, i) =>
      validateRequirement(requirement, at.child('matchExpressions').index(i), checkValues),
    ),
    ...(term.matchFields ?? []).flatMap((requirement, i) =>
      validateFieldRequirement(requirement, at.child('matchFields').index(i)),
    ),
  ];
}

function validateRequirement(
  requirement: NodeSelectorRequirement,
  at: FieldPath,
  checkValues: boolean,
): readonly Violation[] {
  const { key = '', values = [] } = requirement;
  return [
    ...validateValueCount(requirement, at),
    ...validateLabelKey(key, at.child('key')),
    ...(checkValues
      ? values.flatMap((value, i) =>
          invalidEach(at.child('values').index(i), value, isLabelValue(value)),
        )
      : []),
  ];
}

function validateValueCount(
  { operator, values = [] }: NodeSelectorRequirement,
  at: FieldPath,
): readonly Violation[] {
  const place = at.child('values');
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0
        ? []
        : [required(place, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0
        ? []
        : [forbidden(place, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case 'Gt':
    case 'Lt':
      return values.length === 1
        ? []
        : [required(place, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(at.child('operator'), operator ?? '', 'not a valid selector operator')];
  }
}

function validateFieldRequirement(
  { key = '', operator, values = [] }: NodeSelectorRequirement,
  at: FieldPath,
): readonly Violation[] {
  const known = operator === 'In' || operator === 'NotIn';
  return [
    ...(known && values.length !== 1
      ? [
          required(
            at.child('values'),
            "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
          ),
        ]
      : []),
    ...(known
      ? []
      : [invalid(at.child('operator'), operator ?? '', 'not a valid selector operator')]),
    ...(key === 'metadata.name'
      ? values.flatMap((value, i) =>
          invalidEach(at.child('values').index(i), value, isDns1123Subdomain(value)),
        )
      : [invalid(at.child('key'), key, 'not a valid field selector key')]),
  ];
}

function validatePodAffinity(
  affinity: PodAffinity | undefined,
  at: FieldPath,
): readonly Violation[] {
  return [
    ...(affinity?.[REQUIRED] ?? []).flatMap((term, i) =>
      validatePodAffinityTerm(term, at.child(REQUIRED).index(i)),
    ),
    ...(affinity?.[PREFERRED] ?? []).flatMap(({ weight, podAffinityTerm }, i) => {
      const place = at.child(PREFERRED).index(i);
      return [
        ...validateWeight(weight, place),
        ...validatePodAffinityTerm(podAffinityTerm ?? {}, place.child('podAffinityTerm')),
      ];
    }),
  ];
}

const validateWeight = (weight: number | undefined, at: FieldPath): readonly Violation[] =>
  weight !== undefined && weight >= 1 && weight <= 100
    ? []
    : [invalid(at.child('weight'), weight ?? 0, 'must be in the range 1-100')];

function validatePodAffinityTerm(
  term: Partial<PodAffinityTerm>,
  at: FieldPath,
): readonly Violation[] {
  const { topologyKey = '', namespaces = [], mismatchLabelKeys = [] } = term;
  return [
    ...validateLabelSelector(term.labelSelector, at.child('labelSelector')),
    ...validateLabelSelector(term.namespaceSelector, at.child('namespaceSelector')),
    ...namespaces.flatMap((name, i) =>
      invalidEach(at.silently('namespaces', i).child('namespace'), name, isDns1123Label(name)),
    ),
    ...validateMatchLabelKeys(term, at.child('matchLabelKeys')),
    ...(term.matchLabelKeys ?? []).flatMap((key, i) =>
      mismatchLabelKeys.includes(key)
        ? [
            invalid(
              at.child('matchLabelKeys').index(i),
              key,
              'exists in both matchLabelKeys and mismatchLabelKeys',
            ),
          ]
        : [],
    ),
    ...(topologyKey === '' ? [required(at.child('topologyKey'), 'can not be empty')] : []),
    ...validateLabelKey(topologyKey, at.child('topologyKey')),
  ];
}
