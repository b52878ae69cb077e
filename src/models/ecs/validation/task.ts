/**
 * RunTask and StartTask: what ECS refuses in a request by itself. Limits: 10 tasks a call, 10 instances a StartTask,
 * overrides of 8192 characters, `startedBy` of 128 (API reference 2014-11-13).
 */
import type { FieldError } from '../../../engine/model';
import { invalidParameter } from './exceptions';
import { launchErrors } from './launchParameters';
import { requestShape } from './requestShape';
import type { RunTaskRequest, StartTaskRequest } from './requestTypes';

const MAX_TASKS = 10;
const MAX_OVERRIDES_LENGTH = 8192;
const MAX_STARTED_BY_LENGTH = 128;

export function runTaskErrors(value: unknown): FieldError[] {
  const shape = requestShape('RunTask', value);
  if (!shape.readable) return [...shape.errors];
  const request = value as RunTaskRequest;
  const { count = 1 } = request;
  return [
    ...shape.errors,
    ...taskErrors(request),
    ...(count < 1 || count > MAX_TASKS
      ? [invalidParameter(['count'], `count must be between 1 and ${MAX_TASKS}.`)]
      : []),
  ];
}

export function startTaskErrors(value: unknown): FieldError[] {
  const shape = requestShape('StartTask', value);
  if (!shape.readable) return [...shape.errors];
  const request = value as StartTaskRequest;
  const { containerInstances = [] } = request as Partial<StartTaskRequest>;
  const { length } = containerInstances;
  return [
    ...shape.errors,
    ...taskErrors(request),
    ...(length < 1 || length > MAX_TASKS
      ? [
          invalidParameter(
            ['containerInstances'],
            `Container instance count must be between 1 and ${MAX_TASKS}.`,
          ),
        ]
      : []),
  ];
}

function taskErrors(request: RunTaskRequest | StartTaskRequest): FieldError[] {
  const errors = launchErrors(request);
  if (request.propagateTags === 'SERVICE')
    errors.push(
      invalidParameter(['propagateTags'], 'Tags can only be propagated from the task definition.'),
    );
  if ((request.startedBy?.length ?? 0) > MAX_STARTED_BY_LENGTH)
    errors.push(
      invalidParameter(
        ['startedBy'],
        `startedBy is longer than ${MAX_STARTED_BY_LENGTH} characters.`,
      ),
    );
  if (JSON.stringify(request.overrides ?? {}).length > MAX_OVERRIDES_LENGTH)
    errors.push(
      invalidParameter(
        ['overrides'],
        `Overrides are longer than ${MAX_OVERRIDES_LENGTH} characters.`,
      ),
    );
  return errors;
}
