/** ListTaskDefinitionFamilies: ACTIVE families have at least one ACTIVE revision; INACTIVE ones have none. */
import type { Admission, Read } from '../../../engine/model';
import { accepted } from './answers';
import { pageOf, type PageRequest } from './page';

export interface ListTaskDefinitionFamiliesRequest extends PageRequest {
  readonly familyPrefix?: string;
  readonly status?: 'ACTIVE' | 'INACTIVE' | 'ALL';
}

export function listTaskDefinitionFamilies(
  input: ListTaskDefinitionFamiliesRequest,
  read: Read,
): Admission {
  const { familyPrefix = '', status = 'ALL' } = input;
  const active = new Map<string, boolean>();
  for (const definition of read.list('ecs/TaskDefinition')) {
    const { family } = definition;
    if (family.startsWith(familyPrefix))
      active.set(family, (active.get(family) ?? false) || definition.status === 'ACTIVE');
  }
  const families = [...active].flatMap(([family, isActive]) =>
    status === 'ALL' || isActive === (status === 'ACTIVE') ? [family] : [],
  );
  const { keys, ...rest } = pageOf(families, input, read);
  return accepted({ families: keys, ...rest });
}
