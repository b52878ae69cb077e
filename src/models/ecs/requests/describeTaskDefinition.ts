/** DescribeTaskDefinition: a revision, or the latest ACTIVE one of a family. */
import type { Admission, Read } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { wireTaskDefinition } from '../printers/wire';
import { accepted } from './answers';
import { findTaskDefinition } from './lookups';

export function describeTaskDefinition(
  input: { readonly taskDefinition: string; readonly include?: readonly string[] },
  read: Read,
): Admission {
  const definition = findTaskDefinition(read, input.taskDefinition);
  if (!definition)
    refuse('ClientException', 'Unable to describe task definition.', ['taskDefinition']);
  const tags = input.include?.includes('TAGS') ? { tags: definition.tags } : {};
  return accepted({ taskDefinition: wireTaskDefinition(definition), ...tags });
}
