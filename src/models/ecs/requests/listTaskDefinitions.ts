/** ListTaskDefinitions: ARNs by family and revision, ACTIVE ones unless another status is asked for. */
import type { Admission, Read } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import { taskDefinitionArn } from '../arn';
import { accepted } from './answers';
import { byCodeUnit, pageOf, type PageRequest } from './page';

export interface ListTaskDefinitionsRequest extends PageRequest {
  /** The whole family name, its name notwithstanding. */
  readonly familyPrefix?: string;
  readonly status?: string;
  readonly sort?: 'ASC' | 'DESC';
}

export function listTaskDefinitions(input: ListTaskDefinitionsRequest, read: Read): Admission {
  const { familyPrefix, status = 'ACTIVE', sort = 'ASC' } = input;
  const definitions =
    familyPrefix === undefined
      ? read.list('ecs/TaskDefinition')
      : read.by('ecs/TaskDefinition', 'family', familyPrefix);
  const names = definitions
    .filter((definition) => definition.status === status)
    .map(({ family, revision }) => `${family}:${revision}`);
  const inOrder =
    sort === 'ASC' ? byFamilyAndRevision : (a: string, b: string) => byFamilyAndRevision(b, a);
  const { keys, ...rest } = pageOf(names, input, read, inOrder);
  const region = regionOf(read);
  const arns = keys.map((key) => taskDefinitionArn(region, familyOf(key), revisionOf(key)));
  return accepted({ taskDefinitionArns: arns, ...rest });
}

const familyOf = (key: string) => key.slice(0, key.lastIndexOf(':'));
const revisionOf = (key: string) => Number(key.slice(key.lastIndexOf(':') + 1));
const byFamilyAndRevision = (a: string, b: string): number =>
  byCodeUnit(familyOf(a), familyOf(b)) || revisionOf(a) - revisionOf(b);
