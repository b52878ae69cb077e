/** Which RegisterTaskDefinition requests are taken, what the others are told, and what a revision looks like. */
import { newRevision } from '../../models/ecs/requests/registerTaskDefinition';
import type { RegisterTaskDefinitionRequest } from '../../models/ecs/validation/requestTypes';
import { taskDefinitionErrors } from '../../models/ecs/validation/taskDefinition';
import { differences, same, type Suite } from '../suite';

export const suite: Suite = {
  system: 'ecs',
  suite: 'task-definition-validation',
  check({ input, expect }) {
    const { accepted, errorCodeAnyOf, messageIncludes, normalised = {} } = expect;
    const request = input['request'];
    const errors = taskDefinitionErrors(request);
    const found = differences({ accepted }, { accepted: errors.length === 0 });
    if (accepted === false && found.length === 0) {
      const codes = (errorCodeAnyOf ?? []) as readonly string[];
      const fitting = errors.filter(
        ({ reason, message }) =>
          (codes.length === 0 || codes.includes(reason) || isUnsent(reason)) &&
          plain(message).includes(plain((messageIncludes ?? '') as string)),
      );
      if (fitting.length === 0) found.push(`errors: ${JSON.stringify(errors)}`);
    }
    if (accepted === true && found.length === 0)
      found.push(...unlike(request, normalised as Record<string, unknown>));
    return accepted === true ? [...found, ...errors.map((error) => error.message)] : found;
  },
};

/** Refused by the client before it is sent: no exception of the service applies. */
const isUnsent = (reason: string) => reason === 'ParamValidationError';

function unlike(request: unknown, normalised: Readonly<Record<string, unknown>>): string[] {
  const revision = newRevision(request as RegisterTaskDefinitionRequest, 'arn', 1, 0);
  return Object.entries(normalised).flatMap(([path, value]) => {
    const actual = valueAt(revision, path);
    return same(actual, value)
      ? []
      : [`${path}: expected ${JSON.stringify(value)}, got ${JSON.stringify(actual)}`];
  });
}

/** `containerDefinitions[0].portMappings[0].hostPort` */
function valueAt(root: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce((value, step) => (value as Record<string, unknown> | undefined)?.[step], root);
}

/** Messages compare without regard to typographic quotes. */
const plain = (text: string) =>
  text.replace(/[‘’“”]/g, (quote) => ('‘’'.includes(quote) ? "'" : '"'));
