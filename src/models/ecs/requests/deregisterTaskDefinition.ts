/**
 * DeregisterTaskDefinition: the revision becomes INACTIVE. What runs from it keeps running and may still be scaled;
 * nothing new may name it. (The service takes up to ten minutes for that; here it is at once.)
 */
import type { Admission, Context } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { parseTaskDefinitionName } from '../arn';
import { wireTaskDefinition } from '../printers/wire';
import type { TaskDefinition } from '../types';
import { accepted } from './answers';
import { note } from './facts';

export function deregisterTaskDefinition(
  input: { readonly taskDefinition: string },
  ctx: Context,
): Admission {
  const parsed = parseTaskDefinitionName(input.taskDefinition);
  if (parsed?.revision === null)
    refuse('InvalidParameterException', 'Invalid revision number. Number must be positive.', [
      'taskDefinition',
    ]);
  const key = parsed ? `${parsed.family}:${parsed.revision}` : '';
  const definition = ctx.get('ecs/TaskDefinition', key);
  if (!definition)
    refuse('ClientException', 'The specified task definition does not exist.', ['taskDefinition']);
  if (definition.status !== 'ACTIVE')
    return accepted({ taskDefinition: wireTaskDefinition(definition) });
  const inactive: TaskDefinition = {
    ...definition,
    status: 'INACTIVE',
    deregisteredAt: ctx.nowMs,
  };
  const { family, revision } = definition;
  return accepted({ taskDefinition: wireTaskDefinition(inactive) }, [
    { do: 'put', kind: 'ecs/TaskDefinition', key, value: inactive },
    note(
      { kind: 'ecs/TaskDefinition', key },
      { type: 'taskDefinitionDeregistered', data: { family, revision } },
    ),
  ]);
}
