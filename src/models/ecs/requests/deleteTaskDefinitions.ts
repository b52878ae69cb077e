/**
 * DeleteTaskDefinitions: INACTIVE revisions become DELETE_IN_PROGRESS. Simplified: they stay so, because revision
 * numbers are never used again and tasks that still run refer to them.
 */
import type { Admission, Context, Effect } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { wireTaskDefinition, type Wire } from '../printers/wire';
import type { TaskDefinition } from '../types';
import { accepted } from './answers';
import { note } from './facts';
import { findTaskDefinition } from './lookups';

const MAX_DEFINITIONS = 10;

export function deleteTaskDefinitions(
  { taskDefinitions }: { readonly taskDefinitions: readonly string[] },
  ctx: Context,
): Admission {
  if (taskDefinitions.length > MAX_DEFINITIONS)
    refuse(
      'InvalidParameterException',
      `At most ${MAX_DEFINITIONS} task definitions can be deleted at once.`,
      ['taskDefinitions'],
    );
  const deleted: Wire[] = [];
  const failures: Wire[] = [];
  const effects: Effect[] = [];
  for (const name of taskDefinitions) {
    const definition = findTaskDefinition(ctx, name);
    if (definition?.status !== 'INACTIVE') {
      const reason = definition
        ? 'The specified task definition is still in ACTIVE status.'
        : 'MISSING';
      failures.push({ arn: definition?.taskDefinitionArn ?? name, reason });
      continue;
    }
    const value: TaskDefinition = { ...definition, status: 'DELETE_IN_PROGRESS' };
    const { family, revision } = definition;
    const key = `${family}:${revision}`;
    deleted.push(wireTaskDefinition(value));
    effects.push(
      { do: 'put', kind: 'ecs/TaskDefinition', key, value },
      note(
        { kind: 'ecs/TaskDefinition', key },
        { type: 'taskDefinitionDeletionRequested', data: { family, revision } },
      ),
    );
  }
  return accepted({ taskDefinitions: deleted, failures }, effects);
}
