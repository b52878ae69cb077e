/**
 * Everything there is to say about a file before it is applied: what ECS would refuse and where, what is taken but not
 * simulated, and what somebody probably forgot to fill in. The editor, `check` and `corpus` show it.
 */
import type { FieldError } from '../../../engine/model';
import {
  createCapacityProviderErrors,
  putClusterCapacityProvidersErrors,
} from './capacityProvider';
import { createClusterErrors } from './cluster';
import { readDocument, type DocumentAction } from './document';
import { at } from './exceptions';
import { notSimulatedIn } from './notSimulated';
import { placeholdersIn } from './placeholders';
import { createServiceErrors, updateServiceErrors } from './service';
import { runTaskErrors } from './task';
import { taskDefinitionErrors } from './taskDefinition';

export interface DocumentCheck {
  /** null: not a document of ECS. */
  readonly action: DocumentAction | null;
  readonly errors: readonly FieldError[];
  /** Reasons: DescribeOutput, DescribeOnly, CloudFormation, Placeholder, NotSimulated. */
  readonly notices: readonly FieldError[];
}

const ERRORS: Readonly<Record<DocumentAction, (input: unknown) => readonly FieldError[]>> = {
  RegisterTaskDefinition: taskDefinitionErrors,
  CreateService: createServiceErrors,
  UpdateService: updateServiceErrors,
  RunTask: runTaskErrors,
  CreateCluster: createClusterErrors,
  CreateCapacityProvider: createCapacityProviderErrors,
  PutClusterCapacityProviders: putClusterCapacityProvidersErrors,
};

export function checkDocument(value: unknown): DocumentCheck {
  const file = readDocument(value);
  if (!file.ok) return { action: null, errors: file.errors, notices: [] };
  const { action, input, path, notices } = file;
  return {
    action,
    errors: at(path, ERRORS[action](input)),
    notices: [
      ...notices,
      ...at(path, [
        ...placeholdersIn(input).map((placeholder) => ({
          path: placeholder.path,
          reason: 'Placeholder',
          message: `"${placeholder.text}" looks like a placeholder; it is taken as plain text.`,
        })),
        ...notSimulatedIn(action, input).map((place) => ({
          path: place,
          reason: 'NotSimulated',
          message: `"${String(place.at(-1))}" is accepted but not simulated.`,
        })),
      ]),
    ],
  };
}
