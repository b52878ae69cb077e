/**
 * How lists are merged by strategic merge patches and by `kubectl apply`: by which key their items are told apart
 * (`patchMergeKey` in kubernetes/api types.go, v1.34). A list that is not here is replaced as a whole.
 */
export interface ListStrategy {
  /** Field that names an item; undefined: a set of plain values. */
  readonly mergeKey: string | undefined;
}

/** `<type>.<field>` -> merge key; `''` for sets of plain values. */
const LISTS: Readonly<Record<string, string>> = {
  'ObjectMeta.finalizers': '',
  'ObjectMeta.ownerReferences': 'uid',
  'PodSpec.containers': 'name',
  'PodSpec.initContainers': 'name',
  'PodSpec.ephemeralContainers': 'name',
  'PodSpec.volumes': 'name',
  'PodSpec.imagePullSecrets': 'name',
  'PodSpec.hostAliases': 'ip',
  'PodSpec.topologySpreadConstraints': 'topologyKey',
  'PodSpec.schedulingGates': 'name',
  'PodSpec.resourceClaims': 'name',
  'Container.ports': 'containerPort',
  'Container.env': 'name',
  'Container.volumeMounts': 'mountPath',
  'Container.volumeDevices': 'devicePath',
  'EphemeralContainer.ports': 'containerPort',
  'EphemeralContainer.env': 'name',
  'EphemeralContainer.volumeMounts': 'mountPath',
  'EphemeralContainer.volumeDevices': 'devicePath',
  'PodStatus.conditions': 'type',
  'PodStatus.podIPs': 'ip',
  'PodStatus.hostIPs': 'ip',
  'ServiceSpec.ports': 'port',
  'ServiceStatus.conditions': 'type',
  'ServiceAccount.secrets': 'name',
  'NodeSpec.podCIDRs': '',
  'NodeStatus.conditions': 'type',
  'NodeStatus.addresses': 'type',
  'NamespaceStatus.conditions': 'type',
  'PersistentVolumeClaimStatus.conditions': 'type',
  'ReplicationControllerStatus.conditions': 'type',
  'DeploymentStatus.conditions': 'type',
  'ReplicaSetStatus.conditions': 'type',
  'StatefulSetStatus.conditions': 'type',
  'DaemonSetStatus.conditions': 'type',
  'JobStatus.conditions': 'type',
  'PodDisruptionBudgetStatus.conditions': 'type',
  'V2HorizontalPodAutoscalerStatus.conditions': 'type',
  'MutatingWebhookConfiguration.webhooks': 'name',
  'ValidatingWebhookConfiguration.webhooks': 'name',
};

/** Structs of which only the fields named by the new object survive (`patchStrategy: retainKeys`). */
const RETAIN_KEYS: ReadonlySet<string> = new Set([
  'DeploymentSpec.strategy',
  'PodSpec.volumes',
  'PodSpec.resourceClaims',
]);

export function listStrategy(type: string, field: string): ListStrategy | undefined {
  const key = LISTS[`${type}.${field}`];
  return key === undefined ? undefined : { mergeKey: key === '' ? undefined : key };
}

export const retainsKeys = (type: string, field: string): boolean =>
  RETAIN_KEYS.has(`${type}.${field}`);
