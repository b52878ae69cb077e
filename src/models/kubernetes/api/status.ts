/** The API server's refusals: Status objects with code, reason, message and causes (apimachinery api/errors, v1.34). */
import type { FieldError, Rejection } from '../../../engine/model';
import { aggregate, type Violation } from '../validation/fieldErrors';
import { qualifiedKind, qualifiedResource, type Resource } from '../validation/resources';

export const notFound = (resource: Resource, name: string): Rejection =>
  rejection(404, 'NotFound', `${qualifiedResource(resource)} ${quoted(name)} not found`);

export const alreadyExists = (resource: Resource, name: string): Rejection =>
  rejection(409, 'AlreadyExists', `${qualifiedResource(resource)} ${quoted(name)} already exists`);

export const conflict = (resource: Resource, name: string, why: string): Rejection =>
  rejection(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedResource(resource)} ${quoted(name)}: ${why}`,
  );

export const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

export const invalidObject = (
  resource: Resource,
  name: string,
  violations: readonly Violation[],
): Rejection =>
  rejection(
    422,
    'Invalid',
    `${qualifiedKind(resource)} ${quoted(name)} is invalid: ${aggregate(violations)}`,
    violations,
  );

export const forbidden = (
  resource: Resource,
  name: string,
  why: string,
  causes: readonly FieldError[] = [],
): Rejection =>
  rejection(
    403,
    'Forbidden',
    `${qualifiedResource(resource)} ${quoted(name)} is forbidden: ${why}`,
    causes,
  );

export const badRequest = (message: string, causes: readonly FieldError[] = []): Rejection =>
  rejection(400, 'BadRequest', message, causes);

export const methodNotAllowed = (resource: Resource, verb: string): Rejection =>
  rejection(
    405,
    'MethodNotAllowed',
    `${verb} is not supported on resources of kind ${quoted(qualifiedResource(resource))}`,
  );

export function rejection(
  status: number,
  name: string,
  message: string,
  causes: readonly FieldError[] = [],
): Rejection {
  return { ok: false, status, error: { name, message, causes } };
}

const quoted = (text: string): string => JSON.stringify(text);
