/** Answers of the ECS API: what a request gets back, and how a list of errors becomes the one that ECS sends. */
import type { Admission, Effect, FieldError } from '../../../engine/model';
import { Refused } from '../../aws/refusal';

export const accepted = (output: unknown, effects: readonly Effect[] = []): Admission => ({
  ok: true,
  output,
  effects,
});

/**
 * Leaves the request when there are errors. ECS itself answers with the first; the AWS CLI, when it refuses to send,
 * with all it found. Every error keeps its place in `causes`.
 */
export function refuseErrors(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  throw rejectionOf(errors);
}

function rejectionOf(errors: readonly FieldError[]): Refused {
  const unsent = errors.filter((error) => error.reason === 'ParamValidationError');
  const [first] = errors;
  const error =
    unsent.length > 0
      ? {
          name: 'ParamValidationError',
          message: ['Parameter validation failed:', ...unsent.map((e) => e.message)].join('\n'),
          causes: errors,
        }
      : { name: first?.reason ?? '', message: first?.message ?? '', causes: errors };
  return new Refused({ ok: false, status: 400, error });
}
