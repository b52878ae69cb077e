/**
 * The exceptions that ECS answers a bad request with, as errors at a place. `ParamValidationError` is what the client
 * side (AWS CLI, SDKs) says before anything is sent.
 */
import type { FieldError, Path } from '../../../engine/model';

const named = (reason: string) => (path: Path, message: string) => ({ path, reason, message });

export const clientException: (path: Path, message: string) => FieldError =
  named('ClientException');
export const invalidParameter: (path: Path, message: string) => FieldError = named(
  'InvalidParameterException',
);
export const paramValidation: (path: Path, message: string) => FieldError =
  named('ParamValidationError');

/** The same errors one or more levels further in. */
export const at = (path: Path, errors: readonly FieldError[]): FieldError[] =>
  errors.map((error) => ({ ...error, path: [...path, ...error.path] }));
