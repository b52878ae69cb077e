/**
 * The defaults that the API server fills into an object before it validates and stores it (pkg/apis and register
 * defaults.go, v1.34). Addresses and ports of Services are allocated later, by `api/serviceAllocation.ts`.
 * A kind that is not listed has no defaults of interest here.
 */
import { defaultHpaSpec } from '../autoscaling/defaults';
import type { DeploymentStrategy, PodTemplateSpec, Service, ServicePort } from '../types';
import { defaultNodePool } from './karpenter';
import { defaultPodSpec, defaultPodTemplate, or } from './podDefaults';

type Object = Readonly<Record<string, unknown>>;

/** `object` has passed decoding, so its fields are of the right types. */
export function withDefaults(kind: string, object: Object): Object {
  const rule = DEFAULTS[kind];
  return rule ? rule(object) : object;
}

const DEFAULTS: Readonly<Record<string, (object: Object) => Object>> = {
  NodePool: defaultNodePool,
  Pod: (object) => ({ ...object, spec: defaultPodSpec(spec(object) as never) }),
  PodTemplate: (object) => ({
    ...object,
    template: defaultPodTemplate((object['template'] ?? {}) as PodTemplateSpec),
  }),
  ReplicaSet: (object) => withSpec(object, (s) => ({ replicas: 1, ...s })),
  Deployment: (object) => withSpec(object, defaultDeploymentSpec),
  ReplicationController: defaultReplicationController,
  StatefulSet: (object) =>
    withSpec(object, (s) => ({
      replicas: 1,
      revisionHistoryLimit: 10,
      ...s,
      podManagementPolicy: or(s['podManagementPolicy'], 'OrderedReady'),
      updateStrategy: defaultStatefulSetStrategy(s['updateStrategy'] as Object | undefined),
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
        ...(s['persistentVolumeClaimRetentionPolicy'] as Object | undefined),
      },
    })),
  DaemonSet: (object) =>
    withSpec(object, (s) => ({
      revisionHistoryLimit: 10,
      ...s,
      updateStrategy: defaultDaemonSetStrategy(s['updateStrategy'] as Object | undefined),
    })),
  Job: (object) => withSpec(object, defaultJobSpec),
  CronJob: defaultCronJob,
  Service: (object) => ({ ...object, spec: defaultServiceSpec(spec(object)) }),
  Namespace: (object) => ({ ...object, spec: { finalizers: ['kubernetes'], ...spec(object) } }),
  HorizontalPodAutoscaler: (object) => ({ ...object, spec: defaultHpaSpec(spec(object)) }),
  PersistentVolume: (object) => ({
    ...object,
    spec: {
      persistentVolumeReclaimPolicy: 'Retain',
      volumeMode: 'Filesystem',
      ...spec(object),
    },
  }),
  PersistentVolumeClaim: (object) => ({
    ...object,
    spec: { volumeMode: 'Filesystem', ...spec(object) },
  }),
  StorageClass: (object) => ({
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
    ...object,
  }),
  PriorityClass: (object) => ({ preemptionPolicy: 'PreemptLowerPriority', ...object }),
  // Lists that readers of the record count on, though the wire leaves empty ones out.
  EndpointSlice: (object) => ({ endpoints: [], ports: [], ...object }),
  Node: (object) => ({ ...object, spec: spec(object) }),
  Lease: (object) => ({ ...object, spec: spec(object) }),
  Secret: defaultSecret,
  RoleBinding: defaultBinding,
  ClusterRoleBinding: defaultBinding,
};

const spec = (object: Object): Object => (object['spec'] ?? {}) as Object;

/** Workloads: their own defaults, and those of their template. */
function withSpec(object: Object, defaults: (spec: Object) => Object): Object {
  const given = spec(object);
  const { template } = given as { template?: PodTemplateSpec };
  return {
    ...object,
    spec: { ...defaults(given), ...(template && { template: defaultPodTemplate(template) }) },
  };
}

