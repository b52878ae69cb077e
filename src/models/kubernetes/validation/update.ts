/**
 * What may not change once an object exists (the ValidateXUpdate functions of pkg/apis, v1.34). The rules of creation
 * hold as well and are checked beside these.
 */
import { compareQuantities, quantity } from '../quantity';
import type { Container, KubernetesObject, Node, PodSpec, ResourceList, Service } from '../types';
import { deepEqual } from './deepEqual';
import { FieldPath, forbidden, immutable, invalid, type Violation } from './fieldErrors';
import { validateObjectMetaUpdate } from './metadata';
import { without } from './without';

type Loose = Readonly<Record<string, unknown>>;
type Rule = (next: KubernetesObject, before: KubernetesObject) => readonly Violation[];

export const validateUpdate = (
  kind: string,
  next: KubernetesObject,
  before: KubernetesObject,
): readonly Violation[] => [
  ...validateObjectMetaUpdate(next.metadata, before.metadata),
  ...(RULES[kind]?.(next, before) ?? []),
];

const SPEC = FieldPath.root.child('spec');
const specOf = (object: KubernetesObject): Loose => (object as { spec?: Loose }).spec ?? {};

/** Fields of `spec` that keep their value for ever. */
const fixed =
  (...fields: readonly string[]): Rule =>
  (next, before) =>
    fields
      .filter((field) => !deepEqual(specOf(next)[field], specOf(before)[field]))
      .map((field) => immutable(SPEC.child(field), specOf(next)[field] ?? null));

const RULES: Readonly<Record<string, Rule>> = {
  Deployment: fixed('selector'),
  ReplicaSet: fixed('selector'),
  DaemonSet: fixed('selector'),
  Job: fixed('completions', 'selector', 'template', 'completionMode', 'podFailurePolicy'),
  StatefulSet: statefulSet,
  Pod: pod,
  Service: service,
  Node: node,
  ConfigMap: frozenData,
  Secret: (next, before) => [
    ...((next as unknown as Loose)['type'] === (before as unknown as Loose)['type']
      ? []
      : [immutable(FieldPath.root.child('type'), (next as unknown as Loose)['type'])]),
    ...frozenData(next, before),
  ],
  PersistentVolumeClaim: claim,
  StorageClass: storageClass,
  PriorityClass: priorityClass,
  RoleBinding: roleRef,
  ClusterRoleBinding: roleRef,
};

const STATEFUL_SET_MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function statefulSet(next: KubernetesObject, before: KubernetesObject): readonly Violation[] {
  const rest = (object: KubernetesObject): Loose =>
    Object.fromEntries(
      Object.entries(specOf(object)).filter(([field]) => !STATEFUL_SET_MUTABLE.includes(field)),
    );
  if (deepEqual(rest(next), rest(before))) return [];
  const quoted = STATEFUL_SET_MUTABLE.map((field) => `'${field}'`);
  return [
    forbidden(
      SPEC,
      `updates to statefulset spec for fields other than ${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)} are forbidden`,
    ),
  ];
}

const POD_MUTABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

function pod(next: KubernetesObject, before: KubernetesObject): readonly Violation[] {
  const [to, from] = [specOf(next), specOf(before)] as unknown as [PodSpec, PodSpec];
  for (const list of ['containers', 'initContainers'] as const)
    if ((to[list] ?? []).length !== (from[list] ?? []).length)
      return [forbidden(SPEC.child(list), 'pod updates may not add or remove containers')];
  return [
    ...deadline(to, from),
    ...addedTolerations(to, from),
    ...removedGates(to, from),
    ...(deepEqual(unchangeable(to), unchangeable(from))
      ? []
      : [forbidden(SPEC, `pod updates may not change fields other than ${POD_MUTABLE}`)]),
  ];
}

/** What is left of a pod's spec when everything that may change is taken away. */
function unchangeable(spec: PodSpec): unknown {
  const withoutImage = (container: Container): unknown => without(container, 'image');
  return {
    ...without(spec, 'activeDeadlineSeconds', 'tolerations', 'schedulingGates'),
    containers: spec.containers.map(withoutImage),
    initContainers: spec.initContainers?.map(withoutImage),
  };
}

function deadline(next: PodSpec, before: PodSpec): readonly Violation[] {
  const at = SPEC.child('activeDeadlineSeconds');
  const [to, from] = [next.activeDeadlineSeconds, before.activeDeadlineSeconds];
  if (from === undefined) return [];
  if (to === undefined)
    return [invalid(at, null, 'must not update from a positive integer to nil value')];
  return to > from ? [invalid(at, to, 'must be less than or equal to previous value')] : [];
}

