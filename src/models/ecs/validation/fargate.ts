/**
 * What a task definition must be, and must not hold, to run on Fargate. Checked when `requiresCompatibilities` names
 * FARGATE, and to tell whether a definition is compatible with it all the same.
 * Source: ECS Developer Guide, "Task definition differences for Fargate"; messages as the service answers (2026).
 */
import type { FieldError } from '../../../engine/model';
import { fargateSize, parseCpu, parseMemory } from '../fargateSizes';
import { at, clientException } from './exceptions';
import type { ContainerRequest, RegisterTaskDefinitionRequest } from './requestTypes';

export const INVALID_CPU =
  "Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
export const INVALID_MEMORY = INVALID_CPU.replace("'cpu'", "'memory'");

export function fargateErrors(request: RegisterTaskDefinitionRequest): FieldError[] {
  return [
    ...taskErrors(request),
    ...sizeErrors(request),
    ...ephemeralStorageErrors(request),
    ...request.containerDefinitions.flatMap((container, i) =>
      at(['containerDefinitions', i], containerErrors(container, request.executionRoleArn)),
    ),
  ];
}

const unsupported = (path: FieldError['path'], field: string) =>
  clientException(path, `Fargate compatible task definitions do not support ${field}`);

function taskErrors(request: RegisterTaskDefinitionRequest): FieldError[] {
  const errors: FieldError[] = [];
  if (request.networkMode !== 'awsvpc')
    errors.push(clientException(['networkMode'], 'Fargate only supports network mode ‘awsvpc’.'));
  if (request.pidMode === 'host')
    errors.push(
      clientException(
        ['pidMode'],
        "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.",
      ),
    );
  if (request.ipcMode !== undefined) errors.push(unsupported(['ipcMode'], 'ipcMode'));
  if (request.placementConstraints?.length)
    errors.push(unsupported(['placementConstraints'], 'constraints'));
  request.volumes?.forEach((volume, i) => {
    if (volume.host?.sourcePath !== undefined)
      errors.push(unsupported(['volumes', i, 'host', 'sourcePath'], 'sourcePath'));
    if (volume.dockerVolumeConfiguration)
      errors.push(
        unsupported(['volumes', i, 'dockerVolumeConfiguration'], 'dockerVolumeConfiguration'),
      );
  });
  return errors;
}

/** cpu and memory must be there and be a pair of the table. */
export function sizeErrors(
  request: Pick<RegisterTaskDefinitionRequest, 'cpu' | 'memory' | 'runtimePlatform'>,
): FieldError[] {
  const missing = (['cpu', 'memory'] as const).flatMap((field) =>
    request[field] === undefined
      ? [clientException([field], `Fargate requires that '${field}' be defined at the task level.`)]
      : [],
  );
  if (missing.length > 0) return missing;
  const cpu = parseCpu(request.cpu ?? '');
  const memory = parseMemory(request.memory ?? '');
  if (cpu === undefined) return [clientException(['cpu'], INVALID_CPU)];
  if (memory === undefined) return [clientException(['memory'], INVALID_MEMORY)];
  const { operatingSystemFamily = 'LINUX', cpuArchitecture } = request.runtimePlatform ?? {};
  const windowsOnArm = operatingSystemFamily.startsWith('WINDOWS') && cpuArchitecture === 'ARM64';
  if (!windowsOnArm && fargateSize(cpu, memory, operatingSystemFamily)) return [];
  return [
    clientException(
      [windowsOnArm ? 'runtimePlatform' : 'memory'],
      `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. ` +
        'See the Amazon ECS documentation for the valid values.',
    ),
  ];
}

function ephemeralStorageErrors({ ephemeralStorage }: RegisterTaskDefinitionRequest): FieldError[] {
  const size = ephemeralStorage?.sizeInGiB;
  const error = (words: string) => [
    clientException(['ephemeralStorage', 'sizeInGiB'], `EphemeralStorage size should be ${words}`),
  ];
  if (size === undefined) return [];
  return size < 21 ? error('at least 21') : size > 200 ? error('at most 200') : [];
}

const LOG_DRIVERS = ['awslogs', 'splunk', 'awsfirelens'];
const ECR_IMAGE = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//;

function containerErrors(
  container: ContainerRequest,
  executionRoleArn: string | undefined,
): FieldError[] {
  return [
    ...(container.privileged
      ? [
          clientException(
            ['privileged'],
            'Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.',
          ),
        ]
      : []),
    ...(container.dockerSecurityOptions?.length
      ? [unsupported(['dockerSecurityOptions'], 'dockerSecurityOptions')]
      : []),
    ...linuxParameterErrors(container),
    ...resourceErrors(container),
    ...timeoutErrors(container),
    ...at(['logConfiguration'], logErrors(container, executionRoleArn)),
    ...(!executionRoleArn && ECR_IMAGE.test(container.image ?? '')
      ? [
          clientException(
            ['image'],
            'Fargate requires task definition to have execution role ARN to support ECR images.',
          ),
        ]
      : []),
  ];
}

function linuxParameterErrors({ linuxParameters = {} }: ContainerRequest): FieldError[] {
  const { capabilities, devices, tmpfs, ...numbers } = linuxParameters;
  const errors = (capabilities?.add ?? []).flatMap((capability, i) =>
    capability === 'SYS_PTRACE'
      ? []
      : [clientException(['capabilities', 'add', i], `${capability} is not allowed on Fargate.`)],
  );
  if (devices?.length) errors.push(unsupported(['devices'], 'devices'));
  if (tmpfs?.length) errors.push(unsupported(['tmpfs'], 'tmpfs'));
  for (const field of ['sharedMemorySize', 'maxSwap', 'swappiness'] as const)
    if (numbers[field] !== undefined) errors.push(unsupported([field], field));
  return at(['linuxParameters'], errors);
}

function resourceErrors({ resourceRequirements = [] }: ContainerRequest): FieldError[] {
  return resourceRequirements.map(({ type }, i) =>
    clientException(
      ['resourceRequirements', i],
      `Tasks using the Fargate launch type do not support ${type} resource requirements.`,
    ),
  );
}

function timeoutErrors(container: ContainerRequest): FieldError[] {
  return (['startTimeout', 'stopTimeout'] as const).flatMap((field) => {
    const seconds = container[field];
    if (seconds === undefined || (seconds >= 2 && seconds <= 120)) return [];
    const message = `The '${field}' setting for container '${container.name ?? ''}' must be between 2 and 120.`;
    return [clientException([field], message)];
  });
}

function logErrors(
  { logConfiguration: log }: ContainerRequest,
  executionRoleArn: string | undefined,
): FieldError[] {
  if (!log) return [];
  if (!LOG_DRIVERS.includes(log.logDriver))
    return [
      clientException(
        ['logDriver'],
        `${log.logDriver} is not a valid log driver. Must be one of [${LOG_DRIVERS.join(',')}]`,
      ),
    ];
  if (log.logDriver !== 'awslogs') return [];
  if (!executionRoleArn)
    return [
      clientException(
        [],
        'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
      ),
    ];
  return log.options?.['awslogs-stream-prefix']
    ? []
    : [
        clientException(
          ['options'],
          'Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.',
        ),
      ];
}
