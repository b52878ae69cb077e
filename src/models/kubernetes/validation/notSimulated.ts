/**
 * What this API accepts, keeps and shows, but nothing in this world acts on. Data for the notice that goes with every
 * answer, for the editor and for FIDELITY.md: nothing is dropped silently.
 */
import type { Path } from '../../../engine/model';
import type { Resource } from './resources';

/** Kinds kept as `kubernetes/Object` that nevertheless have an effect. */
const EFFECTIVE_OBJECTS: ReadonlySet<string> = new Set([
  'PriorityClass',
  'DaemonSet',
  'Ingress',
  'PodDisruptionBudget',
  'Job',
  'CronJob',
  'NodePool',
  'NodeClaim',
  'EC2NodeClass',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'APIService',
]);

export const isSimulated = (resource: Resource): boolean =>
  resource.recordKind !== 'kubernetes/Object' || EFFECTIVE_OBJECTS.has(resource.kind);

/** Fields of a pod without effect here, by where they stand. */
const POD_FIELDS = [
  'automountServiceAccountToken',
  'dnsConfig',
  'dnsPolicy',
  'enableServiceLinks',
  'hostAliases',
  'hostIPC',
  'hostPID',
  'hostUsers',
  'hostname',
  'imagePullSecrets',
  'os',
  'resourceClaims',
  'runtimeClassName',
  'securityContext',
  'setHostnameAsFQDN',
  'shareProcessNamespace',
  'subdomain',
  'volumes',
];
const CONTAINER_FIELDS = [
  'envFrom',
  'resizePolicy',
  'securityContext',
  'stdin',
  'stdinOnce',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'tty',
  'volumeDevices',
  'volumeMounts',
  'workingDir',
];
const SERVICE_FIELDS = [
  'externalIPs',
  'externalTrafficPolicy',
  'healthCheckNodePort',
  'internalTrafficPolicy',
  'ipFamilies',
  'ipFamilyPolicy',
  'loadBalancerSourceRanges',
  'sessionAffinity',
  'sessionAffinityConfig',
  'trafficDistribution',
];

/** All nodes run one image on a 20 GiB volume, and every zone of the ground has a subnet. */
const NODE_CLASS_FIELDS = [
  'amiFamily',
  'amiSelectorTerms',
  'associatePublicIPAddress',
  'blockDeviceMappings',
  'capacityReservationSelectorTerms',
  'context',
  'detailedMonitoring',
  'instanceProfile',
  'instanceStorePolicy',
  'kubelet',
  'metadataOptions',
  'role',
  'securityGroupSelectorTerms',
  'subnetSelectorTerms',
  'userData',
];

type Loose = Readonly<Record<string, unknown>>;

/** The places in a submitted object that have no effect here. Of a kind that is not simulated: the whole. */
export function fieldsWithoutEffect(resource: Resource, submitted: Loose): readonly Path[] {
  if (!isSimulated(resource)) return [[]];
  const spec = inner(submitted, 'spec');
  switch (resource.kind) {
    case 'Pod':
      return ofPod(spec, ['spec']);
    case 'Deployment':
    case 'ReplicaSet':
      return ofPod(inner(inner(spec, 'template'), 'spec'), ['spec', 'template', 'spec']);
    case 'Job':
      return ofJob(spec, ['spec']);
    case 'CronJob':
      return ofJob(inner(inner(spec, 'jobTemplate'), 'spec'), ['spec', 'jobTemplate', 'spec']);
    case 'DaemonSet':
      return [
        ...given(spec, ['updateStrategy', 'minReadySeconds'], ['spec']),
        ...ofPod(inner(inner(spec, 'template'), 'spec'), ['spec', 'template', 'spec']),
      ];
    case 'Service':
      return given(spec, SERVICE_FIELDS, ['spec']);
    case 'NodePool':
      return given(spec, ['replicas'], ['spec']);
    case 'EC2NodeClass':
      return given(spec, NODE_CLASS_FIELDS, ['spec']);
    default:
      return [];
  }
}

/** A worker reads from it which queue it works on; nothing else is read. */
function environment({ env }: Loose, at: Path): readonly Path[] {
  const variables = Array.isArray(env) ? (env as readonly unknown[]) : [];
  const unread = variables.some((v) => isLoose(v) && v['name'] !== 'QUEUE_URL');
  return env !== undefined && (unread || variables.length === 0) ? [[...at, 'env']] : [];
}

const JOB_FIELDS = ['successPolicy', 'managedBy'];

const ofJob = (spec: Loose, at: Path): readonly Path[] => [
  ...given(spec, JOB_FIELDS, at),
  ...ofPod(inner(inner(spec, 'template'), 'spec'), [...at, 'template', 'spec']),
];

function ofPod(spec: Loose, at: Path): readonly Path[] {
  const lists = ['initContainers', 'containers'].flatMap((list) => {
    const containers = Array.isArray(spec[list]) ? (spec[list] as readonly unknown[]) : [];
    return containers.flatMap((container, i) => {
      const fields = isLoose(container) ? container : {};
      const place = [...at, list, i];
      return [
        ...environment(fields, place),
        ...given(fields, CONTAINER_FIELDS, place),
        ...given(inner(fields, 'lifecycle'), ['postStart'], [...place, 'lifecycle']),
      ];
    });
  });
  return [...given(spec, POD_FIELDS, at), ...lists];
}

const given = (object: Loose, fields: readonly string[], at: Path): readonly Path[] =>
  fields.filter((field) => object[field] !== undefined).map((field) => [...at, field]);

const inner = (object: Loose, field: string): Loose =>
  isLoose(object[field]) ? object[field] : {};

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
