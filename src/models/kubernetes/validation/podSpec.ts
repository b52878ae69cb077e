/**
 * Rules for pods and pod templates (core/validation, v1.34). Everything expects defaults to be filled in.
 * Left out: Windows pods, ephemeral containers (this API has no subresource for them), seccomp and AppArmor annotations.
 */
import type { Pod, PodSpec, PodTemplateSpec } from '../types';
import { validateAffinity, validateTopologySpread } from './affinity';
import { validateContainers, validateImageSpaces, validateInitContainers } from './containers';
import {
  duplicate,
  FieldPath,
  forbidden,
  invalid,
  invalidEach,
  mustBeOneOf,
  required,
  type Violation,
} from './fieldErrors';
import { validateAnnotations, validateLabels } from './metadata';
import { isDns1123Label, isDns1123Subdomain, isIpAddress, isQualifiedName } from './names';
import type { NameRule } from './names';
import { validateOverhead, validatePodLevelResources } from './resourceRequirements';
import { validatePodSecurity } from './securityContext';
import { validateTolerations } from './taints';
import { validateVolumes } from './volumes';

const MAX_INT32 = 2 ** 31 - 1;

export function validatePod(pod: Pod): readonly Violation[] {
  const at = FieldPath.root.child('spec');
  return [
    ...validateDeletionCost(
      pod.metadata.annotations,
      FieldPath.root.child('metadata', 'annotations'),
    ),
    ...validatePodSpec(pod.spec, at),
    ...validateImageSpaces(pod.spec.containers, at.child('containers')),
    ...validateImageSpaces(pod.spec.initContainers, at.child('initContainers')),
    ...(pod.spec['ephemeralContainers'] === undefined
      ? []
      : [forbidden(at.child('ephemeralContainers'), 'cannot be set on create')]),
    ...(pod.spec.nodeName && (pod.spec.schedulingGates ?? []).length > 0
      ? [
          forbidden(
            at.child('nodeName'),
            'cannot be set until all schedulingGates have been cleared',
          ),
        ]
      : []),
  ];
}

export function validatePodTemplate(
  template: PodTemplateSpec | undefined,
  at: FieldPath,
): readonly Violation[] {
  if (!template) return [required(at)];
  const { metadata, spec } = template;
  return [
    ...validateTemplateMeta(metadata, at),
    ...validatePodSpec(spec, at.child('spec')),
    ...(spec['ephemeralContainers'] === undefined
      ? []
      : [
          forbidden(
            at.child('spec', 'ephemeralContainers'),
            'ephemeral containers not allowed in pod template',
          ),
        ]),
  ];
}

/** The API prints these paths without `metadata`. */
export function validateTemplateMeta(
  metadata: PodTemplateSpec['metadata'],
  at: FieldPath,
): readonly Violation[] {
  const printed = (name: 'labels' | 'annotations') =>
    at.child('metadata', name).printedAs(`${at.text}.${name}`);
  return [
    ...validateLabels(metadata?.labels, printed('labels')),
    ...validateAnnotations(metadata?.annotations, printed('annotations')),
    ...validateDeletionCost(metadata?.annotations, printed('annotations')),
  ];
}

function validatePodSpec(spec: PodSpec, at: FieldPath): readonly Violation[] {
  return [
    ...validateVolumes(spec.volumes ?? [], at.child('volumes')),
    ...validateContainers(spec, at.child('containers')),
    ...validateInitContainers(spec, at.child('initContainers')),
    ...validatePodLevelResources(spec, at.child('resources')),
    ...validateHostNetworkPorts(spec, at.child('containers')),
    ...mustBeOneOf(at.child('restartPolicy'), spec.restartPolicy, ['Always', 'OnFailure', 'Never']),
    ...mustBeOneOf(at.child('dnsPolicy'), spec['dnsPolicy'] as string, [
      'ClusterFirstWithHostNet',
      'ClusterFirst',
      'Default',
      'None',
    ]),
    ...validateLabels(spec.nodeSelector, at.child('nodeSelector')),
    ...validatePodSecurity(spec, at.child('securityContext')),
    ...validateAffinity(spec.affinity, at.child('affinity')),
    ...validateGates(spec, at),
    ...validateTopologySpread(
      spec.topologySpreadConstraints ?? [],
      at.child('topologySpreadConstraints'),
    ),
    ...validateNames(spec, at),
    ...validateDeadline(spec.activeDeadlineSeconds, at.child('activeDeadlineSeconds')),
    ...validateTolerations(spec.tolerations ?? [], at.child('tolerations')),
    ...validateHostAliases(spec, at.child('hostAliases')),
    ...(spec.preemptionPolicy === undefined
      ? []
      : mustBeOneOf(at.child('preemptionPolicy'), spec.preemptionPolicy, [
          'PreemptLowerPriority',
          'Never',
        ])),
    ...validateOverhead(spec.overhead, at.child('overhead')),
  ];
}

