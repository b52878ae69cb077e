/** Rules for autoscalers (pkg/apis/autoscaling/validation/validation.go, v1.34; `tolerance` as with HPAConfigurableTolerance). */
import type {
  HorizontalPodAutoscaler,
  HpaScalingPolicy,
  HpaScalingRules,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
} from '../autoscaling/types';
import { compareQuantities, quantity } from '../quantity';
import type { KubernetesObject } from '../types';
import {
  FieldPath,
  forbidden,
  invalid,
  invalidEach,
  notSupported,
  required,
  type Violation,
} from './fieldErrors';
import { validateLabelSelector } from './metadata';
import { isDns1123Label, isPathSegment } from './names';

const MAX_PERIOD_SECONDS = 1800;
const MAX_STABILIZATION_WINDOW_SECONDS = 3600;

const SPEC = FieldPath.root.child('spec');

export function validateHorizontalPodAutoscaler(object: KubernetesObject): readonly Violation[] {
  const spec = ((object as Partial<HorizontalPodAutoscaler>).spec ?? {}) as Partial<
    HorizontalPodAutoscaler['spec']
  >;
  const { minReplicas, maxReplicas = 0, scaleTargetRef = {}, metrics = [], behavior } = spec;
  const { scaleUp, scaleDown } = behavior ?? {};
  const rules = SPEC.child('behavior');
  return [
    ...(minReplicas !== undefined && minReplicas < 1
      ? [invalid(SPEC.child('minReplicas'), minReplicas, 'must be greater than or equal to 1')]
      : []),
    ...(maxReplicas < 1
      ? [invalid(SPEC.child('maxReplicas'), maxReplicas, 'must be greater than 0')]
      : []),
    ...(minReplicas !== undefined && maxReplicas < minReplicas
      ? [
          invalid(
            SPEC.child('maxReplicas'),
            maxReplicas,
            'must be greater than or equal to `minReplicas`',
          ),
        ]
      : []),
    ...reference(scaleTargetRef, SPEC.child('scaleTargetRef')),
    ...metrics.flatMap((metric, i) => metricSpec(metric, SPEC.child('metrics').index(i))),
    ...(scaleUp ? scalingRules(scaleUp, rules.child('scaleUp')) : []),
    ...(scaleDown ? scalingRules(scaleDown, rules.child('scaleDown')) : []),
  ];
}

function reference(
  of: { readonly kind?: string; readonly name?: string },
  at: FieldPath,
): readonly Violation[] {
  return (['kind', 'name'] as const).flatMap((field) => {
    const value = of[field] ?? '';
    if (value === '') return [required(at.child(field))];
    return invalidEach(at.child(field), value, isPathSegment(value));
  });
}

type Source = 'object' | 'external' | 'pods' | 'resource' | 'containerResource';
/** In the order in which upstream looks for them: only the first is validated. */
const SOURCES: readonly Source[] = ['object', 'external', 'pods', 'resource', 'containerResource'];
const SOURCE_OF_TYPE: Readonly<Record<string, Source>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

function metricSpec(spec: MetricSpec, at: FieldPath): readonly Violation[] {
  const type = spec.type ?? '';
  const expected = SOURCE_OF_TYPE[type];
  const present = SOURCES.filter((source) => spec[source] !== undefined);
  const [first] = present;
  return [
    ...(type === '' ? [required(at.child('type'), 'must specify a metric source type')] : []),
    ...(expected ? [] : [notSupported(at.child('type'), type, Object.keys(SOURCE_OF_TYPE))]),
    ...(first ? VALIDATE_SOURCE[first](spec, at.child(first)) : []),
    ...(expected && !spec[expected]
      ? [required(at.child(expected), 'must populate information for the given metric source')]
      : []),
    ...(present.length === 1
      ? []
      : present
          .filter((source) => source !== expected)
          .map((source) =>
            forbidden(at.child(source), 'must populate the given metric source only'),
          )),
  ];
}

const VALIDATE_SOURCE: Readonly<
  Record<Source, (spec: MetricSpec, at: FieldPath) => readonly Violation[]>
> = {
  object({ object }, at) {
    const target = object?.target ?? NO_TARGET;
    return [
      ...reference(object?.describedObject ?? {}, at.child('describedObject')),
      ...identifier(object?.metric, at.child('metric')),
      ...metricTarget(target, at.child('target')),
      ...(target.value === undefined && target.averageValue === undefined
        ? [
            required(
              at.child('target', 'averageValue'),
              'must set either a target value or averageValue',
            ),
          ]
        : []),
    ];
  },
  external({ external }, at) {
    const target = external?.target ?? NO_TARGET;
    return [
      ...identifier(external?.metric, at.child('metric')),
      ...metricTarget(target, at.child('target')),
      ...(target.value === undefined && target.averageValue === undefined
        ? [
            required(
              at.child('target', 'averageValue'),
              'must set either a target value for metric or a per-pod target',
            ),
          ]
        : []),
      ...(target.value !== undefined && target.averageValue !== undefined
        ? [
            forbidden(
              at.child('target', 'value'),
              'may not set both a target value for metric and a per-pod target',
            ),
          ]
        : []),
    ];
  },
  pods({ pods }, at) {
    const target = pods?.target ?? NO_TARGET;
    return [
      ...identifier(pods?.metric, at.child('metric')),
      ...metricTarget(target, at.child('target')),
      ...(target.averageValue === undefined
        ? [
            required(
              at.child('target', 'averageValue'),
              'must specify a positive target averageValue',
            ),
          ]
        : []),
    ];
  },
  resource: ({ resource }, at) => resourceSource(resource ?? {}, at),
  containerResource({ containerResource: source }, at) {
    const container = source?.container ?? '';
    return [
      ...resourceName(source?.name, at),
      ...(container === ''
        ? [required(at.child('container'), 'must specify a container')]
        : invalidEach(at.child('container'), container, isDns1123Label(container))),
      ...resourceTarget(source?.target ?? NO_TARGET, at.child('target')),
    ];
  },
};

