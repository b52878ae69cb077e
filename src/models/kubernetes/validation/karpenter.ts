/**
 * Rules of the custom resources that Karpenter installs (kubernetes-sigs/karpenter v1.8 pkg/apis/crds, aws/karpenter-provider-aws
 * v1.8 pkg/apis/crds): patterns, bounds and CEL rules, in the words in which the API server reports them.
 */
import type { KubernetesObject, Taint } from '../types';
import { FieldPath, invalid, notSupported, required, type Violation } from './fieldErrors';
import { validateRequiredFields } from './requiredFields';
import { validateTaints } from './taints';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
  readonly minValues?: number;
}
interface NodePoolSpec {
  readonly weight?: number;
  readonly disruption?: {
    readonly consolidateAfter?: string;
    readonly consolidationPolicy?: string;
    readonly budgets?: readonly {
      readonly nodes?: string;
      readonly schedule?: string;
      readonly duration?: string;
      readonly reasons?: readonly string[];
    }[];
  };
  readonly template?: {
    readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
    readonly spec?: {
      readonly expireAfter?: string;
      readonly terminationGracePeriod?: string;
      readonly requirements?: readonly Requirement[];
      readonly taints?: readonly Taint[];
      readonly startupTaints?: readonly Taint[];
      readonly nodeClassRef?: Readonly<Record<'group' | 'kind' | 'name', string>>;
    };
  };
}

const SPEC = FieldPath.root.child('spec');
const DURATION = '^(([0-9]+(s|m|h))+|Never)$';
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt', 'Gte', 'Lte'];
const RESTRICTED = ['karpenter.sh/nodepool', 'kubernetes.io/hostname'];

export function validateNodePool(object: KubernetesObject): readonly Violation[] {
  const missing = validateRequiredFields('NodePool', object as never);
  const spec = ((object as { spec?: unknown }).spec ?? {}) as NodePoolSpec;
  if (missing.length > 0) return missing;
  const at = SPEC.child('template', 'spec');
  const template = spec.template?.spec ?? {};
  const labels = spec.template?.metadata?.labels ?? {};
  return [
    ...bounds(spec),
    ...disruption(spec),
    ...matches(at.child('expireAfter'), template.expireAfter, DURATION),
    ...matches(
      at.child('terminationGracePeriod'),
      template.terminationGracePeriod,
      '^([0-9]+(s|m|h))+$',
    ),
    ...(template.requirements ?? []).flatMap((one, i) =>
      requirement(one, at.child('requirements').index(i)),
    ),
    ...validateTaints(template.taints ?? [], at.child('taints')),
    ...validateTaints(template.startupTaints ?? [], at.child('startupTaints')),
    ...Object.keys(labels)
      .filter((key) => RESTRICTED.includes(key))
      .map((key) =>
        rule(SPEC.child('template', 'metadata', 'labels'), `label "${key}" is restricted`),
      ),
    ...(['group', 'kind', 'name'] as const)
      .filter((field) => template.nodeClassRef?.[field] === '')
      .map((field) => rule(at.child('nodeClassRef', field), `${field} may not be empty`, 'string')),
  ];
}

/** A CEL rule: the value is named by its type only. */
const rule = (at: FieldPath, message: string, type = 'object'): Violation =>
  invalid(at, type, message);

function bounds({ weight }: NodePoolSpec): readonly Violation[] {
  const at = SPEC.child('weight');
  if (weight !== undefined && weight > 100)
    return [invalid(at, weight, `${at.text} in body should be less than or equal to 100`)];
  return weight !== undefined && weight < 1
    ? [invalid(at, weight, `${at.text} in body should be greater than or equal to 1`)]
    : [];
}

