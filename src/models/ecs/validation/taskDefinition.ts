/**
 * RegisterTaskDefinition: is this request taken, and if not, what does ECS say and where? First the shape (what the
 * AWS CLI refuses before sending), then the service's rules. ECS answers with the first error only; here are all.
 * Source: API reference 2014-11-13; exception messages as the service gives them (observed 2026).
 */
import type { FieldError } from '../../../engine/model';
import { parseCpu, parseMemory } from '../fargateSizes';
import { containerErrors } from './containers';
import { dependencyErrors } from './dependencies';
import { at, clientException } from './exceptions';
import { fargateErrors, INVALID_CPU, INVALID_MEMORY } from './fargate';
import { networkErrors } from './network';
import { placementConstraintErrors } from './placement';
import { requestShape } from './requestShape';
import type { RegisterTaskDefinitionRequest } from './requestTypes';
import { volumeErrors } from './volumes';

export function taskDefinitionErrors(value: unknown): FieldError[] {
  const shape = requestShape('RegisterTaskDefinition', value);
  if (!shape.readable) return [...shape.errors];
  return [...shape.errors, ...taskDefinitionRuleErrors(value as RegisterTaskDefinitionRequest)];
}

/** The service's rules alone, for a value whose types are right. */
function taskDefinitionRuleErrors(value: RegisterTaskDefinitionRequest): FieldError[] {
  const { containerDefinitions = [] } = value as Partial<RegisterTaskDefinitionRequest>;
  const request = { ...value, containerDefinitions };
  const requires = request.requiresCompatibilities ?? [];
  const onFargate = requires.includes('FARGATE');
  return [
    ...familyErrors(request.family),
    ...at(['containerDefinitions'], containerErrors(request)),
    ...(onFargate ? fargateErrors(request) : otherLaunchTypeErrors(request, requires)),
    ...networkErrors(request),
    ...at(['containerDefinitions'], dependencyErrors(containerDefinitions)),
    ...volumeErrors(request),
    ...taskLimitErrors(request),
    ...at(
      ['placementConstraints'],
      placementConstraintErrors(request.placementConstraints ?? [], clientException),
    ),
    ...(request.inferenceAccelerators
      ? [clientException(['inferenceAccelerators'], "Unsupported field 'inferenceAccelerators'.")]
      : []),
    ...lengthErrors(request),
  ];
}

function familyErrors(family: string | undefined): FieldError[] {
  const error = (message: string) => [clientException(['family'], message)];
  if (family === undefined) return [];
  if (family === '') return error('Family should not be null or empty.');
  if (family.length > 255) return error('Family should not be longer than 255 characters.');
  return /^[A-Za-z0-9_-]+$/.test(family) ? [] : error('Family contains invalid characters.');
}

const EC2_TASK_CPU = { least: 128, most: 196_608 };

function otherLaunchTypeErrors(
  request: RegisterTaskDefinitionRequest,
  requires: readonly string[],
): FieldError[] {
  const errors: FieldError[] = [];
  if (requires.includes('EC2') && request.ephemeralStorage)
    errors.push(
      clientException(
        ['ephemeralStorage'],
        'Tasks using the EC2 launch type do not support EphemeralStorage.',
      ),
    );
  const cpu = parseCpu(request.cpu ?? String(EC2_TASK_CPU.least));
  if (cpu === undefined || cpu < EC2_TASK_CPU.least || cpu > EC2_TASK_CPU.most)
    errors.push(clientException(['cpu'], INVALID_CPU));
  if (request.memory !== undefined && !parseMemory(request.memory))
    errors.push(clientException(['memory'], INVALID_MEMORY));
  return errors;
}

/** What the containers ask for together stays within what the task has. */
function taskLimitErrors(request: RegisterTaskDefinitionRequest): FieldError[] {
  const taskMemory = parseMemory(request.memory ?? '');
  const taskCpu = parseCpu(request.cpu ?? '');
  const containers = request.containerDefinitions;
  const errors = containers.flatMap(({ name = '', memory, memoryReservation }, i) =>
    taskMemory !== undefined && (memory ?? memoryReservation ?? 0) > taskMemory
      ? [
          clientException(
            ['containerDefinitions', i, memory === undefined ? 'memoryReservation' : 'memory'],
            `The 'memory' setting for container '${name}' is greater than for the task.`,
          ),
        ]
      : [],
  );
  const containerCpu = containers.reduce((sum, container) => sum + (container.cpu ?? 0), 0);
  if (taskCpu !== undefined && containerCpu > taskCpu)
    errors.push(
      clientException(
        ['cpu'],
        "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
      ),
    );
  return errors;
}

const MAX_BYTES = 65_536;

function lengthErrors(request: RegisterTaskDefinitionRequest): FieldError[] {
  const bytes = new TextEncoder().encode(JSON.stringify(request)).length;
  if (bytes <= MAX_BYTES) return [];
  return [
    clientException([], `Actual length: '${bytes}'. Max allowed length is '${MAX_BYTES}' bytes.`),
  ];
}