function validateHostNetworkPorts(spec: PodSpec, at: FieldPath): readonly Violation[] {
  if (spec.hostNetwork !== true) return [];
  return spec.containers.flatMap((container, c) =>
    (container.ports ?? []).flatMap((port, p) =>
      port.hostPort && port.hostPort !== port.containerPort
        ? [
            invalid(
              at.index(c).child('ports').index(p).child('hostPort'),
              port.hostPort,
              'must match `containerPort` when `hostNetwork` is true',
            ),
          ]
        : [],
    ),
  );
}

function validateGates(spec: PodSpec, at: FieldPath): readonly Violation[] {
  const seen = new Set<string>();
  return [
    ...(spec.readinessGates ?? []).flatMap(({ conditionType = '' }, i) =>
      invalidEach(
        at.child('readinessGates').index(i).child('conditionType'),
        conditionType,
        isQualifiedName(conditionType),
      ),
    ),
    ...(spec.schedulingGates ?? []).flatMap(({ name = '' }, i) => {
      const place = at.child('schedulingGates').index(i);
      const repeated = seen.has(name);
      seen.add(name);
      return [
        ...invalidEach(place, name, isQualifiedName(name)),
        ...(repeated ? [duplicate(place, name)] : []),
      ];
    }),
  ];
}

const NAMES: readonly (readonly [string, NameRule])[] = [
  ['serviceAccountName', isDns1123Subdomain],
  ['nodeName', isDns1123Subdomain],
  ['hostname', isDns1123Label],
  ['subdomain', isDns1123Label],
  ['priorityClassName', isDns1123Subdomain],
  ['runtimeClassName', isDns1123Subdomain],
];

const validateNames = (spec: PodSpec, at: FieldPath): readonly Violation[] =>
  NAMES.flatMap(([field, rule]) => {
    const value = spec[field];
    return typeof value === 'string' && value !== ''
      ? invalidEach(at.child(field), value, rule(value))
      : [];
  });

const validateDeadline = (seconds: number | undefined, at: FieldPath): readonly Violation[] =>
  seconds !== undefined && (seconds < 1 || seconds > MAX_INT32)
    ? [invalid(at, seconds, `must be between 1 and ${MAX_INT32}, inclusive`)]
    : [];

function validateHostAliases(spec: PodSpec, at: FieldPath): readonly Violation[] {
  const aliases = (spec['hostAliases'] ?? []) as readonly {
    readonly ip?: string;
    readonly hostnames?: readonly string[];
  }[];
  return aliases.flatMap(({ ip = '', hostnames = [] }, i) => [
    ...invalidEach(at.index(i).child('ip'), ip, isIpAddress(ip)),
    ...hostnames.flatMap((name, h) =>
      invalidEach(at.index(i).child('hostnames').index(h), name, isDns1123Subdomain(name)),
    ),
  ]);
}

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

function validateDeletionCost(
  annotations: Readonly<Record<string, string>> | undefined,
  at: FieldPath,
): readonly Violation[] {
  const cost = annotations?.[DELETION_COST];
  if (cost === undefined) return [];
  const valid = /^(0|-?[1-9]\d*)$/.test(cost) && Math.abs(Number(cost)) <= MAX_INT32;
  return valid ? [] : [invalid(at.key(DELETION_COST), cost, 'must be a 32bit integer')];
}
