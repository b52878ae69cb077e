/**
 * Rules for what makes pods and keeps them (pkg/apis/apps/validation, core/validation, v1.34): Deployment, ReplicaSet,
 * StatefulSet, DaemonSet, ReplicationController. As upstream, the pods of a StatefulSet are not looked at closely.
 */
import { selectorPredicate } from '../selector';
import type {
  Deployment,
  DeploymentStrategy,
  IntOrString,
  KubernetesObject,
  LabelSelector,
  PodTemplateSpec,
} from '../types';
import {
  FieldPath,
  forbidden,
  invalid,
  invalidEach,
  mustNotBeNegative,
  notSupported,
  required,
  type Violation,
} from './fieldErrors';
import { LIMITS, OURS } from './limits';
import { isEmptySelector, validateLabelSelector } from './metadata';
import { isPercent } from './names';
import { validatePodTemplate, validateTemplateMeta } from './podSpec';

interface WorkloadSpec {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
}

const SPEC = FieldPath.root.child('spec');
const specOf = <S>(object: KubernetesObject): S => ((object as { spec?: unknown }).spec ?? {}) as S;

export function validateDeployment(object: KubernetesObject): readonly Violation[] {
  const spec = specOf<Partial<Deployment['spec']>>(object);
  const deadline = spec.progressDeadlineSeconds;
  return [
    ...validateReplicas(spec.replicas),
    ...validateSelector(spec.selector, 'empty selector is invalid for deployment'),
    ...validateTemplate(spec, 'ReplicaSet'),
    ...validateStrategy(spec.strategy ?? {}, SPEC.child('strategy')),
    ...mustNotBeNegative(SPEC.child('minReadySeconds'), spec.minReadySeconds),
    ...mustNotBeNegative(SPEC.child('revisionHistoryLimit'), spec.revisionHistoryLimit),
    ...mustNotBeNegative(SPEC.child('progressDeadlineSeconds'), deadline),
    ...(deadline !== undefined && deadline <= (spec.minReadySeconds ?? 0)
      ? [
          invalid(
            SPEC.child('progressDeadlineSeconds'),
            deadline,
            'must be greater than minReadySeconds',
          ),
        ]
      : []),
  ];
}

export function validateReplicaSet(object: KubernetesObject): readonly Violation[] {
  const spec = specOf<WorkloadSpec>(object);
  return [
    ...validateReplicas(spec.replicas),
    ...mustNotBeNegative(SPEC.child('minReadySeconds'), spec.minReadySeconds),
    ...validateSelector(spec.selector, 'empty selector is invalid for deployment'),
    ...validateTemplate(spec, 'ReplicaSet'),
  ];
}

export function validateReplicationController(object: KubernetesObject): readonly Violation[] {
  const { selector = {}, ...spec } = specOf<
    Omit<WorkloadSpec, 'selector'> & { readonly selector?: Readonly<Record<string, string>> }
  >(object);
  return [
    ...mustNotBeNegative(SPEC.child('minReadySeconds'), spec.minReadySeconds),
    ...(Object.keys(selector).length === 0 ? [required(SPEC.child('selector'))] : []),
    ...mustNotBeNegative(SPEC.child('replicas'), spec.replicas),
    ...validateTemplate({ ...spec, selector: { matchLabels: selector } }, 'ReplicationController'),
  ];
}

export function validateDaemonSet(object: KubernetesObject): readonly Violation[] {
  const spec = specOf<WorkloadSpec & { readonly updateStrategy?: DaemonSetStrategy }>(object);
  return [
    ...validateSelector(spec.selector, 'empty selector is invalid for daemonset'),
    ...validateTemplate(spec, 'DaemonSet'),
    ...mustNotBeNegative(SPEC.child('minReadySeconds'), spec.minReadySeconds),
    ...validateDaemonSetStrategy(spec.updateStrategy ?? {}, SPEC.child('updateStrategy')),
    ...mustNotBeNegative(SPEC.child('revisionHistoryLimit'), spec.revisionHistoryLimit),
  ];
}

