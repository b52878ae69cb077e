/**
 * The resources that this API serves, as `kubectl api-resources` lists them (Kubernetes 1.34, stable versions), and
 * where the objects of each are kept. What is not in the table is an unknown kind: a custom resource, a version that
 * was removed, or a file that never was meant for the API.
 */
import type { NameRule } from './names';
import { isDns1035Label, isDns1123Label, isDns1123Subdomain, isPathSegment } from './names';

export interface Resource {
  /** `''` for core. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Lower-case plural, as in the URL. */
  readonly resource: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** Name in the table of types. */
  readonly type: string;
  /** Record kind of a noun that this world acts on; all others are kept as `kubernetes/Object`. */
  readonly recordKind: `kubernetes/${RecordNoun}`;
}
type RecordNoun =
  | 'Pod'
  | 'ReplicaSet'
  | 'Deployment'
  | 'Service'
  | 'EndpointSlice'
  | 'Node'
  | 'Namespace'
  | 'Lease'
  | 'Event'
  | 'HorizontalPodAutoscaler'
  | 'Object';

const OWN_RECORDS: ReadonlySet<string> = new Set([
  'Pod',
  'ReplicaSet',
  'Deployment',
  'Service',
  'EndpointSlice',
  'Node',
  'Namespace',
  'Lease',
  'Event',
  'HorizontalPodAutoscaler',
]);

/** Kind, plural, short names, `-` for cluster-scoped. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  v1: [
    'Pod pods po',
    'Service services svc',
    'Namespace namespaces ns -',
    'Node nodes no -',
    'ConfigMap configmaps cm',
    'Secret secrets',
    'ServiceAccount serviceaccounts sa',
    'Endpoints endpoints ep',
    'PersistentVolume persistentvolumes pv -',
    'PersistentVolumeClaim persistentvolumeclaims pvc',
    'ResourceQuota resourcequotas quota',
    'LimitRange limitranges limits',
    'ReplicationController replicationcontrollers rc',
    'PodTemplate podtemplates',
    'Event events ev',
  ],
  'apps/v1': [
    'Deployment deployments deploy',
    'ReplicaSet replicasets rs',
    'StatefulSet statefulsets sts',
    'DaemonSet daemonsets ds',
    'ControllerRevision controllerrevisions',
  ],
  'batch/v1': ['Job jobs', 'CronJob cronjobs cj'],
  'autoscaling/v2': ['HorizontalPodAutoscaler horizontalpodautoscalers hpa'],
  'autoscaling/v1': ['HorizontalPodAutoscaler horizontalpodautoscalers hpa'],
  'policy/v1': ['PodDisruptionBudget poddisruptionbudgets pdb'],
  'networking.k8s.io/v1': [
    'Ingress ingresses ing',
    'IngressClass ingressclasses -',
    'NetworkPolicy networkpolicies netpol',
    'IPAddress ipaddresses ip -',
    'ServiceCIDR servicecidrs -',
  ],
  'discovery.k8s.io/v1': ['EndpointSlice endpointslices'],
  'coordination.k8s.io/v1': ['Lease leases'],
  'scheduling.k8s.io/v1': ['PriorityClass priorityclasses pc -'],
  'node.k8s.io/v1': ['RuntimeClass runtimeclasses -'],
  'storage.k8s.io/v1': [
    'StorageClass storageclasses sc -',
    'CSIDriver csidrivers -',
    'CSINode csinodes -',
    'CSIStorageCapacity csistoragecapacities',
    'VolumeAttachment volumeattachments -',
    'VolumeAttributesClass volumeattributesclasses vac -',
  ],
  'rbac.authorization.k8s.io/v1': [
    'Role roles',
    'RoleBinding rolebindings',
    'ClusterRole clusterroles -',
    'ClusterRoleBinding clusterrolebindings -',
  ],
  'admissionregistration.k8s.io/v1': [
    'MutatingWebhookConfiguration mutatingwebhookconfigurations -',
    'ValidatingWebhookConfiguration validatingwebhookconfigurations -',
    'ValidatingAdmissionPolicy validatingadmissionpolicies -',
    'ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings -',
  ],
  'apiextensions.k8s.io/v1': ['CustomResourceDefinition customresourcedefinitions crd crds -'],
  'apiregistration.k8s.io/v1': ['APIService apiservices -'],
  'flowcontrol.apiserver.k8s.io/v1': [
    'FlowSchema flowschemas -',
    'PriorityLevelConfiguration prioritylevelconfigurations -',
  ],
  'certificates.k8s.io/v1': ['CertificateSigningRequest certificatesigningrequests csr -'],
  // Of the CRDs that Karpenter installs.
  'karpenter.sh/v1': ['NodePool nodepools -', 'NodeClaim nodeclaims -'],
  'karpenter.k8s.aws/v1': ['EC2NodeClass ec2nodeclasses ec2nc ec2ncs -'],
  'resource.k8s.io/v1': [
    'DeviceClass deviceclasses -',
    'ResourceClaim resourceclaims',
    'ResourceClaimTemplate resourceclaimtemplates',
    'ResourceSlice resourceslices -',
  ],
};

/** Types whose name in the table is not that of the kind. */
const TYPE_OF: Readonly<Record<string, string>> = {
  'v1 Event': 'CoreV1Event',
  'autoscaling/v2 HorizontalPodAutoscaler': 'V2HorizontalPodAutoscaler',
  'resource.k8s.io/v1 ResourceClaim': 'ResourceV1ResourceClaim',
};

