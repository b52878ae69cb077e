/** What the CLI would not even send is refused in its words, also where somebody sends it without one. */
import { refuse } from '../refusal';
import type { Input } from '../requestInput';
import { AWS_STRUCTURES } from './awsShapes';
import { errorsOfShape } from './parameterShape';

/** The first of what is wrong. */
export function refuseMisshapen(action: string, input: unknown): void {
  const [first] = errorsOfShape(AWS_STRUCTURES, action, input);
  if (first) refuse(first.reason, first.message, first.path);
}

/** Words alone: what is misspelt. */
export function refuseUnknown(action: string, input: Input): void {
  const known = Object.keys(AWS_STRUCTURES[action] ?? {});
  const unknown = Object.keys(input).find((field) => !known.includes(field));
  if (unknown !== undefined)
    refuse(
      'ParamValidationError',
      `Unknown parameter in input: "${unknown}", must be one of: ${known.join(', ')}`,
      [unknown],
    );
}