function defaultDeploymentSpec(given: Object): Object {
  const strategy = (given['strategy'] ?? {}) as DeploymentStrategy;
  const type = or(strategy.type, 'RollingUpdate');
  const { rollingUpdate } = strategy;
  return {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...given,
    strategy: {
      ...strategy,
      type,
      ...(type === 'RollingUpdate'
        ? { rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%', ...rollingUpdate } }
        : {}),
    },
  };
}

function defaultStatefulSetStrategy(strategy: Object | undefined): Object {
  const type = or(strategy?.['type'], 'RollingUpdate');
  if (type !== 'RollingUpdate') return { ...strategy, type };
  return {
    ...strategy,
    type,
    rollingUpdate: { partition: 0, ...(strategy?.['rollingUpdate'] as Object | undefined) },
  };
}

function defaultDaemonSetStrategy(strategy: Object | undefined): Object {
  const type = or(strategy?.['type'], 'RollingUpdate');
  if (type !== 'RollingUpdate') return { ...strategy, type };
  return {
    ...strategy,
    type,
    rollingUpdate: {
      maxUnavailable: 1,
      maxSurge: 0,
      ...(strategy?.['rollingUpdate'] as Object | undefined),
    },
  };
}

/** Neither completions nor parallelism: one pod. Only parallelism: a work queue, completions stay open. */
function defaultJobSpec(given: Object): Object {
  const alone = given['completions'] === undefined && given['parallelism'] === undefined;
  return {
    ...(alone ? { completions: 1 } : {}),
    parallelism: 1,
    backoffLimit: given['backoffLimitPerIndex'] === undefined ? 6 : 2_147_483_647,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: given['podFailurePolicy'] ? 'Failed' : 'TerminatingOrFailed',
    manualSelector: false,
    ...given,
  };
}

function defaultCronJob(object: Object): Object {
  const given = spec(object);
  const job = given['jobTemplate'] as Object | undefined;
  return {
    ...object,
    spec: {
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      ...given,
      concurrencyPolicy: or(given['concurrencyPolicy'], 'Allow'),
      ...(job && { jobTemplate: withTemplateDefaults(job) }),
    },
  };
}

/** The job of a CronJob gets the defaults of its pods now and those of a Job when it is created. */
function withTemplateDefaults(job: Object): Object {
  const { template } = spec(job) as { template?: PodTemplateSpec };
  return template
    ? { ...job, spec: { ...spec(job), template: defaultPodTemplate(template) } }
    : job;
}

/** Selector and labels come from the template. */
function defaultReplicationController(object: Object): Object {
  const given = spec(object) as { selector?: Object; template?: PodTemplateSpec };
  const metadata = (object['metadata'] ?? {}) as { labels?: Object };
  const labels = given.template?.metadata?.labels ?? {};
  const selector = Object.keys(given.selector ?? {}).length > 0 ? given.selector : labels;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(Object.keys(metadata.labels ?? {}).length === 0 && Object.keys(labels).length > 0
        ? { labels }
        : {}),
    },
    spec: {
      replicas: 1,
      ...given,
      selector,
      ...(given.template && { template: defaultPodTemplate(given.template) }),
    },
  };
}

function defaultServiceSpec(given: Service['spec']): Service['spec'] {
  const type = or(given.type, 'ClusterIP');
  const sessionAffinity = or(given['sessionAffinity'], 'None');
  const reachable =
    type === 'NodePort' || type === 'LoadBalancer' || Array.isArray(given['externalIPs']);
  return {
    ...given,
    type,
    sessionAffinity,
    ...(sessionAffinity === 'ClientIP'
      ? { sessionAffinityConfig: clientIpAffinity(given['sessionAffinityConfig']) }
      : {}),
    ...(given.ports && { ports: given.ports.map(defaultServicePort) }),
    ...(reachable ? { externalTrafficPolicy: or(given.externalTrafficPolicy, 'Cluster') } : {}),
    ...(type === 'ExternalName'
      ? {}
      : { internalTrafficPolicy: or(given['internalTrafficPolicy'], 'Cluster') }),
    ...(type === 'LoadBalancer'
      ? { allocateLoadBalancerNodePorts: given['allocateLoadBalancerNodePorts'] ?? true }
      : {}),
  };
}

const clientIpAffinity = (config: unknown): Object => ({
  clientIP: {
    timeoutSeconds: 10_800,
    ...(config as { clientIP?: Object } | undefined)?.clientIP,
  },
});

function defaultServicePort(port: ServicePort): ServicePort {
  return { ...port, protocol: or(port.protocol, 'TCP'), targetPort: port.targetPort || port.port };
}

/** `stringData` is written into `data`, encoded, and forgotten. */
function defaultSecret(object: Object): Object {
  const { stringData, data, ...rest } = object as {
    stringData?: Readonly<Record<string, string>>;
    data?: Readonly<Record<string, string>>;
  };
  const encoded = Object.entries(stringData ?? {}).map(([key, text]) => [key, base64(text)]);
  const all = { ...data, ...Object.fromEntries(encoded) } as Object;
  return {
    ...rest,
    type: or((rest as Object)['type'], 'Opaque'),
    ...(Object.keys(all).length > 0 ? { data: all } : {}),
  };
}

const RBAC = 'rbac.authorization.k8s.io';

function defaultBinding(object: Object): Object {
  const { roleRef, subjects } = object as { roleRef?: Object; subjects?: readonly Object[] };
  return {
    ...object,
    ...(roleRef && { roleRef: { ...roleRef, apiGroup: or(roleRef['apiGroup'], RBAC) } }),
    ...(subjects && {
      subjects: subjects.map((subject) =>
        subject['kind'] === 'User' || subject['kind'] === 'Group'
          ? { ...subject, apiGroup: or(subject['apiGroup'], RBAC) }
          : subject,
      ),
    }),
  };
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let encoded = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const group = (a << 16) | (b << 8) | c;
    const digits = [group >> 18, group >> 12, group >> 6, group].map((n) => BASE64.charAt(n & 63));
    const given = Math.min(bytes.length - i, 3) + 1;
    encoded += digits.slice(0, given).join('').padEnd(4, '=');
  }
  return encoded;
}
