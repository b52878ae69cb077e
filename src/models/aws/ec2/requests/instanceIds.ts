/** The `InstanceIds` of a request: well-formed, known, or refused in EC2's words. */
import type { Read } from '../../../../engine/model';
import { refuse } from '../../refusal';
import { textsOf, type Input } from '../../requestInput';
import type { Instance } from '../types';

export function instancesNamed(input: Input, read: Read): readonly Instance[] {
  const ids = textsOf(input, 'InstanceIds');
  if (ids.length === 0)
    refuse('MissingParameter', 'The request must contain the parameter InstanceId', [
      'InstanceIds',
    ]);
  return knownInstances(ids, read);
}

export function knownInstances(ids: readonly string[], read: Read): readonly Instance[] {
  const malformed = ids.find((id) => !/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed !== undefined)
    refuse('InvalidInstanceID.Malformed', `Invalid id: "${malformed}"`, ['InstanceIds']);
  const unknown = ids.filter((id) => !read.has('ec2/Instance', id));
  if (unknown.length > 0)
    refuse('InvalidInstanceID.NotFound', notFoundMessage(unknown), ['InstanceIds']);
  return [...new Set(ids)].map((id) => read.get('ec2/Instance', id) as Instance);
}

const notFoundMessage = (ids: readonly string[]): string =>
  ids.length === 1
    ? `The instance ID '${ids[0]}' does not exist`
    : `The instance IDs '${ids.join(', ')}' do not exist`;
