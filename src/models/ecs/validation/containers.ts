/**
 * What RegisterTaskDefinition checks in each container definition and among them, whatever the network mode and the
 * launch type. Messages: as the service answers (observed 2026); limits: API reference, ContainerDefinition.
 */
import type { FieldError } from '../../../engine/model';
import { at, clientException } from './exceptions';
import type {
  ContainerRequest,
  LogConfiguration,
  RegisterTaskDefinitionRequest,
} from './requestTypes';

const MAX_CONTAINERS = 10;
const MAX_NAME_LENGTH = 255;
const MAX_ENVIRONMENT_FILES = 10;
const MAX_IGNORED_EXIT_CODES = 50;

export const isEssential = (container: ContainerRequest): boolean => container.essential !== false;

export function containerErrors(request: RegisterTaskDefinitionRequest): FieldError[] {
  const containers = request.containerDefinitions;
  if (containers.length === 0) return [clientException([], 'Container list cannot be empty.')];
  return [
    ...containers.flatMap((container, i) => at([i], singleContainerErrors(container, request))),
    ...duplicateNames(containers),
    ...(containers.length > MAX_CONTAINERS ? [clientException([], 'Too many containers.')] : []),
    ...(containers.some(isEssential)
      ? []
      : [clientException([], "Task definition doesn't have any essential container")]),
    ...firelensErrors(containers),
  ];
}