interface StatefulSetSpec extends WorkloadSpec {
  readonly podManagementPolicy?: string;
  readonly updateStrategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly partition?: number };
  };
}

export function validateStatefulSet(object: KubernetesObject): readonly Violation[] {
  const spec = specOf<StatefulSetSpec>(object);
  const { template } = spec;
  return [
    ...validateStatefulSetPolicies(spec),
    ...mustNotBeNegative(SPEC.child('replicas'), spec.replicas),
    ...mustNotBeNegative(SPEC.child('minReadySeconds'), spec.minReadySeconds),
    ...validateSelector(spec.selector, 'empty selector is invalid for statefulset'),
    ...(template ? validateTemplateMeta(template.metadata, SPEC.child('template')) : []),
    ...validateTemplateLabels(spec),
    ...validateAlwaysRestarts(template),
    ...(template?.spec?.activeDeadlineSeconds === undefined
      ? []
      : [
          forbidden(
            SPEC.child('template', 'spec', 'activeDeadlineSeconds'),
            'activeDeadlineSeconds in StatefulSet is not Supported',
          ),
        ]),
  ];
}

/** A whole number, or a percentage as text. */
export function validateIntOrPercent(
  value: IntOrString | undefined,
  at: FieldPath,
): readonly Violation[] {
  return typeof value === 'string'
    ? invalidEach(at, value, isPercent(value))
    : mustNotBeNegative(at, value);
}

export function notMoreThan100Percent(
  value: IntOrString | undefined,
  at: FieldPath,
): readonly Violation[] {
  return typeof value === 'string' && isPercent(value).length === 0 && parseInt(value, 10) > 100
    ? [invalid(at, value, 'must not be greater than 100%')]
    : [];
}

const amountOf = (value: IntOrString | undefined): number =>
  typeof value === 'string' ? parseInt(value, 10) : (value ?? 0);

function validateReplicas(replicas: number | undefined): readonly Violation[] {
  const at = SPEC.child('replicas');
  return [
    ...mustNotBeNegative(at, replicas),
    ...((replicas ?? 0) > LIMITS.replicas
      ? [invalid(at, replicas, `must be less than or equal to ${LIMITS.replicas} ${OURS}`)]
      : []),
  ];
}

function validateSelector(
  selector: LabelSelector | undefined,
  whenEmpty: string,
): readonly Violation[] {
  const at = SPEC.child('selector');
  if (!selector) return [required(at)];
  return [
    ...validateLabelSelector(selector, at),
    ...(isEmptySelector(selector) ? [invalid(at, selector, whenEmpty)] : []),
  ];
}

function validateTemplate(spec: WorkloadSpec, owner: string): readonly Violation[] {
  const at = SPEC.child('template');
  const { template } = spec;
  if (!template) return [required(at)];
  return [
    ...validateTemplateLabels(spec),
    ...validatePodTemplate(template, at),
    ...validateAlwaysRestarts(template),
    ...(template.spec.activeDeadlineSeconds === undefined
      ? []
      : [
          forbidden(
            at.child('spec', 'activeDeadlineSeconds'),
            `activeDeadlineSeconds in ${owner} is not Supported`,
          ),
        ]),
  ];
}

function validateTemplateLabels({ selector, template }: WorkloadSpec): readonly Violation[] {
  if (!selector || isEmptySelector(selector)) return [];
  const labels = template?.metadata?.labels;
  return selectorPredicate(selector)(labels)
    ? []
    : [
        invalid(
          SPEC.child('template', 'metadata', 'labels'),
          labels ?? null,
          '`selector` does not match template `labels`',
        ),
      ];
}

function validateAlwaysRestarts(template: PodTemplateSpec | undefined): readonly Violation[] {
  const policy = template?.spec?.restartPolicy;
  return policy === 'OnFailure' || policy === 'Never'
    ? [notSupported(SPEC.child('template', 'spec', 'restartPolicy'), policy, ['Always'])]
    : [];
}

