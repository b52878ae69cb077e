/** Rules for what governs others: disruption budgets, priorities, limits, quotas, roles (v1.34). */
import type { IntOrString, KubernetesObject, LabelSelector, ResourceList } from '../types';
import { FieldPath, forbidden, invalid, mustBeOneOf, notSupported, required } from './fieldErrors';
import type { Violation } from './fieldErrors';
import { validateLabelSelector } from './metadata';
import { validateResourceAmount } from './resourceRequirements';
import { notMoreThan100Percent, validateIntOrPercent } from './workloads';

const SPEC = FieldPath.root.child('spec');
const specOf = <S>(object: KubernetesObject): S => ((object as { spec?: unknown }).spec ?? {}) as S;

export function validatePodDisruptionBudget(object: KubernetesObject): readonly Violation[] {
  const spec = specOf<{
    readonly minAvailable?: IntOrString;
    readonly maxUnavailable?: IntOrString;
    readonly selector?: LabelSelector;
    readonly unhealthyPodEvictionPolicy?: string;
  }>(object);
  return [
    ...(spec.minAvailable !== undefined && spec.maxUnavailable !== undefined
      ? [invalid(SPEC, spec, 'minAvailable and maxUnavailable cannot be both set')]
      : []),
    ...(['minAvailable', 'maxUnavailable'] as const).flatMap((field) => [
      ...validateIntOrPercent(spec[field], SPEC.child(field)),
      ...notMoreThan100Percent(spec[field], SPEC.child(field)),
    ]),
    ...validateLabelSelector(spec.selector, SPEC.child('selector')),
    ...(spec.unhealthyPodEvictionPolicy === undefined
      ? []
      : mustBeOneOf(SPEC.child('unhealthyPodEvictionPolicy'), spec.unhealthyPodEvictionPolicy, [
          'AlwaysAllow',
          'IfHealthyBudget',
        ])),
  ];
}

const MAX_USER_PRIORITY = 1_000_000_000;

export function validatePriorityClass(object: KubernetesObject): readonly Violation[] {
  const { value = 0, preemptionPolicy } = object as {
    value?: number;
    preemptionPolicy?: string;
  };
  const at = FieldPath.root;
  return [
    ...(object.metadata.name.startsWith('system-')
      ? [
          forbidden(
            at.child('metadata', 'name'),
            "priority class names with 'system-' prefix are reserved for system use only. error: it is not a known system priority class",
          ),
        ]
      : []),
    ...(value > MAX_USER_PRIORITY
      ? [
          forbidden(
            at.child('value'),
            `maximum allowed value of a user defined priority is ${MAX_USER_PRIORITY}`,
          ),
        ]
      : []),
    ...mustBeOneOf(at.child('preemptionPolicy'), preemptionPolicy, [
      'Never',
      'PreemptLowerPriority',
    ]),
  ];
}

export function validateLimitRange(object: KubernetesObject): readonly Violation[] {
  const { limits = [] } = specOf<{
    readonly limits?: readonly (Readonly<Record<string, ResourceList>> & {
      readonly type?: never;
    })[];
  }>(object);
  return limits.flatMap((limit, i) => {
    const at = SPEC.child('limits').index(i);
    const type: string = limit.type ?? '';
    return [
      ...(type === '' ? [required(at.child('type'))] : []),
      ...['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'].flatMap((field) =>
        Object.entries(limit[field] ?? {}).flatMap(([name, amount]) =>
          validateResourceAmount(name, amount, at.child(field).key(name)),
        ),
      ),
    ];
  });
}

export function validateResourceQuota(object: KubernetesObject): readonly Violation[] {
  const { hard = {} } = specOf<{ readonly hard?: ResourceList }>(object);
  return Object.entries(hard).flatMap(([name, amount]) =>
    validateResourceAmount(name, amount, SPEC.child('hard').key(name)),
  );
}

interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

export function validateRole(object: KubernetesObject): readonly Violation[] {
  const { rules = [] } = object as { rules?: readonly PolicyRule[] };
  return rules.flatMap((rule, i) => {
    const at = FieldPath.root.child('rules').index(i);
    const urls = rule.nonResourceURLs ?? [];
    const nonResource = urls.length > 0;
    if (nonResource && object.kind === 'Role')
      return [
        invalid(
          at.child('nonResourceURLs'),
          urls,
          'namespaced rules cannot apply to non-resource URLs',
        ),
      ];
    return [
      ...((rule.verbs ?? []).length === 0
        ? [required(at.child('verbs'), 'verbs must contain at least one value')]
        : []),
      ...(!nonResource && (rule.apiGroups ?? []).length === 0
        ? [required(at.child('apiGroups'), 'resource rules must supply at least one api group')]
        : []),
      ...(!nonResource && (rule.resources ?? []).length === 0
        ? [required(at.child('resources'), 'resource rules must supply at least one resource')]
        : []),
    ];
  });
}

interface Subject {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly apiGroup?: string;
}

const ROLE_KINDS: Readonly<Record<string, readonly string[]>> = {
  RoleBinding: ['Role', 'ClusterRole'],
  ClusterRoleBinding: ['ClusterRole'],
};

export function validateRoleBinding(object: KubernetesObject): readonly Violation[] {
  const { roleRef = {}, subjects = [] } = object as {
    roleRef?: Subject;
    subjects?: readonly Subject[];
  };
  const at = FieldPath.root.child('roleRef');
  const kinds = ROLE_KINDS[object.kind] ?? [];
  return [
    ...(roleRef.apiGroup === undefined || roleRef.apiGroup === RBAC
      ? []
      : [notSupported(at.child('apiGroup'), roleRef.apiGroup, [RBAC])]),
    ...mustBeOneOf(at.child('kind'), roleRef.kind, kinds),
    ...((roleRef.name ?? '') === '' ? [required(at.child('name'))] : []),
    ...subjects.flatMap((subject, i) => {
      const place = FieldPath.root.child('subjects').index(i);
      return [
        ...((subject.name ?? '') === '' ? [required(place.child('name'))] : []),
        ...mustBeOneOf(place.child('kind'), subject.kind, ['ServiceAccount', 'User', 'Group']),
        ...(subject.kind === 'ServiceAccount' &&
        (subject.namespace ?? '') === '' &&
        object.kind === 'ClusterRoleBinding'
          ? [required(place.child('namespace'))]
          : []),
      ];
    }),
  ];
}
const RBAC = 'rbac.authorization.k8s.io';
