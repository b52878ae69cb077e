/**
 * What a pod may not ask for on Fargate (EKS User Guide, "AWS Fargate considerations"; messages of the Fargate scheduler as
 * users have published them, in its order).
 */
import type { Container, Pod, PodSpec } from '../../kubernetes/types';

/** undefined: it may run. */
export function unsupportedOnFargate({ metadata, spec }: Pod): string | undefined {
  const reasons = [
    ...owner(metadata),
    ...fields(spec),
    ...securityContext(spec),
    ...ports(spec),
    ...volumes(spec),
    ...extended(spec),
  ];
  return reasons.length === 0 ? undefined : `Pod not supported on Fargate: ${reasons.join(', ')}`;
}

/** "Daemonsets aren't supported on Fargate": their pods stay Pending. The words are ours. */
const owner = ({ ownerReferences = [] }: Pod['metadata']): readonly string[] =>
  ownerReferences.some(({ controller, kind }) => controller && kind === 'DaemonSet')
    ? ['DaemonSets not supported']
    : [];

const containersOf = ({ containers, initContainers = [] }: PodSpec): readonly Container[] => [
  ...containers,
  ...initContainers,
];

function fields(spec: PodSpec): readonly string[] {
  const { hostNetwork, hostPID, hostIPC } = spec as {
    hostNetwork?: boolean;
    hostPID?: boolean;
    hostIPC?: boolean;
  };
  const named = [
    ...(hostIPC ? ['HostIPC'] : []),
    ...(hostNetwork ? ['HostNetwork'] : []),
    ...(hostPID ? ['HostPID'] : []),
  ];
  return named.length === 0 ? [] : [`fields not supported: ${named.join(', ')}`];
}

function securityContext(spec: PodSpec): readonly string[] {
  const privileged = containersOf(spec).some(
    (container) =>
      (container as { securityContext?: { privileged?: boolean } }).securityContext?.privileged ===
      true,
  );
  return privileged ? ['invalid SecurityContext fields: Privileged'] : [];
}

function ports(spec: PodSpec): readonly string[] {
  const onHost = containersOf(spec).some((container) =>
    (container.ports ?? []).some(({ hostPort = 0, hostIP = '' }) => hostPort > 0 || hostIP !== ''),
  );
  return onHost ? ['port contains HostIP or HostPort'] : [];
}

/** Claims would need EFS with a volume of its own: EBS has no way to a Fargate machine, and no class is simulated. */
const SUPPORTED_VOLUMES: readonly string[] = [
  'emptyDir',
  'configMap',
  'secret',
  'projected',
  'downwardAPI',
  'nfs',
];

type Volume = Readonly<Record<string, unknown>> & { readonly name?: string };

function volumes(spec: PodSpec): readonly string[] {
  const all = (spec as { volumes?: readonly Volume[] }).volumes ?? [];
  const bad = all.flatMap(({ name = '', ...source }) => {
    const [type] = Object.keys(source);
    if (type === undefined || SUPPORTED_VOLUMES.includes(type)) return [];
    if (type !== 'persistentVolumeClaim') return [`${name} is of an unsupported volume Type`];
    const claim = (source['persistentVolumeClaim'] as { claimName?: string }).claimName ?? '';
    return [`${name} not supported because: PVC ${claim} not bound`];
  });
  return bad.length === 0 ? [] : [`volumes not supported: ${bad.join(', ')}`];
}

/** "GPUs aren't currently available on Fargate." */
function extended(spec: PodSpec): readonly string[] {
  const names = containersOf(spec).flatMap(({ resources }) =>
    Object.keys({ ...resources?.requests, ...resources?.limits }),
  );
  const foreign = [...new Set(names)].filter(
    (name) => !['cpu', 'memory', 'ephemeral-storage'].includes(name),
  );
  return foreign.length === 0 ? [] : [`resources not supported: ${foreign.sort().join(', ')}`];
}