function validateStrategy(strategy: DeploymentStrategy, at: FieldPath): readonly Violation[] {
  const { type, rollingUpdate } = strategy;
  switch (type) {
    case 'Recreate':
      return rollingUpdate
        ? [
            forbidden(
              at.child('rollingUpdate'),
              "may not be specified when strategy `type` is 'Recreate'",
            ),
          ]
        : [];
    case 'RollingUpdate':
      return validateRollingUpdate(rollingUpdate ?? {}, at.child('rollingUpdate'));
    default:
      return [
        notSupported(at, { Type: type, RollingUpdate: rollingUpdate ?? null }, [
          'Recreate',
          'RollingUpdate',
        ]),
      ];
  }
}

function validateRollingUpdate(
  { maxUnavailable, maxSurge }: NonNullable<DeploymentStrategy['rollingUpdate']>,
  at: FieldPath,
): readonly Violation[] {
  return [
    ...validateIntOrPercent(maxUnavailable, at.child('maxUnavailable')),
    ...validateIntOrPercent(maxSurge, at.child('maxSurge')),
    ...(amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0
      ? [
          invalid(
            at.child('maxUnavailable'),
            maxUnavailable ?? 0,
            'may not be 0 when `maxSurge` is 0',
          ),
        ]
      : []),
    ...notMoreThan100Percent(maxUnavailable, at.child('maxUnavailable')),
  ];
}

interface DaemonSetStrategy {
  readonly type?: string;
  readonly rollingUpdate?: {
    readonly maxUnavailable?: IntOrString;
    readonly maxSurge?: IntOrString;
  };
}

function validateDaemonSetStrategy(
  { type, rollingUpdate = {} }: DaemonSetStrategy,
  at: FieldPath,
): readonly Violation[] {
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate')
    return [notSupported(at.child('type'), type ?? '', ['RollingUpdate', 'OnDelete'])];
  const { maxUnavailable, maxSurge } = rollingUpdate;
  const place = at.child('rollingUpdate');
  const surges = amountOf(maxSurge) > 0;
  const withdraws = amountOf(maxUnavailable) > 0;
  return [
    ...validateIntOrPercent(maxUnavailable, place.child('maxUnavailable')),
    ...notMoreThan100Percent(maxUnavailable, place.child('maxUnavailable')),
    ...validateIntOrPercent(maxSurge, place.child('maxSurge')),
    ...notMoreThan100Percent(maxSurge, place.child('maxSurge')),
    ...(surges && withdraws
      ? [
          invalid(
            place.child('maxSurge'),
            maxSurge,
            'may not be set when maxUnavailable is non-zero',
          ),
        ]
      : []),
    ...(surges || withdraws
      ? []
      : [required(place.child('maxUnavailable'), 'cannot be 0 when maxSurge is 0')]),
  ];
}

function validateStatefulSetPolicies(spec: StatefulSetSpec): readonly Violation[] {
  const { podManagementPolicy, updateStrategy = {} } = spec;
  const at = SPEC.child('updateStrategy');
  return [
    ...(podManagementPolicy === 'OrderedReady' || podManagementPolicy === 'Parallel'
      ? []
      : [
          invalid(
            SPEC.child('podManagementPolicy'),
            podManagementPolicy,
            "must be 'OrderedReady' or 'Parallel'",
          ),
        ]),
    ...(updateStrategy.type === 'RollingUpdate' || updateStrategy.type === 'OnDelete'
      ? []
      : [invalid(at, updateStrategy, "must be 'RollingUpdate' or 'OnDelete'")]),
    ...(updateStrategy.type === 'OnDelete' && updateStrategy.rollingUpdate
      ? [
          invalid(
            at.child('rollingUpdate'),
            updateStrategy.rollingUpdate,
            "only allowed for updateStrategy 'RollingUpdate'",
          ),
        ]
      : []),
    ...mustNotBeNegative(
      at.child('rollingUpdate', 'partition'),
      updateStrategy.rollingUpdate?.partition,
    ),
  ];
}