function addedTolerations(next: PodSpec, before: PodSpec): readonly Violation[] {
  const kept = (before.tolerations ?? []).every((old) =>
    (next.tolerations ?? []).some((t) =>
      deepEqual({ ...t, tolerationSeconds: 0 }, { ...old, tolerationSeconds: 0 }),
    ),
  );
  return kept
    ? []
    : [
        forbidden(
          SPEC.child('tolerations'),
          'existing toleration can not be modified except its tolerationSeconds',
        ),
      ];
}

function removedGates(next: PodSpec, before: PodSpec): readonly Violation[] {
  const known = new Set((before.schedulingGates ?? []).map((gate) => gate.name));
  return (next.schedulingGates ?? []).flatMap(({ name }, i) =>
    known.has(name)
      ? []
      : [
          forbidden(
            SPEC.child('schedulingGates').index(i).child('name'),
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  );
}

/** Addresses stay, unless the Service becomes or was an ExternalName. */
function service(next: KubernetesObject, before: KubernetesObject): readonly Violation[] {
  const [to, from] = [specOf(next), specOf(before)] as unknown as [
    Service['spec'],
    Service['spec'],
  ];
  if (to.type === 'ExternalName' || from.type === 'ExternalName') return [];
  return to.clusterIP === from.clusterIP
    ? []
    : [invalid(SPEC.child('clusterIPs').index(0), to.clusterIP ?? '', 'may not change once set')];
}

function node(next: KubernetesObject, before: KubernetesObject): readonly Violation[] {
  const [to, from] = [specOf(next), specOf(before)] as [Node['spec'], Node['spec']];
  return [
    ...(from.providerID && to.providerID !== from.providerID
      ? [
          forbidden(
            SPEC.child('providerID'),
            'node updates may not change providerID except from "" to valid',
          ),
        ]
      : []),
    ...(from.podCIDR && to.podCIDR !== from.podCIDR
      ? [
          forbidden(
            SPEC.child('podCIDRs'),
            'node updates may not change podCIDR except from "" to valid',
          ),
        ]
      : []),
  ];
}

function frozenData(next: KubernetesObject, before: KubernetesObject): readonly Violation[] {
  const [to, from] = [next, before] as unknown as [Loose, Loose];
  if (from['immutable'] !== true) return [];
  const changed = ['data', 'binaryData'].filter((field) => !deepEqual(to[field], from[field]));
  return [...(to['immutable'] === true ? [] : ['immutable']), ...changed].map((field) =>
    forbidden(FieldPath.root.child(field), 'field is immutable when `immutable` is set'),
  );
}

/** A claim may only ask for more room. */
function claim(next: KubernetesObject, before: KubernetesObject): readonly Violation[] {
  const storage = (object: KubernetesObject): string | number =>
    (specOf(object)['resources'] as { requests?: ResourceList } | undefined)?.requests?.[
      'storage'
    ] ?? '0';
  const rest = (object: KubernetesObject): Loose =>
    without(specOf(object), 'resources', 'volumeAttributesClassName', 'volumeName');
  if (!deepEqual(rest(next), rest(before)))
    return [
      forbidden(
        SPEC,
        'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
      ),
    ];
  return compareQuantities(quantity(storage(next)), quantity(storage(before))) < 0
    ? [
        forbidden(
          SPEC.child('resources', 'requests', 'storage'),
          'field can not be less than previous value',
        ),
      ]
    : [];
}

function storageClass(next: KubernetesObject, before: KubernetesObject): readonly Violation[] {
  const [to, from] = [next, before] as unknown as [Loose, Loose];
  return [
    ...['parameters', 'provisioner']
      .filter((field) => !deepEqual(to[field], from[field]))
      .map((field) => forbidden(FieldPath.root.child(field), `updates to ${field} are forbidden.`)),
    ...['reclaimPolicy', 'volumeBindingMode']
      .filter((field) => to[field] !== from[field])
      .map((field) => immutable(FieldPath.root.child(field), to[field])),
  ];
}

function priorityClass(next: KubernetesObject, before: KubernetesObject): readonly Violation[] {
  const [to, from] = [next, before] as unknown as [Loose, Loose];
  return [
    ...(to['value'] === from['value']
      ? []
      : [forbidden(FieldPath.root.child('value'), 'may not be changed in an update.')]),
    ...(to['preemptionPolicy'] === from['preemptionPolicy']
      ? []
      : [immutable(FieldPath.root.child('preemptionPolicy'), to['preemptionPolicy'])]),
  ];
}

function roleRef(next: KubernetesObject, before: KubernetesObject): readonly Violation[] {
  const [to, from] = [next, before] as unknown as [Loose, Loose];
  return deepEqual(to['roleRef'], from['roleRef'])
    ? []
    : [invalid(FieldPath.root.child('roleRef'), to['roleRef'], 'cannot change roleRef')];
}