const NO_TARGET: MetricTarget = { type: '' };

const resourceSource = (
  source: { readonly name?: string; readonly target?: MetricTarget },
  at: FieldPath,
): readonly Violation[] => [
  ...resourceName(source.name, at),
  ...resourceTarget(source.target ?? NO_TARGET, at.child('target')),
];

const resourceName = (name: string | undefined, at: FieldPath): readonly Violation[] =>
  (name ?? '') === '' ? [required(at.child('name'), 'must specify a resource name')] : [];

function resourceTarget(target: MetricTarget, at: FieldPath): readonly Violation[] {
  const { averageUtilization, averageValue } = target;
  return [
    ...metricTarget(target, at),
    ...(averageUtilization === undefined && averageValue === undefined
      ? [
          required(
            at.child('averageUtilization'),
            'must set either a target raw value or a target utilization',
          ),
        ]
      : []),
    ...(averageUtilization !== undefined && averageValue !== undefined
      ? [
          forbidden(
            at.child('averageValue'),
            'may not set both a target raw value and a target utilization',
          ),
        ]
      : []),
  ];
}

function metricTarget(target: MetricTarget, at: FieldPath): readonly Violation[] {
  const { type = '', averageUtilization } = target;
  const known = type === 'Utilization' || type === 'Value' || type === 'AverageValue';
  return [
    ...(type === '' ? [required(at.child('type'), 'must specify a metric target type')] : []),
    ...(known
      ? []
      : [invalid(at.child('type'), type, 'must be either Utilization, Value, or AverageValue')]),
    ...(['value', 'averageValue'] as const).flatMap((field) => {
      const amount = target[field];
      return amount === undefined || isPositive(amount)
        ? []
        : [invalid(at.child(field), String(amount), 'must be positive')];
    }),
    ...(averageUtilization !== undefined && averageUtilization < 1
      ? [invalid(at.child('averageUtilization'), averageUtilization, 'must be greater than 0')]
      : []),
  ];
}

const ZERO = quantity('0');
const isPositive = (amount: string | number): boolean =>
  compareQuantities(quantity(amount), ZERO) > 0;

function identifier(metric: MetricIdentifier | undefined, at: FieldPath): readonly Violation[] {
  const name = metric?.name ?? '';
  return [
    ...(name === ''
      ? [required(at.child('name'), 'must specify a metric name')]
      : invalidEach(at.child('name'), name, isPathSegment(name))),
    ...validateLabelSelector(metric?.selector, at.child('selector')),
  ];
}

function scalingRules(rules: HpaScalingRules, at: FieldPath): readonly Violation[] {
  const { stabilizationWindowSeconds: seconds, selectPolicy, policies = [], tolerance } = rules;
  const windowAt = at.child('stabilizationWindowSeconds');
  return [
    ...(seconds !== undefined && seconds < 0
      ? [invalid(windowAt, seconds, 'must be greater than or equal to zero')]
      : []),
    ...(seconds !== undefined && seconds > MAX_STABILIZATION_WINDOW_SECONDS
      ? [
          invalid(
            windowAt,
            seconds,
            `must be less than or equal to ${MAX_STABILIZATION_WINDOW_SECONDS}`,
          ),
        ]
      : []),
    ...(selectPolicy === undefined || ['Disabled', 'Max', 'Min'].includes(selectPolicy)
      ? []
      : [notSupported(at.child('selectPolicy'), selectPolicy, ['Disabled', 'Max', 'Min'])]),
    ...(policies.length === 0
      ? [required(at.child('policies'), 'must specify at least one Policy')]
      : []),
    ...policies.flatMap((policy, i) => scalingPolicy(policy, at.child('policies').index(i))),
    ...(tolerance !== undefined && compareQuantities(quantity(tolerance), ZERO) < 0
      ? [invalid(at.child('tolerance'), String(tolerance), 'must be greater than or equal to 0')]
      : []),
  ];
}

function scalingPolicy(policy: Partial<HpaScalingPolicy>, at: FieldPath): readonly Violation[] {
  const { type = '', value = 0, periodSeconds: period = 0 } = policy;
  return [
    ...(type === 'Pods' || type === 'Percent'
      ? []
      : [notSupported(at.child('type'), type, ['Percent', 'Pods'])]),
    ...(value <= 0 ? [invalid(at.child('value'), value, 'must be greater than zero')] : []),
    ...(period <= 0
      ? [invalid(at.child('periodSeconds'), period, 'must be greater than zero')]
      : []),
    ...(period > MAX_PERIOD_SECONDS
      ? [
          invalid(
            at.child('periodSeconds'),
            period,
            `must be less than or equal to ${MAX_PERIOD_SECONDS}`,
          ),
        ]
      : []),
  ];
}