export const RESOURCES: readonly Resource[] = Object.entries(TABLE).flatMap(([apiVersion, rows]) =>
  rows.map((row) => resourceOfRow(apiVersion, row)),
);

const byKind = new Map(RESOURCES.map((r) => [`${apiVersionOf(r)} ${r.kind}`, r]));
const byName = new Map(RESOURCES.map((r) => [`${apiVersionOf(r)} ${r.resource}`, r]));

export const resourceByKind = (apiVersion: string, kind: string): Resource | undefined =>
  byKind.get(`${apiVersion} ${kind}`);

/** By the parts of a URL. Any version, when none is given: the first that serves the resource. */
export function resourceByName(
  group: string,
  version: string,
  resource: string,
): Resource | undefined {
  if (version !== '') return byName.get(`${joinApiVersion(group, version)} ${resource}`);
  return RESOURCES.find((r) => r.group === group && r.resource === resource);
}

export function apiVersionOf(of: { readonly group: string; readonly version: string }): string {
  return joinApiVersion(of.group, of.version);
}

/** `deployments.apps`, `pods`: how messages name a resource. */
export const qualifiedResource = (r: Resource): string =>
  r.group === '' ? r.resource : `${r.resource}.${r.group}`;

/** `Deployment.apps`, `Pod`: how messages name a kind. */
export const qualifiedKind = (r: Resource): string =>
  r.group === '' ? r.kind : `${r.kind}.${r.group}`;

/** Key of the record that holds an object of this resource. */
export function recordKey(r: Resource, namespace: string | undefined, name: string): string {
  const key = r.namespaced ? `${namespace ?? 'default'}/${name}` : name;
  return r.recordKind === 'kubernetes/Object' ? `${storageResource(r)}/${key}` : key;
}

/** All versions of a resource are one set of objects. */
export const storageResource = (r: Resource): string => `${r.resource}.${r.group}`;

const NAME_RULES: Readonly<Record<string, NameRule>> = {
  Service: isDns1035Label,
  Namespace: isDns1123Label,
  Role: isPathSegment,
  ClusterRole: isPathSegment,
  RoleBinding: isPathSegment,
  ClusterRoleBinding: isPathSegment,
  APIService: isPathSegment,
  IPAddress: isPathSegment,
};

export const nameRuleOf = (kind: string): NameRule => NAME_RULES[kind] ?? isDns1123Subdomain;

function resourceOfRow(apiVersion: string, row: string): Resource {
  const [kind = '', resource = '', ...rest] = row.split(' ');
  const slash = apiVersion.indexOf('/');
  return {
    group: slash === -1 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    resource,
    shortNames: rest.filter((word) => word !== '-'),
    namespaced: !rest.includes('-'),
    type: TYPE_OF[`${apiVersion} ${kind}`] ?? kind,
    recordKind: `kubernetes/${OWN_RECORDS.has(kind) ? (kind as RecordNoun) : 'Object'}`,
  };
}

function joinApiVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}
