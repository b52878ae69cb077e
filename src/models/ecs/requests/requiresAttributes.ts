/**
 * `requiresAttributes` of a registered revision: capabilities that the agent of a container instance must have
 * registered before a task may be placed there.
 * Source: ECS Developer Guide, "Container instance attributes"; agent, `agent_capability.go` (names and meanings).
 */
import type { Attribute } from '../types';
import type { ContainerRequest, RegisterTaskDefinitionRequest } from '../validation/requestTypes';

const DOCKER = 'com.amazonaws.ecs.capability.';
const ECS = 'ecs.capability.';

/** Every capability that a definition can ask for and that the agent of an ECS-optimized Linux instance offers. */
export const LINUX_AGENT_CAPABILITIES: readonly string[] = [
  ...['17', '18', '19', '20', '21', '22', '23', '24', '25', '29', '30', '44'].map(
    (minor) => `${DOCKER}docker-remote-api.1.${minor}`,
  ),
  ...['json-file', 'syslog', 'journald', 'gelf', 'fluentd', 'awslogs', 'splunk', 'awsfirelens'].map(
    (driver) => `${DOCKER}logging-driver.${driver}`,
  ),
  `${DOCKER}privileged-container`,
  `${DOCKER}ecr-auth`,
  `${DOCKER}task-iam-role`,
  `${DOCKER}task-iam-role-network-host`,
  `${ECS}execution-role-awslogs`,
  `${ECS}execution-role-ecr-pull`,
  `${ECS}task-eni`,
  `${ECS}task-cpu-mem-limit`,
  `${ECS}container-health-check`,
  `${ECS}container-ordering`,
  `${ECS}container-restart-policy`,
  `${ECS}pid-ipc-namespace-sharing`,
  `${ECS}secrets.asm.environment-variables`,
  `${ECS}secrets.ssm.environment-variables`,
  `${ECS}private-registry-authentication.secretsmanager`,
  `${ECS}env-files.s3`,
  `${ECS}efs`,
  `${ECS}efsAuth`,
  `${ECS}firelens.fluentd`,
  `${ECS}firelens.fluentbit`,
  `${ECS}docker-plugin.local`,
  `${ECS}container-port-range`,
];

export function requiresAttributesOf(request: RegisterTaskDefinitionRequest): readonly Attribute[] {
  const names = new Set([
    ...taskCapabilities(request),
    ...request.containerDefinitions.flatMap((c) => containerCapabilities(c, request)),
  ]);
  return [...[...names].sort().map((name) => ({ name })), ...windowsFamily(request)];
}

/** A Windows task needs an instance of that very family. */
function windowsFamily({ runtimePlatform }: RegisterTaskDefinitionRequest): Attribute[] {
  const value = runtimePlatform?.operatingSystemFamily;
  return value?.startsWith('WINDOWS') ? [{ name: 'ecs.os-family', value }] : [];
}

function taskCapabilities(request: RegisterTaskDefinitionRequest): string[] {
  const volumes = request.volumes ?? [];
  const efs = volumes.flatMap((volume) => volume.efsVolumeConfiguration ?? []);
  const role = `${DOCKER}task-iam-role${request.networkMode === 'host' ? '-network-host' : ''}`;
  return [
    `${DOCKER}docker-remote-api.1.18`,
    ...when(request.taskRoleArn, role),
    ...when(request.networkMode === 'awsvpc', `${ECS}task-eni`),
    ...when(request.cpu ?? request.memory, `${ECS}task-cpu-mem-limit`),
    ...when(request.pidMode ?? request.ipcMode, `${ECS}pid-ipc-namespace-sharing`),
    ...when(efs.length > 0, `${ECS}efs`),
    ...when(
      efs.some((volume) => volume.authorizationConfig),
      `${ECS}efsAuth`,
    ),
    ...volumes.flatMap(({ dockerVolumeConfiguration: docker }) =>
      typeof docker?.['driver'] === 'string' ? [`${ECS}docker-plugin.${docker['driver']}`] : [],
    ),
  ];
}

const ECR_IMAGE = /^\d{12}\.dkr\.ecr\./;

function containerCapabilities(
  container: ContainerRequest,
  { executionRoleArn }: RegisterTaskDefinitionRequest,
): string[] {
  const { logConfiguration: log, firelensConfiguration: firelens, secrets = [] } = container;
  const inSecretsManager = secrets.some((s) => s.valueFrom.includes(':secretsmanager:'));
  const inParameterStore = secrets.some((s) => !s.valueFrom.includes(':secretsmanager:'));
  const byRole = executionRoleArn !== undefined;
  const ecr = ECR_IMAGE.test(container.image ?? '');
  return [
    ...when(log, `${DOCKER}logging-driver.${log?.logDriver ?? ''}`),
    ...when(log?.logDriver === 'awslogs' && byRole, `${ECS}execution-role-awslogs`),
    ...when(ecr && byRole, `${ECS}execution-role-ecr-pull`),
    ...when(ecr, `${DOCKER}ecr-auth`),
    ...when(container.privileged, `${DOCKER}privileged-container`),
    ...when(container.healthCheck, `${ECS}container-health-check`),
    ...when(container.dependsOn?.length, `${ECS}container-ordering`),
    ...when(container.restartPolicy, `${ECS}container-restart-policy`),
    ...when(container.environmentFiles?.length, `${ECS}env-files.s3`),
    ...when(firelens, `${ECS}firelens.${firelens?.type ?? ''}`),
    ...when(inSecretsManager, `${ECS}secrets.asm.environment-variables`),
    ...when(inParameterStore, `${ECS}secrets.ssm.environment-variables`),
    ...when(
      container.portMappings?.some((mapping) => mapping.containerPortRange),
      `${ECS}container-port-range`,
    ),
  ];
}

const when = (asked: unknown, capability: string): string[] => (asked ? [capability] : []);