function disruption({ disruption: given = {} }: NodePoolSpec): readonly Violation[] {
  const at = SPEC.child('disruption');
  const { consolidationPolicy: policy, budgets = [] } = given;
  const policies = ['WhenEmpty', 'WhenEmptyOrUnderutilized'];
  return [
    ...matches(at.child('consolidateAfter'), given.consolidateAfter, DURATION),
    ...(policy === undefined || policies.includes(policy)
      ? []
      : [notSupported(at.child('consolidationPolicy'), policy, policies)]),
    ...budgets.flatMap(({ nodes, schedule, duration, reasons }, i) => {
      const place = at.child('budgets').index(i);
      return [
        ...matches(place.child('nodes'), nodes, '^((100|[0-9]{1,2})%|[0-9]+)$'),
        ...((schedule === undefined) === (duration === undefined)
          ? []
          : [rule(at.child('budgets'), "'schedule' must be set with 'duration'")]),
        ...matches(place.child('schedule'), schedule, SCHEDULE),
        ...matches(place.child('duration'), duration, '^((([0-9]+(h|m))|([0-9]+h[0-9]+m))(0s)?)$'),
        ...(reasons ?? [])
          .filter((reason) => !REASONS.includes(reason))
          .map((reason) => notSupported(place.child('reasons'), reason, REASONS)),
      ];
    }),
  ];
}

const SCHEDULE =
  '^(@(annually|yearly|monthly|weekly|daily|midnight|hourly))|((.+)\\s(.+)\\s(.+)\\s(.+)\\s(.+))$';
const REASONS = ['Drifted', 'Empty', 'Underutilized'];

function matches(at: FieldPath, value: string | undefined, pattern: string): readonly Violation[] {
  if (value === undefined || new RegExp(pattern).test(value)) return [];
  return [invalid(at, value, `${at.text} in body should match '${pattern}'`)];
}

function requirement(
  { key, operator, values = [], minValues }: Requirement,
  at: FieldPath,
): readonly Violation[] {
  const all = SPEC.child('template', 'spec', 'requirements');
  const single = values.length === 1 && /^[0-9]+$/.test(values[0] ?? '');
  return [
    ...(OPERATORS.includes(operator)
      ? []
      : [notSupported(at.child('operator'), operator, OPERATORS)]),
    ...(operator === 'In' && values.length === 0
      ? [rule(all, "requirements with operator 'In' must have a value defined", 'array')]
      : []),
    ...(['Gt', 'Lt', 'Gte', 'Lte'].includes(operator) && !single
      ? [
          rule(
            all,
            "requirements operator 'Gt' or 'Lt' must have a single positive integer value",
            'array',
          ),
        ]
      : []),
    ...(minValues !== undefined && operator === 'In' && values.length < minValues
      ? [
          rule(
            all,
            "requirements with 'minValues' must have at least that many values specified in the 'values' field",
            'array',
          ),
        ]
      : []),
    ...(RESTRICTED.includes(key)
      ? [rule(at.child('key'), `label "${key}" is restricted`, 'string')]
      : []),
  ];
}

export function validateEC2NodeClass(object: KubernetesObject): readonly Violation[] {
  const missing = validateRequiredFields('EC2NodeClass', object as never);
  if (missing.length > 0) return missing;
  const spec = (object as { spec?: Readonly<Record<string, unknown>> }).spec ?? {};
  const one = (spec['role'] === undefined) !== (spec['instanceProfile'] === undefined);
  return [
    ...(one ? [] : [rule(SPEC, "must specify exactly one of ['role', 'instanceProfile']")]),
    ...(spec['role'] === '' ? [required(SPEC.child('role'))] : []),
  ];
}

type Loose = Readonly<Record<string, unknown>>;

/** The defaults of the CRD. */
export function defaultNodePool(object: Loose): Loose {
  const spec = (object['spec'] ?? {}) as Loose;
  const template = (spec['template'] ?? {}) as Loose;
  const inner = template['spec'] as Loose | undefined;
  return {
    ...object,
    spec: {
      ...spec,
      disruption: {
        budgets: [{ nodes: '10%' }],
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
        ...((spec['disruption'] as Loose | undefined) ?? { consolidateAfter: '0s' }),
      },
      ...(inner === undefined
        ? {}
        : { template: { ...template, spec: { expireAfter: '720h', ...inner } } }),
    },
  };
}
