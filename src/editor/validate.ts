/**
 * What is wrong with objects, while they are typed: the same pure functions that the APIs use when the request is
 * submitted, so that the same words stand at the same places (STYLE.md 2.9). The editor decides nothing.
 */
import type { DocumentObject } from '../documents';
import type { FieldError } from '../engine/model';
import { createServiceErrors } from '../models/ecs/validation/service';
import { taskDefinitionErrors } from '../models/ecs/validation/taskDefinition';
import type { EditorMarker } from './types';

export function validate(objects: readonly DocumentObject[]): readonly EditorMarker[] {
  return objects.flatMap((object) =>
    fieldErrors(object).map(({ path, message }) => ({
      severity: 'error' as const,
      message,
      range: object.document.locate([...object.path, ...path]),
    })),
  );
}

function fieldErrors({ value, description }: DocumentObject): readonly FieldError[] {
  if (description.api !== 'ecs') return [];
  switch (description.kind) {
    case 'taskDefinition':
      return taskDefinitionErrors(value);
    case 'service':
      return createServiceErrors(value);
    default:
      return [];
  }
}