function singleContainerErrors(
  container: ContainerRequest,
  request: RegisterTaskDefinitionRequest,
): FieldError[] {
  return [
    ...textErrors('name', container.name, /^[A-Za-z0-9_-]+$/),
    ...textErrors('image', container.image, /^[A-Za-z0-9_\-:./#@]+$/),
    ...amountErrors(container),
    ...memoryErrors(container, request.memory !== undefined),
    ...healthCheckErrors(container),
    ...restartPolicyErrors(container),
    ...ulimitErrors(container),
    ...environmentFileErrors(container),
    ...secretErrors(container, request.executionRoleArn),
    ...at(['logConfiguration'], logErrors(container.logConfiguration)),
  ];
}

function textErrors(
  field: 'name' | 'image',
  text: string | undefined,
  allowed: RegExp,
): FieldError[] {
  const error = (message: string) => [clientException([field], `Container.${field} ${message}`)];
  if (!text) return error('should not be null or empty.');
  if (!allowed.test(text)) return error('contains invalid characters.');
  return text.length > MAX_NAME_LENGTH
    ? error(`is longer than ${MAX_NAME_LENGTH} characters.`)
    : [];
}

const LEAST = { cpu: 0, memory: 1, memoryReservation: 1 } as const;

function amountErrors(container: ContainerRequest): FieldError[] {
  return (['cpu', 'memory', 'memoryReservation'] as const).flatMap((field) => {
    const message = `Invalid '${field}' setting for container '${container.name ?? ''}'.`;
    const amount = container[field] ?? LEAST[field];
    return amount < LEAST[field] ? [clientException([field], message)] : [];
  });
}

function memoryErrors(container: ContainerRequest, taskHasMemory: boolean): FieldError[] {
  const { name = '', memory, memoryReservation } = container;
  if (memory === undefined && memoryReservation === undefined)
    return taskHasMemory
      ? []
      : [
          clientException(
            [],
            `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
          ),
        ];
  return memory !== undefined && memoryReservation !== undefined && memory < memoryReservation
    ? [
        clientException(
          ['memoryReservation'],
          `Invalid setting for container '${name}'. 'memory' must be greater than or equal to 'memoryReservation'.`,
        ),
      ]
    : [];
}

const HEALTH_CHECK_RANGES = [
  ['interval', 5, 300],
  ['timeout', 2, 60],
  ['retries', 1, 10],
  ['startPeriod', 0, 300],
] as const;

function healthCheckErrors({ name = '', healthCheck }: ContainerRequest): FieldError[] {
  if (!healthCheck) return [];
  const errors = HEALTH_CHECK_RANGES.flatMap(([field, least, most]) => {
    const value = healthCheck[field];
    if (value === undefined || (value >= least && value <= most)) return [];
    const bound =
      value > most
        ? `less than or equal to the maximum allowed value ${most}`
        : `greater than or equal to the minimum allowed value ${least}`;
    const message = `Health check ${field} must be ${bound} for container '${name}'`;
    return [clientException(['healthCheck', field], message)];
  });
  if (healthCheck.command.length === 0)
    errors.push(
      clientException(
        ['healthCheck', 'command'],
        `Health check command must not be empty for container '${name}'`,
      ),
    );
  return errors;
}

function restartPolicyErrors({ name = '', restartPolicy }: ContainerRequest): FieldError[] {
  const period = restartPolicy?.restartAttemptPeriod;
  const errors: FieldError[] = [];
  if (period !== undefined && (period < 60 || period > 1800))
    errors.push(
      clientException(
        ['restartPolicy', 'restartAttemptPeriod'],
        `The 'restartAttemptPeriod' setting for container '${name}' must be between 60 and 1800.`,
      ),
    );
  if ((restartPolicy?.ignoredExitCodes?.length ?? 0) > MAX_IGNORED_EXIT_CODES)
    errors.push(
      clientException(
        ['restartPolicy', 'ignoredExitCodes'],
        `The 'ignoredExitCodes' setting for container '${name}' can have at most ${MAX_IGNORED_EXIT_CODES} items.`,
      ),
    );
  return errors;
}

const UNLIMITED = -1;

function ulimitErrors({ ulimits = [] }: ContainerRequest): FieldError[] {
  return ulimits.flatMap(({ name, softLimit, hardLimit }, i) => {
    const fits = hardLimit === UNLIMITED || (softLimit !== UNLIMITED && softLimit <= hardLimit);
    const message = `Soft limit exceeds hard limit for ulimit ${name}`;
    return fits ? [] : [clientException(['ulimits', i], message)];
  });
}

function environmentFileErrors({ environmentFiles = [] }: ContainerRequest): FieldError[] {
  const errors = environmentFiles.flatMap(({ value }, i) =>
    value.startsWith('arn:')
      ? []
      : [clientException(['environmentFiles', i, 'value'], 'Invalid arn syntax.')],
  );
  if (environmentFiles.length > MAX_ENVIRONMENT_FILES)
    errors.push(
      clientException(
        ['environmentFiles'],
        'The maximum number of environment files was exceeded. Specify ten or less and try again.',
      ),
    );
  return errors;
}

const secretErrors = ({ secrets = [] }: ContainerRequest, executionRoleArn: string | undefined) =>
  secrets.length > 0 && !executionRoleArn
    ? [
        clientException(
          ['secrets'],
          "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
        ),
      ]
    : [];

function logErrors(log: LogConfiguration | undefined): FieldError[] {
  return log?.logDriver === 'awslogs' && !log.options?.['awslogs-group']
    ? [clientException([], 'Log driver awslogs requires options: awslogs-group')]
    : [];
}

function duplicateNames(containers: readonly ContainerRequest[]): FieldError[] {
  const names = containers.map((container) => container.name);
  return names.flatMap((name, i) =>
    name !== undefined && names.indexOf(name) < i
      ? [clientException([i, 'name'], 'Container names must be unique within a task definition.')]
      : [],
  );
}

function firelensErrors(containers: readonly ContainerRequest[]): FieldError[] {
  const router = containers.findIndex((c) => c.firelensConfiguration);
  const sender = containers.findIndex((c) => c.logConfiguration?.logDriver === 'awsfirelens');
  if (sender >= 0 && router < 0)
    return [
      clientException(
        [sender, 'logConfiguration'],
        'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be ' +
          'configured in one of the containers.',
      ),
    ];
  if (router >= 0 && sender < 0)
    return [
      clientException(
        [router, 'firelensConfiguration'],
        'When a firelensConfiguration object is specified, at least one container has to be configured with the ' +
          'awsfirelens log driver.',
      ),
    ];
  return [];
}
